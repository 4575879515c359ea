using System.Text.RegularExpressions;

namespace ClinicalEngagement.House.Tests;

/// <summary>A class that the design system does not have looks like nothing at all, and no other test sees that.</summary>
public sealed partial class DesignSystemTests
{
    private static readonly string Portal = Path.Combine(House.Root, "Portal");

    [Fact]
    public void ClassesOfThePages_StandInItsStyleSheet()
    {
        var sheet = Path.Combine(Portal, "wwwroot", "nhsuk", "nhsuk-frontend.min.css");
        Assert.SkipUnless(File.Exists(sheet), "The design system was not brought in: npm is missing.");
        var known = ClassInSheet().Matches(File.ReadAllText(sheet)).Select(m => m.Groups[1].Value.Replace("\\", "", StringComparison.Ordinal)).ToHashSet();
        var pages = Directory.EnumerateFiles(Portal, "*.razor", SearchOption.AllDirectories).ToArray();
        var used = pages.SelectMany(page => ClassInPage().Matches(File.ReadAllText(page)).Select(m => (Page: Path.GetFileName(page), Class: m.Value))).ToArray();

        used.Length.ShouldBeGreaterThan(100);
        used.Where(u => !known.Contains(u.Class)).Select(u => $"{u.Class} in {u.Page}").Distinct().ShouldBeEmpty();
    }

    [GeneratedRegex(@"\.(nhsuk-(?:[\w-]|\\.)+)")]
    private static partial Regex ClassInSheet();

    // Within an attribute or a string; a colour may be put behind a dash, so a name does not end in one. Modules and files of scripts are none.
    [GeneratedRegex("""(?<=[" ])nhsuk-(?!frontend)[\w-]*\w(?=[" @])(?<!data-module="[\w-]+)""")]
    private static partial Regex ClassInPage();
}
