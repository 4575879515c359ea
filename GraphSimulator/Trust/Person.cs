using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Trust;

/// <summary>One person of the synthetic trust. Nobody real.</summary>
internal sealed record Person
{
    /// <summary>The e-mail address and user principal name, lower case: the key.</summary>
    public required string Address { get; init; }

    /// <summary>As shown, with title.</summary>
    public required string Name { get; init; }

    public string JobTitle { get; init; } = "";

    public string Department { get; init; } = "";

    /// <summary>The site they mostly work at.</summary>
    public string Office { get; init; } = "";

    /// <summary>When they joined the trust.</summary>
    public LocalDate Hired { get; init; } = new(2020, 1, 6);

    /// <summary>Whose address keeps the diary, or null.</summary>
    public string? Secretary { get; init; }

    /// <summary>The line manager's address, or null.</summary>
    public string? Manager { get; init; }

    public Temperament Temperament { get; init; }

    /// <summary>A concern they will put into words after they have been met, or null.</summary>
    public string? Concern { get; init; }

    /// <summary>What someone who replies in words writes, or null for a common wording.</summary>
    public string? Words { get; init; }

    public IReadOnlyList<JobPlanSlot> JobPlan { get; init; } = [];

    public IReadOnlyList<IsoDayOfWeek> WorkingDays { get; init; } =
        [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];

    public LocalTime DayStart { get; init; } = new(8, 0);

    public LocalTime DayEnd { get; init; } = new(18, 0);

    public WorkingHoursForm WorkingHours { get; init; }

    /// <summary>True when free/busy shows subject and place to colleagues.</summary>
    public bool SharesDetails { get; init; }

    public bool AccountEnabled { get; init; } = true;

    /// <summary>True for a guest of another organisation.</summary>
    public bool Guest { get; init; }

    /// <summary>Away by hand, besides the leave that the seed gives: an automatic reply answers.</summary>
    public IReadOnlyList<Absence> Absences { get; init; } = [];
}

/// <summary>Days away.</summary>
/// <param name="From">The first day away.</param>
/// <param name="To">The last day away.</param>
internal sealed record Absence(LocalDate From, LocalDate To);

/// <summary>How free/busy tells the working hours.</summary>
internal enum WorkingHoursForm
{
    /// <summary>With a zone by its Windows name.</summary>
    Named,

    /// <summary>With a zone spelled out by its offsets, as some clients save it.</summary>
    Custom,

    /// <summary>Not at all.</summary>
    Missing,
}
