using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Api;

/// <summary>Reads a body up to a limit, whatever its headers say.</summary>
internal static class BoundedBody
{
    /// <summary>The body, or null when it is longer.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return null;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > limit)
                return null;
            body.Write(buffer, 0, read);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
