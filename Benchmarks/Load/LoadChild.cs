using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;

namespace ClinicalEngagement.Benchmarks.Load;

/// <summary>
/// The process that sends, so that it counts in nobody's memory but its own: <c>ADDRESS</c>, then a line on standard input for each storm
/// (seconds, notifications and requests a second), answered by a line of what came back. At zero seconds all of it is sent at once.
/// </summary>
internal static class LoadChild
{
    /// <summary>The role that the requests are handed in with, as a flow of Power Automate has it.</summary>
    public const string IntakeRole = "Engagement.Intake";

    private static int sent;

    public static async Task<int> RunAsync(string[] args)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256, UseProxy = false }) { BaseAddress = new Uri(args[0]) };
        var sample = await File.ReadAllTextAsync(args[1]);
        while (await Console.In.ReadLineAsync() is { Length: > 0 } line)
        {
            var storm = line.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            var answers = new ConcurrentDictionary<string, int>();
            await Task.WhenAll(
                SendAsync(storm[0], storm[1], () => NotifyAsync(http, answers)),
                SendAsync(storm[0], storm[2], () => BeginAsync(http, sample, answers)));
            Console.WriteLine(string.Join(' ', answers.Select(a => $"{a.Key}={a.Value}")));
        }

        return 0;
    }

    private static Task SendAsync(double seconds, double rate, Func<Task> one) =>
        MeasuredPortal.AtRateAsync((int)(seconds > 0 ? seconds * rate : rate), seconds > 0 ? rate : double.PositiveInfinity, _ => one());

    private static async Task NotifyAsync(HttpClient http, ConcurrentDictionary<string, int> answers)
    {
        using var content = MeasuredPortal.NotificationOf(Interlocked.Increment(ref sent), LoadBench.Organisers);
        using var answer = await http.PostAsync("/api/graph/notifications", content);
        Count(answers, "webhook", answer);
    }

    private static async Task BeginAsync(HttpClient http, string sample, ConcurrentDictionary<string, int> answers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/engagements") { Content = new StringContent(sample, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("Idempotency-Key", $"storm-{Interlocked.Increment(ref sent)}");
        HeaderSignIn.As(request.Headers, "flow", IntakeRole);
        using var answer = await http.SendAsync(request);
        Count(answers, "intake", answer);
    }

    private static void Count(ConcurrentDictionary<string, int> answers, string door, HttpResponseMessage answer) =>
        answers.AddOrUpdate($"{door}-{(int)answer.StatusCode}", 1, (_, n) => n + 1);
}
