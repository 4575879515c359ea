using System.Globalization;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace ClinicalEngagement.Portal.Plans;

/// <summary>
/// One part of the plan as fields of text, named as on the wire: as the plan has it, or as it was typed, so that nothing typed is ever
/// lost. Rows of a list are numbered without gaps; a row that is empty throughout is none.
/// </summary>
internal sealed class PlanForm
{
    private const int MostRows = 25;
    private static readonly string[] DateParts = ["day", "month", "year"];
    private readonly Dictionary<string, string> fields;

    private PlanForm(PlanSection section, Dictionary<string, string> fields) => (Section, this.fields) = (section, fields);

    public PlanSection Section { get; }

    /// <summary>The list of the part that has rows, or null.</summary>
    public string? List => Section switch
    {
        PlanSection.Objectives => "objectives",
        PlanSection.Evidence => "facts",
        PlanSection.ProfessionalBodies => "bodiesWithDifferentView",
        PlanSection.Risks => "risks",
        _ => null,
    };

    /// <summary>How many rows the list has.</summary>
    public int Rows => List is null ? 0 : fields.Keys.Select(RowOf).DefaultIfEmpty(-1).Max() + 1;

    private FormCollection Posted => new(fields.ToDictionary(f => f.Key, f => new StringValues(f.Value)));

    private string this[string name] => fields.GetValueOrDefault(name, "").Trim();

    /// <summary>The part as the plan has it.</summary>
    public static PlanForm From(PlanSection section, Project project)
    {
        var form = new PlanForm(section, new() { ["seen"] = Text(project.PlanVersion) });
        var plan = project.Plan;
        switch (section)
        {
            case PlanSection.Aim:
                form.Set("patientBenefit", plan.PatientBenefit);
                break;
            case PlanSection.Objectives:
                if (plan.Measure is { } measure)
                    form.Set("measure", measure);
                foreach (var (i, objective) in plan.Objectives.Index())
                    form.Set($"objectives[{i}]", objective);
                break;
            case PlanSection.Evidence:
                foreach (var (i, fact) in plan.Facts.Index())
                    form.Set($"facts[{i}].text", fact.Text).Set($"facts[{i}].source", fact.Source);
                break;
            case PlanSection.ExampleAndStory:
                form.Set("exampleElsewhere", plan.ExampleElsewhere).Set("story.text", plan.Story?.Text).Set("story.consent", plan.Story is { Consent: true });
                break;
            case PlanSection.ProfessionalBodies:
                form.Set("noDifferentViewKnown", plan.NoDifferentViewKnown ? "none" : plan.BodiesWithDifferentView.Count > 0 ? "some" : "");
                foreach (var (i, body) in plan.BodiesWithDifferentView.Index())
                    form.Set($"bodiesWithDifferentView[{i}].body", body.Body).Set($"bodiesWithDifferentView[{i}].view", body.View).Set($"bodiesWithDifferentView[{i}].handling", body.Handling);
                break;
            case PlanSection.Risks:
                foreach (var (i, risk) in plan.Risks.Index())
                    form.Set($"risks[{i}].text", risk.Text).Set($"risks[{i}].veryLikely", risk.VeryLikely).Set($"risks[{i}].major", risk.Major)
                        .Set($"risks[{i}].prevention", risk.Prevention).Set($"risks[{i}].contingency", risk.Contingency);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No form for {section}.");
        }

        return form;
    }

