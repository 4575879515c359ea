using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.LocalHost.Rehearsal.Artefacts;
using ClinicalEngagement.LocalHost.Simulation;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using Spectre.Console;

namespace ClinicalEngagement.LocalHost.Rehearsal;

/// <summary>What a rehearsal came to: every mail and invitation as it left, the timeline and the summary.</summary>
internal sealed class RehearsalReport
{
    private readonly IReadOnlyList<RehearsedMail> mails;
    private readonly IReadOnlyList<RehearsedInvitation> invitations;
    private readonly IReadOnlyList<TimelineEntry> timeline;
    private readonly Project project;

    private RehearsalReport(
        Project project, RehearsalSummary summary, IReadOnlyList<RehearsedMail> mails, IReadOnlyList<RehearsedInvitation> invitations,
        IReadOnlyList<TimelineEntry> timeline, RequestCount requests)
    {
        this.project = project;
        this.mails = mails;
        this.invitations = invitations;
        this.timeline = timeline;
        Requests = requests;
        Summary = summary;
    }

    /// <summary>The figures.</summary>
    public RehearsalSummary Summary { get; }

    /// <summary>What it cost at Graph.</summary>
    public RequestCount Requests { get; }

    /// <summary>Gathers everything from the store and from the simulated trust.</summary>
    public static async Task<RehearsalReport> CollectAsync(RehearsalRun run, CancellationToken cancellationToken)
    {
        var store = run.Services.GetRequiredService<IEngagementStore>();
        var facts = await store.ReadAsync((reader, token) => FactsAsync(reader, run, token), cancellationToken);
        var simulator = run.Services.GetRequiredService<SimulatorControl>();
        var journal = await simulator.JournalAsync(cancellationToken);
        // Before the report itself reads what was sent.
        var pressure = await simulator.PressureAsync(cancellationToken);
        using var sent = new SentItems(run.SimulatorAddress);
        var mails = new List<RehearsedMail>();
        foreach (var line in journal.Where(j => j is { By: "app", Kind: "mailSent", Id: not null, Key: not null }))
            mails.Add(await sent.GetAsync(line, facts.ProjectOf(line.Mailbox).Lead, cancellationToken));
        var names = facts.Members.ToDictionary(m => m.Id, m => m.Name);
        return new RehearsalReport(
            facts.Project, RehearsalSummary.Of(facts), mails, [.. Invitations(facts, journal)], TimelineEntry.From(facts.Events, names),
            RequestCount.Of(journal, pressure.Requests, new HashSet<string> { facts.Project.Lead.Email.Value }, facts.Members.Count));
    }

    /// <summary>Writes everything into a folder, which is emptied of an earlier rehearsal's files first.</summary>
    public async Task WriteAsync(DirectoryInfo output, CancellationToken cancellationToken)
    {
        var mailFolder = Fresh(output, "mails");
        var invitationFolder = Fresh(output, "invitations");
        var files = new List<(RehearsedMail Mail, string File)>();
        foreach (var mail in mails)
        {
            var name = ArtefactNames.For(files.Count + 1, mail.Subject, "eml");
            await File.WriteAllBytesAsync(Path.Combine(mailFolder, name), EmlWriter.Write(mail), cancellationToken);
            files.Add((mail, $"mails/{name}"));
        }

        for (var i = 0; i < invitations.Count; i++)
            await File.WriteAllBytesAsync(
                Path.Combine(invitationFolder, ArtefactNames.For(i + 1, invitations[i].Subject, "ics")), IcsWriter.Write(invitations[i]), cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(output.FullName, "mails.html"), await ArtefactPages.MailIndexAsync(project.Name, project.SampleData, files), cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(output.FullName, "timeline.html"), await ArtefactPages.TimelineAsync(project.Name, project.SampleData, timeline), cancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(output.FullName, "timeline.json"), TimelineJson.Write(project.Name, project.SampleData, timeline), cancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(output.FullName, "summary.json"), SummaryJson.Write(Summary), cancellationToken);
    }

    /// <summary>Prints the timeline and the figures.</summary>
    public void Print(IAnsiConsole console, DirectoryInfo output)
    {
        foreach (var day in timeline.GroupBy(t => t.Day))
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{day.Key}[/]");
            foreach (var entry in day)
            {
                console.WriteLine($"  {entry.Time}  {entry.Words}");
                if (entry.Why is { } why)
                    console.MarkupLineInterpolated($"         [grey]{why}[/]");
            }
        }

