using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClinicalEngagement.Durable.Abstractions;

/// <summary>How inputs, outputs and events are written, on both engines alike.</summary>
public static class DurableJson
{
    /// <summary>Camel case, enums by name, no nulls, unknown members ignored (an older payload meets newer code).</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
