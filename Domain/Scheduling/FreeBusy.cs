using NodaTime;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>How a calendar shows a stretch of time.</summary>
public enum BusyStatus
{
    /// <summary>Free.</summary>
    Free,

    /// <summary>Tentative.</summary>
    Tentative,

    /// <summary>Busy.</summary>
    Busy,

    /// <summary>Out of office.</summary>
    OutOfOffice,

    /// <summary>Working elsewhere: at work, so not busy.</summary>
    WorkingElsewhere,
}

/// <summary>One stretch of a calendar, without what it is about.</summary>
/// <param name="Start">From.</param>
/// <param name="End">To.</param>
/// <param name="Status">How it is shown.</param>
public sealed record BusyTime(Instant Start, Instant End, BusyStatus Status);

/// <summary>When a person works in the week, in a time zone; hours as their calendar has them.</summary>
/// <param name="Days">Working days.</param>
/// <param name="Start">Local start.</param>
/// <param name="End">Local end.</param>
/// <param name="Zone">An IANA zone id.</param>
public sealed record WorkingHours(IReadOnlyList<IsoDayOfWeek> Days, LocalTime Start, LocalTime End, string Zone);

/// <summary>What is known of a person's calendar.</summary>
public abstract record FreeBusy
{
    private FreeBusy()
    {
    }

    /// <summary>The calendar was read.</summary>
    /// <param name="Times">Everything that is not free, in order of start; may overlap.</param>
    /// <param name="Hours">Working hours, or null when the calendar has none.</param>
    public sealed record Known(IReadOnlyList<BusyTime> Times, WorkingHours? Hours) : FreeBusy;

    /// <summary>There is no calendar to ask: only the job plan and the good-times grid speak.</summary>
    public sealed record NotKept : FreeBusy;

    /// <summary>The calendar could not be read: neither free nor busy.</summary>
    /// <param name="Reason">Why, without personal data.</param>
    public sealed record Unknown(string Reason) : FreeBusy;
}
