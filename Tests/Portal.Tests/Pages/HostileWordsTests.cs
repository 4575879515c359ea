using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ClinicalEngagement.Portal.Tests.Access;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>
/// Whatever people type stays words: on every page that is linked, in forms that come back with it, and in files for a spreadsheet.
/// CLINICAL_ENGAGEMENT_SWEEP sets how often, each time with other words.
/// </summary>
public sealed class HostileWordsTests
{
    private const int MostPages = 100;

    private static readonly int Rounds = int.TryParse(
        Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_SWEEP"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Clamp(count, 1, 200) : 1;

    private static readonly string[] Files = ["/projects/{id:guid}/audit.csv", "/api/measures.csv"];

    [Fact]
    public async Task EveryPage_ShowsThemAsWords()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await using var host = await PortalHost.StartAsync(simulating: true);
            await Seed.FillAsync(host);
            var words = new HostileWords(round);
            await words.FillAsync(host.Store);
            using var browser = host.Browse();
            var until = PortalHost.Begin + Duration.FromDays(20);
            var open = new Queue<string>(
            [
                "/", "/dead-letters", "/governance", "/load", "/settings", "/measures", "/tasks", "/audit",
                .. new[]
                {
                    host.Links.AnswerTimes(Seed.Member("Mr Tom Ash"), Seed.Meeting("Mr Tom Ash"), until), host.Links.SendWords(Seed.Member("Mr Tom Ash"), until),
                    host.Links.GiveVerdict(Seed.Member("Dr Anna Bell"), Seed.Verdict, until), host.Links.ChooseUpdates(Seed.Member("Mr Tom Ash"), until),
                    host.Links.ConfirmUnderstanding(Seed.Member("Dr Anna Bell"), Seed.Understanding, until), host.Links.KeepDiary(Seed.Member("Mr Tom Ash"), new("jo.marsh@harbour.example"), until),
                }.Select(l => l.PathAndQuery),
            ]);
            var seen = new HashSet<string>(open);
            var shown = new HashSet<string>();
            var showing = 0;
            while (open.TryDequeue(out var path))
            {
                var page = await browser.GetAsync(path);
                ((int)browser.Response.StatusCode).ShouldBeLessThan(500, path);
                if (browser.Response.Content.Headers.ContentType?.MediaType != "text/html")
                    continue;
                var here = TextsOf(page);
                var found = words.All.Where(w => here.Contains(Plain(w), StringComparison.Ordinal)).ToArray();
                shown.UnionWith(found);
                showing += found.Length > 0 ? 1 : 0;
                ShouldBeWordsOnly(page, path);
                foreach (var next in page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!.Split('#')[0]).Where(a => a.StartsWith('/') && !a.StartsWith("/assets", StringComparison.Ordinal)))
                    if (seen.Count < MostPages && seen.Add(next))
                        open.Enqueue(next);
            }

