using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>Shows one of a project's pages after its form was sent: again with what is wrong, or the next page by GET.</summary>
internal sealed class PageOfProject(ProjectQuery query, IEngagementStore store, Func<Guid> newId)
{
    public async Task<IResult> ShowAsync<TPage>(Guid id, FormErrors errors, string? done, CancellationToken cancellationToken)
        where TPage : IComponent
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var parameters = new Dictionary<string, object?> { ["View"] = view, ["Errors"] = errors, ["Done"] = DoneWords.Of(done) };
        if (typeof(TPage) == typeof(ConcernsPage))
            parameters["Key"] = NewKey(errors);
        return PageResult.Of<TPage>(parameters, StatusOf(errors));
    }

    public async Task<IResult> DoneAsync<TPage>(
        Guid id, FactResult result, string next, string field, IFormCollection? form, CancellationToken cancellationToken)
        where TPage : IComponent => result is FactResult.Refused refused
        ? await ShowAsync<TPage>(id, FormErrors.Of(field, refused.Words, form), null, cancellationToken)
        : PageResult.SeeOther(next);

    public async Task<IResult> ShowMemberAsync(Guid id, Guid member, FormErrors errors, string? done, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view || !view.Everyone.TryGetValue(new PanelMemberId(member), out var found))
            return PageResult.NotFound();
        return PageResult.Of<MemberPage>(
            new { View = view, Member = found, Key = NewKey(errors), Errors = errors, Done = DoneWords.Of(done) }, StatusOf(errors));
    }

    public Task<bool> HasMemberAsync(Guid id, Guid member, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) => (await reader.FindAsync<PanelMember>(new PanelMemberId(member), token))?.ProjectId == new ProjectId(id), cancellationToken);

    public Task<bool> HasConcernAsync(Guid id, Guid concern, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) => (await reader.FindAsync<Concern>(new ConcernId(concern), token))?.ProjectId == new ProjectId(id), cancellationToken);

    public Task<bool> HasExampleAsync(Guid id, Guid example, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) => (await reader.FindAsync<PracticeExample>(example, token))?.ProjectId == new ProjectId(id), cancellationToken);

    public Task<bool> HasUpdateAsync(Guid id, Guid update, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) => (await reader.FindAsync<Update>(new UpdateId(update), token))?.ProjectId == new ProjectId(id), cancellationToken);

    public Task<bool> HasTaskAsync(Guid id, Guid task, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) => (await reader.FindAsync<PersonTask>(new TaskId(task), token))?.ProjectId == new ProjectId(id), cancellationToken);

    private string NewKey(FormErrors errors) => errors.Typed("key") ?? newId().ToString("N");

    private static int StatusOf(FormErrors errors) => errors.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
}
