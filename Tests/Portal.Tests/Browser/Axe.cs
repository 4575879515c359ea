using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace ClinicalEngagement.Portal.Tests.Browser;

/// <summary>
/// What axe finds wrong with a page. Every rule runs; of what passes only one example is made, which is most of the time that axe takes.
/// It runs in the page itself: what it looks at has no frames, whose findings the package would put together in a second page.
/// </summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>Each violation in a line, with where it is.</summary>
    /// <param name="page">The page.</param>
    /// <param name="without">Rules that do not apply to it.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page, params IReadOnlyList<string> without)
    {
        page.Frames.Count.ShouldBe(1);
        await page.EvaluateAsync(Script);
        return await page.EvaluateAsync<string[]>(
            """
            async without => {
              const rules = Object.fromEntries(without.map(rule => [rule, { enabled: false }]));
              const found = await axe.run(document, { resultTypes: ['violations'], rules });
              return found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' | ')}`);
            }
            """,
            without);
    }
}
