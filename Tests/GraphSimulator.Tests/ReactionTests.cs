using Microsoft.Graph.Models;

namespace ClinicalEngagement.GraphSimulator.Tests;

public sealed class ReactionTests
{
    [Fact]
    public async Task Prompt_Accepts_WithinOneWorkingDay()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await InviteAsync(trial, Trial.Prompt);

        await trial.StepAsync();

        (await ResponseAsync(trial, booked)).ShouldBe(ResponseType.Accepted);
        trial.Clock.GetUtcNow().ShouldBeLessThan(new DateTimeOffset(2026, 2, 4, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Late_Accepts_AfterSixToNineWorkingDays()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await InviteAsync(trial, Trial.Late, daysAhead: 28);

        await trial.StepAsync();

        (await ResponseAsync(trial, booked)).ShouldBe(ResponseType.Accepted);
        // Six working days are at least eight days; they don't work on Fridays and may be on leave for a week.
        (trial.Clock.GetUtcNow() - new DateTimeOffset(2026, 2, 2, 9, 0, 0, TimeSpan.Zero)).TotalDays.ShouldBeInRange(8, 24);
    }

    [Fact]
    public async Task Never_HasNothingPending()
    {
        await using var trial = await Trial.StartAsync();
        await InviteAsync(trial, Trial.Never);

        (await trial.NextDueAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Declines_FirstOffer_AcceptsTheSecond()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await InviteAsync(trial, Trial.Declines);
        await trial.StepAsync();
        (await ResponseAsync(trial, booked)).ShouldBe(ResponseType.Declined);
        (await trial.MailAsync(Trial.Lead))[0].BodyPreview.ShouldNotBeNullOrEmpty("a decline comes with a comment");
        var other = await trial.FreeTimeAsync(Trial.Declines, 21);

        await trial.Graph.Users[Trial.Lead].Events[booked].PatchAsync(new Event { Start = Trial.At(other), End = Trial.At(other.AddMinutes(30)) });
        await trial.StepAsync();

        (await ResponseAsync(trial, booked)).ShouldBe(ResponseType.Accepted);
    }

    [Fact]
    public async Task Proposes_ATimeThatIsFreeAndInWorkingHours_AndAcceptsIt()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await InviteAsync(trial, Trial.Proposes);
        await trial.StepAsync();
        var attendee = (await trial.ReadAsync(booked))!.Attendees![0];
        attendee.Status!.Response.ShouldBeOneOf(ResponseType.TentativelyAccepted, ResponseType.Declined);
        var proposed = DateTime.Parse(attendee.ProposedNewTime!.Start!.DateTime!, System.Globalization.CultureInfo.InvariantCulture);
        var schedule = await trial.Graph.Users[Trial.Lead].Calendar.GetSchedule.PostAsGetSchedulePostResponseAsync(new()
        {
            Schedules = [Trial.Proposes],
            StartTime = Trial.At(proposed),
            EndTime = Trial.At(proposed.AddMinutes(30)),
        });
        schedule!.Value![0].ScheduleItems!.ShouldNotContain(i => i.Status != FreeBusyStatus.Free);
        proposed.Hour.ShouldBeInRange(8, 17);

        await trial.Graph.Users[Trial.Lead].Events[booked].PatchAsync(new Event { Start = Trial.At(proposed), End = Trial.At(proposed.AddMinutes(30)) });
        await trial.StepAsync();

        (await ResponseAsync(trial, booked)).ShouldBe(ResponseType.Accepted);
    }

    [Fact]
    public async Task Delegates_SecretaryAnswersInTheirName()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await InviteAsync(trial, Trial.Delegates);

        await trial.StepAsync();

        (await ResponseAsync(trial, booked)).ShouldBe(ResponseType.Accepted);
        var answer = (await trial.MailAsync(Trial.Lead))[0];
        answer.From!.EmailAddress!.Address.ShouldBe(Trial.Delegates);
        answer.Sender!.EmailAddress!.Address.ShouldBe("janice.trevellick@arlenmere.example");
        (await trial.JournalAsync("eventAnswered")).ShouldHaveSingleItem()["by"]!.GetValue<string>().ShouldBe("janice.trevellick@arlenmere.example");
    }

    [Fact]
    public async Task MovesEvent_SecretaryMovesTheOrganizersEvent_ToATimeBothAreFree()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await InviteAsync(trial, Trial.Moves, daysAhead: 28);
        var before = (await trial.ReadAsync(booked))!.Start!.DateTime;
        await trial.StepAsync();
        (await ResponseAsync(trial, booked)).ShouldBe(ResponseType.Accepted);

        await trial.StepAsync();

