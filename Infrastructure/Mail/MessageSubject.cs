using ClinicalEngagement.Orchestrations.Messages;

namespace ClinicalEngagement.Infrastructure.Mail;

/// <summary>Subjects: what it is and when, readable in a list of mails on a phone. No concern, no position: secretaries read them.</summary>
internal static class MessageSubject
{
    private const int Length = 120;

    public static string Of(Message message)
    {
        var topic = ProjectTopic.Of(message.Project);
        return message switch
        {
            Message.First m => Fit($"{m.Meeting.Minutes} minutes on ", topic, $"? {MeetingTime.Short(m.Meeting.Start)}"),
            Message.OtherTimes m => Fit($"Another time for {m.Meeting.Minutes} minutes on ", topic, $"? {MeetingTime.Short(m.Meeting.Start)}"),
            Message.Reminder m => Fit($"Still hoping for {m.Meeting.Minutes} minutes on ", topic, $": {MeetingTime.Short(m.Meeting.Start)}"),
            Message.Brief m => Fit($"{MeetingTime.Short(m.Meeting.Start)}: our {m.Meeting.Minutes} minutes on ", topic, ""),
            Message.HostBrief m => Fit($"{MeetingTime.Short(m.Meeting.Start)}: your meeting with ", m.Clinician, ""),
            Message.OutcomeReminder m => Fit($"One minute: what came of {(m.IsTheirs ? "your" : "the")} meeting with ", m.Clinician, "?"),
            Message.Response { Suggestion: true } => Fit("What became of your suggestion on ", topic, ""),
            Message.Response => Fit("Our answer to you on ", topic, ""),
            Message.FigureAnswer => Fit("The figure you asked about: ", topic, ""),
            Message.Correction => Fit("A figure we gave you has changed: ", topic, ""),
            Message.Understanding => Fit("Have I understood you, on ", topic, "?"),
            Message.Explanation { Suggestion: true } => Fit("What became of your suggestion on ", topic, ""),
            Message.Explanation => Fit("What became of what you raised on ", topic, ""),
            Message.ConcernDue { Overdue: true } m => Fit("Overdue: an answer to ", m.Clinician, ""),
            Message.ConcernDue m => Fit($"Due on {MeetingTime.Day(m.Concern.DueAt)}: an answer to ", m.Clinician, ""),
            Message.Progress { Update.Final: true } => Fit("The last update, and thank you: ", topic, ""),
            Message.Progress m => Fit("", message.Project.Name, $": where we are on {MeetingTime.Day(m.Update.SendAt)}"),
            _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name, "No subject for this kind."),
        };
    }

    // The middle gives way, so that the day and the time are never cut off.
    private static string Fit(string before, string middle, string after) =>
        OneLine.Of(before + OneLine.Of(middle, Length - before.Length - after.Length) + after, Length);
}
