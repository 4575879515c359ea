using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Graph.Users.Item.CalendarView.Delta;

namespace ClinicalEngagement.GraphSimulator.Tests;

public sealed class DeltaTests
{
    [Fact]
    public async Task Delta_FirstRound_GivesTheWholeWindowPageByPage()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await trial.BookAsync(Trial.Meeting(Trial.Never, new DateTime(2026, 2, 17, 14, 0, 0)));

        var (events, link) = await RoundAsync(trial, null);

        events.Count.ShouldBeGreaterThan(10);
        events.Select(e => e.Id).ShouldBeUnique();
        events.ShouldContain(e => e.Id == booked!.Id);
        link.ShouldContain("/calendarView/delta?$deltatoken=");
    }

    [Fact]
    public async Task Delta_LaterRounds_TellChangesAndRemovals()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await trial.BookAsync(Trial.Meeting(Trial.Never, new DateTime(2026, 2, 17, 14, 0, 0)));
        var (_, link) = await RoundAsync(trial, null);

        (var none, link) = await RoundAsync(trial, link);
        none.ShouldBeEmpty();

        await trial.ControlAsync("control/react", new { person = Trial.Never, kind = "accept" });
        (var changed, link) = await RoundAsync(trial, link);
        changed.ShouldHaveSingleItem().Attendees![0].Status!.Response.ShouldBe(ResponseType.Accepted);

        await trial.Graph.Users[Trial.Lead].Events[booked!.Id].DeleteAsync();
        (var removed, _) = await RoundAsync(trial, link);
        var gone = removed.ShouldHaveSingleItem();
        gone.Id.ShouldBe(booked.Id);
        gone.AdditionalData.ShouldContainKey("@removed");
    }

    [Fact]
    public async Task Delta_MovedOutOfTheWindow_IsRemoved()
    {
        await using var trial = await Trial.StartAsync();
        var booked = await trial.BookAsync(Trial.Meeting(Trial.Never, new DateTime(2026, 2, 17, 14, 0, 0)));
        var (_, link) = await RoundAsync(trial, null);

        await trial.Graph.Users[Trial.Lead].Events[booked!.Id].PatchAsync(new Event { Start = Trial.At(new DateTime(2026, 6, 2, 9, 0, 0)), End = Trial.At(new DateTime(2026, 6, 2, 9, 30, 0)) });
        var (removed, _) = await RoundAsync(trial, link);

        removed.ShouldHaveSingleItem().AdditionalData.ShouldContainKey("@removed");
    }

    [Fact]
    public async Task Delta_ExpiredToken_Is410WithAFreshAddress()
    {
        await using var trial = await Trial.StartAsync();
        var (_, link) = await RoundAsync(trial, null);
        await trial.FaultAsync(new { kind = "deltaExpired", mailbox = Trial.Lead, count = 1 });

        var refused = await Should.ThrowAsync<ODataError>(() => RoundAsync(trial, link));

        refused.ResponseStatusCode.ShouldBe(410);
        refused.Error!.Code.ShouldBe("syncStateNotFound");
        refused.ResponseHeaders!["Location"].ShouldHaveSingleItem().ShouldContain("startDateTime=2026-02-01");
        (await RoundAsync(trial, link)).Events.ShouldBeEmpty();
    }

    private static async Task<(List<Event> Events, string Link)> RoundAsync(Trial trial, string? link)
    {
        var events = new List<Event>();
        var builder = trial.Graph.Users[Trial.Lead].CalendarView.Delta;
        var page = link is null
            ? await builder.GetAsDeltaGetResponseAsync(c =>
            {
                c.QueryParameters.StartDateTime = "2026-02-01T00:00:00Z";
                c.QueryParameters.EndDateTime = "2026-04-01T00:00:00Z";
                c.Headers.Add("Prefer", ["odata.maxpagesize=10", "IdType=\"ImmutableId\""]);
            })
            : await NextAsync(builder, link);
        while (true)
        {
            events.AddRange(page!.Value!);
            if (page.OdataNextLink is null)
                return (events, page.OdataDeltaLink!);
            page = await NextAsync(builder, page.OdataNextLink);
        }
    }

    private static Task<DeltaGetResponse?> NextAsync(DeltaRequestBuilder builder, string link) =>
        builder.WithUrl(link).GetAsDeltaGetResponseAsync(c => c.Headers.Add("Prefer", ["odata.maxpagesize=10", "IdType=\"ImmutableId\""]));
}