    /// <summary>The part as it was sent; empty rows are left out, and the row that is to be removed.</summary>
    public static PlanForm From(PlanSection section, IFormCollection posted)
    {
        var form = new PlanForm(section, []);
        var removed = int.TryParse(posted["remove"], NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : -1;
        var kept = posted.Keys.Where(k => !string.IsNullOrWhiteSpace(posted[k])).Select(form.RowOf).Where(r => r >= 0 && r < MostRows && r != removed).Distinct().Order().ToList();
        foreach (var key in posted.Keys)
        {
            var at = form.RowOf(key);
            if (at < 0 || kept.Contains(at))
                form.fields[at < 0 ? key : $"{form.List}[{kept.IndexOf(at)}]{key[(key.IndexOf(']', StringComparison.Ordinal) + 1)..]}"] = posted[key].ToString().ReplaceLineEndings("\n");
        }

        return form;
    }

    /// <summary>What is wrong with the part, and what its fields hold.</summary>
    public FormErrors With(IReadOnlyList<FieldError> errors) => new(errors, Posted);

    /// <summary>The change that the form asks for, and what could not be understood as it was typed.</summary>
    public (PlanChange Change, IReadOnlyList<FieldError> Errors) ToChange()
    {
        var errors = new List<FieldError>();
        var values = Section switch
        {
            PlanSection.Aim => new EngagementRequest { PatientBenefit = this["patientBenefit"] },
            PlanSection.Objectives => new EngagementRequest
            {
                Measure = IsBlank("measure") ? null : Measure("measure", errors),
                Objectives = [.. Enumerable.Range(0, Rows).Select(i => Measure($"objectives[{i}]", errors))],
            },
            PlanSection.Evidence => new EngagementRequest { Facts = [.. Enumerable.Range(0, Rows).Select(i => Fact($"facts[{i}]", errors))] },
            PlanSection.ExampleAndStory => new EngagementRequest
            {
                ExampleElsewhere = Optional("exampleElsewhere"),
                Story = Optional("story.text") is { } story ? new StoryRequest { Text = story, Consent = this["story.consent"] == "true" } : null,
            },
            PlanSection.ProfessionalBodies => Bodies(errors),
            PlanSection.Risks => new EngagementRequest { Risks = [.. Enumerable.Range(0, Rows).Select(i => Risk($"risks[{i}]"))] },
            _ => throw new System.Diagnostics.UnreachableException($"No change for {Section}."),
        };
        var because = Guid.TryParse(this["because"], out var concern) ? new Domain.ConcernId(concern) : (Domain.ConcernId?)null;
        var seen = int.TryParse(this["seen"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        return (new PlanChange(Section, seen, values) { BecauseOf = because, Why = Optional("why") }, errors);
    }

    private MeasureRequest Measure(string at, List<FieldError> errors)
    {
        var notYet = this[$"{at}.notYetMeasured"] == "true";
        var date = Date($"{at}.goalDate", errors);
        var measure = new MeasureRequest
        {
            Name = this[$"{at}.name"],
            Unit = Optional($"{at}.unit"),
            Baseline = notYet ? null : Number($"{at}.baseline", "where it stands today", errors),
            Goal = Number($"{at}.goal", "the goal", errors),
            GoalDate = date,
            Balancing = this[$"{at}.balancing"] == "true",
        };
        if (at == "measure" && !notYet && this["measure.baseline"].Length == 0)
            errors.Add(new FieldError("measure.baseline", "Enter where it stands today, or tick \u201cNot yet measured\u201d."));
        return measure;
    }

    private FactRequest Fact(string at, List<FieldError> errors)
    {
        if (this[$"{at}.source"].Length == 0)
            errors.Add(new FieldError($"{at}.source", "Enter where the fact stands written, such as a title and year."));
        return new FactRequest { Text = this[$"{at}.text"], Source = Optional($"{at}.source") };
    }

    private EngagementRequest Bodies(List<FieldError> errors)
    {
        var answer = this["noDifferentViewKnown"];
        if (answer is not ("none" or "some"))
            errors.Add(new FieldError("noDifferentViewKnown", "Select whether a professional body is known to have a different view."));
        if (answer == "some" && Rows == 0)
            errors.Add(new FieldError("bodiesWithDifferentView[0].body", "Enter which professional body has a different view."));
        return new EngagementRequest
        {
            NoDifferentViewKnown = answer == "none",
            BodiesWithDifferentView = [.. Enumerable.Range(0, Rows).Select(i => $"bodiesWithDifferentView[{i}]").Select(at => new BodyViewRequest
            {
                Body = this[$"{at}.body"],
                View = this[$"{at}.view"],
                Handling = Optional($"{at}.handling"),
            })],
        };
    }

    private RiskRequest Risk(string at) => new()
    {
        Text = this[$"{at}.text"],
        VeryLikely = this[$"{at}.veryLikely"] == "true",
        Major = this[$"{at}.major"] == "true",
        Prevention = Optional($"{at}.prevention"),
        Contingency = Optional($"{at}.contingency"),
    };

    private decimal? Number(string field, string what, List<FieldError> errors)
    {
        if (this[field].Length == 0)
            return null;
        if (decimal.TryParse(this[field].TrimEnd('%').Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out var value))
            return value;
        errors.Add(new FieldError(field, $"Enter {what} as a number, like 38 or 4.5."));
        return null;
    }

    private LocalDate? Date(string field, List<FieldError> errors)
    {
        if (DateParts.All(part => this[$"{field}.{part}"].Length == 0))
            return null;
        var date = DateFields.Date(Posted, field);
        if (date is null)
            errors.Add(new FieldError(field, "Enter a real date, such as 31 3 2028."));
        return date;
    }

    private bool IsBlank(string at) => fields.Where(f => f.Key.StartsWith(at + ".", StringComparison.Ordinal)).All(f => string.IsNullOrWhiteSpace(f.Value));

    private string? Optional(string field) => this[field] is { Length: > 0 } text ? text : null;

    private PlanForm Set(string field, string? value)
    {
        fields[field] = value ?? "";
        return this;
    }

    private PlanForm Set(string field, bool value) => value ? Set(field, "true") : this;

    private void Set(string at, Measure measure)
    {
        Set($"{at}.name", measure.Name).Set($"{at}.unit", measure.Unit).Set($"{at}.baseline", Text(measure.Baseline)).Set($"{at}.goal", Text(measure.Goal))
            .Set($"{at}.balancing", measure.Balancing).Set($"{at}.notYetMeasured", measure.Baseline is null);
        if (measure.GoalDate is { } date)
            Set($"{at}.goalDate.day", Text(date.Day)).Set($"{at}.goalDate.month", Text(date.Month)).Set($"{at}.goalDate.year", Text(date.Year));
    }

    private int RowOf(string field) => List is not null && field.StartsWith(List + "[", StringComparison.Ordinal)
        && field.IndexOf(']', StringComparison.Ordinal) is > 0 and var end
        && int.TryParse(field.AsSpan(List.Length + 1, end - List.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : -1;

    private static string Text(decimal? number) => number?.ToString("0.############", CultureInfo.InvariantCulture) ?? "";
}
