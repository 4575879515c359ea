using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>Neither an address nor a log line says who: every page is opened and followed, forms are sent, and everything written down is read.</summary>
public sealed partial class PersonalDataTests
{
    private const int MostPages = 150;

    [Fact]
    public async Task AddressesAndLogs_OfEveryPageThatIsLinked_NameNobody()
    {
        var lines = new Lines();
        await using var host = await PortalHost.StartAsync(
            simulating: true, door: services => services.AddOnlyPersonOnLoopback().AddLogging(logs => logs.AddProvider(lines).SetMinimumLevel(LogLevel.Information).AddFilter("ClinicalEngagement", LogLevel.Trace)));
        await Seed.FillAsync(host);
        using var browser = host.Browse();
        var until = PortalHost.Begin + Duration.FromDays(20);
        var links = new[]
        {
            host.Links.AnswerTimes(Seed.Member("Mr Tom Ash"), Seed.Meeting("Mr Tom Ash"), until), host.Links.SendWords(Seed.Member("Mr Tom Ash"), until),
            host.Links.GiveVerdict(Seed.Member("Dr Anna Bell"), Seed.Verdict, until), host.Links.ChooseUpdates(Seed.Member("Mr Tom Ash"), until),
        }.Select(l => l.PathAndQuery).ToArray();

        // Every page that a page leads to, the first of each kind of query.
        var open = new Queue<string>(["/", .. links]);
        var seen = new HashSet<string>(open);
        var addresses = new List<string>();
        while (open.TryDequeue(out var path) && seen.Count < MostPages)
        {
            var page = await browser.GetAsync(path);
            ((int)browser.Response.StatusCode).ShouldBeLessThan(500, path);
            var here = page.QuerySelectorAll("[href], [action], [src], [data-live], [data-poll]")
                .SelectMany(e => new[] { "href", "action", "src", "data-live", "data-poll" }.Select(e.GetAttribute)).OfType<string>().ToArray();
            addresses.AddRange(here.Select(a => $"{a} on {path}"));
            foreach (var next in page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!.Split('#')[0]).Where(a => a.StartsWith('/') && !a.StartsWith("/assets", StringComparison.Ordinal)))
            {
                if (seen.Add(next))
                    open.Enqueue(next);
            }
        }

        seen.Count.ShouldBeGreaterThan(40);
        var words = await browser.GetAsync(links[1]);
        await browser.SendAsync(words, links[1], new Dictionary<string, string?> { ["words"] = "Who covers the night?" });
        var stage = await browser.GetAsync($"/projects/{Seed.Project}/stage");
        await browser.SendAsync(stage, $"/projects/{Seed.Project}/stage/people", new Dictionary<string, string?> { ["coLead.name"] = "Dr Anna Bell", ["coLead.email"] = "anna.bell@harbour.example" });
        (await browser.Http.GetAsync("/a/not-a-link-of-ours")).Dispose();

        addresses.Where(a => Somebody().IsMatch(a.Split(" on ")[0])).ShouldBeEmpty("addresses that name somebody");
        lines.All.ShouldNotBeEmpty("something is logged at all");
        lines.All.Where(l => Somebody().IsMatch(l) || links.Any(k => l.Contains(k.Split('/')[^1], StringComparison.Ordinal))).ShouldBeEmpty("log lines that name somebody or hold a link");
    }

    [GeneratedRegex(@"\b(bell|okoro|tom\.ash|lowe|tate|ferreira|nair|priya|marsh)\b|@harbour|%40harbour", RegexOptions.IgnoreCase)]
    private static partial Regex Somebody();

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = [];

        public IReadOnlyCollection<string> All => lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
