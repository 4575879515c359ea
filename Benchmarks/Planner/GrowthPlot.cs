namespace ClinicalEngagement.Benchmarks.Planner;

/// <summary>How the time grows with the meetings, both axes logarithmic, in text.</summary>
internal static class GrowthPlot
{
    private const int Height = 12;
    private const int Width = 48;

    /// <summary>Prints the points and the slope between the first and the last: 1 is linear, 2 quadratic.</summary>
    public static void Print(IReadOnlyList<(int Meetings, double Milliseconds)> points)
    {
        var (left, right) = (Math.Log10(points[0].Meetings), Math.Log10(points[^1].Meetings));
        var (low, high) = (Math.Log10(points.Min(p => p.Milliseconds)), Math.Log10(points.Max(p => p.Milliseconds)));
        var picture = Enumerable.Range(0, Height).Select(_ => new string(' ', Width).ToCharArray()).ToArray();
        foreach (var (meetings, milliseconds) in points)
        {
            var x = (int)Math.Round((Math.Log10(meetings) - left) / (right - left) * (Width - 1));
            var y = high > low ? (int)Math.Round((Math.Log10(milliseconds) - low) / (high - low) * (Height - 1)) : 0;
            picture[Height - 1 - y][x] = '*';
        }

        Console.WriteLine($"  time in ms over meetings, both axes logarithmic; slope {(Math.Log10(points[^1].Milliseconds) - Math.Log10(points[0].Milliseconds)) / (right - left):0.00}");
        for (var row = 0; row < Height; row++)
        {
            var label = row == 0 ? Math.Pow(10, high) : row == Height - 1 ? Math.Pow(10, low) : double.NaN;
            Console.WriteLine($"  {(double.IsNaN(label) ? "" : label.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture)),8} |{new string(picture[row])}");
        }

        Console.WriteLine($"  {"",8} +{new string('-', Width)}");
        Console.WriteLine($"  {"",8}  {points[0].Meetings}{new string(' ', Width - 8)}{points[^1].Meetings}");
    }
}
