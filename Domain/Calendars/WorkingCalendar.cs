using NodaTime;
namespace ClinicalEngagement.Domain.Calendars;
/// <summary>stub</summary>
public static class WorkingCalendar { public static bool IsWorkingDay(LocalDate d, Nation n) => d.DayOfWeek < IsoDayOfWeek.Saturday; }
