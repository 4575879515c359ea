using System.Globalization;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>A number as people type it: 38, 4.5, 1,200 or 38 %.</summary>
public static class TypedNumber
{
    /// <summary>The largest value of a measure, in its unit.</summary>
    public const decimal LargestMeasured = 1_000_000_000m;

    /// <summary>Reads it; false when it is none.</summary>
    public static bool TryRead(string text, out decimal value) =>
        decimal.TryParse(text.Trim().TrimEnd('%').Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out value);

    /// <summary>Reads a value that was measured; false also when it is further from nothing than <see cref="LargestMeasured"/>.</summary>
    public static bool TryReadMeasured(string text, out decimal value) => TryRead(text, out value) && Math.Abs(value) <= LargestMeasured;
}
