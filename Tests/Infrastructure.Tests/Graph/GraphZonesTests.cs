using ClinicalEngagement.Infrastructure.Graph;
using Microsoft.Graph.Models;
using NodaTime;
using NodaTime.TimeZones;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

public sealed class GraphZonesTests
{
    [Fact]
    public void Find_EveryWindowsName_HasAZone()
    {
        foreach (var name in TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.Keys)
            GraphZones.Find(name).ShouldNotBeNull(name);
    }

    [Fact]
    public void FindId_CustomRulesOfThePacific_AreThePacific()
    {
        // The documented example: bias 480, standard from the first Sunday of November, summer from the second of March.
        var zone = Custom(480, (11, 1), (3, 2));

        GraphZones.FindId(zone, 2026).ShouldNotBeNull();
        var found = DateTimeZoneProviders.Tzdb[GraphZones.FindId(zone, 2026)!];
        found.GetUtcOffset(Instant.FromUtc(2026, 1, 15, 0, 0)).ShouldBe(Offset.FromHours(-8));
        found.GetUtcOffset(Instant.FromUtc(2026, 7, 15, 0, 0)).ShouldBe(Offset.FromHours(-7));
    }

    [Theory]
    [InlineData(0, "Europe/London")]
    [InlineData(-60, null)]
    public void FindId_CustomEuropeanRules_AreFound(int bias, string? exactly)
    {
        var id = GraphZones.FindId(Custom(bias, (10, 5), (3, 5)), 2026);

        id.ShouldNotBeNull();
        if (exactly is not null)
            id.ShouldBe(exactly);
        DateTimeZoneProviders.Tzdb[id].GetUtcOffset(Instant.FromUtc(2026, 7, 15, 0, 0)).ShouldBe(Offset.FromSeconds((60 - bias) * 60));
    }

    [Fact]
    public void FindId_CustomWithoutSummerTime_HasNone()
    {
        var id = GraphZones.FindId(new CustomTimeZone { Bias = -180 }, 2026);

        DateTimeZoneProviders.Tzdb[id!].GetUtcOffset(Instant.FromUtc(2026, 7, 15, 0, 0)).ShouldBe(Offset.FromHours(3));
    }

    [Fact]
    public void FindId_CustomRulesOfNowhere_IsUnknown() => GraphZones.FindId(Custom(17, (2, 1), (1, 2)), 2026).ShouldBeNull();

    [Theory]
    [InlineData("2026-06-01T10:00:00.0000000", "GMT Standard Time", 9)]
    [InlineData("2026-06-01T10:00:00", "UTC", 10)]
    [InlineData("2026-06-01T10:00:00", "tzone://Microsoft/Utc", 10)]
    [InlineData("2026-06-01T10:00:00Z", "GMT Standard Time", 10)]
    [InlineData("2026-06-01T10:00:00+02:00", null, 8)]
    [InlineData("2026-06-01T10:00:00", null, 10)]
    public void Read_TimeInItsZone_IsThatMoment(string text, string? zone, int hour) =>
        GraphZones.Read(new DateTimeTimeZone { DateTime = text, TimeZone = zone }).ShouldBe(Instant.FromUtc(2026, 6, 1, hour, 0));

    [Fact]
    public void Read_WhatWriteWrote_IsTheSame()
    {
        var instant = Instant.FromUtc(2026, 10, 25, 1, 30) + Duration.FromMilliseconds(5);

        GraphZones.Read(GraphZones.Write(instant)).ShouldBe(instant);
    }

    private static CustomTimeZone Custom(int bias, (int Month, int Occurrence) standard, (int Month, int Occurrence) summer) => new()
    {
        Bias = bias,
        StandardOffset = new StandardTimeZoneOffset { Month = standard.Month, DayOccurrence = standard.Occurrence, DayOfWeek = DayOfWeekObject.Sunday, Year = 0 },
        DaylightOffset = new DaylightTimeZoneOffset { Month = summer.Month, DayOccurrence = summer.Occurrence, DayOfWeek = DayOfWeekObject.Sunday, Year = 0, DaylightBias = -60 },
    };
}
