using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>One person's week, as a list of job plans gives it.</summary>
/// <param name="Email">Whose.</param>
/// <param name="Name">Their name, or null where the list has none.</param>
/// <param name="Entries">The week, in its order.</param>
public sealed record JobPlanRow(EmailAddress Email, string? Name, IReadOnlyList<JobPlanEntry> Entries);

/// <summary>What was read from a list of job plans.</summary>
/// <param name="Plans">One week for each person.</param>
/// <param name="Errors">What is wrong with which line; where there is any, nothing is to be taken.</param>
public sealed record JobPlanListResult(IReadOnlyList<JobPlanRow> Plans, IReadOnlyList<ListError> Errors);

/// <summary>
/// Reads job plans from CSV: one line for each activity, with the columns email, day, start, end and activity, and, where wanted, name,
/// weeks (every, odd, even) and site, in any order; commas, semicolons or tabs.
/// </summary>
public static class JobPlanList
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaxLength = 1_000_000;

    /// <summary>The most lines that are read.</summary>
    public const int MaxLines = 25_000;

    private const int MaxErrors = 50;
    private const int MaxLineLength = 2000;
    private const int MaxColumns = 100;
    private const int MaxEntries = 40;

    private static readonly string[] Needed = ["email", "day", "start", "end", "activity"];

    private static readonly LocalTimePattern[] Times =
        [LocalTimePattern.CreateWithInvariantCulture("HH:mm"), LocalTimePattern.CreateWithInvariantCulture("H:mm"), LocalTimePattern.CreateWithInvariantCulture("HHmm"), LocalTimePattern.CreateWithInvariantCulture("H.mm")];

    private static readonly Dictionary<string, JobPlanActivity> Activities = new(StringComparer.OrdinalIgnoreCase)
    {
        ["clinic"] = JobPlanActivity.Clinic,
        ["outpatients"] = JobPlanActivity.Clinic,
        ["theatre"] = JobPlanActivity.Theatre,
        ["list"] = JobPlanActivity.Theatre,
        ["ward round"] = JobPlanActivity.WardRound,
        ["wardround"] = JobPlanActivity.WardRound,
        ["mdt"] = JobPlanActivity.Mdt,
        ["on call"] = JobPlanActivity.OnCall,
        ["on-call"] = JobPlanActivity.OnCall,
        ["oncall"] = JobPlanActivity.OnCall,
        ["spa"] = JobPlanActivity.Spa,
        ["admin"] = JobPlanActivity.Admin,
        ["non-working"] = JobPlanActivity.NonWorking,
        ["nonworking"] = JobPlanActivity.NonWorking,
        ["off"] = JobPlanActivity.NonWorking,
    };

    /// <summary>Reads a list.</summary>
    public static JobPlanListResult Read(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new JobPlanListResult([], [new ListError(1, "The file is empty. Choose one with a line for each activity.")]);
        if (text.Length > MaxLength)
            return new JobPlanListResult([], [new ListError(1, "The file is longer than 1 MB. Split it.")]);
        if (CsvBounds.Broken(text, MaxLines, MaxLineLength) is { } broken)
            return new JobPlanListResult([], [new ListError(broken.Line, broken.IsTooLong ? "The line is too long. Put quotation marks around a whole field only, and leave out what is not needed." : "The file has more than 25,000 lines. Split it.")]);
        var rows = new List<(EmailAddress Email, string? Name, JobPlanEntry Entry)>();
        var errors = new List<ListError>();
        using var csv = CsvRows.Open(text, bad =>
        {
            if (errors.Count < MaxErrors)
                errors.Add(bad);
        });
        Dictionary<string, int>? columns = null;
        while (errors.Count < MaxErrors && csv.Read())
        {
            var row = csv.Current.ToArray();
            if (row.All(string.IsNullOrWhiteSpace))
                continue;
            if (columns is null)
            {
                if (row.Length > MaxColumns)
                    return new JobPlanListResult([], [new ListError(1, $"The first line has more than {MaxColumns} columns. Leave out what is not needed.")]);
                columns = row.Select(h => h.Trim().TrimStart('\uFEFF').ToLowerInvariant()).Index().DistinctBy(c => c.Item).ToDictionary(c => c.Item, c => c.Index);
                if (Needed.Except(columns.Keys).ToArray() is { Length: > 0 } missing)
                    return new JobPlanListResult([], [new ListError(1, $"The first line needs the columns email, day, start, end and activity. Missing: {string.Join(", ", missing)}.")]);
                continue;
            }

            var line = (int)csv.LineNumber;
            if (EntryOf(Field("day"), Field("start"), Field("end"), Field("activity"), Field("weeks"), Field("site"), out var wrong) is not { } entry)
                errors.Add(new ListError(line, wrong!));
            else if (Field("email") is not { } email || !IsAddress(email))
                errors.Add(new ListError(line, "The e-mail address is not in the correct format, like name@example.nhs.uk."));
            else
                rows.Add((new EmailAddress(email), Field("name") is { Length: > 0 and <= 100 } name ? name : null, entry));

            string? Field(string column) => columns.TryGetValue(column, out var at) && at < row.Length ? row[at] : null;
        }

        foreach (var tooLong in rows.GroupBy(r => r.Email).Where(g => g.Count() > MaxEntries))
            errors.Add(new ListError(1, $"{tooLong.Key} has more than {MaxEntries} activities. Leave out what repeats."));
        return new JobPlanListResult(
            errors.Count > 0 ? [] : [.. rows.GroupBy(r => r.Email).Select(g => new JobPlanRow(g.Key, g.Select(r => r.Name).FirstOrDefault(n => n is not null), [.. g.Select(r => r.Entry).OrderBy(e => e.Day).ThenBy(e => e.Start)]))],
            errors);
    }

    /// <summary>One entry from its fields as people write them, or null with what is wrong.</summary>
    public static JobPlanEntry? EntryOf(string? day, string? start, string? end, string? activity, string? weeks, string? site, out string? wrong)
    {
        wrong = null;
        if (DayOf(day) is not { } weekday)
            wrong = $"The day “{Shown(day)}” is not a day of the week, like Monday or Mon.";
        else if (TimeOf(start) is not { } from)
            wrong = $"The start “{Shown(start)}” is not a time, like 09:00.";
        else if (TimeOf(end) is not { } until)
            wrong = $"The end “{Shown(end)}” is not a time, like 13:00.";
        else if (activity is null || !Activities.TryGetValue(activity.Trim(), out var what))
            wrong = $"The activity “{Shown(activity)}” is none of clinic, theatre, ward round, MDT, on call, SPA, admin, non-working.";
        else if (WeeksOf(weeks) is not { } which)
            wrong = $"The weeks “{Shown(weeks)}” are none of every, odd, even.";
        else if (until <= from && what != JobPlanActivity.OnCall)
            wrong = "The end is not after the start. Only on call runs over midnight.";
        else if (site is { Length: > 60 })
            wrong = "The site must be 60 characters or fewer.";
        else
            return new JobPlanEntry(weekday, from, until, what, which, string.IsNullOrWhiteSpace(site) ? null : site.Trim());
        return null;
    }

    private static bool IsAddress(string text) => text.Length is > 2 and <= 254 && text.Count(c => c == '@') == 1 && text[0] != '@' && text[^1] != '@' && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    private static IsoDayOfWeek? DayOf(string? text)
    {
        foreach (var day in Enum.GetValues<IsoDayOfWeek>())
            if (day != IsoDayOfWeek.None && text?.Trim() is { Length: >= 2 } typed && day.ToString().StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                return day;
        return null;
    }

    private static LocalTime? TimeOf(string? text)
    {
        foreach (var pattern in Times)
            if (pattern.Parse(text?.Trim() ?? "") is { Success: true } parsed)
                return parsed.Value;
        return null;
    }

    private static JobPlanWeeks? WeeksOf(string? text) =>
        string.IsNullOrWhiteSpace(text) ? JobPlanWeeks.Every : Enum.TryParse<JobPlanWeeks>(text.Trim(), ignoreCase: true, out var weeks) && Enum.IsDefined(weeks) ? weeks : null;

    // A cell may hold anything; no more of it is repeated than a person can read.
    private static string Shown(string? text) => new([.. (text ?? "").Where(c => !char.IsControl(c)).Take(30)]);
}
