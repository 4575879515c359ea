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
    private const int MostRows = 50;
    private static readonly string[] DateParts = ["day", "month", "year"];
    private readonly Dictionary<string, string> fields;

    private PlanForm(PlanSection section, Dictionary<string, string> fields) => (Section, this.fields) = (section, fields);

    public PlanSection Section { get; }

    /// <summary>The lists of the part, each with rows.</summary>
    private string[] Lists => Section switch
    {
        PlanSection.Objectives => ["objectives"],
        PlanSection.Evidence => ["facts"],
        PlanSection.ProfessionalBodies => ["bodiesWithDifferentView", "stances"],
        PlanSection.Risks => ["risks"],
        _ => [],
    };

    private FormCollection Posted => new(fields.ToDictionary(f => f.Key, f => new StringValues(f.Value)));

    private string this[string name] => fields.GetValueOrDefault(name, "").Trim();

    /// <summary>How many rows each list has.</summary>
    public IReadOnlyDictionary<string, int> Rows => Lists.ToDictionary(l => l, Count);

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
                    form.Set($"facts[{i}].text", fact.Text).Set($"facts[{i}].source", fact.Source).Set($"facts[{i}].number", Text(fact.Number))
                        .Set($"facts[{i}].checkedBy", fact.CheckedBy).Set($"facts[{i}].checkedOn", fact.CheckedOn);
                break;
            case PlanSection.ExampleAndStory:
                form.Set("exampleElsewhere", plan.ExampleElsewhere).Set("story.text", plan.Story?.Text).Set("story.consent", plan.Story is { Consent: true })
                    .Set("story.consentRecord", plan.Story?.ConsentRecord);
                break;
            case PlanSection.ProfessionalBodies:
                form.Set("noDifferentViewKnown", plan.NoDifferentViewKnown ? "none" : plan.BodiesWithDifferentView.Count > 0 ? "some" : "");
                foreach (var (i, body) in plan.BodiesWithDifferentView.Index())
                    form.Set($"bodiesWithDifferentView[{i}].body", body.Body).Set($"bodiesWithDifferentView[{i}].view", body.View).Set($"bodiesWithDifferentView[{i}].handling", body.Handling);
                foreach (var (i, stance) in plan.Stances.Index())
                    form.Set($"stances[{i}].body", stance.Body).Set($"stances[{i}].holds", stance.Holds).Set($"stances[{i}].source", stance.Source);
                break;
            case PlanSection.Risks:
                foreach (var (i, risk) in plan.Risks.Index())
                    form.Set($"risks[{i}].text", risk.Text).Set($"risks[{i}].veryLikely", risk.VeryLikely).Set($"risks[{i}].major", risk.Major)
                        .Set($"risks[{i}].prevention", risk.Prevention).Set($"risks[{i}].contingency", risk.Contingency);
                break;
            case PlanSection.Specialties:
                form.Set("affectedSpecialties", string.Join('\n', plan.AffectedSpecialties));
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
        var removed = form.RowOf(posted["remove"].ToString());
        // A row is one when somebody typed into it; its number alone is no row.
        var kept = posted.Keys.Where(k => !string.IsNullOrWhiteSpace(posted[k]) && !k.EndsWith(".number", StringComparison.Ordinal)).Select(form.RowOf)
            .Where(r => r is { List: not null, Row: < MostRows } && r != removed).Distinct().OrderBy(r => r.Row).ToLookup(r => r.List!, r => r.Row);
        foreach (var key in posted.Keys)
        {
            var (list, row) = form.RowOf(key);
            if (list is null)
                form.fields[key] = posted[key].ToString().ReplaceLineEndings("\n");
            else if (kept[list].ToList().IndexOf(row) is >= 0 and var at)
                form.fields[$"{list}[{at}]{key[(key.IndexOf(']', StringComparison.Ordinal) + 1)..]}"] = posted[key].ToString().ReplaceLineEndings("\n");
        }

        return form;
    }

    /// <summary>What is wrong with the part, and what its fields hold.</summary>
    public FormErrors With(IReadOnlyList<FieldError> errors) => new(errors, Posted);

    /// <summary>The same with what was typed into another form of the page.</summary>
    public FormErrors With(IReadOnlyList<FieldError> errors, IReadOnlyDictionary<string, string> others) =>
        new(errors, new FormCollection(fields.Concat(others).ToDictionary(f => f.Key, f => new StringValues(f.Value))));

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
                Objectives = Each("objectives", at => Measure(at, errors)),
            },
            PlanSection.Evidence => new EngagementRequest { Facts = Each("facts", at => Fact(at, errors)) },
            PlanSection.ExampleAndStory => new EngagementRequest
            {
                ExampleElsewhere = Optional("exampleElsewhere"),
                Story = Optional("story.text") is { } story
                    ? new StoryRequest { Text = story, Consent = this["story.consent"] == "true", ConsentRecord = Optional("story.consentRecord") }
                    : null,
            },
            PlanSection.ProfessionalBodies => Bodies(errors),
            PlanSection.Risks => new EngagementRequest { Risks = Each("risks", Risk) },
            PlanSection.Specialties => new EngagementRequest
            {
                AffectedSpecialties = [.. this["affectedSpecialties"].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase)],
            },
            _ => throw new System.Diagnostics.UnreachableException($"No change for {Section}."),
        };
        var because = Guid.TryParse(this["because"], out var concern) ? new Domain.ConcernId(concern) : (Domain.ConcernId?)null;
        return (new PlanChange(Section, Whole("seen") ?? 0, values) { BecauseOf = because, Why = Optional("why") }, errors);
    }

    private MeasureRequest Measure(string at, List<FieldError> errors)
    {
        var notYet = this[$"{at}.notYetMeasured"] == "true";
        var measure = new MeasureRequest
        {
            Name = this[$"{at}.name"],
            Unit = Optional($"{at}.unit"),
            Baseline = notYet ? null : Number($"{at}.baseline", "where it stands today", errors),
            Goal = Number($"{at}.goal", "the goal", errors),
            GoalDate = Date($"{at}.goalDate", errors),
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
        var (by, on) = (Optional($"{at}.checkedBy"), Date($"{at}.checkedOn", errors));
        if (by is null && on is not null)
            errors.Add(new FieldError($"{at}.checkedBy", "Enter who checked it, or leave the day out."));
        if (by is not null && on is null && !errors.Any(e => e.Field == $"{at}.checkedOn"))
            errors.Add(new FieldError($"{at}.checkedOn", "Enter when it was checked, such as 5 1 2027."));
        return new FactRequest { Text = this[$"{at}.text"], Source = Optional($"{at}.source"), CheckedBy = by, CheckedOn = on, Number = Whole($"{at}.number") };
    }

    private EngagementRequest Bodies(List<FieldError> errors)
    {
        var answer = this["noDifferentViewKnown"];
        if (answer is not ("none" or "some"))
            errors.Add(new FieldError("noDifferentViewKnown", "Select whether a professional body is known to have a different view."));
        if (answer == "some" && Count("bodiesWithDifferentView") == 0)
            errors.Add(new FieldError("bodiesWithDifferentView[0].body", "Enter which professional body has a different view."));
        return new EngagementRequest
        {
            NoDifferentViewKnown = answer == "none",
            BodiesWithDifferentView = Each("bodiesWithDifferentView", at => new BodyViewRequest { Body = this[$"{at}.body"], View = this[$"{at}.view"], Handling = Optional($"{at}.handling") }),
            Stances = Each("stances", at => new BodyStanceRequest { Body = this[$"{at}.body"], Holds = this[$"{at}.holds"], Source = Optional($"{at}.source") }),
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

    private IReadOnlyList<T> Each<T>(string list, Func<string, T> read) => [.. Enumerable.Range(0, Count(list)).Select(i => read($"{list}[{i}]"))];

    private int Count(string list) => fields.Keys.Select(RowOf).Where(r => r.List == list).Select(r => r.Row).DefaultIfEmpty(-1).Max() + 1;

    private int? Whole(string field) => int.TryParse(this[field], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

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

    private PlanForm Set(string field, LocalDate? date) => date is { } day
        ? Set($"{field}.day", Text(day.Day)).Set($"{field}.month", Text(day.Month)).Set($"{field}.year", Text(day.Year))
        : this;

    private void Set(string at, Measure measure) => Set($"{at}.name", measure.Name).Set($"{at}.unit", measure.Unit).Set($"{at}.baseline", Text(measure.Baseline))
        .Set($"{at}.goal", Text(measure.Goal)).Set($"{at}.balancing", measure.Balancing).Set($"{at}.notYetMeasured", measure.Baseline is null)
        .Set($"{at}.goalDate", measure.GoalDate);

    private (string? List, int Row) RowOf(string field) =>
        Lists.FirstOrDefault(l => field.StartsWith(l + "[", StringComparison.Ordinal)) is { } list
        && field.IndexOf(']', StringComparison.Ordinal) is > 0 and var end
        && int.TryParse(field.AsSpan(list.Length + 1, end - list.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? (list, row) : (null, -1);

    private static string Text(decimal? number) => number?.ToString("0.############", CultureInfo.InvariantCulture) ?? "";
}
