using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Updates;

namespace ClinicalEngagement.Orchestrations.Messages;

/// <summary>What a message says, before it is worded and laid out. All the facts it needs, none of the layout.</summary>
public abstract record Message
{
    private Message()
    {
    }

    /// <summary>The project it is about.</summary>
    public required Project Project { get; init; }

    /// <summary>To whom it goes.</summary>
    public required Person To { get; init; }

    /// <summary>The numbers of the plan's facts that it shows.</summary>
    public IReadOnlyList<int> FactsShown { get; init; } = [];

    /// <summary>Who meets the clinician when it is not the lead, who writes; or null.</summary>
    public Person? Host { get; init; }

    /// <summary>The first message: the lead's words, one time, two alternatives, one plain signed link.</summary>
    /// <param name="Words">The lead's words.</param>
    /// <param name="Meeting">The meeting with its offered times.</param>
    /// <param name="Answer">The link to answer.</param>
    public sealed record First(string Words, Meeting Meeting, Uri Answer) : Message;

    /// <summary>A further offer: after a decline, in the reminder's place; or one that was asked for, or is owed.</summary>
    /// <param name="Meeting">The meeting with its offered times.</param>
    /// <param name="Reason">Why it comes.</param>
    /// <param name="Answer">The link to answer.</param>
    public sealed record OtherTimes(Meeting Meeting, OfferReason Reason, Uri Answer) : Message;

    /// <summary>The one automatic reminder.</summary>
    public sealed record Reminder(Meeting Meeting, Uri Answer) : Message;

    /// <summary>The brief one working day before, to the clinician.</summary>
    /// <param name="Meeting">The meeting.</param>
    /// <param name="Facts">The facts for their specialty, those about it first.</param>
    /// <param name="OpenConcerns">Their open concerns and suggestions, in their words.</param>
    /// <param name="Words">The link by which they can send words before the meeting.</param>
    public sealed record Brief(Meeting Meeting, IReadOnlyList<SourcedFact> Facts, IReadOnlyList<string> OpenConcerns, Uri Words) : Message;

    /// <summary>The brief with listening prompts, to the host.</summary>
    /// <param name="Meeting">The meeting.</param>
    /// <param name="Clinician">Whom they meet.</param>
    /// <param name="ClinicianRole">Their role.</param>
    /// <param name="Reason">The factual reason why they are on the panel.</param>
    public sealed record HostBrief(Meeting Meeting, string Clinician, string ClinicianRole, string Reason) : Message;

    /// <summary>The one reminder to record an outcome, to the lead or whoever is at their desk.</summary>
    public sealed record OutcomeReminder(Meeting Meeting, string Clinician) : Message
    {
        /// <summary>True when it goes to whoever was to meet the clinician.</summary>
        public bool IsTheirs => (Host ?? Project.Lead).Email == To.Email;
    }

    /// <summary>The response to a concern or suggestion.</summary>
    /// <param name="Said">What the clinician said, in their words or as they confirmed the paraphrase.</param>
    /// <param name="Answer">The response.</param>
    /// <param name="Suggestion">True for a suggestion.</param>
    /// <param name="Verdict">The link by which they say whether it deals with it.</param>
    /// <param name="Kept">True when it is to say only that there is an answer and where: they keep their points out of mail.</param>
    public sealed record Response(string Said, string Answer, bool Suggestion, Uri Verdict, bool Kept = false) : Message;

    /// <summary>“Have I understood you?”: the lead's paraphrase of what the clinician raised.</summary>
    /// <param name="Paraphrase">The lead's paraphrase.</param>
    /// <param name="Suggestion">True for a suggestion.</param>
    /// <param name="Confirm">The link by which they confirm or correct it.</param>
    public sealed record Understanding(string Paraphrase, bool Suggestion, Uri Confirm) : Message;

    /// <summary>Why the lead closes a concern or suggestion without the clinician's yes.</summary>
    /// <param name="Said">What the clinician said.</param>
    /// <param name="Words">The lead's explanation.</param>
    /// <param name="Suggestion">True for a suggestion.</param>
    /// <param name="Kept">True when it is to say only that there is an explanation and where.</param>
    public sealed record Explanation(string Said, string Words, bool Suggestion, bool Kept = false) : Message;

    /// <summary>To who owns a concern, or to the co-lead once it is overdue.</summary>
    /// <param name="Clinician">Who waits for the answer.</param>
    /// <param name="Said">What they said; null when they keep it out of mail.</param>
    /// <param name="Concern">The concern.</param>
    /// <param name="Overdue">True for the message to the co-lead.</param>
    /// <param name="Answer">The link by which an owner who does not lead the project writes the answer; null for who does.</param>
    public sealed record ConcernDue(string Clinician, string? Said, Concern Concern, bool Overdue, Uri? Answer = null) : Message;

    /// <summary>The answer to whoever questioned a figure.</summary>
    /// <param name="Asked">What they questioned, in their words.</param>
    /// <param name="Answer">The lead's answer.</param>
    /// <param name="Was">The figure as it stood.</param>
    /// <param name="IsNow">The figure as it is right, or null when it stands.</param>
    public sealed record FigureAnswer(string Asked, string Answer, string Was, string? IsNow) : Message;

    /// <summary>To whoever was shown a figure that was wrong.</summary>
    /// <param name="Was">The figure as they were shown it.</param>
    /// <param name="IsNow">The figure as it is right.</param>
    /// <param name="Words">The lead's words.</param>
    public sealed record Correction(string Was, string IsNow, string Words) : Message;

    /// <summary>One recipient's copy of a progress update.</summary>
    /// <param name="Update">The update.</param>
    /// <param name="Own">The recipient's own "you said, we did" pairs, first.</param>
    /// <param name="Others">The other pairs, without names.</param>
    /// <param name="Points">The measure's points in order of date, for the chart; empty when nothing is measured.</param>
    /// <param name="Words">The link by which they can send a concern or a suggestion, and say how often updates come.</param>
    /// <param name="AnswerKept">True when there is an answer to something of theirs that is not to stand in a mail.</param>
    /// <param name="AsksForView">True when the lead asks for their view: there was no contact with them in this stage.</param>
    public sealed record Progress(
        Update Update, IReadOnlyList<YouSaid> Own, IReadOnlyList<YouSaid> Others, IReadOnlyList<MeasurePoint> Points, Uri Words,
        bool AnswerKept = false, bool AsksForView = false) : Message;
}