        var moved = await trial.ReadAsync(booked);
        moved!.Start!.DateTime.ShouldNotBe(before);
        (await trial.JournalAsync("eventUpdated")).ShouldHaveSingleItem()["by"]!.GetValue<string>().ShouldBe("denise.farrowgate@arlenmere.example");
        await trial.StepAsync();
        (await ResponseAsync(trial, booked)).ShouldBe(ResponseType.Accepted);
        (await trial.NextDueAsync()).ShouldBeNull("it is moved once");
    }

    [Fact]
    public async Task RepliesInWords_ToAMail_InTheSameConversation()
    {
        await using var trial = await Trial.StartAsync();
        var draft = await trial.Graph.Users[Trial.Lead].Messages.PostAsync(MailTests.Letter(Trial.InWords), c => c.Headers.Add("Prefer", "IdType=\"ImmutableId\""));
        await trial.Graph.Users[Trial.Lead].Messages[draft!.Id].Send.PostAsync();

        await trial.StepAsync();

        var replies = await trial.Graph.Users[Trial.Lead].MailFolders["inbox"].Messages.GetAsync(c => c.QueryParameters.Filter = $"conversationId eq '{draft.ConversationId}'");
        // On leave that week by the seed: an automatic reply came first.
        var reply = replies!.Value!.Where(m => !m.Subject!.StartsWith("Automatic reply: ", StringComparison.Ordinal)).ShouldHaveSingleItem();
        reply.Subject.ShouldBe("RE: " + draft.Subject);
        reply.From!.EmailAddress!.Address.ShouldBe(Trial.InWords);
        reply.BodyPreview!.ShouldContain("Tuesday");
    }

    [Fact]
    public async Task Concern_IsPutIntoWords_AfterTheMeetingWhenAnUpdateComes()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await InviteAsync(trial, Trial.Moves, daysAhead: 10);
        while (await trial.StepAsync())
        {
        }

        (await ResponseAsync(trial, booked)).ShouldBe(ResponseType.Accepted);
        trial.Clock.Advance(TimeSpan.FromDays(60));
        var update = await trial.Graph.Users[Trial.Lead].Messages.PostAsync(MailTests.Letter(Trial.Moves));
        await trial.Graph.Users[Trial.Lead].Messages[update!.Id].Send.PostAsync();
        while (await trial.StepAsync())
        {
        }

        var reply = (await trial.MailAsync(Trial.Lead))[0];
        reply.Subject.ShouldBe("RE: " + update.Subject);
        reply.BodyPreview!.ShouldContain("CT slots");
    }

    [Fact]
    public async Task Accept_OverAClinic_IsDeclinedInstead()
    {
        await using var trial = await Trial.StartAsync();
        var view = await trial.Graph.Users[Trial.Prompt].CalendarView.GetAsync(c =>
        {
            c.QueryParameters.StartDateTime = "2026-02-16T00:00:00Z";
            c.QueryParameters.EndDateTime = "2026-03-06T00:00:00Z";
            c.QueryParameters.Top = 200;
        });
        var clinic = view!.Value!.First(e => e.Subject == "Outpatient clinic");
        var booked = await trial.BookAsync(Trial.Meeting(Trial.Prompt, DateTime.Parse(clinic.Start!.DateTime!, System.Globalization.CultureInfo.InvariantCulture)));

        await trial.StepAsync();

        (await ResponseAsync(trial, booked!.Id!)).ShouldBe(ResponseType.Declined);
    }

    [Fact(Timeout = 60_000)]
    public async Task AutoRun_ReactsByTheClockAlone()
    {
        await using var trial = await Trial.StartAsync(autoRun: true);
        var booked = await InviteAsync(trial, Trial.Prompt);

        trial.Clock.Advance(TimeSpan.FromDays(2));

        while (await ResponseAsync(trial, booked) != ResponseType.Accepted)
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        (await trial.ControlAsync("control/idle")).ContainsKey("idle").ShouldBeTrue();
    }

    [Fact]
    public async Task Change_OfWordsOnly_DoesNotAskAgainWhoDeclined()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await InviteAsync(trial, Trial.Declines);
        await trial.StepAsync();

        await trial.Graph.Users[Trial.Lead].Events[booked].PatchAsync(new Event { Subject = "Another subject" });

        (await trial.NextDueAsync()).ShouldBeNull();
        (await ResponseAsync(trial, booked)).ShouldBe(ResponseType.Declined);
    }

    [Fact]
    public async Task Reactions_SameSeedSameRequests_SameJournal()
    {
        async Task<string> RunAsync()
        {
            await using var trial = await Trial.StartAsync();
            foreach (var person in new[] { Trial.Prompt, Trial.Declines, Trial.Proposes, Trial.Late, Trial.Moves, Trial.Delegates, Trial.InWords })
                await InviteAsync(trial, person, daysAhead: 28);
            while (await trial.StepAsync())
            {
            }

            return string.Join('\n', (await trial.JournalAsync()).Select(e => e.ToJsonString()));
        }

        var first = await RunAsync();

        first.ShouldContain("eventAnswered");
        (await RunAsync()).ShouldBe(first);
    }

    [Fact]
    public async Task Reactions_HappenOnWorkingDaysAndInWorkingHours()
    {
        await using var trial = await Trial.StartAsync(now: new DateTimeOffset(2026, 12, 23, 16, 0, 0, TimeSpan.Zero));
        foreach (var person in new[] { Trial.Prompt, Trial.Declines, Trial.Proposes, Trial.Late, Trial.Delegates })
            await InviteAsync(trial, person, daysAhead: 35);

        while (await trial.StepAsync())
        {
            var now = trial.Clock.GetUtcNow();
            now.DayOfWeek.ShouldNotBeOneOf(DayOfWeek.Saturday, DayOfWeek.Sunday);
            now.Hour.ShouldBeInRange(8, 17);
            now.Date.ShouldNotBeOneOf(new DateTime(2026, 12, 25), new DateTime(2026, 12, 28), new DateTime(2027, 1, 1));
        }

        (await trial.JournalAsync("eventAnswered")).Length.ShouldBeGreaterThanOrEqualTo(5);
    }

    private static async Task<string> InviteAsync(Trial trial, string person, int daysAhead = 14) =>
        (await trial.BookAsync(Trial.Meeting(person, await trial.FreeTimeAsync(person, daysAhead))))!.Id!;

    private static async Task<ResponseType?> ResponseAsync(Trial trial, string id) => (await trial.ReadAsync(id))!.Attendees![0].Status!.Response;
}
