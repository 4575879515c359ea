using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ClinicalEngagement.Portal.Tests.Browser;

/// <summary>What axe finds wrong with a page. Every rule runs; of what passes only one example is reported, which is most of the time that axe takes.</summary>
internal static class Axe
{
    private static readonly HashSet<ResultType> WhatIsWrong = [ResultType.Violations];

    /// <summary>Each violation in a line, with where it is.</summary>
    /// <param name="page">The page.</param>
    /// <param name="without">Rules that do not apply to it.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page, params IReadOnlyList<string> without)
    {
        var options = new AxeRunOptions { ResultTypes = WhatIsWrong };
        if (without.Count > 0)
            options.Rules = without.ToDictionary(rule => rule, _ => new RuleOptions { Enabled = false });
        return [.. (await page.RunAxe(options)).Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}")];
    }
}
