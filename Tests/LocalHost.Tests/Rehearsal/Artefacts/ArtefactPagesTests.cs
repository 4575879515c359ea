using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.LocalHost.Rehearsal.Artefacts;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Tests.Rehearsal.Artefacts;

public sealed class ArtefactPagesTests
{
    private static readonly IReadOnlyList<TimelineEntry> Entries = TimelineEntry.From(
        [
            ArtefactSamples.Event(2, Instant.FromUtc(2027, 6, 3, 23, 30), "meeting.proposed", "{clinician} was invited for Thursday 10 June, 8:30am.", "No clinic or list is displaced; uses 20 minutes of SPA time.", ArtefactSamples.ZoeId),
            ArtefactSamples.Event(1, Instant.FromUtc(2027, 6, 3, 8, 0), "request.received", "The form was sent.", actor: AuditActor.Lead),
            ArtefactSamples.Event(3, Instant.FromUtc(2027, 6, 4, 8, 0), "meeting.agreed", "<b>{clinician}</b> agreed.", null, ArtefactSamples.ZoeId, AuditActor.Clinician),
        ],
        new Dictionary<PanelMemberId, string> { [ArtefactSamples.ZoeId] = "Zoë Ní Bhriain" });

    [Fact]
    public async Task Timeline_GroupsByDayInLondonAndSaysWhoAndWhy()
    {
        using var page = new HtmlParser().ParseDocument(await ArtefactPages.TimelineAsync("Frailty same-day care", true, Entries));

        page.Title.ShouldBe("Frailty same-day care: what happened");
        page.QuerySelectorAll("h2").Select(h => h.TextContent).ShouldBe(["Thursday 3 June 2027", "Friday 4 June 2027"]);
        var items = page.QuerySelectorAll("ol.entries li");
        items.Length.ShouldBe(3);
        items[0].TextContent.ShouldContain("By the project lead");
        items[1].QuerySelector("time")!.TextContent.ShouldBe("00:30");
        items[1].TextContent.ShouldContain("Zoë Ní Bhriain was invited for Thursday 10 June, 8:30am.");
        items[1].TextContent.ShouldContain("Why: No clinic or list is displaced");
        items[2].TextContent.ShouldContain("<b>Zoë Ní Bhriain</b> agreed.");
        page.Body!.TextContent.ShouldContain("Sample data");
        page.QuerySelectorAll("script, link, img, iframe").ShouldBeEmpty("the file stands alone");
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Timeline_WithNothingInIt_SaysSo() =>
        (await ArtefactPages.TimelineAsync("Frailty same-day care", false, [])).ShouldContain("0 entries.");

    [Fact]
    public async Task MailIndex_LinksEveryMailAndShowsItsWords()
    {
        var hostile = ArtefactSamples.Mail with { Subject = "<script>alert(1)</script>" };
        using var page = new HtmlParser().ParseDocument(await ArtefactPages.MailIndexAsync(
            "Frailty same-day care", true, [(ArtefactSamples.Mail, "0001-first.eml"), (hostile, "0002-second.eml")]));

        page.QuerySelectorAll("tbody a").Select(a => a.GetAttribute("href")).ShouldBe(["0001-first.eml", "0002-second.eml"]);
        page.QuerySelectorAll("tbody a")[1].TextContent.ShouldBe("<script>alert(1)</script>");
        page.QuerySelector("tbody td")!.TextContent.ShouldBe("Friday 4 June 2027, 08:00");
        page.QuerySelector("pre")!.TextContent.ShouldContain("Dear Zoë,\n\nFrom here.");
        page.QuerySelectorAll("th[scope=col]").Length.ShouldBe(3);
        page.QuerySelectorAll("script, img, link").ShouldBeEmpty();
    }

    [Fact]
    public void TimelineJson_IsReadableAndTheSameEveryTime()
    {
        var bytes = TimelineJson.Write("Frailty same-day care", true, Entries);
        using var json = JsonDocument.Parse(bytes);

        bytes.ShouldBe(TimelineJson.Write("Frailty same-day care", true, Entries));
        json.RootElement.GetProperty("sampleData").GetBoolean().ShouldBeTrue();
        json.RootElement.GetProperty("entries")[1].GetProperty("clinician").GetString().ShouldBe("Zoë Ní Bhriain");
        json.RootElement.GetProperty("entries")[0].GetProperty("at").GetString().ShouldBe("2027-06-03T08:00:00Z");
        Encoding.UTF8.GetString(bytes).ShouldNotContain('\r');
    }

    [Theory]
    [InlineData(7, "20 minutes on frailty same-day care? Thu 14 Jan, 08:15", "0007-20-minutes-on-frailty-same-day-care-thu-14-jan-08-15.eml")]
    [InlineData(12, "Zoë Ní Bhriain / Ünal: ../../etc", "0012-zoe-ni-bhriain-unal-etc.eml")]
    [InlineData(3, "???", "0003.eml")]
    public void FileNames_AreReadableAndSafe(int number, string words, string name) => ArtefactNames.For(number, words, "eml").ShouldBe(name);
}
