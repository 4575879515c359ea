using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;

namespace ClinicalEngagement.Orchestrations.Messages;

/// <summary>How a mail that went out is told in the timeline.</summary>
internal static class MailWords
{
    /// <param name="kind">The mail.</param>
    /// <param name="reader">Who gets it, where it is one for the project's own side; the timeline speaks to the lead.</param>
    public static string Of(EffectKind kind, MeetingHost reader) => kind switch
    {
        EffectKind.SendFirstMessage => "The first message went to {clinician}.",
        EffectKind.SendOtherTimes => "Other times were offered to {clinician}.",
        EffectKind.SendReminder => "The one reminder went to {clinician}.",
        EffectKind.SendBrief => "The brief for the meeting went to {clinician}.",
        EffectKind.SendHostBrief => $"{Were(reader)} sent the listening prompts for the meeting with {{clinician}}.",
        EffectKind.SendOutcomeReminder => $"{Were(reader)} reminded to record what came of the meeting with {{clinician}}.",
        EffectKind.SendResponse => "Your response went to {clinician}.",
        EffectKind.SendUnderstanding => "{clinician} was asked: have I understood you?",
        EffectKind.SendExplanation => "Your explanation went to {clinician}.",
        EffectKind.SendConcernReminder => "Who answers {clinician} was reminded.",
        EffectKind.SendConcernOverdue => "The co-lead was told that an answer to {clinician} is overdue.",
        EffectKind.SendFigureAnswer => "Your answer about the figure went to {clinician}.",
        EffectKind.SendCorrection => "The correction of the figure went to {clinician}.",
        EffectKind.SendUpdate => "The update went to {clinician}.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a mail."),
    };

    /// <summary>How one is told that something else overtook.</summary>
    public static string NotSent(EffectKind kind, MeetingHost reader) => kind switch
    {
        EffectKind.SendFirstMessage => "The first message to {clinician} was not sent.",
        EffectKind.SendOtherTimes => "Other times were not offered to {clinician}.",
        EffectKind.SendReminder => "The reminder to {clinician} was not sent.",
        EffectKind.SendBrief => "The brief for the meeting was not sent to {clinician}.",
        EffectKind.SendHostBrief => "The listening prompts for the meeting with {clinician} were not sent.",
        EffectKind.SendOutcomeReminder => $"{Were(reader)} not reminded to record what came of the meeting with {{clinician}}.",
        EffectKind.SendResponse => "The response to {clinician} was not sent.",
        EffectKind.SendUnderstanding => "{clinician} was not asked: have I understood you?",
        EffectKind.SendExplanation => "The explanation to {clinician} was not sent.",
        EffectKind.SendConcernReminder => "Who answers {clinician} was not reminded.",
        EffectKind.SendConcernOverdue => "The co-lead was not told that an answer to {clinician} is overdue.",
        EffectKind.SendFigureAnswer => "The answer about the figure was not sent to {clinician}.",
        EffectKind.SendCorrection => "The correction of the figure was not sent to {clinician}.",
        EffectKind.SendUpdate => "The update was not sent to {clinician}.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a mail."),
    };

    private static string Were(MeetingHost reader) => reader switch
    {
        MeetingHost.Lead => "You were",
        MeetingHost.CoLead => "The co-lead was",
        _ => "The sponsor was",
    };
}
