using ClinicalEngagement.Domain.Updates;
using CsCheck;

namespace ClinicalEngagement.Domain.Tests.Updates;

public sealed class RunChartTests
{
    private static readonly Gen<decimal[]> Series = Gen.Int[0, 100].Select(i => (decimal)i).Array[1, 40];

    [Fact]
    public void Of_NoPoints_Throws() => Should.Throw<ArgumentException>(() => RunChart.Of([]));

    [Fact]
    public void Of_SixRisingPoints_SaysNothingYet()
    {
        var chart = RunChart.Of([38, 40, 45, 50, 55, 60]);

        chart.Signals.ShouldBeEmpty();
        chart.CanSignal.ShouldBeFalse();
        chart.Upper.ShouldBeNull();
        chart.Mean.ShouldBe(48m);
    }

    [Fact]
    public void Of_SevenRisingPoints_NamesATrend() =>
        RunChart.Of([38, 40, 45, 50, 55, 60, 61]).Signals.ShouldContain(RunChartSignal.TrendRising);

    [Fact]
    public void Of_SevenFallingPoints_NamesATrend() =>
        RunChart.Of([61, 60, 55, 50, 45, 40, 38]).Signals.ShouldContain(RunChartSignal.TrendFalling);

    [Fact]
    public void Of_SixRisingAmongMore_NamesNoTrend() =>
        RunChart.Of([50, 40, 42, 44, 46, 48, 50, 40]).Signals.ShouldNotContain(RunChartSignal.TrendRising);

    [Fact]
    public void Of_ARepeatedValue_NeitherLengthensNorEndsATrend()
    {
        RunChart.Of([38, 40, 40, 45, 50, 55, 60, 61]).Signals.ShouldContain(RunChartSignal.TrendRising);
        RunChart.Of([38, 40, 40, 45, 50, 55, 60]).Signals.ShouldNotContain(RunChartSignal.TrendRising);
    }

    [Fact]
    public void Of_SevenBelowThenSevenAbove_NamesBothShifts() =>
        RunChart.Of([40, 41, 40, 41, 40, 41, 40, 60, 61, 60, 61, 60, 61, 60]).Signals
            .ShouldBe([RunChartSignal.ShiftAbove, RunChartSignal.ShiftBelow, RunChartSignal.AboveLimits, RunChartSignal.BelowLimits], ignoreOrder: true);

    [Fact]
    public void Of_SixOnEachSide_NamesNoShift() =>
        RunChart.Of([40, 60, 40, 60, 40, 60, 40, 60, 40, 60]).Signals.ShouldBeEmpty();

    [Fact]
    public void Of_APointOnTheMean_EndsNoShift()
    {
        // Mean 50: seven above with one on the mean among them.
        decimal[] values = [51, 51, 51, 50, 51, 51, 51, 51, 43];
        values.Average().ShouldBe(50m);

        RunChart.Of(values).Signals.ShouldContain(RunChartSignal.ShiftAbove);
    }

    [Fact]
    public void Of_OneFarPoint_IsOutsideTheLimits()
    {
        var chart = RunChart.Of([50, 51, 50, 51, 50, 51, 50, 51, 50, 51, 50, 51, 90]);

        chart.Signals.ShouldBe([RunChartSignal.ShiftBelow, RunChartSignal.AboveLimits]);
    }

    [Fact]
    public void Of_LimitsAre266AverageMovingRangesFromTheMean()
    {
        var chart = RunChart.Of([10, 12, 10, 12, 10, 12, 10]);

        chart.Upper!.Value.ShouldBe(chart.Mean + 5.32m);
        chart.Lower!.Value.ShouldBe(chart.Mean - 5.32m);
    }

    [Fact]
    public void Of_AnySeriesTurnedUpsideDown_GivesTheMirroredSignals() => Series.Sample(values =>
    {
        var mirrored = RunChart.Of([.. values.Select(v => -v)]).Signals.Select(s => s switch
        {
            RunChartSignal.ShiftAbove => RunChartSignal.ShiftBelow,
            RunChartSignal.ShiftBelow => RunChartSignal.ShiftAbove,
            RunChartSignal.TrendRising => RunChartSignal.TrendFalling,
            RunChartSignal.TrendFalling => RunChartSignal.TrendRising,
            RunChartSignal.AboveLimits => RunChartSignal.BelowLimits,
            _ => RunChartSignal.AboveLimits,
        });
        return RunChart.Of(values).Signals.Order().SequenceEqual(mirrored.Order());
    });

    [Fact]
    public void Of_AnySeries_TrendExactlyWhereSevenPointsRiseOnceRepeatsAreLeftOut() => Series.Sample(values =>
    {
        var distinct = values.Where((v, i) => i == 0 || values[i - 1] != v).ToArray();
        var rises = Enumerable.Range(0, Math.Max(0, distinct.Length - 6))
            .Any(start => Enumerable.Range(start, 6).All(i => distinct[i] < distinct[i + 1]));
        return RunChart.Of(values).Signals.Contains(RunChartSignal.TrendRising) == rises;
    });

    [Fact]
    public void InWords_NamesTheRules()
    {
        RunChart.Of([38, 40, 45, 50, 55, 60]).InWords().ShouldBeNull();
        RunChart.Of([40, 60, 40, 60, 40, 60, 40]).InWords().ShouldBe("The run chart shows no shift, no trend and no point outside the limits.");
        RunChart.Of([38, 40, 45, 50, 55, 60, 61]).InWords().ShouldBe("The run chart shows a trend (seven or more points rising) and points outside the limits.");
        RunChart.Of([50, 51, 50, 51, 50, 51, 50, 51, 50, 51, 50, 51, 90]).InWords()
            .ShouldBe("The run chart shows a shift (seven or more points below the mean) and a point outside the limits, above.");
    }

    [Fact]
    public void InWords_AnySeries_SaysAsManyThingsAsThereAreSignals() => Series.Sample(values =>
    {
        var chart = RunChart.Of(values);
        var words = chart.InWords() ?? "";
        return !chart.CanSignal
            || (chart.Signals.Any(s => s is RunChartSignal.ShiftAbove or RunChartSignal.ShiftBelow) == words.Contains("a shift (")
                && chart.Signals.Any(s => s is RunChartSignal.TrendRising or RunChartSignal.TrendFalling) == words.Contains("a trend (")
                && chart.Signals.Any(s => s is RunChartSignal.AboveLimits or RunChartSignal.BelowLimits) == words.Contains("outside the limits,")
                || words.Contains("points outside the limits"));
    });
}
