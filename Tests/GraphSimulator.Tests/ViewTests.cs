using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Graph.Models;

namespace ClinicalEngagement.GraphSimulator.Tests;

public sealed class ViewTests
{
    [Fact]
    public async Task People_ListsEverybodyWithALink()
    {
        await using var trial = await Trial.StartAsync();

        var page = await OpenAsync(trial, "");

        page.QuerySelectorAll("tbody tr").Length.ShouldBe(62);
        page.QuerySelector($"a[href='/people/{Trial.Prompt}']").ShouldNotBeNull();
        page.QuerySelectorAll("script").ShouldBeEmpty();
        page.DocumentElement.GetAttribute("lang").ShouldBe("en-GB");
    }

    [Fact]
    public async Task Person_ShowsTheWeekAndTheInvitationWithLabelledFields()
    {
        await using var trial = await Trial.StartAsync();
        await trial.BookAsync(Trial.Meeting(Trial.Never, new DateTime(2026, 2, 17, 14, 0, 0)));

        var page = await OpenAsync(trial, $"people/{Trial.Never}?week=2026-02-16");

        page.QuerySelector(".week")!.TextContent.ShouldContain("Theatre list");
        page.QuerySelector(".week")!.TextContent.ShouldContain("Frailty: half an hour with you");
        foreach (var field in page.QuerySelectorAll("input:not([type=hidden])"))
            page.QuerySelector($"label[for='{field.Id}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Accept_ByForm_AnswersTheMeeting()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await trial.BookAsync(Trial.Meeting(Trial.Never, new DateTime(2026, 2, 17, 14, 0, 0)));

        await PlayAsync(trial, Trial.Never, new() { ["kind"] = "accept", ["iCalUId"] = booked!.ICalUId!, ["words"] = "Glad to." });

        (await trial.ReadAsync(booked.Id!))!.Attendees![0].Status!.Response.ShouldBe(ResponseType.Accepted);
        (await trial.MailAsync(Trial.Lead))[0].BodyPreview.ShouldBe("Glad to.");
    }

    [Fact]
    public async Task Move_ByForm_TakesUkTime()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await trial.BookAsync(Trial.Meeting(Trial.Never, new DateTime(2026, 5, 12, 14, 0, 0)));

        await PlayAsync(trial, Trial.Never, new() { ["kind"] = "move", ["iCalUId"] = booked!.ICalUId!, ["start"] = "2026-05-13T15:00" });

        (await trial.ReadAsync(booked.Id!))!.Start!.DateTime.ShouldStartWith("2026-05-13T14:00:00");
    }

    [Fact]
    public async Task Reply_ByForm_ComesBackInTheConversation()
    {
        await using var trial = await Trial.StartAsync();
        await trial.Graph.Users[Trial.Lead].SendMail.PostAsync(new() { Message = MailTests.Letter(Trial.Never) });
        var received = (await trial.MailAsync(Trial.Never))[0];
        (await OpenAsync(trial, $"people/{Trial.Never}/messages/{received.Id}")).QuerySelector("iframe")!.GetAttribute("sandbox").ShouldBe("");

        await PlayAsync(trial, Trial.Never, new() { ["kind"] = "reply", ["messageId"] = received.Id!, ["words"] = "Not on a theatre day." });

        var reply = (await trial.MailAsync(Trial.Lead))[0];
        reply.ConversationId.ShouldBe(received.ConversationId);
        reply.BodyPreview.ShouldBe("Not on a theatre day.");
    }

    [Fact]
    public async Task Play_FromAnotherPage_IsForbidden()
    {
        await using var trial = await Trial.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"people/{Trial.Never}/play") { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Origin", "http://elsewhere.example");

        using var response = await trial.Http.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task JobPlans_DownloadAsCsv()
    {
        await using var trial = await Trial.StartAsync();

        var csv = await trial.Http.GetStringAsync("job-plans.csv", TestContext.Current.CancellationToken);

        var lines = csv.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("email,name,day,start,end,activity,weeks,site");
        lines.ShouldContain($"{Trial.Prompt},Dr Anneliese Thornquist,monday,08:30,12:30,wardRound,every,Arlenmere General Hospital");
    }

    private static async Task<IDocument> OpenAsync(Trial trial, string path)
    {
        var html = await trial.Http.GetStringAsync(path, TestContext.Current.CancellationToken);
        return new HtmlParser().ParseDocument(html);
    }

    private static async Task PlayAsync(Trial trial, string person, Dictionary<string, string> form)
    {
        using var response = await trial.Http.PostAsync($"people/{person}/play", new FormUrlEncodedContent(form), TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
