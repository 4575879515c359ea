using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>
/// "Challenge this figure": questioned by a clinician (by link, or as the lead heard it), looked at, answered; a correction goes to everyone
/// who was shown the figure as it stood.
/// </summary>
public sealed class FigureFacts(IEngagementStore store, IClock clock, EngagementOptions options)
{
    private const int MaxWords = 2000;
    private const int MaxText = 500;
    private const int MaxSource = 300;

    /// <summary>Records that a clinician questions a figure.</summary>
    /// <param name="id">Its id, derived from the form that brought it, so that sending the form twice records it once.</param>
    /// <param name="member">Who.</param>
    /// <param name="words">Which and why, in their words, 1 to 2,000 characters.</param>
    /// <param name="number">The fact's number in the plan, or null when it is not known which is meant.</param>
    /// <param name="by">Who brings it in.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> QuestionAsync(Guid id, PanelMemberId member, string words, int? number, AuditActor by, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(member, token) is not { } found || await writer.FindAsync<Project>(found.ProjectId, token) is not { } project)
                return new Refused("This panel member is not here any more. Go back to the project and look again.");
            if (string.IsNullOrWhiteSpace(words))
                return new Refused("Write which figure it is, and what is doubted.");
            if (words.Length > MaxWords)
                return new Refused($"Use at most {MaxWords:N0} characters.");
            if (await writer.FindAsync<FactQuestion>(id, token) is not null)
                return Recorded.Ok;
            var now = clock.GetCurrentInstant();
            var due = WorkingTime.AddWorkingDays(now, options.ConcernDueWorkingDays, project.Nation);
            writer.Add(new FactQuestion
            {
                Id = id,
                ProjectId = project.Id,
                MemberId = member,
                Words = words.Trim(),
                FactNumber = project.Plan.Facts.Any(f => f.Number == number) ? number : null,
                RaisedAt = now,
                DueAt = due,
            });
            writer.Audit(new AuditEvent { ProjectId = project.Id, MemberId = member, At = now, Actor = by, What = "figure.questioned", Words = "{clinician} questioned a figure." });
            TaskBook.Open(
                writer, project.Id, TaskKind.CheckFigure, id.ToString("N"), "{clinician} questioned a figure. Check it and answer.",
                "The answer is late, and the figure goes on being shown.", now, due, member);
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Answers a question: the figure stands, or it is corrected, which makes the plan's next version and tells everyone who was shown it.</summary>
    /// <param name="id">The question.</param>
    /// <param name="number">Which fact it is about.</param>
    /// <param name="correction">The fact as it is right, or null when it stands.</param>
    /// <param name="answer">The answer in the lead's words, 1 to 2,000 characters.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> AnswerAsync(Guid id, int number, SourcedFact? correction, string answer, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<FactQuestion>(id, token) is not { } question || await writer.FindAsync<Project>(question.ProjectId, token) is not { } project)
                return new Refused("This question is not here any more. Go back to the plan and look again.");
            return question.AnsweredAt is not null ? Recorded.Ok : await SettleAsync(writer, project, question, number, correction, answer, token);
        },
        cancellationToken);

    /// <summary>Corrects a figure that the lead found to be wrong, and tells everyone who was shown it.</summary>
    /// <param name="id">Its id, derived from the form that brought it.</param>
    /// <param name="project">The project.</param>
    /// <param name="number">Which fact.</param>
    /// <param name="correction">The fact as it is right.</param>
    /// <param name="answer">What to say with it, 1 to 2,000 characters.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<FactResult> CorrectAsync(Guid id, ProjectId project, int number, SourcedFact correction, string answer, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Project>(project, token) is not { } found)
                return new Refused("This project is not here any more. Go back to the home page and look again.");
            if (await writer.FindAsync<FactQuestion>(id, token) is not null)
                return Recorded.Ok;
            var now = clock.GetCurrentInstant();
            var question = new FactQuestion { Id = id, ProjectId = project, Words = "Found by the lead.", RaisedAt = now, DueAt = now };
            var result = await SettleAsync(writer, found, question, number, correction, answer, token, isNew: true);
            return result;
        },
        cancellationToken);

    private async Task<FactResult> SettleAsync(
        IStoreWriter writer, Project project, FactQuestion question, int number, SourcedFact? correction, string answer, CancellationToken cancellationToken, bool isNew = false)
    {
        if (project.State == ProjectState.Closed)
            return new Refused("The project is closed.");
        if (project.Plan.Facts.FirstOrDefault(f => f.Number == number) is not { } fact)
            return new Refused("Select which fact of the plan it is about.");
        if (string.IsNullOrWhiteSpace(answer))
            return new Refused("Write your answer: it goes to the clinician in your words.");
        if (answer.Length > MaxWords)
            return new Refused($"Use at most {MaxWords:N0} characters for the answer.");
        if (correction is not null && (string.IsNullOrWhiteSpace(correction.Text) || correction.Text.Length > MaxText))
            return new Refused($"Enter the fact as it is right, in {MaxText} characters or fewer.");
        if (correction is not null && (string.IsNullOrWhiteSpace(correction.Source) || correction.Source.Length > MaxSource))
            return new Refused($"Enter where it stands written, in {MaxSource} characters or fewer.");
        var now = clock.GetCurrentInstant();
        var settled = question with
        {
            FactNumber = number,
            Outcome = correction is null ? FactOutcome.Stands : FactOutcome.Corrected,
            Answer = answer.Trim(),
            AnsweredAt = now,
            Was = InOneLine(fact),
            IsNow = correction is null ? null : InOneLine(correction),
            ShownTo = correction is null ? [] : await ShownToAsync(writer, project.Id, number, question.MemberId, cancellationToken),
        };
        if (isNew)
            writer.Add(settled);
        else
            writer.Update(settled);
        foreach (var task in await writer.ListAsync<PersonTask>(t => t.ProjectId == project.Id && t.DoneAt == null, cancellationToken))
            if (task.Id == PersonTask.IdFor(project.Id, TaskKind.CheckFigure, question.Id.ToString("N")))
                writer.Update(task with { DoneAt = now });
        writer.Audit(new AuditEvent
        {
            ProjectId = project.Id,
            MemberId = question.MemberId,
            At = now,
            Actor = AuditActor.Lead,
            What = correction is null ? "figure.stands" : "figure.corrected",
            Words = correction is null ? "You looked at the figure that {clinician} questioned: it stands." : $"You corrected a figure. {Told(settled)}",
        });
        if (correction is not null)
        {
            var corrected = fact with { Text = correction.Text.Trim(), Source = correction.Source.Trim(), CheckedBy = project.Lead.Name, CheckedOn = WorkingTime.DateOf(now) };
            await PlanCommit.NextVersionAsync(
                writer, project, project.Plan with { Facts = [.. project.Plan.Facts.Select(f => f.Number == number ? corrected : f)] },
                new PlanReason { Member = question.MemberId, What = "question", Words = "A figure was wrong." }, now, options, cancellationToken);
        }

        foreach (var member in await writer.ListAsync<PanelMember>(m => m.ProjectId == project.Id, cancellationToken))
            writer.Nudge(Instances.Of(member.Id));
        writer.Nudge(Instances.Of(project.Id));
        return Recorded.Ok;
    }

    /// <summary>Who was shown a fact in a mail of ours: in a brief, or when it was last corrected or answered for.</summary>
    private static async Task<IReadOnlyList<PanelMemberId>> ShownToAsync(
        IStoreReader reader, ProjectId project, int number, PanelMemberId? without, CancellationToken cancellationToken) =>
        [.. (await reader.ListAsync<Effect>(e => e.ProjectId == project && e.Clinician != null, cancellationToken))
            .Where(e => e.State != EffectState.Dropped && e.FactsShown.Contains(number))
            .Select(e => e.MemberId).OfType<PanelMemberId>()
            .Where(m => m != without)
            .Distinct()
            .OrderBy(m => m.Value)];

    private static string InOneLine(SourcedFact fact) => fact.Source.Length > 0 ? $"{fact.Text.Trim()} ({fact.Source.Trim()})" : fact.Text.Trim();

    private static string Told(FactQuestion question) => question.ShownTo.Count switch
    {
        0 when question.MemberId is null => "Nobody had been shown it.",
        0 => "{clinician} is told; nobody else had been shown it.",
        1 => $"{(question.MemberId is null ? "One person" : "{clinician} and one other person")} who {(question.MemberId is null ? "was" : "were")} shown it {(question.MemberId is null ? "is" : "are")} told.",
        var n => $"{(question.MemberId is null ? "" : "{clinician} and ")}{n} {(question.MemberId is null ? "" : "others ")}who were shown it are told.",
    };
}
