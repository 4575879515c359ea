using System.Text;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.LocalHost.Rehearsal.Artefacts;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Tests.Rehearsal.Artefacts;

internal static class ArtefactSamples
{
    public static readonly Person Lead = new("Priya Raman", new EmailAddress("priya.raman@trust.example"), "01632 960101", "Improvement lead");
    public static readonly Person Zoe = new("Zoë Ní Bhriain", new EmailAddress("zoe.bhriain@trust.example"));
    public static readonly PanelMemberId ZoeId = new(new Guid("5f0c1d4e-0000-8000-8000-000000000001"));
    public static readonly PanelMemberId AmirId = new(new Guid("5f0c1d4e-0000-8000-8000-000000000002"));
    public static readonly Instant Start = Instant.FromUtc(2027, 1, 4, 9, 0);

    public static RehearsedMail Mail { get; } = new(
        "0f0e0d0c0b0a09080706050403020100",
        Instant.FromUtc(2027, 6, 4, 7, 0),
        Lead,
        [Zoe],
        "Frailty same-day care: where we are on 4 June – über alles",
        "<!DOCTYPE html><html lang=\"en-GB\"><body><p>Dear Zoë,</p><p>From here.<img src=\"cid:run-chart\" alt=\"Run chart\"></p></body></html>",
        [new MailAttachment("run-chart.png", "image/png", "run-chart", Encoding.ASCII.GetBytes("not really a picture"))]);

    public static RehearsedInvitation Invitation { get; } = new(
        "0f0e0d0c0b0a09080706050403020100",
        2,
        Instant.FromUtc(2027, 6, 1, 8, 0),
        Instant.FromUtc(2027, 6, 10, 7, 30),
        Duration.FromMinutes(20),
        Lead,
        [Zoe],
        "Priya Raman / Zoë Ní Bhriain: frailty same-day care",
        "Line one, with a comma; and a semicolon.\n\nLine two, which is long enough that the file has to fold it somewhere between words.",
        InvitationState.Tentative);

    public static Project Project { get; } = new()
    {
        Id = new ProjectId(new Guid("5f0c1d4e-0000-8000-8000-0000000000aa")),
        Name = "Frailty same-day care",
        Plan = new Plan { PatientBenefit = "Home the same day." },
        Lead = Lead,
        StageSince = Start,
        FirstMessageWords = "",
        CreatedAt = Start,
        SampleData = true,
    };

    public static AuditEvent Event(long sequence, Instant at, string what, string words, string? why = null, PanelMemberId? member = null, AuditActor actor = AuditActor.Workflow) => new()
    {
        Sequence = sequence,
        ProjectId = Project.Id,
        MemberId = member,
        At = at,
        Actor = actor,
        What = what,
        Words = words,
        Why = why,
    };
}
