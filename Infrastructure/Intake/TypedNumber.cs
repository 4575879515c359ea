using System.Globalization;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>A number as people type it: 38, 4.5, 1,200 or 38 %.</summary>
public static class TypedNumber
{
    /// <summary>Reads it; false when it is none.</summary>
    public static bool TryRead(string text, out decimal value) =>
        decimal.TryParse(text.Trim().TrimEnd('%').Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out value);
}
