using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Infrastructure.Smtp;
using ClinicalEngagement.Infrastructure.Tests.Smtp;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Clinicians;

/// <summary>A tenant that does not consent: the whole workflow by mail alone, with a real SMTP server on loopback.</summary>
public sealed class MailOnlyTests
{
    private static readonly IReadOnlyList<JobPlanEntry> JobPlan =
    [
        new(IsoDayOfWeek.Monday, new(9, 0), new(13, 0), JobPlanActivity.Clinic),
        new(IsoDayOfWeek.Wednesday, new(9, 0), new(12, 0), JobPlanActivity.Spa),
        new(IsoDayOfWeek.Thursday, new(9, 0), new(17, 0), JobPlanActivity.Theatre),
    ];

    [Fact]
    public async Task FromTheForm_ToAnAgreedMeetingMovedAndCancelled()
    {
        await using var inbox = await SmtpInbox.StartAsync();
        await using var trust = await BegunAsync(inbox, JobPlan);

        // Invited by the job plan alone, with the words that go with it.
        Subjects(inbox).ShouldBe(["Priya Nair / Dr Bell: frailty at the front door", "First"]);
        Versions(inbox).ShouldBe([("REQUEST", 0)]);
        inbox.Messages[0].TextBody!.ShouldContain("choose it by the link in the mail that comes with this");
        var proposed = await trust.MeetingAsync();
        proposed.State.ShouldBe(MeetingState.Proposed);
        proposed.Reason.ShouldContain("SPA time");
        proposed.Reason.ShouldContain("please check that you are free");

        // The sweep reads nothing and loses nothing.
        (await trust.ReadMailboxAsync()).ShouldBe(0);
        (await trust.ReadMailboxAsync()).ShouldBe(0);
        (await trust.MeetingAsync()).State.ShouldBe(MeetingState.Proposed);

        // They choose another time by the link: the same meeting, its next version.
        var other = proposed.Offers[1].Start;
        await trust.Clinician(c => c.PickTimeAsync(proposed.Id, other, null, HarbourTrust.Token));
        (await trust.MeetingAsync()).State.ShouldBe(MeetingState.Agreed);
        Versions(inbox).ShouldBe([("REQUEST", 0), ("REQUEST", 1)]);
        Calendars(inbox)[1].Events[0]!.Start!.AsUtc.ShouldBe(other.ToDateTimeUtc());

        // No more, please: the meeting is taken out of the calendar.
        await trust.Clinician(c => c.NoMoreAsync(trust.Member, HarbourTrust.Token));
        Versions(inbox).ShouldBe([("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)]);
        Calendars(inbox).Select(c => c.Events[0]!.Uid).Distinct().ShouldHaveSingleItem();
        inbox.Messages.Select(m => m.MessageId).ShouldBeUnique();
    }

    [Fact]
    public async Task Secretary_RungByTheLead_AnswersForThem()
    {
        await using var inbox = await SmtpInbox.StartAsync();
        await using var trust = await BegunAsync(inbox, JobPlan);
        var meeting = await trust.MeetingAsync();

        await trust.Lead(l => l.HandleReplyAsync(trust.Member, meeting.Offers[0].Start, HarbourTrust.Token));

        (await trust.MeetingAsync()).State.ShouldBe(MeetingState.Agreed);
        Versions(inbox).ShouldBe([("REQUEST", 0)]);
    }

    [Fact]
    public async Task NothingKnownOfTheirWeek_IsATaskAndNothingIsSent()
    {
        await using var inbox = await SmtpInbox.StartAsync();
        await using var trust = await BegunAsync(inbox, []);

        (await trust.OpenTasksAsync(TaskKind.FindTimeByHand)).ShouldHaveSingleItem();
        inbox.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task InvitationThatMayHaveGoneOut_IsATask_AndGoesAgainOnlyByAPersonsWord()
    {
        await using var inbox = await SmtpInbox.StartAsync();
        inbox.CutNext = Cut.AfterMessage;
        await using var trust = await BegunAsync(inbox, JobPlan);

        var task = (await trust.OpenTasksAsync(TaskKind.UncertainSend)).ShouldHaveSingleItem();
        task.What.ShouldContain("not certain whether the invitation to {clinician} went out");
        await trust.RunToAsync("2026-06-09T10:00");
        Versions(inbox).ShouldHaveSingleItem();
        (await trust.EffectAsync(EffectKind.BookMeeting)).State.ShouldBe(EffectState.Uncertain);

        await trust.Lead(l => l.TryAgainAsync(task.Id, HarbourTrust.Token));

        Versions(inbox).ShouldBe([("REQUEST", 0), ("REQUEST", 0)], "the same version once more, so that a calendar that has it stays as it is");
        (await trust.EffectAsync(EffectKind.BookMeeting)).State.ShouldBe(EffectState.Done);
        (await trust.MeetingAsync()).State.ShouldBe(MeetingState.Proposed);
    }

    [Fact]
    public async Task MailThatMayHaveGoneOut_IsATaskAfterAnHourAndNeverASecondMail()
    {
        await using var inbox = await SmtpInbox.StartAsync();
        await using var trust = await BegunAsync(inbox, JobPlan);
        await trust.RunToAsync("2026-06-12T10:00");
        var before = inbox.Messages.Count;
        inbox.CutNext = Cut.AfterMessage;

        // The reminder, five working days after.
        await trust.RunToAsync("2026-06-15T14:00");

        inbox.Messages.Count.ShouldBe(before + 1);
        (await trust.OpenTasksAsync(TaskKind.UncertainSend)).ShouldHaveSingleItem().What.ShouldContain("ask them");
        await trust.RunToAsync("2026-06-16T14:00");
        inbox.Messages.Count.ShouldBe(before + 1);
    }

    private static async Task<HarbourTrust> BegunAsync(SmtpInbox inbox, IReadOnlyList<JobPlanEntry> jobPlan)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Smtp:Host"] = "127.0.0.1",
            ["Smtp:Port"] = $"{inbox.Port}",
            ["Smtp:Security"] = "None",
            ["Smtp:From"] = "engagement@harbour.example",
            ["Smtp:Timeout"] = "00:01:00",
        }).Build();
        var trust = await HarbourTrust.OpenAsync(ports: services => services.AddSingleton<IConfiguration>(configuration).AddLogging().AddSmtp());
        await trust.BeginAsync(HarbourTrust.Request with
        {
            Clinicians = [new ClinicianRequest { Name = "Dr Bell", Email = HarbourTrust.Bell, JobPlan = jobPlan }],
        });
        return trust;
    }

    private static string[] Subjects(SmtpInbox inbox) => [.. inbox.Messages.Select(m => m.Subject!)];

    private static (string?, int)[] Versions(SmtpInbox inbox) => [.. Calendars(inbox).Select(c => (c.Method, c.Events[0]!.Sequence))];

    private static Ical.Net.Calendar[] Calendars(SmtpInbox inbox) =>
    [
        .. inbox.Messages
            .Select(m => m.BodyParts.OfType<TextPart>().FirstOrDefault(p => p.ContentType.IsMimeType("text", "calendar")))
            .OfType<TextPart>()
            .Select(p => Ical.Net.Calendar.Load(p.Text)!),
    ];
}
