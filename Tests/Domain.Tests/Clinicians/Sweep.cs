using System.Globalization;

namespace ClinicalEngagement.Domain.Tests.Clinicians;

/// <summary>How many random cases a property is tried on: seconds' worth, times the environment variable of the long sweep.</summary>
internal static class Sweep
{
    public static int Of(int cases) =>
        cases * (int.TryParse(Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_SWEEP"), CultureInfo.InvariantCulture, out var times) && times > 0 ? times : 1);
}
