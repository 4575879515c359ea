using ClinicalEngagement.Domain.Scheduling;

namespace ClinicalEngagement.Orchestrations.Scheduling;

/// <summary>Why a meeting got no time, in words for the lead. Other people are counted, not named: the words stay when a name is erased.</summary>
internal static class NoTimesWords
{
    public static string Of(UnplannedMeeting unplanned) => unplanned.Search switch
    {
        SlotSearchResult.CalendarUnknown unknown => unknown.Who.Contains(SlotParty.Clinician)
            ? "their calendar cannot be read, so no time is known to be free." : "the host’s calendar cannot be read.",
        SlotSearchResult.NoneInWindow none => none.Excluded.Count == 0
            ? "no time is free within six weeks."
            : $"no time is free within six weeks; most are ruled out by: {SlotRuleWords.Of(none.Excluded[0].Rule)}.",
        SlotSearchResult.Found => $"every time that suits you both is needed for {Meetings(unplanned.Rivals.Count)} of this project{Help(unplanned)}.",
        var other => throw new InvalidOperationException($"Unknown result {other.GetType().Name}."),
    };

    private static string Meetings(int count) => count == 1 ? "another meeting" : $"{count} other meetings";

    private static string Help(UnplannedMeeting unplanned) => unplanned.WouldHelp.Count == 0 ? "" : unplanned.WouldHelp[0] switch
    {
        SlotRule.DailyCap => "; more meetings on one day would make room",
        SlotRule.Buffer => "; less time between two meetings would make room",
        var rule => $"; what would have to give first: {SlotRuleWords.Of(rule)}",
    };
}
