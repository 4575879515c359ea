using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalEngagement.LocalHost.Rehearsal.Artefacts;

/// <summary>Writes the pages of a rehearsal: each stands alone, without script. The same input is the same page.</summary>
public static class ArtefactPages
{
    /// <summary><c>timeline.html</c>: everything that happened, by day, who did it and why.</summary>
    public static Task<string> TimelineAsync(string project, bool sampleData, IReadOnlyList<TimelineEntry> entries) =>
        RenderAsync<TimelinePage>(new()
        {
            [nameof(TimelinePage.Project)] = project,
            [nameof(TimelinePage.SampleData)] = sampleData,
            [nameof(TimelinePage.Entries)] = entries,
        });

    /// <summary>The index of all mails.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="sampleData">True for sample data.</param>
    /// <param name="mails">In the order in which they were sent, each with its file's path relative to the index.</param>
    public static Task<string> MailIndexAsync(string project, bool sampleData, IReadOnlyList<(RehearsedMail Mail, string File)> mails) =>
        RenderAsync<MailIndexPage>(new()
        {
            [nameof(MailIndexPage.Project)] = project,
            [nameof(MailIndexPage.SampleData)] = sampleData,
            [nameof(MailIndexPage.Mails)] = mails,
        });

    private static async Task<string> RenderAsync<TPage>(Dictionary<string, object?> parameters)
        where TPage : IComponent
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
