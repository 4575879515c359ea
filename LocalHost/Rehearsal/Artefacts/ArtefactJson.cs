using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace ClinicalEngagement.LocalHost.Rehearsal.Artefacts;

/// <summary>How artefacts are written as JSON: camel case, two blanks of indent, a closing line break, names readable as they are.</summary>
internal static class ArtefactJson
{
    private static readonly JsonSerializerOptions Options = Create();

    public static byte[] Write<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, Options), (byte)'\n'];

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            NewLine = "\n",
            // The file stands alone and is never put into a page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        return options.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
    }
}
