using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.NewEngagement;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>The form by which a project is handed over.</summary>
internal static class PeopleForm
{
    public static void MapPeople(this IEndpointRouteBuilder pages) => pages.MapPost("/projects/{id:guid}/stage/people", PostAsync);

    private static async Task<IResult> PostAsync(HttpContext http, ProjectQuery query, PageOfProject page, HandOverFacts facts, Guid id, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var errors = new List<FieldError>();
        var lead = Person(form, "lead", "the lead", view.Project.Lead, errors);
        if (lead is null && errors.Count == 0)
            errors.Add(new FieldError("lead.name", "Enter the name of the lead."));
        var coLead = Person(form, "coLead", "the co-lead", view.Project.CoLead, errors);
        var sponsor = Person(form, "sponsor", "the sponsor", view.Project.Sponsor, errors);
        if (errors.Count > 0 || lead is null)
            return await page.ShowAsync<StagePage>(id, new FormErrors(errors, form), null, cancellationToken);
        var result = await facts.SetPeopleAsync(view.Project.Id, lead, coLead, sponsor, cancellationToken);
        // Who hands a project over may no longer see it.
        var next = lead.Email == view.Project.Lead.Email ? $"/projects/{id:N}/stage?done=people" : "/";
        return await page.DoneAsync<StagePage>(id, result, next, "lead.name", form, cancellationToken);
    }

    /// <summary>The person of three fields, with the telephone and role they had before; null when all are empty.</summary>
    private static Person? Person(IFormCollection form, string prefix, string what, Person? before, List<FieldError> errors)
    {
        var typed = PersonFields.From(form, prefix);
        if (typed.IsEmpty)
            return null;
        var wrong = PersonCheck.Of(typed.ToRequest(), what).Select(e => e with { Field = $"{prefix}.{e.Field}" }).ToArray();
        errors.AddRange(wrong);
        if (wrong.Length > 0)
            return null;
        var email = new EmailAddress(typed.Email);
        return new Person(typed.Name.Trim(), email, before?.Email == email ? before.Phone : null, before?.Email == email ? before.Role : null);
    }
}
