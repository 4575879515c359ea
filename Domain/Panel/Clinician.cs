using ClinicalEngagement.Domain.Calendars;
using NodaTime;

namespace ClinicalEngagement.Domain.Panel;

/// <summary>One clinician as the trust knows them, across projects.</summary>
public sealed record Clinician : IVersioned
{
    /// <summary>Their address, by which they are known.</summary>
    public required EmailAddress Email { get; init; }

    /// <summary>As it is shown.</summary>
    public required string Name { get; init; }

    /// <summary>Role, or empty.</summary>
    public string Role { get; init; } = "";

    /// <summary>Specialty, or empty.</summary>
    public string Specialty { get; init; } = "";

    /// <summary>Professional bodies they belong to.</summary>
    public IReadOnlyList<string> ProfessionalBodies { get; init; } = [];

    /// <summary>Who keeps their diary, or null.</summary>
    public Person? Secretary { get; init; }

    /// <summary>Whose bank holidays they keep.</summary>
    public Nation Nation { get; init; }

    /// <summary>Their weekly job plan; empty when none is known.</summary>
    public IReadOnlyList<JobPlanEntry> JobPlan { get; init; } = [];

    /// <summary>What they or their secretary said of each half-day of the week.</summary>
    public GoodTimesGrid GoodTimes { get; init; } = GoodTimesGrid.Empty;

    /// <summary>Weeks in which they are not to be asked, each by its Monday, as they or their secretary said.</summary>
    public IReadOnlyList<LocalDate> QuietWeeks { get; init; } = [];

    /// <summary>True when what they raised is not to stand in mails: secretaries read mailboxes. A mail then says only that there is an answer, and where.</summary>
    public bool PointsOutOfMail { get; init; }

    /// <summary>When they asked for no more messages; respected in every project from then on.</summary>
    public Instant? NoMoreAt { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }
}
