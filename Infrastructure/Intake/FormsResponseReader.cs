using System.Globalization;
using System.Text.Json;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Projects;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>What came of reading a body as a <see cref="FormsResponse"/>.</summary>
/// <param name="ResponseId">The response's number, or null when it could not be read.</param>
/// <param name="Request">What it asks for, so far as it could be understood; null when the body is none at all.</param>
/// <param name="Errors">What could not be understood, by the question it answers; empty when all could.</param>
public sealed record ReadForms(string? ResponseId, EngagementRequest? Request, IReadOnlyList<FieldError> Errors);

/// <summary>Reads a response to the trust's form: from answers as they were typed to a request.</summary>
public static class FormsResponseReader
{
    /// <summary>The member by which a response is told from an <see cref="EngagementRequest"/>.</summary>
    public const string Mark = "responseId";

    private const int MaxResponseIdLength = 100;

    private static readonly (string Ours, string Theirs)[] Questions =
    [
        ("name", "projectName"),
        ("measure.name", "measure"),
        ("measure.unit", "unit"),
        ("measure.baseline", "baseline"),
        ("measure.goal", "goal"),
        ("facts[0].text", "fact"),
        ("facts[0].source", "factSource"),
        ("noDifferentViewKnown", "professionalBody"),
        ("bodiesWithDifferentView[0].body", "professionalBody"),
        ("bodiesWithDifferentView[0].view", "professionalBodyView"),
        ("bodiesWithDifferentView[0].handling", "professionalBodyHandling"),
        ("lead.name", "leadName"),
        ("lead.email", "leadEmail"),
        ("lead.phone", "leadPhone"),
        ("coLead.name", "coLeadName"),
        ("coLead.email", "coLeadEmail"),
    ];

    /// <summary>Reads UTF-8 JSON.</summary>
    public static ReadForms Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize<FormsResponse>(utf8, IntakeJson.Options) is { } response
                ? Read(response)
                : Refused("", "Send a JSON object with the answers; this body is empty.");
        }
        catch (JsonException problem)
        {
            var field = EngagementRequestReader.FieldAt(problem);
            return field.Length == 0 ? Refused("", "Send a JSON object with the answers, each as text in quotation marks.")
                : Array.Exists(typeof(FormsResponse).GetProperties(), p => JsonNamingPolicy.CamelCase.ConvertName(p.Name) == field)
                    ? Refused(field, "Pass the answer on as text in quotation marks, once.")
                    : Refused(field, $"Remove \u201c{field}\u201d from the flow, or check how it is spelt: there is no such answer.");
        }
    }

    /// <summary>Points the errors of a checked request at the questions of the form.</summary>
    public static IReadOnlyList<FieldError> OnForm(IEnumerable<FieldError> errors, EngagementRequest request) =>
        [.. errors.Select(e => e.Field.StartsWith("clinicians[", StringComparison.Ordinal)
            ? new FieldError("clinicians", $"{ClinicianOf(e.Field, request)}: {e.Message}")
            : e with { Field = Questions.FirstOrDefault(q => q.Ours == e.Field).Theirs ?? e.Field })];

    private static ReadForms Read(FormsResponse response)
    {
        var errors = new List<FieldError>();
        var id = Text(response.ResponseId);
        if (id is null || id.Length > MaxResponseIdLength || id.Any(char.IsControl))
            errors.Add(new FieldError(Mark, $"Pass on the response\u2019s number, 1 to {MaxResponseIdLength} characters: \u201cResponse Id\u201d in the flow."));
        var clinicians = ClinicianList.Read(response.Clinicians ?? "");
        errors.AddRange(clinicians.Errors.Select(e => new FieldError("clinicians", $"Line {e.Line}: {e.Message}")));
        var none = Text(response.ProfessionalBody) is { } body && body.StartsWith("none", StringComparison.OrdinalIgnoreCase);
        var request = new EngagementRequest
        {
            Name = Text(response.ProjectName),
            PatientBenefit = Text(response.PatientBenefit),
            Measure = Text(response.Measure + response.Unit + response.Goal) is null
                ? null
                : new MeasureRequest
                {
                    Name = Text(response.Measure),
                    Unit = Text(response.Unit),
                    Baseline = IsNotMeasured(response.Baseline) ? null : Number(response.Baseline, "baseline", errors),
                    Goal = Number(response.Goal, "goal", errors),
                },
            Facts = Text(response.Fact + response.FactSource) is null ? [] : [new FactRequest { Text = Text(response.Fact), Source = Text(response.FactSource) }],
            NoDifferentViewKnown = none,
            BodiesWithDifferentView = none || Text(response.ProfessionalBody + response.ProfessionalBodyView) is null
                ? []
                : [new BodyViewRequest { Body = Text(response.ProfessionalBody), View = Text(response.ProfessionalBodyView), Handling = Text(response.ProfessionalBodyHandling) }],
            Stage = Choice<Stage>(response.Stage, "stage", StageWords.Of, errors),
            Nation = Choice<Nation>(response.Nation, "nation", NationWords.Of, errors),
            Lead = new PersonRequest { Name = Text(response.LeadName), Email = Text(response.LeadEmail), Phone = Text(response.LeadPhone) },
            CoLead = Text(response.CoLeadName + response.CoLeadEmail) is null ? null : new PersonRequest { Name = Text(response.CoLeadName), Email = Text(response.CoLeadEmail) },
            Clinicians = clinicians.Clinicians,
            FirstMessageWords = Text(response.FirstMessageWords)?.ReplaceLineEndings("\n"),
            // Silence, or an answer that is not a plain yes, is not the lead's word.
            FirstMessages = string.Equals(Text(response.SendFirstMessages), "yes", StringComparison.OrdinalIgnoreCase) ? FirstMessages.Send : FirstMessages.Hold,
            UpdateRhythm = Choice<UpdateRhythm>(response.Updates, "updates", r => r.ToString(), errors),
        };
        return new ReadForms(id, request, errors);
    }

    private static decimal? Number(string? answer, string question, List<FieldError> errors)
    {
        if (Text(answer) is not { } text)
            return null;
        if (TypedNumber.TryRead(text, out var value))
            return value;
        errors.Add(new FieldError(question, question == "baseline" ? "Give a number, like 38 or 4.5, or \u201cnot yet measured\u201d." : "Give a number, like 80 or 4.5."));
        return null;
    }

    private static T Choice<T>(string? answer, string question, Func<T, string> words, List<FieldError> errors)
        where T : struct, Enum
    {
        if (Text(answer) is not { } text)
            return default;
        var all = Enum.GetValues<T>();
        var at = Array.FindIndex(all, v => string.Equals(Letters(words(v)), Letters(text), StringComparison.OrdinalIgnoreCase));
        if (at >= 0)
            return all[at];
        errors.Add(new FieldError(question, $"Give one of: {string.Join(", ", all.Select(words))}."));
        return default;
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetter));

    private static bool IsNotMeasured(string? answer) => Letters(answer ?? "").StartsWith("not", StringComparison.OrdinalIgnoreCase);

    private static string ClinicianOf(string field, EngagementRequest request)
    {
        var index = int.Parse(field.AsSpan(11, field.IndexOf(']', StringComparison.Ordinal) - 11), CultureInfo.InvariantCulture);
        return request.Clinicians[index].Name is { Length: > 0 and <= 100 } name && !name.Any(char.IsControl) ? name : $"Clinician {index + 1}";
    }

    private static ReadForms Refused(string field, string message) => new(null, null, [new FieldError(field, message)]);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
