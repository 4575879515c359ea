using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Orchestrations.Messages;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Messages;

public sealed class MailWordsTests
{
    [Fact]
    public void Of_EveryKindOfMail_IsToldInTheTimeline()
    {
        var mails = Enum.GetValues<EffectKind>().Where(kind => SomeEffect(kind).IsMail).ToList();

        mails.ShouldContain(EffectKind.SendCorrection);
        mails.ShouldAllBe(kind => MailWords.Of(kind, MeetingHost.Lead).EndsWith('.') || MailWords.Of(kind, MeetingHost.Lead).EndsWith('?'));
    }

    private static Effect SomeEffect(EffectKind kind) => new()
    {
        Id = new EffectId(StableId.From("mail words", kind)),
        ProjectId = new ProjectId(StableId.From("mail words")),
        Kind = kind,
        Cause = "test",
        State = EffectState.Intended,
        IntendedAt = Instant.FromUtc(2026, 9, 1, 9, 0),
    };
}
