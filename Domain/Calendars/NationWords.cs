namespace ClinicalEngagement.Domain.Calendars;

/// <summary>The nations of the United Kingdom as people write them.</summary>
public static class NationWords
{
    /// <summary>Its name.</summary>
    public static string Of(Nation nation) => nation == Nation.NorthernIreland ? "Northern Ireland" : nation.ToString();
}
