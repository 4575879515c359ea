using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Api;

/// <summary>An answer with its entity tag; 304 for who has it already.</summary>
internal static class TaggedResult
{
    /// <summary>The tag is made from the answer's bytes, so that the same state has the same tag on every instance.</summary>
    public static IResult Of<T>(HttpContext http, T value)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, ApiJson.Options);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(..16))}\"";
        http.Response.Headers.ETag = tag;
        // Kept by the caller alone, and asked about each time.
        http.Response.Headers.CacheControl = "private, no-cache";
        var known = http.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries);
        return known.Contains(tag) || known.Contains("*") || known.Contains($"W/{tag}")
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(body, "application/json; charset=utf-8");
    }
}
