using System.Globalization;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Settings;

/// <summary>The rules of the method that a trust may set. They hold for what is decided from then on.</summary>
internal static class RulesForm
{
    /// <summary>Quiet periods on the page: those there are and some to add.</summary>
    public const int SpareRows = 2;

    private const int MaxPeriods = 30;

    public static IResult GetAsync(CurrentSettings settings, string? done) =>
        PageResult.Of<RulesPage>(new { settings.Options, Done = done == "saved" ? "The rules are saved. They hold for everything that is decided from now on." : null });

    public static async Task<IResult> PostAsync(HttpContext http, CurrentSettings settings, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var errors = new List<FieldError>();
        var rules = new TrustSettings
        {
            Nation = Enum.TryParse<Nation>(form["nation"], out var nation) && Enum.IsDefined(nation) ? nation : null,
            MeetingMinutes = Number("meetingMinutes", "the length of a meeting", 10, 60),
            NoticeWorkingDays = Number("noticeWorkingDays", "the least notice", 1, 20),
            FirstOfferWorkingDays = Number("firstOfferWorkingDays", "how far ahead first offers are", 1, 30),
            HostBufferMinutes = Number("hostBufferMinutes", "the time kept free", 0, 60),
            UnaskedCap = Number("unaskedCap", "the number of messages", 1, 10),
            CapWorkingDays = Number("capWorkingDays", "the window", 5, 60),
            WorkingFrom = Time("workingFrom"),
            WorkingUntil = Time("workingUntil"),
            QuietPeriods = Periods(),
        };
        if (rules.FirstOfferWorkingDays < rules.NoticeWorkingDays)
            errors.Add(new FieldError("firstOfferWorkingDays", "First offers cannot be nearer than the least notice. Enter as many days, or more."));
        if (rules.WorkingUntil <= rules.WorkingFrom)
            errors.Add(new FieldError("workingUntil", "The working day must end after it begins. Enter a later time."));
        if (errors.Count > 0)
            return PageResult.Of<RulesPage>(new { settings.Options, Errors = new FormErrors(errors, form) }, StatusCodes.Status400BadRequest);
        await settings.SetAsync(before => rules with { OwnTexts = before.OwnTexts, SenderMailbox = before.SenderMailbox, RetentionMonths = before.RetentionMonths }, "The rules were changed on the settings page.", cancellationToken);
        return PageResult.SeeOther("/settings/rules?done=saved");

        int? Number(string field, string what, int least, int most)
        {
            if (int.TryParse(form[field].ToString().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
                return value;
            errors.Add(new FieldError(field, $"Enter {what} as a number from {least} to {most}."));
            return null;
        }

        NodaTime.LocalTime? Time(string field)
        {
            if (DateFields.Time(form[field].ToString()) is { } time)
                return time;
            errors.Add(new FieldError(field, "Enter a time, like 9am or 17:00."));
            return null;
        }

        string? Specialty(int i)
        {
            var specialty = form[$"specialty-{i}"].ToString().Trim();
            if (specialty.Length > 100 || specialty.Any(char.IsControl))
                errors.Add(new FieldError($"specialty-{i}", "Use at most 100 characters for the specialty, on one line."));
            return specialty.Length == 0 ? null : specialty;
        }

        IReadOnlyList<QuietPeriod> Periods()
        {
            var periods = new List<QuietPeriod>();
            for (var i = 0; i < MaxPeriods && form.ContainsKey($"reason-{i}"); i++)
            {
                var reason = form[$"reason-{i}"].ToString().Trim().TrimEnd('.');
                var (from, to) = (DateFields.Date(form, $"from-{i}"), DateFields.Date(form, $"to-{i}"));
                var isEmpty = reason.Length == 0 && new[] { "from", "to" }.All(f => new[] { "day", "month", "year" }.All(p => string.IsNullOrWhiteSpace(form[$"{f}-{i}.{p}"])));
                if (isEmpty)
                    continue;
                if (from is null)
                    errors.Add(new FieldError($"from-{i}", "Enter the first day as a real date, such as 20 12 2027."));
                else if (to is null || to < from)
                    errors.Add(new FieldError($"to-{i}", "Enter the last day as a real date, not before the first."));
                else if (reason.Length is 0 or > 100 || reason.Any(char.IsControl))
                    errors.Add(new FieldError($"reason-{i}", "Say why in a few words, such as Winter pressure; clinicians may read it."));
                else
                    periods.Add(new QuietPeriod(from.Value, to.Value, reason, Specialty(i)));
            }

            return periods;
        }
    }
}
