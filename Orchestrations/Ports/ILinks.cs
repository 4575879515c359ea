using ClinicalEngagement.Domain;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Ports;

/// <summary>Signed links: bound to a person, a purpose and a project, expiring. GET shows a page, only POST acts.</summary>
public interface ILinks
{
    /// <summary>The address of the page on which a clinician answers the times of a meeting.</summary>
    Uri AnswerTimes(PanelMemberId member, MeetingId meeting, Instant expires);

    /// <summary>The address of the page on which a clinician sends in a concern or a suggestion.</summary>
    Uri SendWords(PanelMemberId member, Instant expires);

    /// <summary>The address of the page on which a secretary answers times for those of the member's panel whose diary they keep.</summary>
    Uri KeepDiary(PanelMemberId member, EmailAddress secretary, Instant expires);

    /// <summary>The address of the page on which a clinician answers “have I understood you?”.</summary>
    Uri ConfirmUnderstanding(PanelMemberId member, Guid question, Instant expires);

    /// <summary>The address of the page on which a clinician answers “does this deal with it?”.</summary>
    Uri GiveVerdict(PanelMemberId member, Guid question, Instant expires);

    /// <summary>The address of the page on which a colleague who owns the answer to a concern writes it for the lead.</summary>
    Uri ProposeAnswer(PanelMemberId member, ConcernId concern, Instant expires);

    /// <summary>The address of the page on which a clinician says how often updates come and what stands in them.</summary>
    Uri ChooseUpdates(PanelMemberId member, Instant expires);
}
