using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Infrastructure.Smtp;
using ClinicalEngagement.Orchestrations.Ports;
using MimeKit;
using NodaTime;
using SmtpServer.Protocol;
using static ClinicalEngagement.Infrastructure.Tests.Smtp.SmtpTrial;
using CalendarEvent = ClinicalEngagement.Orchestrations.Ports.CalendarEvent;

namespace ClinicalEngagement.Infrastructure.Tests.Smtp;

/// <summary>Invitations against a real SMTP server; MimeKit and Ical.Net judge what arrives.</summary>
public sealed class SmtpCalendarTests
{
    [Fact]
    public async Task Invitation_IsARequestInUtcFromTheLeadWithItsSender()
    {
        await using var trial = await StartAsync();
        await SeedLeadAsync(trial);

        var made = Answered(await trial.Calendar.CreateAsync(Lead, MeetingOf("4f00"), default));

        var message = trial.Inbox.Messages.ShouldHaveSingleItem();
        message.MessageId.ShouldBe("4f00.0@trust.example");
        message.To.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe(Clinician.Email.Value);
        message.Cc.Mailboxes.ShouldHaveSingleItem().ToString().ShouldBe("\"Ruth Lane\" <lead@trust.example>");
        message.TextBody!.ShouldContain("To hear what you think.");
        var part = message.BodyParts.OfType<TextPart>().Single(p => p.ContentType.IsMimeType("text", "calendar"));
        part.ContentType.Parameters["method"].ShouldBe("REQUEST");
        part.ContentType.Charset.ShouldBe("utf-8");
        part.Text.ShouldContain("DTSTART:20260706T093000Z");
        part.Text.ShouldContain("DTEND:20260706T095000Z");
        part.Text.ShouldNotContain("TZID");
        var meeting = InvitationMail.Read(message).Events.ShouldHaveSingleItem()!;
        (meeting.Uid, meeting.Sequence).ShouldBe(("4f00@trust.example", 0));
        meeting.Organizer!.Value!.ToString().ShouldBe("mailto:lead@trust.example");
        meeting.Organizer.SentBy!.ToString().ShouldBe("mailto:engagement@trust.example");
        meeting.Attendees.Select(a => (a.Value!.ToString(), a.ParticipationStatus, a.Rsvp)).ShouldBe(
            [("mailto:lead@trust.example", "ACCEPTED", false), ("mailto:anna.bell@trust.example", "NEEDS-ACTION", true)]);
        message.BodyParts.OfType<MimePart>().Single(p => p.FileName == "invite.ics").ContentType.MimeType.ShouldBe("application/ics");
        made.ShouldBeEquivalentTo(new CalendarEvent("smtp:4f00", "0", Start, Duration.FromMinutes(20), false, []));
    }

    [Fact]
    public async Task Meeting_MadeMovedAndCancelledTwiceEach_IsThreeVersionsOfOne()
    {
        await using var trial = await StartAsync();
        var later = Start + Duration.FromDays(2);

        var made = Answered(await trial.Calendar.CreateAsync(Lead, MeetingOf("k1"), default));
        Answered(await trial.Calendar.CreateAsync(Lead, MeetingOf("k1"), default)).ShouldBeEquivalentTo(made);
        Answered(await trial.Calendar.FindByKeyAsync(Lead, "k1", default)).ShouldBeEquivalentTo(made);
        var moved = Answered(await trial.Calendar.MoveAsync(Lead, made.Id, later, Duration.FromMinutes(20), null, null, default));
        Answered(await trial.Calendar.MoveAsync(Lead, made.Id, later, Duration.FromMinutes(20), null, null, default)).ShouldBeEquivalentTo(moved);
        Answered(await trial.Calendar.CancelAsync(Lead, made.Id, "The project is closed.", default)).ShouldBeTrue();
        Answered(await trial.Calendar.CancelAsync(Lead, made.Id, "The project is closed.", default)).ShouldBeFalse();

        trial.Inbox.Messages.Select(m => m.MessageId).ShouldBe(["k1.0@trust.example", "k1.1@trust.example", "k1.2@trust.example"]);
        var calendars = trial.Inbox.Messages.Select(InvitationMail.Read).ToArray();
        calendars.Select(c => c.Method).ShouldBe(["REQUEST", "REQUEST", "CANCEL"]);
        calendars.Select(c => c.Events[0]!.Uid).Distinct().ShouldHaveSingleItem();
        calendars.Select(c => c.Events[0]!.Sequence).ShouldBe([0, 1, 2]);
        calendars[1].Events[0]!.Start!.AsUtc.ShouldBe(later.ToDateTimeUtc());
        calendars[2].Events[0]!.Status.ShouldBe("CANCELLED");
        trial.Inbox.Messages[2].TextBody!.ShouldContain("The project is closed.");
        trial.Inbox.Messages[2].Subject.ShouldStartWith("Cancelled: ");
        trial.Inbox.Messages.ShouldAllBe(m => m.To.Mailboxes.Single().Address == "anna.bell@trust.example");
        Answered(await trial.Calendar.GetAsync(Lead, made.Id, default))!.Cancelled.ShouldBeTrue();
        (await trial.Calendar.MoveAsync(Lead, made.Id, later, Duration.FromMinutes(20), null, null, default)).ShouldBeOfType<PortResult<CalendarEvent>.Refused>();
    }

