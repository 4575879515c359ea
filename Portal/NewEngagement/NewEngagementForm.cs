using System.Globalization;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.NewEngagement;

/// <summary>The five-minute form as it was typed: everything is text, so that nothing typed is ever lost.</summary>
public sealed record NewEngagementForm
{
    /// <summary>What the form does not show (a sample's job plans, objectives, risks) is carried along as it came.</summary>
    public EngagementRequest Rest { get; init; } = new();

    public string Name { get; init; } = "";

    public string PatientBenefit { get; init; } = "";

    public string MeasureName { get; init; } = "";

    public string MeasureUnit { get; init; } = "";

    public string MeasureBaseline { get; init; } = "";

    public bool NotYetMeasured { get; init; }

    public string MeasureGoal { get; init; } = "";

    public string FactText { get; init; } = "";

    public string FactSource { get; init; } = "";

    /// <summary>none, some, or empty while nothing was chosen.</summary>
    public string Bodies { get; init; } = "";

    public string Body { get; init; } = "";

    public string BodyView { get; init; } = "";

    public string BodyHandling { get; init; } = "";

    public string Stage { get; init; } = nameof(Domain.Projects.Stage.StartOut);

    public string Nation { get; init; } = "";

    public PersonFields Lead { get; init; } = new();

    public PersonFields CoLead { get; init; } = new();

    public PersonFields Sponsor { get; init; } = new();

    public string Clinicians { get; init; } = "";

    /// <summary>The form for a request: a sample, or one that comes back from the last page.</summary>
    public static NewEngagementForm From(EngagementRequest request) => new()
    {
        Rest = request,
        Name = request.Name ?? "",
        PatientBenefit = request.PatientBenefit ?? "",
        MeasureName = request.Measure?.Name ?? "",
        MeasureUnit = request.Measure?.Unit ?? "",
        MeasureBaseline = Text(request.Measure?.Baseline),
        NotYetMeasured = request.Measure is { Baseline: null },
        MeasureGoal = Text(request.Measure?.Goal),
        FactText = request.Facts.FirstOrDefault()?.Text ?? "",
        FactSource = request.Facts.FirstOrDefault()?.Source ?? "",
        Bodies = request.NoDifferentViewKnown ? "none" : request.BodiesWithDifferentView.Count > 0 ? "some" : "",
        Body = request.BodiesWithDifferentView.FirstOrDefault()?.Body ?? "",
        BodyView = request.BodiesWithDifferentView.FirstOrDefault()?.View ?? "",
        BodyHandling = request.BodiesWithDifferentView.FirstOrDefault()?.Handling ?? "",
        Stage = request.Stage.ToString(),
        Nation = request.Nation?.ToString() ?? "",
        Lead = PersonFields.From(request.Lead),
        CoLead = PersonFields.From(request.CoLead),
        Sponsor = PersonFields.From(request.Sponsor),
        Clinicians = string.Join('\n', request.Clinicians.Select(c => string.Join(", ", new[] { c.Name, c.Email, c.Role }.Where(t => !string.IsNullOrEmpty(t)).Select(Quoted)))),
    };

    /// <summary>The form as it was sent.</summary>
    public static NewEngagementForm From(IFormCollection form) => new()
    {
        Rest = CarriedRequest.Read(form["rest"]) ?? new(),
        Name = form["name"].ToString(),
        PatientBenefit = form["patientBenefit"].ToString(),
        MeasureName = form["measure.name"].ToString(),
        MeasureUnit = form["measure.unit"].ToString(),
        MeasureBaseline = form["measure.baseline"].ToString(),
        NotYetMeasured = form.ContainsKey("notYetMeasured"),
        MeasureGoal = form["measure.goal"].ToString(),
        FactText = form["facts[0].text"].ToString(),
        FactSource = form["facts[0].source"].ToString(),
        Bodies = form["noDifferentViewKnown"].ToString(),
        Body = form["bodiesWithDifferentView[0].body"].ToString(),
        BodyView = form["bodiesWithDifferentView[0].view"].ToString(),
        BodyHandling = form["bodiesWithDifferentView[0].handling"].ToString(),
        Stage = form["stage"].ToString(),
        Nation = form["nation"].ToString(),
        Lead = PersonFields.From(form, "lead"),
        CoLead = PersonFields.From(form, "coLead"),
        Sponsor = PersonFields.From(form, "sponsor"),
        Clinicians = form["clinicians"].ToString().ReplaceLineEndings("\n"),
    };

