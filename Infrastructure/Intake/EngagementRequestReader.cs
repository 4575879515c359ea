using System.Globalization;
using System.Text;
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

    // No list of a request may have nearly as many; a body of nothing else is not made into objects first.
    private const int MaxEntries = 1000;
    private const int MaxPathLength = 120;

    /// <summary>Reads UTF-8 JSON.</summary>
    public static ReadRequest Read(ReadOnlySpan<byte> utf8)
    {
        if (ListTooLong(utf8) is { } list)
            return new ReadRequest.Refused(new FieldError(list, $"Shorten the list: none may have more than {MaxEntries.ToString("N0", CultureInfo.InvariantCulture)} entries."));
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
        var path = FieldAt(problem);
        if (path.Length == 0)
            return new FieldError("", problem.Path == "$" && problem.LineNumber == 0 && problem.BytePositionInLine <= 1
                ? "Send a JSON object that describes the engagement."
                : $"Send valid JSON: it breaks at line {problem.LineNumber + 1}.");
        var type = TypeAt(path);
        return type is null
            ? new FieldError(path, $"Remove \u201c{path[(path.LastIndexOf('.') + 1)..]}\u201d, or check how it is spelt: there is no such field.")
            : new FieldError(path, Expectation(type));
    }

    // The outermost member that a list of too many entries belongs to, or null when there is none so far as the body can be read.
    private static string? ListTooLong(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = IntakeJson.Options.MaxDepth });
        Span<int> entries = stackalloc int[IntakeJson.Options.MaxDepth + 1];
        var lists = 0ul;
        var member = "";
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    if (reader.CurrentDepth == 1)
                        member = reader.ValueSpan.Length <= MaxPathLength ? Encoding.UTF8.GetString(reader.ValueSpan) : "";
                    continue;
                }

                var isEnd = reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
                if (!isEnd && reader.CurrentDepth > 0 && (lists & (1ul << (reader.CurrentDepth - 1))) != 0 && ++entries[reader.CurrentDepth - 1] > MaxEntries)
                    return member;
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                {
                    entries[reader.CurrentDepth] = 0;
                    var bit = 1ul << reader.CurrentDepth;
                    lists = reader.TokenType == JsonTokenType.StartArray ? lists | bit : lists & ~bit;
                }
            }
        }
        catch (JsonException)
        {
            // Where it breaks is said when it is read.
        }

        return null;
    }

    /// <summary>The path without its beginning, empty for the body as a whole. A name that nobody gave a field, however long, is repeated only in part.</summary>
    internal static string FieldAt(JsonException problem) =>
        problem.Path is not { Length: > 2 } path || !path.StartsWith("$.", StringComparison.Ordinal) ? ""
        : path.Length > MaxPathLength ? path[2..MaxPathLength] + "\u2026"
        : path[2..];

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
