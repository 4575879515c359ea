using System.Text.RegularExpressions;

namespace ClinicalEngagement.Benchmarks.Portal;

/// <summary>What a browser that was never here fetches for a page.</summary>
internal static partial class FirstLoad
{
    /// <summary>Bytes of bodies and headers, compressed as a browser asks for them, in thousands.</summary>
    public static async Task<double> KilobytesAsync(HttpClient http, string path)
    {
        var (bytes, page) = await FetchAsync(http, path);
        var assets = Assets().Matches(page).Select(m => m.Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal)).ToHashSet();
        foreach (var asset in assets)
        {
            var (size, text) = await FetchAsync(http, asset);
            bytes += size;
            // The one script that fetches another.
            if (text.Contains("nhsuk-frontend.min.js", StringComparison.Ordinal))
                bytes += (await FetchAsync(http, "/assets/nhsuk/nhsuk-frontend.min.js" + asset[asset.IndexOf('?', StringComparison.Ordinal)..])).Bytes;
        }

        return bytes / 1000.0;
    }

    private static async Task<(long Bytes, string Text)> FetchAsync(HttpClient http, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", "gzip, br" } } };
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadAsByteArrayAsync();
        var headers = answer.Headers.Concat(answer.Content.Headers).Sum(h => h.Key.Length + h.Value.Sum(v => v.Length) + 4);
        var text = answer.Content.Headers.ContentEncoding.Count == 0 ? System.Text.Encoding.UTF8.GetString(body) : await DecodedAsync(http, path);
        return (body.Length + headers, text);
    }

    private static Task<string> DecodedAsync(HttpClient http, string path) => http.GetStringAsync(path);

    [GeneratedRegex("(?:href|src)=\"(/assets/[^\"]+)\"")]
    private static partial Regex Assets();
}
