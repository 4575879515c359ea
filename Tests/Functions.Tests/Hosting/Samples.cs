using System.Net.Http.Headers;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>The sample projects, ready to be posted.</summary>
internal static class Samples
{
    public static HttpContent Frailty() => new ByteArrayContent(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", "frailty-same-day.json")))
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
    };
}
