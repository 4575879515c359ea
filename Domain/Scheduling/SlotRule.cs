namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>Why a time is not offered: the rows of the table "Which slots may be proposed" of the design, each by name.</summary>
public enum SlotRule
{
    /// <summary>Not a start of the grid (a multiple of the resolution).</summary>
    OffGrid,

    /// <summary>Begins or ends outside the window that was asked for.</summary>
    OutsideWindow,

    /// <summary>Already begun.</summary>
    InThePast,

    /// <summary>The calendar could not be read: neither free nor busy.</summary>
    CalendarUnknown,

    /// <summary>The calendar shows busy.</summary>
    CalendarBusy,

    /// <summary>The calendar shows out of office.</summary>
    CalendarOutOfOffice,

    /// <summary>The calendar shows tentative, and the setting does not offer such time.</summary>
    CalendarTentative,

    /// <summary>Held for another meeting of an engagement, of this project or another.</summary>
    Held,

    /// <summary>Too close to what stands before or after it; a buffer is never part of the invitation.</summary>
    Buffer,

    /// <summary>Outside the person's working hours.</summary>
    OutsideWorkingHours,

    /// <summary>Saturday, Sunday, or a day that the job plan calls non-working.</summary>
    NonWorkingDay,

    /// <summary>A bank holiday of the person's nation.</summary>
    BankHoliday,

    /// <summary>The person is on leave.</summary>
    Leave,

    /// <summary>A quiet period of the organisation or the project.</summary>
    QuietPeriod,

    /// <summary>Job plan: on call.</summary>
    OnCall,

    /// <summary>Job plan: the day after a night on call.</summary>
    AfterNightOnCall,

    /// <summary>Job plan: an operating or procedure list.</summary>
    Theatre,

    /// <summary>Job plan: a clinic; never proposed by us.</summary>
    DisplacesClinic,

    /// <summary>Job plan: a ward round; never proposed by us.</summary>
    DisplacesWardRound,

    /// <summary>Job plan: a multidisciplinary team meeting; never proposed by us.</summary>
    DisplacesMdt,

    /// <summary>Good-times grid: never on this half-day.</summary>
    GoodTimesNever,

    /// <summary>Good-times grid: theatre on this half-day.</summary>
    GoodTimesTheatre,

    /// <summary>Good-times grid: clinic on this half-day; never proposed by us.</summary>
    GoodTimesClinic,

    /// <summary>Fewer than five working days from today.</summary>
    Notice,

    /// <summary>Displaces clinical work that is booked already: fewer than six weeks from today.</summary>
    DisplacementNotice,

    /// <summary>No time to travel between sites.</summary>
    Travel,

    /// <summary>The person has as many of our meetings on that day as the cap allows.</summary>
    DailyCap,

    /// <summary>In the hour that comes twice when the clocks go back: its local time has two meanings.</summary>
    ClockChange,

    /// <summary>Offered before and declined.</summary>
    Declined,
}

/// <summary>Whom a rule looks at.</summary>
public enum SlotParty
{
    /// <summary>The clinician whom we ask.</summary>
    Clinician,

    /// <summary>The host: the lead, or who meets in their place.</summary>
    Host,

    /// <summary>Neither: the time itself.</summary>
    Time,
}

/// <summary>One reason why a time is not offered.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Party">Whom it looks at.</param>
/// <param name="Words">In words for the clinician ("You are on call that day.").</param>
public sealed record SlotRefusal(SlotRule Rule, SlotParty Party, string Words);
