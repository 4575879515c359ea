using System.Net;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Graph.Users.Item.Events.Item.Accept;
using Microsoft.Graph.Users.Item.Events.Item.Cancel;
using Microsoft.Graph.Users.Item.Events.Item.TentativelyAccept;

namespace ClinicalEngagement.GraphSimulator.Tests;

public sealed class EventTests
{
    private static readonly DateTime Tuesday = new(2026, 2, 17, 14, 0, 0);

    [Fact]
    public async Task Create_WithAttendee_StandsInBothCalendarsAndInboxes()
    {
        await using var trial = await Trial.StartAsync();

        var booked = await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday, "key-1"));

        booked!.IsOrganizer.ShouldBe(true);
        booked.TransactionId.ShouldBe("key-1");
        booked.SingleValueExtendedProperties.ShouldBeNull("extended properties are not echoed");
        var copies = await trial.Graph.Users[Trial.Never].Events.GetAsync(c => c.QueryParameters.Filter = $"iCalUId eq '{booked.ICalUId}'");
        var copy = copies!.Value!.ShouldHaveSingleItem();
        copy.IsOrganizer.ShouldBe(false);
        copy.ResponseStatus!.Response.ShouldBe(ResponseType.NotResponded);
        copy.TransactionId.ShouldBeNull();
        (await trial.MailAsync(Trial.Never)).ShouldHaveSingleItem().ShouldBeOfType<EventMessageRequest>().Subject.ShouldBe(booked.Subject);
        (await trial.MailAsync(Trial.Lead, "sentitems")).ShouldHaveSingleItem().ShouldBeOfType<EventMessageRequest>();
    }

    [Theory]
    [InlineData("badRequest", 400)]
    [InlineData("conflict", 409)]
    public async Task Create_TransactionIdUsedBefore_IsRefusedAsTheSettingSays(string setting, int status)
    {
        await using var trial = await Trial.StartAsync();
        await trial.ControlAsync("control/settings", new { duplicateTransactionId = setting });
        var first = await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday, "key-1"));

        var refused = await Should.ThrowAsync<ODataError>(() => trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday, "key-1")));

        refused.ResponseStatusCode.ShouldBe(status);
        refused.Error!.Code.ShouldBe("ErrorDuplicateTransactionId");
        if (status == 400)
            refused.Error.AdditionalData["@event.existingEventId"].ShouldBe(first!.Id);
        (await trial.JournalAsync("eventCreated")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Create_TransactionIdUsedBeforeWithEcho_AnswersTheFirstEvent()
    {
        await using var trial = await Trial.StartAsync();
        await trial.ControlAsync("control/settings", new { duplicateTransactionId = "echo" });
        var first = await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday, "key-1"));

        var second = await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday, "key-1"));

        second!.Id.ShouldBe(first!.Id);
        (await trial.JournalAsync("eventCreated")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task List_ByExtendedProperty_FindsTheEventAndExpandsTheProperty()
    {
        await using var trial = await Trial.StartAsync();
        await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday, "key-1"));
        var second = await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday.AddHours(1), "it's key-2"));

        var found = await trial.Graph.Users[Trial.Lead].Events.GetAsync(c =>
        {
            c.Headers.Add("Prefer", "IdType=\"ImmutableId\"");
            c.QueryParameters.Filter = $"singleValueExtendedProperties/Any(ep: ep/id eq '{Trial.KeyProperty}' and ep/value eq 'it''s key-2')";
            c.QueryParameters.Expand = [$"singleValueExtendedProperties($filter=id eq '{Trial.KeyProperty}')"];
        });

        var item = found!.Value!.ShouldHaveSingleItem();
        item.Id.ShouldBe(second!.Id);
        item.SingleValueExtendedProperties!.ShouldHaveSingleItem().Value.ShouldBe("it's key-2");
    }

    [Fact]
    public async Task Ids_WithoutImmutablePreference_AreOthersButFindTheSameEvent()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday));

        var plain = await trial.Graph.Users[Trial.Lead].Events[booked!.Id].GetAsync();

        plain!.Id.ShouldNotBe(booked.Id);
        (await trial.ReadAsync(plain.Id!))!.Id.ShouldBe(booked.Id);
    }

    [Fact]
    public async Task Get_WithPreferredZone_AnswersInThatZone()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await trial.BookAsync(Trial.Meeting(Trial.Never, new DateTime(2026, 4, 14, 13, 0, 0)));

        var local = await trial.Graph.Users[Trial.Lead].Events[booked!.Id].GetAsync(c => c.Headers.Add("Prefer", "outlook.timezone=\"GMT Standard Time\""));

        local!.Start!.DateTime.ShouldStartWith("2026-04-14T14:00:00");
        local.Start.TimeZone.ShouldBe("GMT Standard Time");
    }

    [Fact]
    public async Task Patch_NewTime_ResetsAnswersAndAsksAgain()
    {
        await using var trial = await Trial.StartAsync();
        var start = await trial.FreeTimeAsync(Trial.Prompt, 14);
        var booked = await trial.BookAsync(Trial.Meeting(Trial.Prompt, start));
        await trial.StepAsync();
        (await trial.ReadAsync(booked!.Id!))!.Attendees![0].Status!.Response.ShouldBe(ResponseType.Accepted);
        var later = await trial.FreeTimeAsync(Trial.Prompt, 21);

        var moved = await trial.Graph.Users[Trial.Lead].Events[booked.Id].PatchAsync(new Event { Start = Trial.At(later), End = Trial.At(later.AddMinutes(30)) });

        moved!.Attendees![0].Status!.Response.ShouldBe(ResponseType.None);
        moved.ChangeKey.ShouldNotBe(booked.ChangeKey);
        await trial.StepAsync();
        (await trial.ReadAsync(booked.Id!))!.Attendees![0].Status!.Response.ShouldBe(ResponseType.Accepted);
    }

    [Fact]
    public async Task Cancel_ByOrganizer_RemovesTheirEventAndMarksTheCopy()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await trial.BookAsync(Trial.Meeting(Trial.Prompt, Tuesday));

        await trial.Graph.Users[Trial.Lead].Events[booked!.Id].Cancel.PostAsync(new CancelPostRequestBody { Comment = "We will find another time." });

        (await Should.ThrowAsync<ODataError>(() => trial.ReadAsync(booked.Id!))).ResponseStatusCode.ShouldBe(404);
        var copies = await trial.Graph.Users[Trial.Prompt].Events.GetAsync(c => c.QueryParameters.Filter = $"iCalUId eq '{booked.ICalUId}'");
        copies!.Value!.ShouldHaveSingleItem().IsCancelled.ShouldBe(true);
        (await trial.NextDueAsync()).ShouldBeNull("nobody answers a meeting that was cancelled");
    }

    [Fact]
    public async Task Cancel_ByAttendee_IsRefused()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday));
        var copies = await trial.Graph.Users[Trial.Never].Events.GetAsync(c => c.QueryParameters.Filter = $"iCalUId eq '{booked!.ICalUId}'");

        var refused = await Should.ThrowAsync<ODataError>(() => trial.Graph.Users[Trial.Never].Events[copies!.Value![0].Id].Cancel.PostAsync(new CancelPostRequestBody()));

        refused.ResponseStatusCode.ShouldBe(400);
    }

    [Fact]
    public async Task Accept_ByAttendee_TellsTheOrganizer()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday));
        var copies = await trial.Graph.Users[Trial.Never].Events.GetAsync(c => c.QueryParameters.Filter = $"iCalUId eq '{booked!.ICalUId}'");

        await trial.Graph.Users[Trial.Never].Events[copies!.Value![0].Id].Accept.PostAsync(new AcceptPostRequestBody { Comment = "Fine.", SendResponse = true });

        (await trial.ReadAsync(booked!.Id!))!.Attendees![0].Status!.Response.ShouldBe(ResponseType.Accepted);
        var answer = (await trial.MailAsync(Trial.Lead)).ShouldHaveSingleItem().ShouldBeOfType<EventMessageResponse>();
        answer.Subject.ShouldBe("Accepted: " + booked.Subject);
        answer.ResponseType.ShouldBe(ResponseType.Accepted);
    }

    [Fact]
    public async Task TentativelyAccept_WithProposedTime_ShowsItToTheOrganizer()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await trial.BookAsync(Trial.Meeting(Trial.Never, Tuesday));
        var copies = await trial.Graph.Users[Trial.Never].Events.GetAsync(c => c.QueryParameters.Filter = $"iCalUId eq '{booked!.ICalUId}'");

        await trial.Graph.Users[Trial.Never].Events[copies!.Value![0].Id].TentativelyAccept.PostAsync(new TentativelyAcceptPostRequestBody
        {
            SendResponse = true,
            ProposedNewTime = new TimeSlot { Start = Trial.At(Tuesday.AddDays(1)), End = Trial.At(Tuesday.AddDays(1).AddMinutes(30)) },
        });

        var attendee = (await trial.ReadAsync(booked!.Id!))!.Attendees![0];
        attendee.Status!.Response.ShouldBe(ResponseType.TentativelyAccepted);
        attendee.ProposedNewTime!.Start!.DateTime.ShouldStartWith("2026-02-18T14:00:00");
    }

    [Fact]
    public async Task FindMeetingTimes_AppOnly_IsForbidden()
    {
        await using var trial = await Trial.StartAsync();

        var refused = await Should.ThrowAsync<ODataError>(() => trial.Graph.Users[Trial.Lead].FindMeetingTimes.PostAsync(new()));

        refused.ResponseStatusCode.ShouldBe((int)HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Create_UnknownMember_IsRefused()
    {
        await using var trial = await Trial.StartAsync();
        var meeting = Trial.Meeting(Trial.Never, Tuesday);
        meeting.AdditionalData["wonder"] = "yes";

        (await Should.ThrowAsync<ODataError>(() => trial.BookAsync(meeting))).ResponseStatusCode.ShouldBe(400);
    }
}
