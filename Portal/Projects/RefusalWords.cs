using ClinicalEngagement.Domain.Scheduling;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>What keeps a meeting out of a stretch of time, in words for whoever looks at the page.</summary>
internal sealed record RefusalWords(string Tag, string Colour, string Words)
{
    /// <summary>One reason. The words of a quiet period and of a bank holiday name it, so they are taken as they are.</summary>
    /// <param name="refusal">The rule and whose time it is.</param>
    /// <param name="clinician">Who would be met.</param>
    /// <param name="host">Who would meet them, or null where that is the reader.</param>
    public static RefusalWords Of(SlotRefusal refusal, string clinician, string? host)
    {
        var isClinician = refusal.Party is SlotParty.Clinician;
        var named = isClinician ? clinician : host;
        var (who, whose, ofWhom, has, isAre) = named is null ? ("You", "Your", "yours", "have", "are") : (named, $"{named}’s", named, "has", "is");
        var whoseWithin = named is null ? "your" : whose;
        return refusal.Rule switch
        {
            SlotRule.CalendarBusy => new("Busy", "grey", $"{whose} calendar is busy"),
            SlotRule.CalendarOutOfOffice => new("Busy", "grey", $"{who} {isAre} out of office"),
            SlotRule.CalendarTentative => new("Busy", "grey", $"{who} {has} something provisional"),
            SlotRule.Held => new("Busy", "grey", isClinician ? $"Kept for another meeting with {clinician}" : $"Kept for another of {whoseWithin} meetings"),
            SlotRule.Buffer => new("Busy", "grey", $"Too close to something in {whoseWithin} calendar"),
            SlotRule.Travel => new("Busy", "grey", $"{who} {isAre} on the way between two sites"),
            SlotRule.DailyCap => new("Ruled out", "white", isClinician ? $"{clinician} has another meeting with a project that day" : $"{who} {has} enough meetings that day"),
            SlotRule.OnCall => new("Clinical", "orange", $"{who} {isAre} on call"),
            SlotRule.AfterNightOnCall => new("Clinical", "orange", $"The day after a night on call of {ofWhom}"),
            SlotRule.Theatre => new("Clinical", "orange", $"{who} {has} a theatre list"),
            SlotRule.DisplacesClinic => new("Clinical", "orange", $"{who} {has} a clinic"),
            SlotRule.DisplacesWardRound => new("Clinical", "orange", $"{who} {has} a ward round"),
            SlotRule.DisplacesMdt => new("Clinical", "orange", $"{who} {has} a multidisciplinary team meeting"),
            SlotRule.GoodTimesTheatre => new("Clinical", "orange", $"{who} said theatre for that half-day"),
            SlotRule.GoodTimesClinic => new("Clinical", "orange", $"{who} said clinic for that half-day"),
            SlotRule.DisplacementNotice => new("Clinical", "orange", $"{who} {has} clinical work, and moving patients needs six weeks’ notice"),
            SlotRule.GoodTimesNever => new("Ruled out", "white", $"{who} said that half-day never suits"),
            SlotRule.OutsideWorkingHours => new("Ruled out", "white", $"Outside {whoseWithin} working hours"),
            SlotRule.NonWorkingDay => new("Ruled out", "white", $"Not a working day of {ofWhom}"),
            SlotRule.Leave => new("Ruled out", "white", $"{who} {isAre} on leave"),
            SlotRule.Declined => new("Ruled out", "white", $"{clinician} said no to that time"),
            SlotRule.InThePast => new("Ruled out", "white", "It has passed"),
            SlotRule.Notice => new("Ruled out", "white", "Too soon: less notice than we give"),
            SlotRule.ClockChange => new("Ruled out", "white", "The clocks go back in that hour"),
            SlotRule.BankHoliday or SlotRule.QuietPeriod => new("Ruled out", "white", refusal.Words.TrimEnd('.')),
            SlotRule.OffGrid or SlotRule.OutsideWindow or SlotRule.CalendarUnknown => new("Ruled out", "white", refusal.Words.TrimEnd('.')),
            _ => throw new System.Diagnostics.UnreachableException($"No words for {refusal.Rule}."),
        };
    }
}
