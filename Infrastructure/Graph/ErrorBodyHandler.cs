using System.Net.Http.Headers;
using System.Text.Json;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>
/// Gives every failing answer the error envelope. Gateways in front of Graph answer in HTML or not at all, and the SDK then throws a
/// parse error in which the status is lost.
/// </summary>
internal sealed class ErrorBodyHandler : DelegatingHandler
{
    private const int LongestBody = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if ((int)response.StatusCode < 400)
            return response;
        var body = await ReadAsync(response.Content, cancellationToken);
        response.Content.Dispose();
        response.Content = new ByteArrayContent(IsEnvelope(body) ? body : "{\"error\":{\"code\":\"\",\"message\":\"\"}}"u8.ToArray());
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return response;
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[LongestBody];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer[..length];
    }

    private static bool IsEnvelope(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
