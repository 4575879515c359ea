using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;
using ScottPlot;
using SkiaSharp;

namespace ClinicalEngagement.Infrastructure.Mail;

/// <summary>The run chart of a measure as an inline PNG: points, mean, goal, and the limits once there are enough points for them.</summary>
/// <remarks>
/// The same points give the same bytes on the same machine; lettering is drawn with the machine's sans-serif font, so between machines
/// it may differ. What the picture shows stands in the message as text too.
/// </remarks>
internal static class RunChartPicture
{
    public const string ContentId = "run-chart";
    public const int Width = 560;
    public const int Height = 280;

    // Twice as many pixels as the picture is shown with, for sharp screens.
    private const int Sharpness = 2;

    // The first that the machine has; without any of them the library's own choice.
    private static readonly string Font =
        new[] { "Arial", "Liberation Sans", "DejaVu Sans" }.FirstOrDefault(SKFontManager.Default.FontFamilies.Contains) ?? Fonts.Default;

    private static readonly LocalDate Epoch = new(2000, 1, 1);

    public static MailAttachment Draw(IReadOnlyList<MeasurePoint> points, Measure? measure)
    {
        var chart = RunChart.Of([.. points.Select(p => p.Value)]);
        using var plot = new Plot();
        plot.FigureBackground.Color = Colors.White;
        plot.ScaleFactor = Sharpness;
        plot.Font.Set(Font);

        var line = plot.Add.Scatter(points.Select(p => X(p.Date)).ToArray(), points.Select(p => (double)p.Value).ToArray());
        line.Color = Color.FromHex("#005eb8");
        line.LineWidth = 2;
        line.MarkerSize = 8;
        line.LegendText = "Measured";
        Level(chart.Mean, "Mean", "#4c6272", LinePattern.Solid);
        if (chart.Upper is { } upper && chart.Lower is { } lower)
        {
            Level(upper, "Limits", "#4c6272", LinePattern.Dotted);
            Level(lower, "", "#4c6272", LinePattern.Dotted);
        }

        if (measure?.Goal is { } goal)
            Level(goal, "Goal", "#007f3b", LinePattern.Dashed);

        plot.Axes.Left.Label.Text = measure?.Unit ?? "";
        plot.Axes.Bottom.SetTicks([.. Labelled(points).Select(p => X(p.Date))], [.. Labelled(points).Select(p => MeetingTime.ShortDay(p.Date))]);
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.Margins(0.06, 0.15);
        plot.Axes.Bottom.TickLabelStyle.FontSize = 14;
        plot.Axes.Left.TickLabelStyle.FontSize = 14;
        plot.Axes.Left.Label.FontSize = 14;
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Top.FrameLineStyle.IsVisible = false;
        plot.Axes.Left.MinorTickStyle.Length = 0;
        plot.Legend.FontSize = 14;
        plot.Legend.OutlineColor = Colors.Transparent;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.ShowLegend(Edge.Bottom);
        var png = plot.GetImageBytes(Width * Sharpness, Height * Sharpness, ImageFormat.Png);
        return new MailAttachment("run-chart.png", "image/png", ContentId, png);

        void Level(decimal at, string name, string colour, LinePattern pattern)
        {
            var level = plot.Add.HorizontalLine((double)at, 1.5f, Color.FromHex(colour), pattern);
            level.LegendText = name;
        }
    }

    private static double X(LocalDate date) => Period.DaysBetween(Epoch, date);

    // At most seven dates fit beside each other.
    private static IEnumerable<MeasurePoint> Labelled(IReadOnlyList<MeasurePoint> points)
    {
        var step = (points.Count + 6) / 7;
        return points.Where((_, i) => i % step == 0);
    }
}