    /// <summary>Adds the rows of a CSV file under what was pasted.</summary>
    /// <returns>The form with the file's lines, and what is wrong with the file.</returns>
    public async Task<(NewEngagementForm Form, FieldError? Error)> WithFileAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        var (text, wrong) = await UploadedText.ReadAsync(file, "clinicians", cancellationToken);
        if (text.Length == 0)
            return (this, wrong is null ? null : new FieldError("clinicians", wrong));
        // A file has a separator and a header of its own, so it is read by itself and written as plain lines.
        var read = ClinicianList.Read(text);
        if (read.Errors.Count > 0)
            return (this with { Clinicians = Join(Clinicians, text) }, null);
        return (With(read.Clinicians), null);
    }

    /// <summary>Adds clinicians under the lines that are there; whoever is there already stays as they are.</summary>
    public NewEngagementForm With(IReadOnlyList<ClinicianRequest> clinicians)
    {
        var listed = ClinicianList.Read(Clinicians).Clinicians.Select(c => new EmailAddress(c.Email ?? "")).ToHashSet();
        var added = clinicians.Where(c => !listed.Contains(new EmailAddress(c.Email ?? ""))).ToArray();
        if (added.Length == 0)
            return this;
        var known = Rest.Clinicians.GroupBy(c => new EmailAddress(c.Email ?? "")).ToDictionary(g => g.Key, g => g.First());
        foreach (var clinician in added)
            known.TryAdd(new EmailAddress(clinician.Email ?? ""), clinician);
        var lines = added.Select(c => string.Join(", ", new[] { c.Name, c.Email, c.Role }.Where(t => !string.IsNullOrEmpty(t)).Select(Quoted)));
        return this with { Clinicians = Join(Clinicians, string.Join('\n', lines)), Rest = Rest with { Clinicians = [.. known.Values] } };
    }

    /// <summary>The request that the form describes, and what could not be understood as it was typed.</summary>
    public (EngagementRequest Request, IReadOnlyList<FieldError> Errors) ToRequest()
    {
        var errors = new List<FieldError>();
        decimal? Number(string text, string field, string what)
        {
            if (string.IsNullOrWhiteSpace(text))
                return null;
            if (TypedNumber.TryRead(text, out var value))
                return value;
            errors.Add(new FieldError(field, $"Enter {what} as a number, like 38 or 4.5."));
            return null;
        }

        MeasureRequest? measure = null;
        if (!string.IsNullOrWhiteSpace(MeasureName + MeasureUnit + MeasureBaseline + MeasureGoal))
        {
            measure = (Rest.Measure ?? new()) with
            {
                Name = MeasureName.Trim(),
                Unit = Optional(MeasureUnit),
                Baseline = NotYetMeasured ? null : Number(MeasureBaseline, "measure.baseline", "where it stands today"),
                Goal = Number(MeasureGoal, "measure.goal", "the goal"),
            };
            if (measure.Baseline is null && !NotYetMeasured && string.IsNullOrWhiteSpace(MeasureBaseline))
                errors.Add(new FieldError("measure.baseline", "Enter where it stands today, or tick \u201cNot yet measured\u201d."));
        }

        var facts = Rest.Facts.Skip(1).ToList();
        if (!string.IsNullOrWhiteSpace(FactText + FactSource))
        {
            facts.Insert(0, new FactRequest { Text = FactText.Trim(), Source = Optional(FactSource) });
            if (string.IsNullOrWhiteSpace(FactSource))
                errors.Add(new FieldError("facts[0].source", "Enter where the fact stands written, such as a title and year."));
        }

        if (Bodies is not ("none" or "some"))
            errors.Add(new FieldError("noDifferentViewKnown", "Select whether a professional body is known to have a different view."));
        var (clinicians, problems) = ReadClinicians();
        errors.AddRange(problems);
        var request = Rest with
        {
            Name = Name.Trim(),
            PatientBenefit = PatientBenefit.Trim(),
            Measure = measure,
            Facts = facts,
            NoDifferentViewKnown = Bodies == "none",
            BodiesWithDifferentView = Bodies == "some"
                ? [new BodyViewRequest { Body = Body.Trim(), View = BodyView.Trim(), Handling = Optional(BodyHandling) }, .. Rest.BodiesWithDifferentView.Skip(1)]
                : [],
            Stage = Enum.TryParse<Stage>(Stage, out var stage) && Enum.IsDefined(stage) ? stage : default,
            Nation = Enum.TryParse<Nation>(Nation, out var nation) && Enum.IsDefined(nation) ? nation : null,
            Lead = Lead.ToRequest(),
            CoLead = CoLead.IsEmpty ? null : CoLead.ToRequest(),
            Sponsor = Sponsor.IsEmpty ? null : Sponsor.ToRequest(),
            Clinicians = clinicians,
        };
        return (request, errors);
    }

    private (IReadOnlyList<ClinicianRequest> Clinicians, IEnumerable<FieldError> Errors) ReadClinicians()
    {
        var read = ClinicianList.Read(Clinicians);
        var known = Rest.Clinicians.GroupBy(c => new EmailAddress(c.Email ?? "")).ToDictionary(g => g.Key, g => g.First());
        var clinicians = read.Clinicians
            .Select(c => known.TryGetValue(new EmailAddress(c.Email ?? ""), out var rest) ? rest with { Name = c.Name, Email = c.Email, Role = c.Role ?? rest.Role } : c)
            .ToList();
        return (clinicians, read.Errors.Select(e => new FieldError("clinicians", $"Line {e.Line} of the clinicians: {char.ToLowerInvariant(e.Message[0])}{e.Message[1..]}")));
    }

    /// <summary>Points the errors of a checked request at the fields of the form.</summary>
    public static FormErrors OnForm(IEnumerable<FieldError> errors, EngagementRequest request) => new([.. errors
        .Select(e => e.Field switch
        {
            var f when f.StartsWith("clinicians[", StringComparison.Ordinal) => new FieldError("clinicians", $"{WhoseRow(f, request)}: {e.Message}"),
            "lead" or "coLead" or "sponsor" => e with { Field = e.Field + ".name" },
            _ => e,
        })
        .DistinctBy(e => (e.Field, e.Message))
        .OrderBy(e => Position(e.Field))]);

    private static string WhoseRow(string field, EngagementRequest request)
    {
        var index = int.Parse(field.AsSpan(11, field.IndexOf(']', StringComparison.Ordinal) - 11), CultureInfo.InvariantCulture);
        var clinician = request.Clinicians[index];
        var name = clinician.Name is { Length: > 0 and <= 100 } n && !n.Any(char.IsControl) ? $" ({n})" : "";
        return $"Clinician {index + 1}{name}";
    }

    private static readonly string[] Order =
        ["name", "patientBenefit", "measure", "facts", "noDifferentViewKnown", "bodiesWithDifferentView", "stage", "nation", "lead", "coLead", "sponsor", "clinicians"];

    private static int Position(string field)
    {
        var at = Array.FindIndex(Order, o => field == o || field.StartsWith(o + ".", StringComparison.Ordinal) || field.StartsWith(o + "[", StringComparison.Ordinal));
        return at < 0 ? Order.Length : at;
    }

    private static string? Optional(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Text(decimal? number) => number?.ToString("0.############", CultureInfo.InvariantCulture) ?? "";

    private static string Quoted(string? text) => text!.AsSpan().ContainsAny(",;\"\t") ? $"\"{text!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text!;

    private static string Join(string above, string below) => above.Trim().Length == 0 ? below : $"{above.TrimEnd()}\n{below}";
}
