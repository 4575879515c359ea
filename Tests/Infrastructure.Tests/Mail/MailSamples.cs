using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Messages;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Mail;

/// <summary>One message of every kind, about a made-up project, as the snapshots and the checks on all messages take them.</summary>
internal static class MailSamples
{
    public static readonly Person Lead = new("Priya Raman", new EmailAddress("priya.raman@trust.example"), "01632 960101", "Improvement lead for frailty");
    public static readonly Person Sponsor = new("Mr Hugh Lacey", new EmailAddress("hugh.lacey@trust.example"), Role: "medical director");
    public static readonly Person Clinician = new("Dr Anna Okafor", new EmailAddress("anna.okafor@trust.example"));

    private static readonly Person CoLead = new("Dr Ruth Weir", new EmailAddress("ruth.weir@trust.example"));
    private static readonly PanelMemberId Member = new(new Guid("5f0c1d4e-0000-8000-8000-000000000001"));
    private static readonly Uri AnswerLink = new("https://engagement.trust.example/a/AQH8YtWQ3mR7u2cJ0rVb5nEoKd1xLZs4GfTh6PiNwQaUyMvBkCjXeOlSgDpIrA9H7tYz");
    private static readonly Uri WordsLink = new("https://engagement.trust.example/w/AQL8YtWQ3mR7u2cJ0rVb5nEoKd1xLZs4GfTh6PiNwQaUyMvBkCj");

    private static readonly Uri VerdictLink = new("https://engagement.trust.example/v/AQZ8YtWQ3mR7u2cJ0rVb5nEoKd1xLZs4GfTh6PiNwQaUyMvBkCjXeOlSgDpIrA9H7tYz");

    private static Concern Concern { get; } = new()
    {
        Id = new ConcernId(new Guid("5f0c1d4e-0000-8000-8000-0000000000cc")),
        ProjectId = new ProjectId(new Guid("5f0c1d4e-0000-8000-8000-0000000000aa")),
        MemberId = Member,
        Kind = ConcernKind.Concern,
        Words = "Early discharge fails when there is no therapist after 4pm.",
        AnswerNeeded = AnswerNeeded.Evidence,
        RaisedAt = Instant.FromUtc(2027, 1, 14, 9, 0),
        DueAt = Instant.FromUtc(2027, 1, 28, 9, 0),
    };

    public static Project Project { get; } = new()
    {
        Id = new ProjectId(new Guid("5f0c1d4e-0000-8000-8000-0000000000aa")),
        Name = "Frailty same-day care",
        Lead = Lead,
        Plan = new Plan
        {
            PatientBenefit = "Older people with frailty are assessed early and home the same day when that is safe.",
            Measure = new Measure("Frailty scored within 30 minutes of arrival", "%", 38m, 80m, new LocalDate(2027, 6, 30)),
            Facts =
            [
                new SourcedFact("An acute frailty service is to run at least 70 hours a week and assess within 30 minutes of arrival.", "NHS Long Term Plan, 2019"),
                new SourcedFact("Front door frailty care is described step by step.", "British Geriatrics Society, Front door frailty, 2023"),
            ],
            ExampleElsewhere = "The acute frailty hub at Norfolk and Norwich sees older people at the front door, with therapy beside it.",
            Story = new Story("Jean, 84, fell at home and spent two nights on a trolley. She went home less sure of herself than she came. (Jean is a fictional composite.)", true),
        },
        StageSince = Instant.FromUtc(2026, 11, 2, 9, 0),
        FirstMessageWords = "",
        CreatedAt = Instant.FromUtc(2026, 11, 2, 9, 0),
        SampleData = true,
    };

    public static Meeting Meeting { get; } = MeetingAt(
        (Instant.FromUtc(2027, 1, 14, 8, 15), "No clinic or list is displaced; uses 20 minutes of SPA time."),
        (Instant.FromUtc(2027, 1, 19, 13, 0), "No clinic or list is displaced; uses 20 minutes of admin time."),
        (Instant.FromUtc(2027, 1, 15, 12, 0), "No clinic or list is displaced; uses 20 minutes of SPA time."));

    public static Meeting MeetingAt(params (Instant Start, string Reason)[] offers) => new()
    {
        Id = Meeting.IdFor(Member, 1),
        ProjectId = Project.Id,
        MemberId = Member,
        Number = 1,
        State = MeetingState.Proposed,
        Offers = [.. offers.Select(o => new OfferedTime(o.Start, 0, o.Reason))],
        Start = offers[0].Start,
        Minutes = 20,
        Reason = offers[0].Reason,
        Stage = Stage.StartOut,
        OfferedAt = Instant.FromUtc(2027, 1, 4, 9, 0),
    };

    public static Message.First First { get; } = new(
        FirstMessageDraft.From(Project.Name, Project.Plan.PatientBenefit, Lead, new EngagementOptions()), Meeting, AnswerLink)
    { Project = Project, To = Clinician };

