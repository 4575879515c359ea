using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Graph.Users.Item.Calendar.GetSchedule;

namespace ClinicalEngagement.GraphSimulator.Tests;

public sealed class ScheduleTests
{
    private static readonly DateTime Monday = new(2026, 2, 16);

    [Fact]
    public async Task GetSchedule_ShowsClinicsAsBusyAndWorkingHours()
    {
        await using var trial = await Trial.StartAsync();

        var schedule = (await AskAsync(trial, [Trial.Never], Monday, Monday.AddDays(28)))[0];

        schedule.ScheduleItems!.Count(i => i.Status == FreeBusyStatus.Busy).ShouldBeGreaterThan(10);
        schedule.ScheduleItems!.ShouldAllBe(i => i.Subject == null, "this mailbox shares times only");
        schedule.AvailabilityView!.Length.ShouldBe(28 * 48);
        schedule.WorkingHours!.TimeZone!.Name.ShouldBe("GMT Standard Time");
    }

    [Fact]
    public async Task GetSchedule_ViewAgreesWithItems()
    {
        await using var trial = await Trial.StartAsync();
        var schedule = (await AskAsync(trial, [Trial.Never], Monday, Monday.AddDays(28)))[0];

        for (var n = 0; n < schedule.AvailabilityView!.Length; n++)
        {
            var from = Monday.AddMinutes(30 * n);
            var covered = schedule.ScheduleItems!.Any(i => Parse(i.Start!) < from.AddMinutes(30) && from < Parse(i.End!));
            (schedule.AvailabilityView[n] != '0').ShouldBe(covered, $"at {from:o}");
        }
    }

    [Fact]
    public async Task GetSchedule_UnknownAddress_IsAnErrorOfThatMailboxOnly()
    {
        await using var trial = await Trial.StartAsync();

        var schedules = await AskAsync(trial, ["nobody.there@arlenmere.example", Trial.Prompt], Monday, Monday.AddDays(1));

        schedules[0].Error!.ResponseCode.ShouldBe("ErrorMailRecipientNotFound");
        schedules[1].Error.ShouldBeNull();
    }

    [Fact]
    public async Task GetSchedule_UnreadableMailbox_IsAnErrorOfThatMailboxOnly()
    {
        await using var trial = await Trial.StartAsync();
        await trial.FaultAsync(new { kind = "mailboxUnreadable", mailbox = Trial.Prompt });

        var schedules = await AskAsync(trial, [Trial.Prompt, Trial.Never], Monday, Monday.AddDays(1));

        schedules[0].Error!.ResponseCode.ShouldBe("ErrorMailboxLogonFailed");
        schedules[1].Error.ShouldBeNull();
    }

    [Theory]
    [InlineData(21, 1, "ErrorMailboxDataArrayTooBig")]
    [InlineData(1, 62, "ErrorTimeIntervalTooBig")]
    [InlineData(1, 0, "ErrorInvalidTimeInterval")]
    public async Task GetSchedule_BeyondTheLimits_IsRefused(int mailboxes, int days, string code)
    {
        await using var trial = await Trial.StartAsync();

        var refused = await Should.ThrowAsync<ODataError>(() => AskAsync(trial, [.. Enumerable.Repeat(Trial.Prompt, mailboxes)], Monday, Monday.AddDays(days)));

        refused.ResponseStatusCode.ShouldBe(400);
        refused.Error!.Code.ShouldBe(code);
    }

    [Fact]
    public async Task GetSchedule_CustomAndMissingWorkingHours_AreGivenAsTheyAre()
    {
        await using var trial = await Trial.StartAsync();

        var schedules = await AskAsync(trial, ["ngozi.barrowclough@arlenmere.example", "piers.lockhampton@arlenmere.example"], Monday, Monday.AddDays(1));

        schedules[0].WorkingHours!.TimeZone.ShouldBeOfType<CustomTimeZone>().Bias.ShouldBe(0);
        schedules[1].WorkingHours.ShouldBeNull();
    }

    [Fact]
    public async Task Calendars_AreTheSameForTheSameSeed_AndOthersForAnother()
    {
        async Task<string> ViewAsync(int seed)
        {
            await using var trial = await Trial.StartAsync(seed: seed);
            return string.Join('|', (await AskAsync(trial, [Trial.Prompt, Trial.Never, Trial.Late], Monday, Monday.AddDays(56))).Select(s => s.AvailabilityView));
        }

        var first = await ViewAsync(7);

        (await ViewAsync(7)).ShouldBe(first);
        (await ViewAsync(8)).ShouldNotBe(first);
    }

    [Fact]
    public async Task MailboxSettings_GiveZoneAndHours()
    {
        await using var trial = await Trial.StartAsync();

        var settings = await trial.Graph.Users[Trial.Lead].MailboxSettings.GetAsync();

        settings!.TimeZone.ShouldBe("GMT Standard Time");
        settings.WorkingHours!.StartTime!.Value.Hour.ShouldBe(8);
        settings.WorkingHours.StartTime.Value.Minute.ShouldBe(30);
    }

    [Fact]
    public async Task TwoThousandPeople_HaveEightWeeksOfCalendars()
    {
        await using var trial = await Trial.StartAsync(people: 2000);
        await trial.ControlAsync("control/settings", new { throttling = false });
        var page = await trial.Graph.Users.GetAsync(c => c.QueryParameters.Top = 999);
        var addresses = new List<string>(page!.Value!.Select(u => u.Mail!));
        while (page!.OdataNextLink is { } next)
            addresses.AddRange((page = await trial.Graph.Users.WithUrl(next).GetAsync())!.Value!.Select(u => u.Mail!));
        addresses.Count.ShouldBe(2000);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var entries = 0;
        foreach (var twenty in addresses.Chunk(20))
            entries += (await AskAsync(trial, twenty, Monday, Monday.AddDays(56))).Sum(s => s.ScheduleItems?.Count ?? 0);

        TestContext.Current.SendDiagnosticMessage($"2,000 people, eight weeks, {entries} entries: {watch.ElapsedMilliseconds} ms");
        entries.ShouldBeGreaterThan(100_000);
    }

    private static async Task<List<ScheduleInformation>> AskAsync(Trial trial, IEnumerable<string> addresses, DateTime start, DateTime end) =>
        (await trial.Graph.Users[Trial.Lead].Calendar.GetSchedule.PostAsGetSchedulePostResponseAsync(new GetSchedulePostRequestBody
        {
            Schedules = [.. addresses],
            StartTime = Trial.At(start),
            EndTime = Trial.At(end),
            AvailabilityViewInterval = 30,
        }))!.Value!;

    private static DateTime Parse(DateTimeTimeZone time) => DateTime.Parse(time.DateTime!, System.Globalization.CultureInfo.InvariantCulture);
}
