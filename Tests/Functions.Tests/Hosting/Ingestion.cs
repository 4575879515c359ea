using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>Stands in for Application Insights: takes whatever is sent to it and keeps it as text.</summary>
internal sealed class Ingestion : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<string> bodies = [];
    private readonly Task listening;

    public Ingestion()
    {
        var port = FreePort();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        ConnectionString = $"InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:{port}/;LiveEndpoint=http://127.0.0.1:{port}/";
        listening = ListenAsync();
    }

    public string ConnectionString { get; }

    /// <summary>All that was sent so far, addresses of requests included.</summary>
    public string Sent => string.Join('\n', bodies);

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await listening;
        listener.Close();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                var isZipped = context.Request.Headers["Content-Encoding"] == "gzip";
                await using var body = isZipped ? new GZipStream(context.Request.InputStream, CompressionMode.Decompress) : context.Request.InputStream;
                using var reader = new StreamReader(body, Encoding.UTF8);
                var text = await reader.ReadToEndAsync();
                bodies.Enqueue($"{context.Request.Url} {text}");
                var items = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($$"""{"itemsReceived":{{items}},"itemsAccepted":{{items}},"errors":[]}"""));
                context.Response.Close();
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