    public static Message.Progress Progress { get; } = new(
        new Update
        {
            Id = Update.IdFor(Project.Id, 2),
            ProjectId = Project.Id,
            Number = 2,
            State = UpdateState.Draft,
            DraftedAt = Instant.FromUtc(2027, 2, 2, 8, 0),
            SendAt = Instant.FromUtc(2027, 2, 4, 8, 0),
            WhatChanged = ["The frailty score is now on the first page of the emergency department record.", "Five of eight colleagues have been met."],
            YouSaidWeDid = [],
            Numbers = "Frailty scored within 30 minutes of arrival: 52% on 1 February (38% at the start, goal 80%).",
            Story = null,
            Next = "In February we decide whether therapy stays until 8pm; your view counts.",
        },
        [new YouSaid(Member, "Early discharge fails when there is no therapist after 4pm.", "A physiotherapist stays until 6pm on weekdays, as a trial.")],
        [new YouSaid(Member, "Scoring must not delay the first blood tests.", "The nurse scores while the bloods are taken.")],
        Points(38, 41, 45, 52),
        WordsLink)
    { Project = Project, To = Clinician };

    public static Message.Progress ProgressWithSignals { get; } = Progress with
    {
        Update = Progress.Update with { Number = 7, SendAt = Instant.FromUtc(2027, 5, 5, 7, 0), Next = "In May we decide whether evening therapy becomes permanent.", Numbers = "Frailty scored within 30 minutes of arrival: 63% on 1 May (38% at the start, goal 80%)." },
        Points = Points(38, 41, 45, 52, 55, 58, 63),
    };

    public static Message.Progress Final { get; } = Progress with
    {
        Project = Project with { ClosingWords = "Because of the physiotherapists, therapy now stays until 6pm. Because of the emergency consultants, scoring costs no waiting time." },
        Update = Progress.Update with { Number = 8, Final = true, SendAt = Instant.FromUtc(2027, 6, 4, 7, 0), Numbers = "Frailty scored within 30 minutes of arrival: 71% on 1 June (38% at the start, goal 80%).", WhatChanged = ["Frailty scoring is part of the standard pathway."], Next = null },
        Points = Points(38, 41, 45, 52, 55, 58, 63, 71),
    };

