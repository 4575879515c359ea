using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Portal.Tests.Hosting;
using CsCheck;

namespace ClinicalEngagement.Portal.Tests.Api;

/// <summary>
/// Bytes at the doors that need no sign-in, down to the request line and the headers: each is answered, none with a failure of ours, and
/// nothing of what came stands in a header of the answer. CLINICAL_ENGAGEMENT_SWEEP sets how many; a million is a soak.
/// </summary>
public sealed class DoorFuzzTests
{
    // A body that does not come is waited for; who waits as well would see nothing for seconds.
    private static readonly TimeSpan Unfinished = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(10);

    private static readonly int Many = int.TryParse(
        Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_SWEEP"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 400;

    private static readonly string[] Doors =
        ["/api/graph/notifications", "/api/graph/notifications?validationToken=", "/api/engagements", "/api/forms/engagements", "/a/", "/c/"];

    private static readonly string[] Names =
    [
        "Content-Type", "Content-Length", "Content-Encoding", "Transfer-Encoding", "Accept", "Accept-Language", "Idempotency-Key", "If-None-Match", "If-Match", "Cookie", "Host",
        "Origin", "Referer", "Authorization", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-MS-CLIENT-PRINCIPAL", "Expect", "Range", "TE", "Upgrade",
        "traceparent", "tracestate", "baggage", "X-Original-URL", "Canary",
    ];

    private static readonly string[] Values =
    [
        "application/json", "application/json; charset=utf-7", "application/json; charset=\"", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "gzip", "chunked", "identity, chunked",
        "0", "1", "-1", "99999999999999999999", "184", "*/*", "*", "\"", "W/\"x\"", "bytes=0-0,1-2", "100-continue", "Bearer x", "Basic =", "a=b; c", "localhost", "127.0.0.1", "evil.example",
        "h2c", "https", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-0-0-0", "eyJhdXRoX3R5cCI6ImEifQ==", "", " ", "\t", "canary-in-a-header",
    ];

    private static readonly string[] Bodies =
    [
        """{"value":[{"subscriptionId":"s","clientState":"guess","changeType":"updated"}]}""",
        """{"name":"Frailty","patientBenefit":"Home.","lead":{"name":"P N","email":"p@harbour.example"},"clinicians":[{"name":"Dr Bell","email":"bell@harbour.example"}]}""",
        "reason=canary&__RequestVerificationToken=x", "4\r\n{\"v\"\r\n0\r\n\r\n", "", "{", "null",
    ];

    [Fact]
    public async Task Request_AnyBytes_IsAnsweredAndNeverByAFailureOfOurs()
    {
        await using var host = await PortalHost.StartAsync();
        var heard = new SortedDictionary<int, int>();
        var slowest = TimeSpan.Zero;

        await Requests().SampleAsync(
            async request =>
            {
                var begin = Stopwatch.GetTimestamp();
                var answer = await SendAsync(host.Address, request);
                var took = Stopwatch.GetElapsedTime(begin);
                slowest = took > slowest ? took : slowest;
                if (answer.Length == 0)
                {
                    IsFinished(request).ShouldBeFalse("an answer to a request that was all there");
                    heard[0] = heard.GetValueOrDefault(0) + 1;
                    return;
                }

                answer.ShouldStartWith("HTTP/1.1 ");
                var status = int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture);
                status.ShouldBeInRange(100, 499);
                answer[..answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)].ShouldNotContain("canary");
                heard[status] = heard.GetValueOrDefault(status) + 1;
            },
            iter: Many,
            threads: 1,
            print: bytes => Encoding.Latin1.GetString(bytes));

        foreach (var status in new[] { 200, 202, 400, 404, 405 })
            heard.Keys.ShouldContain(status);
        (await host.Queue(QueueNames.GraphNotifications).ReceiveAsync(TimeSpan.FromMinutes(1), CancellationToken.None)).ShouldBeNull("nothing here knew a secret");
        using var http = new HttpClient { BaseAddress = host.Address };
        (await http.GetStringAsync("/health")).ShouldBe("Healthy");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Many} requests, slowest {slowest.TotalMilliseconds:0} ms: {string.Join(", ", heard.Select(h => $"{h.Value} × {h.Key}"))}"));
    }

    private static Gen<byte[]> Requests()
    {
        var text = Gen.Frequency(
            (6, Pick(Values)),
            (2, Gen.String[Gen.Char[' ', '~'], 0, 60]),
            (1, Gen.String[Gen.Char['\u0001', '\u00ff'], 0, 20]),
            (1, Gen.Int[1, 40_000].Select(n => new string('x', n))));
        var header = Gen.Select(Gen.Frequency((8, Pick(Names)), (1, Gen.String[Gen.Char[' ', '~'], 0, 12])), text, (name, value) => $"{name}: {value}\r\n");
        var query = Gen.Frequency((3, Gen.Const("canary")), (2, Gen.Const("%0d%0aSet-Cookie:%20canary=1")), (1, Gen.String[Gen.Char['!', '~'], 0, 40]), (1, Gen.Const(new string('t', 1001))), (1, Gen.Const("%ff%fe")));
        return Gen.Select(
            Gen.Frequency((12, Gen.Const("POST")), (2, Gen.Const("GET")), (1, Pick("PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "BREW", "post"))),
            Pick(Doors), query, Gen.Frequency((1, Gen.Const(Array.Empty<string>())), (2, header.Array[1, 6])), Pick(Bodies), Gen.Int[0, 99],
            (method, door, tail, headers, body, shape) =>
            {
                var path = door.EndsWith('=') || door.EndsWith('/') ? door + tail : door;
                var usual = shape switch
                {
                    0 => "",
                    1 => $"Content-Length: {Math.Max(0, body.Length - 3)}\r\n",
                    2 => "Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n",
                    3 => $"Content-Length: {body.Length}\r\n",
                    _ => $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n",
                };
                return Encoding.Latin1.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{usual}{string.Concat(headers)}\r\n{body}");
            });
    }

    /// <summary>True for what says one length, once, and has that and no more.</summary>
    private static bool IsFinished(byte[] request)
    {
        var text = Encoding.Latin1.GetString(request);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lengths = text[..end].Split("Content-Length: ", StringSplitOptions.None);
        return lengths.Length == 2 && lengths[1].Split("\r\n")[0] == (text.Length - end - 4).ToString(CultureInfo.InvariantCulture)
            && !text.Contains("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) && !text.Contains("Expect", StringComparison.Ordinal);
    }

    private static Gen<string> Pick(params string[] words) => Gen.Int[0, words.Length - 1].Select(n => words[n]);

    private static async Task<string> SendAsync(Uri address, byte[] request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port);
        using var patience = new CancellationTokenSource(Hang);
        var answer = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            await socket.SendAsync(request, patience.Token);
            var reading = socket.ReceiveAsync(buffer, patience.Token).AsTask();
            if (!IsFinished(request) && await Task.WhenAny(reading, Task.Delay(Unfinished, TimeProvider.System, patience.Token)) != reading)
                socket.Shutdown(SocketShutdown.Send);
            for (var read = await reading; read > 0; read = await socket.ReceiveAsync(buffer, patience.Token))
                answer.Write(buffer, 0, read);
        }
        catch (SocketException)
        {
            // Answered, or turned away, before everything was read, and the connection is gone with the rest.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
