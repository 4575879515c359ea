using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Retention;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Retention;

/// <summary>
/// Takes a person out of everything that is stored, in one transaction: their places, words, diary, their name in what others wrote, the
/// requests that failed, the outbox. Meetings, dates and minutes stay for the statistics, under an address that stands for nobody. The
/// audit is not touched: it names people by a number, and whose it was is what goes.
/// </summary>
public sealed class ErasureFacts(IEngagementStore store, IClock clock, Func<Guid> newId)
{
    /// <summary>Takes them out, or says what stands in the way.</summary>
    public Task<FactResult> EraseAsync(EmailAddress person, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            var members = await writer.ListAsync<PanelMember>(m => m.Email == person, token);
            var projects = await writer.ListAsync<Project>(p => p.Version >= 0, token);
            var clinicians = await writer.ListAsync<Clinician>(c => c.Version >= 0, token);
            if (await WhyNotAsync(writer, person, members, projects, token) is { } why)
                return new FactResult.Refused(why);
            var now = clock.GetCurrentInstant();
            var erasure = new Erasure { Id = newId(), At = now, Members = [.. members.Select(m => m.Id)] };
            var concerns = await writer.ListAsync<Concern>(c => c.Version >= 0, token);
            var names = Names(person, members, projects, clinicians, concerns);
            var isKnown = names.Count > 0
                || (await writer.ListAsync<AuditPerson>(p => p.Email == person, token)).Count > 0
                || (await writer.ListAsync<StoredRequest>(r => r.State != RequestState.Begun, token)).Any(r => r.Body.Contains(person.Value, StringComparison.OrdinalIgnoreCase));
            if (!isKnown)
                return new FactResult.Refused("Nobody with that address is kept here. Check how it is written; an erased person is not found again.");

            foreach (var member in members)
                await TakeOutAsync(writer, member, erasure.StandIn, now, token);
            OfOthers(writer, person, erasure.StandIn, projects, clinicians);
            foreach (var concern in concerns.Where(c => c.Owner?.Email == person && !erasure.Members.Contains(c.MemberId)))
                writer.Update(concern with { Owner = null });
            foreach (var member in (await writer.ListAsync<PanelMember>(m => m.Email != person, token)).Where(m => m.Deputy?.Email == person))
                writer.Update(member with { Deputy = null, DeputyAt = null });
            await TakeOutOfHostAsync(writer, person, erasure, token);
            await TakeOutOfRequestsAsync(writer, person, names, erasure, token);
            await writer.ReplaceTextAsync(person.Value, erasure.StandIn.Value, token);
            foreach (var name in names)
                await writer.ReplaceTextAsync(name, Erasure.Name, token);
            writer.Add(erasure);
            writer.Audit(new AuditEvent
            {
                At = now,
                Actor = AuditActor.Governance,
                What = "person.erased",
                Words = members.Count switch
                {
                    0 => "A person was erased who stood on no panel.",
                    1 => "A person was erased who stood on one panel.",
                    var count => $"A person was erased who stood on {count} panels.",
                },
            });
            return FactResult.Recorded.Ok;
        },
        cancellationToken);

    private static async Task<string?> WhyNotAsync(
        IStoreReader reader, EmailAddress person, IReadOnlyList<PanelMember> members, IReadOnlyList<Project> projects, CancellationToken cancellationToken)
    {
        var theirs = projects.Where(p => p.Lead.Email == person || p.CoLead?.Email == person || p.Sponsor?.Email == person || members.Any(m => m.ProjectId == p.Id)).ToArray();
        var holds = await reader.ListAsync<PreservationHold>(h => h.LiftedAt == null, cancellationToken);
        if (holds.FirstOrDefault(h => h.Covers(person) || theirs.Any(p => h.Covers(p.Id))) is { } hold)
            return $"A preservation hold keeps what is stored of them: {hold.Reason.TrimEnd('.')}. Lift it first.";
        if (projects.FirstOrDefault(p => p.State != ProjectState.Closed && (p.Lead.Email == person || p.CoLead?.Email == person)) is { } led)
            return $"They lead {led.Name}, or stand in for its lead. Have it handed over first.";
        foreach (var member in members)
        {
            var id = member.Id;
            var name = projects.FirstOrDefault(p => p.Id == member.ProjectId)?.Name;
            if ((await reader.ListAsync<Meeting>(m => m.MemberId == id, cancellationToken)).Any(m => m.IsOpen)
                || (await reader.ListAsync<Effect>(e => e.MemberId == id && e.State == EffectState.Intended, cancellationToken)).Count > 0)
                return $"A meeting with them, or a message to them, is still on its way for {name}. Have them taken off that panel, wait until their diary is cleared, and erase them then.";
        }

        return null;
    }

    // A single word is no name to look for in what others wrote: it could be anything.
    private static IReadOnlyList<string> Names(
        EmailAddress person, IReadOnlyList<PanelMember> members, IReadOnlyList<Project> projects, IReadOnlyList<Clinician> clinicians, IReadOnlyList<Concern> concerns) =>
        [.. members.Select(m => m.Name)
            .Concat(clinicians.Where(c => c.Email == person).Select(c => c.Name))
            .Concat(projects.SelectMany(p => new[] { p.Lead, p.CoLead, p.Sponsor }).Concat(clinicians.Select(c => c.Secretary)).Concat(concerns.Select(c => c.Owner))
                .OfType<Person>().Where(p => p.Email == person).Select(p => p.Name))
            .Select(n => n.Trim()).Where(n => n.Contains(' ', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).OrderByDescending(n => n.Length)];

    private static async Task TakeOutAsync(IStoreWriter writer, PanelMember member, EmailAddress standIn, Instant now, CancellationToken cancellationToken)
    {
        var id = member.Id;
        writer.Update(KeptRecords.WithoutPerson(member, standIn, now));
        foreach (var meeting in await writer.ListAsync<Meeting>(m => m.MemberId == id, cancellationToken))
            writer.Update(KeptRecords.WithoutPerson(meeting));
        foreach (var concern in await writer.ListAsync<Concern>(c => c.MemberId == id, cancellationToken))
            writer.Update(KeptRecords.WithoutPerson(concern));
        foreach (var question in await writer.ListAsync<FactQuestion>(q => q.MemberId == id, cancellationToken))
            writer.Update(KeptRecords.WithoutPerson(question));
        foreach (var example in await writer.ListAsync<PracticeExample>(e => e.MemberId == id, cancellationToken))
            writer.Update(KeptRecords.WithoutPerson(example, now));
        foreach (var effect in await writer.ListAsync<Effect>(e => e.MemberId == id, cancellationToken))
        {
            var key = effect.Key;
            writer.Update(effect with { Clinician = effect.Clinician is null ? null : standIn, Words = null, GraphId = null, ConversationId = null });
            // A message by SMTP is kept in its transfer encoding, where no name can be looked for.
            foreach (var mail in await writer.ListAsync<PostedMail>(m => m.Key == key, cancellationToken))
                writer.Remove(mail);
        }

        var project = member.ProjectId;
        foreach (var update in await writer.ListAsync<Update>(u => u.ProjectId == project, cancellationToken))
            if (update.YouSaidWeDid.Any(y => y.By == id))
                writer.Update(update with { YouSaidWeDid = [.. update.YouSaidWeDid.Select(y => y.By == id ? y with { Said = Erasure.Words } : y)] });
        var instance = Instances.Of(id);
        foreach (var nudge in await writer.ListAsync<OutboxNudge>(n => n.InstanceId == instance, cancellationToken))
            writer.Remove(nudge);
        // Their workflow looks once more, finds that they left, and ends.
        writer.Nudge(instance);
    }

    private static void OfOthers(IStoreWriter writer, EmailAddress person, EmailAddress standIn, IReadOnlyList<Project> projects, IReadOnlyList<Clinician> clinicians)
    {
        foreach (var project in projects)
        {
            var without = project with
            {
                Lead = project.Lead.Email == person ? new Person(Erasure.Name, standIn) : project.Lead,
                CoLead = project.CoLead?.Email == person ? null : project.CoLead,
                Sponsor = project.Sponsor?.Email == person ? null : project.Sponsor,
            };
            if (without != project)
                writer.Update(without);
        }

        foreach (var clinician in clinicians)
            if (clinician.Email == person)
            {
                writer.Remove(clinician);
                writer.Add(new Clinician { Email = standIn, Name = Erasure.Name, Specialty = clinician.Specialty, Nation = clinician.Nation, NoMoreAt = clinician.NoMoreAt });
            }
            else if (clinician.Secretary?.Email == person)
            {
                writer.Update(clinician with { Secretary = null });
            }
    }

    private static async Task TakeOutOfHostAsync(IStoreWriter writer, EmailAddress person, Erasure erasure, CancellationToken cancellationToken)
    {
        foreach (var hold in await writer.ListAsync<SlotHold>(h => h.Person == person, cancellationToken))
            writer.Remove(hold);
        foreach (var sync in await writer.ListAsync<MailboxSync>(s => s.Mailbox == person, cancellationToken))
            writer.Remove(sync);
        foreach (var mail in await writer.ListAsync<PostedMail>(m => m.Mailbox == person, cancellationToken))
            writer.Remove(mail);
        foreach (var numbered in await writer.ListAsync<AuditPerson>(p => p.Email == person, cancellationToken))
            writer.Remove(numbered);
        foreach (var effect in (await writer.ListAsync<Effect>(e => e.Clinician == person, cancellationToken)).Where(e => e.MemberId is not { } id || !erasure.Members.Contains(id)))
            writer.Update(effect with { Clinician = erasure.StandIn });
        foreach (var effect in await writer.ListAsync<Effect>(e => e.Organiser == person, cancellationToken))
            writer.Update(effect with { Organiser = erasure.StandIn });
    }

    private static async Task TakeOutOfRequestsAsync(
        IStoreWriter writer, EmailAddress person, IReadOnlyList<string> names, Erasure erasure, CancellationToken cancellationToken)
    {
        foreach (var request in await writer.ListAsync<StoredRequest>(r => r.Version >= 0, cancellationToken))
            if (RequestBodies.WithoutPerson(request.Body, person.Value, names, erasure.StandIn.Value, Erasure.Name) is var body && body != request.Body)
                writer.Update(request with { Body = body });
        foreach (var message in await writer.ListAsync<QueueMessage>(m => m.Sequence > 0, cancellationToken))
            if (RequestBodies.WithoutPerson(message.Body, person.Value, names, erasure.StandIn.Value, Erasure.Name) is var body && body != message.Body)
            {
                writer.Remove(message);
                writer.Add(message with { Sequence = 0, Body = body });
            }
    }
}
