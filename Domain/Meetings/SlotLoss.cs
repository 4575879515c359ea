using ClinicalEngagement.Domain.Scheduling;

namespace ClinicalEngagement.Domain.Meetings;

/// <summary>Whether a time that was proposed or agreed still stands when calendars are asked again (DESIGN: truthful calendars).</summary>
public static class SlotLoss
{
    /// <summary>
    /// What gives the time up: something in the clinician's diary or job plan that patients may depend on. A clinic, ward round or MDT counts
    /// only for a time that we proposed: who chose to displace one knew it. Null while the time stands.
    /// </summary>
    public static SlotRefusal? OfClinician(IReadOnlyList<SlotRefusal> refusals, bool chosenByThem) => refusals.FirstOrDefault(r =>
        r.Party == SlotParty.Clinician && (r.Rule is SlotRule.CalendarBusy or SlotRule.CalendarOutOfOffice or SlotRule.Leave or SlotRule.OnCall
            or SlotRule.AfterNightOnCall or SlotRule.Theatre
            || (!chosenByThem && r.Rule is SlotRule.DisplacesClinic or SlotRule.DisplacesWardRound or SlotRule.DisplacesMdt)));

    /// <summary>What stands in the host's way; theirs to sort out, the clinician's time is kept.</summary>
    public static SlotRefusal? OfHost(IReadOnlyList<SlotRefusal> refusals) => refusals.FirstOrDefault(r =>
        r.Party == SlotParty.Host && r.Rule is SlotRule.CalendarBusy or SlotRule.CalendarOutOfOffice or SlotRule.Held);
}
