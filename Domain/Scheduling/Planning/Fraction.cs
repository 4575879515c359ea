namespace ClinicalEngagement.Domain.Scheduling.Planning;

/// <summary>Exact whole-number arithmetic with the small fractions that a basis of 0s and 1s leads to.</summary>
internal static class Fraction
{
    /// <summary>The value times a small fraction given as a floating-point number.</summary>
    public static Int128 Times(Int128 value, double factor)
    {
        var (numerator, denominator) = Of(factor);
        return denominator == 1 ? value * numerator : value * numerator / denominator;
    }

    /// <summary>The value divided by a small fraction.</summary>
    public static Int128 Over(Int128 value, double divisor)
    {
        var (numerator, denominator) = Of(divisor);
        return denominator == numerator ? value : value * denominator / numerator;
    }

    private static (long Numerator, long Denominator) Of(double value)
    {
        for (var denominator = 1; denominator < 64; denominator++)
        {
            var numerator = Math.Round(value * denominator);
            if (Math.Abs((value * denominator) - numerator) < 1e-7)
                return ((long)numerator, denominator);
        }

        return ((long)Math.Round(value * (1 << 20)), 1 << 20);
    }
}