            // Most of what was put in is seen somewhere, to the letter; the rest has no page.
            showing.ShouldBeGreaterThan(30);
            shown.Count.ShouldBeGreaterThan(words.All.Count / 2);
        }
    }

    [Fact]
    public async Task OwnRecordAndDiaries_ShowThemAsWords()
    {
        await using var host = await PortalHost.StartAsync(door: TestSignIn.Door);
        await Seed.FillAsync(host);
        var words = new HostileWords(7);
        await words.FillAsync(host.Store);
        foreach (var (who, path) in new[] { ("anna.bell", "/me"), ("jo.marsh", "/diaries") })
        {
            using var browser = host.Browse();
            browser.Http.DefaultRequestHeaders.Add(TestSignIn.EmailHeader, $"{who}@harbour.example");
            var page = await browser.GetAsync(path);
            ShouldBeWordsOnly(page, path);
            var here = TextsOf(page);
            words.All.Count(w => here.Contains(Plain(w), StringComparison.Ordinal)).ShouldBeGreaterThan(2, path);
        }
    }

    [Fact]
    public async Task FormsThatComeBack_ShowThemAsWords()
    {
        await using var host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        using var browser = host.Browse();
        var until = PortalHost.Begin + Duration.FromDays(20);
        var words = new HostileWords(11);
        string[] paths =
        [
            "/new", $"/projects/{Seed.Project}/plan/aim", $"/projects/{Seed.Project}/plan/risks", $"/projects/{Seed.Project}/plan/clinicians", $"/projects/{Seed.Project}/stage",
            "/settings/messages", "/settings/job-plans", "/governance", host.Links.SendWords(Seed.Member("Mr Tom Ash"), until).PathAndQuery,
        ];
        var again = 0;
        foreach (var path in paths)
            foreach (var form in (await browser.GetAsync(path)).QuerySelectorAll<IHtmlFormElement>("main form").Where(f => f.QuerySelector("textarea, input[type=text], input:not([type]), input[type=email]") is not null).ToArray())
            {
                var fields = form.QuerySelectorAll("textarea, input[type=text], input:not([type]), input[type=email]").Select(f => f.GetAttribute("name")!).Distinct().ToDictionary(n => n, string? (_) => words.Next());
                var before = words.All.ToArray();
                var page = await browser.SendAsync(form, fields, form.QuerySelector("button[name]") is { } button ? (button.GetAttribute("name")!, button.GetAttribute("value")!) : null);
                ((int)browser.Response.StatusCode).ShouldBeLessThan(500, path);
                ShouldBeWordsOnly(page, path);
                var here = TextsOf(page);
                again += before.Any(w => here.Contains(Plain(w), StringComparison.Ordinal)) ? 1 : 0;
            }

        again.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task EveryFileForASpreadsheet_HasNoFormula()
    {
        await using var host = await PortalHost.StartAsync();
        await Seed.FillAsync(host);
        host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText!).Where(p => p.EndsWith(".csv", StringComparison.Ordinal))
            .ShouldBe(Files, ignoreOrder: true, "each file is looked at here");
        for (var round = 0; round < Rounds; round++)
        {
            var words = new HostileWords(round);
            await words.FillAsync(host.Store);
            using var browser = host.Browse();
            foreach (var file in Files)
            {
                var rows = Parsed(await browser.Http.GetStringAsync(file.Replace("{id:guid}", Seed.Project.ToString(), StringComparison.Ordinal)));
                rows.Count.ShouldBeGreaterThan(1);
                rows.ShouldAllBe(r => r.Count == rows[0].Count, "no cell breaks out of its row");
                var cells = rows.SelectMany(r => r).ToArray();
                cells.Where(c => c.Length > 0 && "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20".Contains(c[0], StringComparison.Ordinal)).ShouldBeEmpty();
                cells.Count(c => c.Contains("evil", StringComparison.Ordinal)).ShouldBeGreaterThan(0);
            }
        }
    }

    private static void ShouldBeWordsOnly(IHtmlDocument page, string path)
    {
        page.QuerySelectorAll("*").Where(e => e.LocalName.Contains("evil", StringComparison.Ordinal) || e.Attributes.Any(a => a.Name.Contains("evil", StringComparison.Ordinal) || a.Name.StartsWith("on", StringComparison.Ordinal) || a.Name is "style" or "srcdoc"))
            .Select(e => e.OuterHtml).ShouldBeEmpty(path);
        page.QuerySelectorAll("script:not([src]), style, iframe, object, embed, base, img[src=x]").Select(e => e.OuterHtml).ShouldBeEmpty(path);
        page.QuerySelectorAll("[href], [src], [action], [formaction]").SelectMany(e => new[] { "href", "src", "action", "formaction" }.Select(e.GetAttribute)).OfType<string>()
            .Where(a => a.Contains("evil", StringComparison.OrdinalIgnoreCase) || !(a.StartsWith('/') || a.StartsWith('#') || a.StartsWith('?') || a.StartsWith("http", StringComparison.Ordinal) || a.StartsWith("mailto:", StringComparison.Ordinal)))
            .ShouldBeEmpty(path);
        page.Descendants<IComment>().Where(c => c.Data.Contains("evil", StringComparison.Ordinal)).ShouldBeEmpty(path);
    }

    // What a person reads or may change, with white space as it comes.
    private static string TextsOf(IHtmlDocument page) => Plain(string.Join('\n', page.Body!.QuerySelectorAll("input").Select(i => i.GetAttribute("value") ?? "").Append(page.Body!.TextContent)));

    private static string Plain(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c)));

    /// <summary>Cells by RFC 4180, without the product's own reader.</summary>
    private static List<List<string>> Parsed(string csv)
    {
        var rows = new List<List<string>> { new() };
        var cell = new StringBuilder();
        var quoted = false;
        var text = csv.TrimStart('\ufeff');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[++i]);
            else if (c == '"' && (quoted || cell.Length == 0))
                quoted = !quoted;
            else if (!quoted && c == ',')
                End();
            else if (!quoted && c is '\r' or '\n' && !quoted)
            {
                if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                    i++;
                End();
                rows.Add([]);
            }
            else
                cell.Append(c);
        }

        quoted.ShouldBeFalse("the last quotation mark is closed");
        if (rows[^1].Count == 0 && cell.Length == 0)
            rows.RemoveAt(rows.Count - 1);
        else
            End();
        return rows;

        void End()
        {
            rows[^1].Add(cell.ToString());
            cell.Clear();
        }
    }
}
