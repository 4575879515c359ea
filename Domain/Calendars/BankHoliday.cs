using NodaTime;

namespace ClinicalEngagement.Domain.Calendars;

/// <summary>One bank holiday of one nation.</summary>
/// <param name="Date">The day that is not worked; for a substitute, the substitute.</param>
/// <param name="Name">As GOV.UK names it, with "(substitute day)" where the day moved to a weekday.</param>
/// <param name="Proclaimed">True when it was appointed for that year alone, false when it follows by rule.</param>
public sealed record BankHoliday(LocalDate Date, string Name, bool Proclaimed);
