using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Ports;

namespace ClinicalEngagement.Orchestrations.Messages;

/// <summary>The words of the event in two people's calendars. Secretaries open it: no link, no concern, no position.</summary>
/// <param name="Subject">As in "(host) / (clinician): frailty same-day care"; on one line, at most 120 characters.</param>
/// <param name="BodyText">Plain text: who, what for, how long, whom to ring, how to answer.</param>
public sealed record InvitationWords(string Subject, string BodyText)
{
    private const int SubjectLength = 120;

    /// <summary>The words for a meeting with a clinician.</summary>
    /// <param name="project">The project.</param>
    /// <param name="host">Who meets them: the lead, the co-lead or the sponsor.</param>
    /// <param name="clinician">The clinician's name as the panel shows it.</param>
    /// <param name="minutes">How long.</param>
    /// <param name="connection">How answers come; null for Microsoft 365.</param>
    public static InvitationWords For(Project project, Person host, string clinician, int minutes, Connection? connection = null)
    {
        var lead = project.Lead;
        var leadName = OneLine.Of(lead.Name);
        var clinicianName = OneLine.Of(clinician);
        var topic = ProjectTopic.Of(project);
        var hostName = OneLine.Of(host.Name);
        var who = host.Role is { Length: > 0 } role ? $"{hostName} ({OneLine.Of(role)})" : hostName;
        var ring = lead.Phone is { Length: > 0 } phone ? $" Or ring {leadName} on {OneLine.Of(phone)}." : "";
        var lines = new List<string>
        {
            $"{who} would like {minutes} minutes with {clinicianName}, one to one{(host.Email == lead.Email ? "" : $", for {leadName}, who leads the work")}.",
            $"What for: to hear {Possessive(clinicianName)} view of {topic}. There is nothing to prepare.",
            "Where: in person, by phone or on Teams, whichever suits. Please say which.",
            connection is { ReadsCalendars: false }
                ? $"To book this time, choose it by the link in the mail that comes with this, or just reply, or ask your secretary to.{ring}"
                : $"To book this time, accept. If it does not suit, just reply, or ask your secretary to.{ring}",
        };
        if (project.SampleData)
            lines.Add("Sample data: the people and the project are made up.");
        return new InvitationWords(OneLine.Of($"{hostName} / {clinicianName}: {topic}", SubjectLength), string.Join("\n\n", lines));
    }

    private static string Possessive(string name) => name.EndsWith('s') ? $"{name}’" : $"{name}’s";
}
