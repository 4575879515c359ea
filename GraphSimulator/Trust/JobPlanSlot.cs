using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Trust;

/// <summary>One entry of a weekly job plan, in local time.</summary>
/// <param name="Day">The day of the week.</param>
/// <param name="Start">Local start.</param>
/// <param name="End">Local end; at or before the start it is on the next day.</param>
/// <param name="Activity">What the time is for.</param>
/// <param name="Weeks">In which weeks, by ISO week number.</param>
/// <param name="Site">Where, or null.</param>
internal sealed record JobPlanSlot(
    IsoDayOfWeek Day, LocalTime Start, LocalTime End, JobPlanActivity Activity, JobPlanWeeks Weeks = JobPlanWeeks.Every, string? Site = null)
{
    /// <summary>True in that ISO week.</summary>
    public bool Applies(int isoWeek) => Weeks switch
    {
        JobPlanWeeks.Odd => isoWeek % 2 == 1,
        JobPlanWeeks.Even => isoWeek % 2 == 0,
        _ => true,
    };
}

/// <summary>What a part of a job plan is for.</summary>
internal enum JobPlanActivity
{
    Clinic,
    Theatre,
    WardRound,
    Mdt,
    OnCall,
    Spa,
    Admin,
    NonWorking,
}

/// <summary>In which weeks an entry applies.</summary>
internal enum JobPlanWeeks
{
    Every,
    Odd,
    Even,
}
