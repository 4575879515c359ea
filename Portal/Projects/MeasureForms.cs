using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>The values of a project's measure: one at a time, or a list of them.</summary>
internal static class MeasureForms
{
    /// <summary>The field with pasted lines.</summary>
    public const string List = "list";

    public static void MapMeasureForms(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/projects/{id:guid}/measure", ProjectForms.ShowAsync<MeasurePage>);
        pages.MapPost("/projects/{id:guid}/measure", OneAsync);
        pages.MapPost("/projects/{id:guid}/measure/list", ListAsync);
    }

    private static async Task<IResult> OneAsync(HttpContext http, PageOfProject page, LeadFacts facts, Guid id, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (DateFields.Date(form, "date") is not { } date)
            return await page.ShowAsync<MeasurePage>(id, FormErrors.Of("date", "Enter a real date, such as 5 1 2027.", form), null, cancellationToken);
        if (!TypedNumber.TryReadMeasured(form["value"].ToString(), out var value))
            return await page.ShowAsync<MeasurePage>(id, FormErrors.Of("value", "Enter the value as a number, like 38 or 4.5.", form), null, cancellationToken);
        var result = await facts.AddMeasurePointAsync(new ProjectId(id), date, value, cancellationToken);
        return await page.DoneAsync<MeasurePage>(id, result, $"/projects/{id:N}/measure?done=measure", "date", form, cancellationToken);
    }

    /// <summary>All of a list or none of it, so that a mended one can simply be sent again.</summary>
    private static async Task<IResult> ListAsync(HttpContext http, PageOfProject page, LeadFacts facts, Guid id, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var (file, wrong) = await UploadedText.ReadAsync(form.Files["file"], "values", cancellationToken);
        var box = form[List].ToString().ReplaceLineEndings("\n");
        if (wrong is null && file.Length > 0 && !string.IsNullOrWhiteSpace(box))
            wrong = UploadedText.OneAtATime;
        if (wrong is not null)
            return await page.ShowAsync<MeasurePage>(id, FormErrors.Of(List, wrong, form), null, cancellationToken);
        var read = MeasureList.Read(file.Length > 0 ? file : box);
        if (read.Errors.Count > 0)
            return await page.ShowAsync<MeasurePage>(id, new FormErrors([.. read.Errors.Select(e => new FieldError(List, $"Line {e.Line}: {e.Message}"))], form), null, cancellationToken);
        var result = await facts.AddMeasurePointsAsync(new ProjectId(id), read.Values, cancellationToken);
        return await page.DoneAsync<MeasurePage>(id, result, $"/projects/{id:N}/measure?done=measures", List, form, cancellationToken);
    }
}
