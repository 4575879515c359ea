using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Portal.Layout;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>The choices of when updates go and to whom less often, on the forms that ask for them.</summary>
internal static class UpdateSettings
{
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static IReadOnlyList<RadioOption> Rhythms { get; } =
    [
        new(nameof(UpdateRhythm.Monthly), "Monthly"), new(nameof(UpdateRhythm.Fortnightly), "Every two weeks"), new(nameof(UpdateRhythm.Weekly), "Weekly"),
    ];

    public static IReadOnlyList<RadioOption> Days { get; } =
        [new("", "Any working day"), .. Enum.GetValues<IsoDayOfWeek>().Where(d => d is >= IsoDayOfWeek.Monday and <= IsoDayOfWeek.Friday).Select(d => new RadioOption(d.ToString(), d.ToString()))];

    public static IReadOnlyList<RadioOption> Times { get; } =
        [new("", "10am, unless your trust says otherwise"), .. Enumerable.Range(16, 20).Select(half => new LocalTime(half / 2, half % 2 * 30)).Select(t => new RadioOption(Clock.Format(t), Words(t)))];

    public static IReadOnlyList<RadioOption> Approvals { get; } =
    [
        new("no", "At its time, unless I hold it", "You see the draft two working days before."),
        new("yes", "Only when I have approved it", "A missed approval never sends; it becomes a task."),
    ];

    public static IReadOnlyList<RadioOption> Wishes { get; } =
    [
        new(nameof(UpdateWish.EveryOne), "Every update"),
        new(nameof(UpdateWish.Fortnightly), "Every two weeks at most"),
        new(nameof(UpdateWish.Monthly), "Once a month at most"),
        new(nameof(UpdateWish.PauseThreeMonths), "None for three months"),
        new(nameof(UpdateWish.None), "No updates"),
    ];

    public static IsoDayOfWeek? Day(string? text) => Enum.TryParse<IsoDayOfWeek>(text, out var day) && day is >= IsoDayOfWeek.Monday and <= IsoDayOfWeek.Friday ? day : null;

    public static LocalTime? Time(string? text) => Clock.Parse(text ?? "") is { Success: true } parsed ? parsed.Value : null;

    public static string ValueOf(LocalTime? time) => time is { } at ? Clock.Format(at) : "";

    /// <summary>As in "An update goes every month, on a Tuesday at 9:30am."</summary>
    public static string Sentence(Project project)
    {
        var rhythm = project.UpdateRhythm switch
        {
            UpdateRhythm.Weekly => "every week",
            UpdateRhythm.Fortnightly => "every two weeks",
            _ => "once a month",
        };
        return $"An update goes {rhythm}{(project.UpdateDay is { } day ? $", on a {day}" : "")}{(project.UpdateTime is { } time ? $" at {Words(time)}" : "")}.";
    }

    private static string Words(LocalTime time) => TimeWords.Time(new LocalDate(2027, 1, 11).At(time).InUtc().ToInstant());
}