    /// <summary>Every kind by the name of its snapshot.</summary>
    public static IReadOnlyDictionary<string, Message> All { get; } = new Dictionary<string, Message>
    {
        ["first"] = First,
        ["first-one-time-own-words"] = First with
        {
            Words = "Anna, you have run the front door longer than any of us.\n\nWe are about to change it, and I would rather hear what is wrong with our plan now than in June.",
            Meeting = MeetingAt((Instant.FromUtc(2027, 6, 10, 7, 30), "No clinic or list is displaced; uses 20 minutes of SPA time.")),
        },
        ["first-by-the-sponsor"] = First with { Host = Sponsor },
        ["other-times"] = new Message.OtherTimes(Meeting, OfferReason.Declined, AnswerLink) { Project = Project, To = Clinician },
        ["other-times-come-back"] = new Message.OtherTimes(Meeting, OfferReason.AskedToComeBack, AnswerLink) { Project = Project, To = Clinician },
        ["other-times-time-lost"] = new Message.OtherTimes(Meeting, OfferReason.TimeLost, AnswerLink) { Project = Project, To = Clinician },
        ["other-times-released"] = new Message.OtherTimes(Meeting, OfferReason.Released, AnswerLink) { Project = Project, To = Clinician },
        ["other-times-did-not-take-place"] = new Message.OtherTimes(Meeting, OfferReason.DidNotTakePlace, AnswerLink) { Project = Project, To = Clinician },
        ["other-times-met-before"] = new Message.OtherTimes(Meeting, OfferReason.MetBefore, AnswerLink) { Project = Project, To = Clinician },
        ["other-times-once-more"] = new Message.OtherTimes(Meeting, OfferReason.AskedOnceMore, AnswerLink) { Project = Project, To = Clinician, Host = Sponsor },
        ["reminder"] = new Message.Reminder(Meeting, AnswerLink) { Project = Project, To = Clinician },
        ["brief"] = new Message.Brief(Meeting, Project.Plan.Facts, ["Early discharge fails when there is no therapist after 4pm."], WordsLink) { Project = Project, To = Clinician },
        ["host-brief"] = new Message.HostBrief(
            Meeting, "Dr Anna Okafor", "Consultant geriatrician", "Leads the frailty service; whoever is assessed early comes to her team.")
        { Project = Project, To = Lead },
        ["brief-on-teams-with-the-sponsor"] = new Message.Brief(Meeting with { Channel = MeetingChannel.Teams }, [], [], WordsLink) { Project = Project, To = Clinician, Host = Sponsor },
        ["host-brief-to-the-sponsor"] = new Message.HostBrief(
            Meeting with { Channel = MeetingChannel.Phone }, "Dr Anna Okafor", "Consultant geriatrician", "Leads the frailty service; whoever is assessed early comes to her team.")
        { Project = Project, To = Sponsor, Host = Sponsor },
        ["outcome-reminder"] = new Message.OutcomeReminder(Meeting, "Dr Anna Okafor") { Project = Project, To = Lead },
        ["outcome-reminder-while-the-lead-is-away"] = new Message.OutcomeReminder(Meeting, "Dr Anna Okafor") { Project = Project with { CoLead = CoLead }, To = CoLead },
        ["outcome-reminder-met-by-the-sponsor"] = new Message.OutcomeReminder(Meeting, "Dr Anna Okafor") { Project = Project, To = Lead, Host = Sponsor },
        ["response"] = new Message.Response(
            "Early discharge fails when there is no therapist after 4pm.",
            "You are right: half of the delayed discharges in October waited for a therapist.\n\nFrom 1 February a physiotherapist stays until 6pm on weekdays, as a trial for three months. I will tell you in May what it did.",
            false, VerdictLink)
        { Project = Project, To = Clinician },
        ["response-suggestion"] = new Message.Response(
            "Let the nurse score while the bloods are taken.",
            "Done: it is in the pathway from today, and it says that the idea was yours.",
            true, VerdictLink)
        { Project = Project, To = Clinician },
        ["figure-stands"] = new Message.FigureAnswer(
            "38% cannot be right: nobody scored at night.", "The night scores are in it: the audit counted every arrival in March.",
            "38% are scored within 30 minutes (Ward audit, 2025)", null)
        { Project = Project, To = Clinician },
        ["figure-corrected"] = new Message.FigureAnswer(
            "38% cannot be right: nobody scored at night.", "You are right: the nights were missing. I have had them counted.",
            "38% are scored within 30 minutes (Ward audit, 2025)", "31% are scored within 30 minutes (Ward audit with nights, 2026)")
        { Project = Project, To = Clinician },
        ["correction"] = new Message.Correction(
            "38% are scored within 30 minutes (Ward audit, 2025)", "31% are scored within 30 minutes (Ward audit with nights, 2026)",
            "The nights were missing. A colleague found it.")
        { Project = Project, To = Clinician },
        ["understanding"] = new Message.Understanding(
            "You need a therapist at the front door in the evening before you can send anybody home.", false,
            new Uri("https://engagement.trust.example/u/AQV8YtWQ3mR7u2cJ0rVb5nEoKd1xLZs4GfTh6PiNwQaUyMvBkCjXeOlSgDpIrA9H7tYz"))
        { Project = Project, To = Clinician },
        ["explanation"] = new Message.Explanation(
            "Early discharge fails when there is no therapist after 4pm.",
            "We asked twice for a third evening post and the board has said no for this year. I did not want to leave you without a word: it is on the list for April.",
            false)
        { Project = Project, To = Clinician },
        ["concern-due"] = new Message.ConcernDue("Dr Anna Okafor", Concern.Words, Concern, false) { Project = Project, To = Lead },
        ["concern-due-proposed"] = new Message.ConcernDue("Dr Anna Okafor", Concern.Words, Concern with { ProposedAnswer = "Therapy stays until 6pm." }, false) { Project = Project, To = Lead },
        ["concern-due-owner-kept"] = new Message.ConcernDue("Dr Anna Okafor", null, Concern, false, AnswerLink)
        { Project = Project, To = new Person("Sam Osei", new EmailAddress("sam.osei@trust.example")) },
        ["concern-due-owner"] = new Message.ConcernDue("Dr Anna Okafor", Concern.Words, Concern, false, AnswerLink)
        { Project = Project, To = new Person("Sam Osei", new EmailAddress("sam.osei@trust.example")) },
        ["concern-overdue"] = new Message.ConcernDue("Dr Anna Okafor", Concern.Words, Concern, true)
        { Project = Project with { CoLead = CoLead }, To = CoLead },
        ["progress"] = Progress,
        ["progress-answer-kept"] = Progress with { Own = [], AnswerKept = true, AsksForView = true },
        ["response-kept"] = new Message.Response("It is about a colleague.", "We talked to them.", false, VerdictLink, Kept: true) { Project = Project, To = Clinician },
        ["explanation-kept"] = new Message.Explanation("It is about a colleague.", "It is with human resources.", false, Kept: true) { Project = Project, To = Clinician },
        ["concern-due-kept"] = new Message.ConcernDue("Dr Anna Okafor", null, Concern, false) { Project = Project, To = Lead },
        ["progress-signals"] = ProgressWithSignals,
        ["progress-no-numbers"] = Progress with
        {
            Update = Progress.Update with { Number = 1, Numbers = null, WhatChanged = ["The baseline is being measured until the end of January."], Story = Project.Plan.Story!.Text },
            Own = [],
            Others = [],
            Points = [],
        },
        ["progress-final"] = Final,
    };

    public static MeasurePoint[] Points(params int[] values) => [.. values.Select((v, i) => new MeasurePoint(
        new Guid(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), Project.Id, new LocalDate(2026, 11, 1).PlusMonths(i), v, Instant.FromUtc(2026, 11, 1, 9, 0)))];
}
