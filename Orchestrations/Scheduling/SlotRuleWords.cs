using ClinicalEngagement.Domain.Scheduling;

namespace ClinicalEngagement.Orchestrations.Scheduling;

/// <summary>The rules in a few words for the lead, when a whole search came to nothing.</summary>
internal static class SlotRuleWords
{
    public static string Of(SlotRule rule) => rule switch
    {
        SlotRule.CalendarBusy or SlotRule.CalendarTentative => "busy calendars",
        SlotRule.CalendarOutOfOffice or SlotRule.Leave => "leave",
        SlotRule.OutsideWorkingHours => "working hours",
        SlotRule.NonWorkingDay or SlotRule.BankHoliday => "days that are not worked",
        SlotRule.QuietPeriod => "a quiet period",
        SlotRule.OnCall or SlotRule.AfterNightOnCall => "on-call duty",
        SlotRule.Theatre => "theatre lists",
        SlotRule.DisplacesClinic or SlotRule.DisplacesWardRound or SlotRule.DisplacesMdt => "clinical work in the job plan",
        SlotRule.GoodTimesNever or SlotRule.GoodTimesTheatre or SlotRule.GoodTimesClinic => "half-days that do not suit",
        SlotRule.DailyCap => "other meetings on the same day",
        SlotRule.Travel => "travel between sites",
        SlotRule.Declined => "times that were declined",
        SlotRule.Held => "times held for other meetings",
        _ => "notice and buffers",
    };
}