    [Fact]
    public async Task Meeting_SomebodyJoins_IsANewVersionForBothAndMadeOnce()
    {
        await using var trial = await StartAsync();
        var made = Answered(await trial.Calendar.CreateAsync(Lead, MeetingOf("k1"), default));
        Person[] both = [.. MeetingOf("k1").Attendees, new Person("Callum Westerdale", new EmailAddress("callum@trust.example"))];

        var joined = Answered(await trial.Calendar.MoveAsync(Lead, made.Id, made.Start, made.Duration, null, both, default));
        Answered(await trial.Calendar.MoveAsync(Lead, made.Id, made.Start, made.Duration, null, both, default)).ShouldBeEquivalentTo(joined);

        trial.Inbox.Messages.Count.ShouldBe(2);
        var version = trial.Inbox.Messages[1];
        version.Subject.ShouldStartWith("Changed: ");
        version.To.Mailboxes.Select(m => m.Address).ShouldBe(["anna.bell@trust.example", "callum@trust.example"]);
        var calendar = InvitationMail.Read(version);
        calendar.Events[0]!.Attendees.Select(a => a.Value!.OriginalString).ShouldBe(["mailto:lead@trust.example", "mailto:anna.bell@trust.example", "mailto:callum@trust.example"]);
    }

    [Fact]
    public async Task Invitation_WireCutWhenTheServerMayHaveIt_IsUncertainAndNeverSentAgain()
    {
        await using var trial = await StartAsync();
        trial.Inbox.CutNext = Cut.AfterMessage;

        (await trial.Calendar.CreateAsync(Lead, MeetingOf("k1"), default)).ShouldBeOfType<PortResult<CalendarEvent>.Uncertain>();
        (await trial.Calendar.FindByKeyAsync(Lead, "k1", default)).ShouldBeOfType<PortResult<CalendarEvent?>.Uncertain>();
        (await trial.Calendar.CreateAsync(Lead, MeetingOf("k1"), default)).ShouldBeOfType<PortResult<CalendarEvent>.Uncertain>();

        trial.Inbox.Messages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Invitation_ServerSaysNotNow_IsNotThereYetAndGoesLater()
    {
        await using var trial = await StartAsync();
        trial.Inbox.AnswerNext = new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "later");

        (await trial.Calendar.CreateAsync(Lead, MeetingOf("k1"), default)).ShouldBeOfType<PortResult<CalendarEvent>.Throttled>();
        Answered(await trial.Calendar.FindByKeyAsync(Lead, "k1", default)).ShouldBeNull();
        Answered(await trial.Calendar.CreateAsync(Lead, MeetingOf("k1"), default)).Start.ShouldBe(Start);
        trial.Inbox.Messages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Cancel_WhatWasNeverSent_SendsNothing()
    {
        await using var trial = await StartAsync();
        trial.Inbox.Unknown.Add(Clinician.Email.Value);
        (await trial.Calendar.CreateAsync(Lead, MeetingOf("k1"), default)).ShouldBeOfType<PortResult<CalendarEvent>.Refused>();
        trial.Inbox.Unknown.Clear();

        Answered(await trial.Calendar.CancelAsync(Lead, "smtp:k1", "", default)).ShouldBeFalse();
        Answered(await trial.Calendar.CancelAsync(Lead, "smtp:nothing", "", default)).ShouldBeFalse();
        trial.Inbox.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task FreeBusy_IsNotKeptForAnybody_AndNothingIsSeenToChange()
    {
        await using var trial = await StartAsync();
        var made = Answered(await trial.Calendar.CreateAsync(Lead, MeetingOf("k1"), default));
        var window = new Interval(Start, Start + Duration.FromDays(1));

        Answered(await trial.Calendar.GetFreeBusyAsync(Lead, [Lead, Clinician.Email], window, default)).Values.ShouldAllBe(f => f is FreeBusy.NotKept);
        var first = Answered(await trial.Calendar.GetChangesAsync(Lead, null, window, default));
        first.Complete.ShouldBeTrue();
        Answered(await trial.Calendar.GetManyAsync(Lead, [made.Id], default))[made.Id].ShouldNotBeNull("a meeting that nobody reports on is not gone");
        Answered(await trial.Calendar.GetChangesAsync(Lead, first.DeltaToken, window, default)).Complete.ShouldBeFalse();
        Answered(await trial.Mailer.GetIncomingAsync(Lead, Start, default)).ShouldBeEmpty();
    }

    internal static Task SeedLeadAsync(SmtpTrial trial) => trial.Store.WriteAsync(
        (writer, _) =>
        {
            writer.Add(Storage.Records.Project with { Lead = new Person("Ruth Lane", Lead), ClosedAt = null });
            return Task.FromResult(true);
        },
        default);
}