        console.WriteLine();
        console.WriteLine($"{Summary.Project}: {Summary.CliniciansMet} of {Summary.CliniciansOnPanel} clinicians met, all within {Summary.DaysToMeetAll?.ToString("0.#") ?? "–"} days.");
        console.WriteLine($"{Summary.MessagesPerClinician:0.#} messages a clinician; {Summary.ClinicalMinutesAtRisk} clinical minutes at risk in {Summary.MeetingsHeld} meetings.");
        console.WriteLine(
            $"Offers as planned together put {Summary.ClinicalMinutesOffered} clinical minutes at risk; one by one it would have been {Summary.ClinicalMinutesOneByOne}"
            + $"{(Summary.OffersLostOneByOne > 0 ? $", with {Summary.OffersLostOneByOne} left without a time" : "")}.");
        console.WriteLine($"{Summary.ConcernsRaised} concerns and suggestions, {Summary.ConcernsAnswered} answered, {Summary.ConcernsClosed} closed; {Summary.UpdatesSent} updates, every month to {Summary.CliniciansUpdatedEveryMonth} of the {Summary.CliniciansWhoWantUpdates} who want them; stages with contact: {Summary.StagesCovered.Count} of {Summary.StagesGoneThrough.Count}.");
        console.WriteLine($"{Requests.PerMeeting:0.0} requests to Microsoft Graph a booked meeting, everything else the project did included; the least possible is {Requests.PossiblePerMeeting:0.0}.");
        console.WriteLine($"Mails, invitations, timeline and summary are in {output.FullName}");
    }

    private static string Fresh(DirectoryInfo output, string name)
    {
        var folder = Path.Combine(output.FullName, name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }

    private static async Task<RehearsalFacts> FactsAsync(IStoreReader reader, RehearsalRun run, CancellationToken token)
    {
        var id = run.Project;
        var project = await reader.FindAsync<Project>(id, token) ?? throw new InvalidOperationException("The project was never stored.");
        var members = await reader.ListAsync<PanelMember>(m => m.ProjectId == id, token);
        var noMore = await reader.ListAsync<Clinician>(c => c.NoMoreAt != null, token);
        return new RehearsalFacts(
            project,
            run.Seed,
            members,
            noMore.Select(c => c.Email).ToHashSet(),
            await reader.ListAsync<Meeting>(m => m.ProjectId == id, token),
            await reader.ListAsync<Effect>(e => e.ProjectId == id, token),
            await reader.ListAsync<Concern>(c => c.ProjectId == id, token),
            await reader.ListAsync<Update>(u => u.ProjectId == id, token),
            await reader.ListAsync<AuditEvent>(e => e.ProjectId == id, token))
        {
            Beside = run.Beside is { } beside ? await reader.FindAsync<Project>(beside, token) : null,
            WhyCancelled = (await reader.ListAsync<Effect>(e => e.Kind == EffectKind.CancelMeeting && e.GraphId != null, token)).DistinctBy(e => e.GraphId).ToDictionary(e => e.GraphId!, e => e.Words),
        };
    }

    private static IEnumerable<RehearsedInvitation> Invitations(RehearsalFacts facts, IReadOnlyList<JournalLine> journal)
    {
        var people = facts.Members.ToDictionary(m => m.Email, m => new Person(m.Name, m.Email));
        var latest = new Dictionary<string, RehearsedInvitation>();
        foreach (var line in journal.Where(j => j.By == "app" && (j.Kind is "eventCreated" or "eventUpdated" or "eventCancelled")))
        {
            var uid = line.UniqueId ?? line.Id!;
            var known = latest.GetValueOrDefault(uid);
            var start = line.Start ?? known?.Start ?? facts.Project.CreatedAt;
            var attendees = line.People.Count > 0
                ? line.People.Select(p => people.GetValueOrDefault(new EmailAddress(p)) ?? new Person(p, new EmailAddress(p))).ToArray()
                : known?.Attendees ?? [];
            var project = facts.ProjectOf(line.Mailbox);
            var words = InvitationWords.For(project, attendees is [_, var host, ..] ? host : project.Lead, attendees.FirstOrDefault()?.Name ?? "", Minutes(line, known));
            // A cancellation says why; after a handover it comes from whoever led before.
            var why = line.Kind == "eventCancelled" ? facts.WhyCancelled.GetValueOrDefault(line.Id!) : null;
            var organiser = line.Mailbox is { } mailbox && new EmailAddress(mailbox) != project.Lead.Email ? new Person(mailbox, new EmailAddress(mailbox)) : project.Lead;
            var invitation = new RehearsedInvitation(
                uid, known is null ? 0 : known.Sequence + 1, line.At, start, Duration.FromMinutes(Minutes(line, known)), organiser, attendees,
                line.Subject ?? words.Subject, why ?? words.BodyText,
                line.Kind switch { "eventCancelled" => InvitationState.Cancelled, "eventUpdated" => InvitationState.Confirmed, _ => InvitationState.Tentative });
            latest[uid] = invitation;
            yield return invitation;
        }
    }

    private static int Minutes(JournalLine line, RehearsedInvitation? known) =>
        line is { Start: { } start, End: { } end } ? (int)(end - start).TotalMinutes : (int)(known?.Duration.TotalMinutes ?? 20);
}
