using ClinicalEngagement.Domain.Tasks;

namespace ClinicalEngagement.Portal.Tasks;

/// <summary>The page on which a task is done.</summary>
internal static class TaskLinks
{
    public static string For(PersonTask task) => task.Kind switch
    {
        TaskKind.CheckFigure => $"/projects/{task.ProjectId}/plan/evidence#figures",
        TaskKind.CheckPanel => $"/projects/{task.ProjectId}/panel#checklist",
        TaskKind.CompletePlan => $"/projects/{task.ProjectId}/plan",
        TaskKind.ReviewUpdate or TaskKind.UpdateNotApproved or TaskKind.NothingNew => $"/projects/{task.ProjectId}/updates",
        TaskKind.ApproveFirstMessage => $"/projects/{task.ProjectId}/first-messages",
        TaskKind.AnswerConcern or TaskKind.ConcernOverdue or TaskKind.ParaphraseCorrected or TaskKind.VerdictMissing when task.ConcernId is { } concern => $"/projects/{task.ProjectId}/concerns#concern-{concern}",
        TaskKind.SpeakInPerson => $"/tasks#task-{task.Id}",
        TaskKind.StageWithoutContact => $"/projects/{task.ProjectId}/involvement",
        _ when task.MemberId is { } member => $"/projects/{task.ProjectId}/panel/{member}",
        _ => $"/projects/{task.ProjectId}#tasks",
    };

    /// <summary>True for a task that no other page is for.</summary>
    public static bool IsOnOverview(PersonTask task) => For(task).EndsWith("#tasks", StringComparison.Ordinal);
}
