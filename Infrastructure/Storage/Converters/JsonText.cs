using System.Text.Json;
using System.Text.Json.Serialization;
using ClinicalEngagement.Domain;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using NodaTime.Text;

namespace ClinicalEngagement.Infrastructure.Storage.Converters;

/// <summary>How lists and nested records are kept within a row: JSON text, the same on both databases.</summary>
public static class JsonText
{
    /// <summary>Camel case, enums by name, no nulls, addresses and ids as text, instants cut as in columns; unknown members are ignored.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new EmailAddressAsText());
        options.Converters.Add(new MemberIdAsText());
        options.Converters.Add(new InstantAsText());
        options.Converters.Add(NodaConverters.LocalDateConverter);
        options.Converters.Add(NodaConverters.LocalTimeConverter);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class EmailAddressAsText : JsonConverter<EmailAddress>
    {
        public override EmailAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, EmailAddress value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }

    private sealed class MemberIdAsText : JsonConverter<PanelMemberId>
    {
        public override PanelMemberId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, PanelMemberId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }

    // An instant within a list must equal the same instant in a column, so it is cut alike.
    private sealed class InstantAsText : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            InstantPattern.ExtendedIso.Parse(reader.GetString() ?? "").GetValueOrThrow();

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(InstantConverter.Cut(value)));
    }
}

/// <summary>Keeps a list or nested record as <see cref="JsonText"/>.</summary>
public sealed class JsonTextConverter<T>() : ValueConverter<T, string>(value => Write(value), text => Read(text))
    where T : class
{
    private static string Write(T value) => JsonSerializer.Serialize(value, JsonText.Options);

    private static T Read(string text) =>
        JsonSerializer.Deserialize<T>(text, JsonText.Options) ?? throw new JsonException($"A {typeof(T).Name} is stored as null.");
}

/// <summary>Compares by what would be stored: the equality of a record that holds a list is that of the list's reference.</summary>
public sealed class JsonTextComparer<T>() : ValueComparer<T>(
    (left, right) => Same(left, right), value => Write(value).GetHashCode(StringComparison.Ordinal), value => value)
    where T : class
{
    private static bool Same(T? left, T? right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && Write(left) == Write(right));

    private static string Write(T value) => JsonSerializer.Serialize(value, JsonText.Options);
}
