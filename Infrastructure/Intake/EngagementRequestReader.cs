using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ClinicalEngagement.Domain.Intake;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>What came of reading a body as an <see cref="EngagementRequest"/>.</summary>
public abstract record ReadRequest
{
    private ReadRequest()
    {
    }

    /// <summary>It has the right shape; its values are still to be checked.</summary>
    public sealed record Read(EngagementRequest Request) : ReadRequest;

    /// <summary>It has not; the first thing that is wrong with it.</summary>
    public sealed record Refused(FieldError Error) : ReadRequest;
}

/// <summary>Reads a body strictly: an unknown member or a wrong type is named with its path, and what belongs there.</summary>
public static class EngagementRequestReader
{
    /// <summary>The longest body that is read, in bytes: 1 MB.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>Reads UTF-8 JSON.</summary>
    public static ReadRequest Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize<EngagementRequest>(utf8, IntakeJson.Options) is { } request
                ? new ReadRequest.Read(request)
                : new ReadRequest.Refused(new FieldError("", "Send a JSON object that describes the engagement; this body is empty."));
        }
        catch (JsonException problem)
        {
            return new ReadRequest.Refused(Describe(problem));
        }
    }

    private static FieldError Describe(JsonException problem)
    {
        var path = problem.Path is { Length: > 2 } p && p.StartsWith("$.", StringComparison.Ordinal) ? p[2..] : "";
        if (path.Length == 0)
            return new FieldError("", problem.Path == "$" && problem.LineNumber == 0 && problem.BytePositionInLine <= 1
                ? "Send a JSON object that describes the engagement."
                : $"Send valid JSON: it breaks at line {problem.LineNumber + 1}.");
        var type = TypeAt(path);
        return type is null
            ? new FieldError(path, $"Remove \u201c{path[(path.LastIndexOf('.') + 1)..]}\u201d, or check how it is spelt: there is no such field.")
            : new FieldError(path, Expectation(type));
    }

    /// <summary>The type of the member at a path such as <c>clinicians[0].email</c>, or null when there is no such member.</summary>
    private static Type? TypeAt(string path)
    {
        JsonTypeInfo? at = IntakeJson.Options.GetTypeInfo(typeof(EngagementRequest));
        foreach (var segment in path.Split('.'))
        {
            var bracket = segment.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? segment : segment[..bracket];
            var property = at.Properties.FirstOrDefault(p => p.Name == name);
            if (property is null)
                return null;
            at = IntakeJson.Options.GetTypeInfo(property.PropertyType);
            if (bracket >= 0)
            {
                if (at.ElementType is not { } element)
                    return null;
                at = IntakeJson.Options.GetTypeInfo(element);
            }
        }
        return at.Type;
    }

    private static string Expectation(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum)
            return $"Use one of: {string.Join(", ", Enum.GetNames(plain).Select(JsonNamingPolicy.CamelCase.ConvertName))}.";
        if (plain == typeof(bool))
            return "Use true or false, without quotation marks.";
        if (plain == typeof(int))
            return "Use a whole number, without quotation marks.";
        if (plain == typeof(decimal))
            return "Use a number with a decimal point, without quotation marks.";
        if (plain == typeof(LocalDate))
            return "Use a date such as 2027-03-31.";
        if (plain == typeof(LocalTime))
            return "Use a time such as 09:00.";
        if (plain == typeof(string))
            return "Use text in quotation marks.";
        return IntakeJson.Options.GetTypeInfo(plain).Kind == JsonTypeInfoKind.Enumerable
            ? "Use a list in square brackets, or leave the field out."
            : "Use an object in curly brackets with the fields it needs, each once, or leave the field out.";
    }
}
