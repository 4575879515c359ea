using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Sync;
using ClinicalEngagement.Orchestrations.Tests.Harbour;

namespace ClinicalEngagement.Orchestrations.Tests.Sync;

public sealed class LeadAbsenceTests
{
    private static readonly EmailAddress Lead = new(HarbourTrust.Request.Lead!.Email!);
    private static readonly PersonRequest CoLead = new() { Name = "Sam Reed", Email = "sam.reed@harbour.example" };

    [Fact]
    public async Task LeadAway_TheirTasksWaitForTheCoLead_AndComeBack()
    {
        await using var trust = await HarbourTrust.BegunAsync(r => r with { CoLead = CoLead });
        trust.Mailer.Reply(HarbourTrust.Bell);
        await trust.ReadMailboxAsync();
        var task = (await trust.OpenTasksAsync(TaskKind.ReadReply)).ShouldHaveSingleItem();
        trust.Mailer.Away.Add(Lead);

        (await ReadAsync(trust)).ShouldBe(1);
        (await ReadAsync(trust)).ShouldBe(0, "once");

        var away = await ProjectAsync(trust);
        away.WaitsFor(task).ShouldBe(TaskFor.CoLead);
        away.WaitsFor(task with { For = TaskFor.LeadAlone }).ShouldBe(TaskFor.LeadAlone, "what the lead alone was asked stays theirs");

        trust.Mailer.Away.Clear();
        (await ReadAsync(trust)).ShouldBe(1);
        (await ProjectAsync(trust)).WaitsFor(task).ShouldBe(TaskFor.Lead);
        (await trust.ListAsync<AuditEvent>(e => e.What == "lead.away" || e.What == "lead.back")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task LeadAway_WhatWouldRemindThemRemindsTheCoLead()
    {
        await using var trust = await HarbourTrust.BegunAsync(r => r with { CoLead = CoLead });
        await trust.Lead(l => l.ApproveFirstMessageAsync(trust.Member, null, HarbourTrust.Token));
        trust.Calendar.Answer(trust.Calendar.TheEvent, HarbourTrust.BellAddress, AnswerKind.Accepted);
        await trust.ReadMailboxAsync();
        trust.Mailer.Away.Add(Lead);
        (await ReadAsync(trust)).ShouldBe(1);

        await trust.RunToAsync("2026-08-01T10:00");

        trust.Mailer.To(CoLead.Email!).Select(m => m.Kind).ShouldContain("OutcomeReminder");
        trust.Mailer.To(Lead.Value).Select(m => m.Kind).ShouldNotContain("OutcomeReminder");
        (await trust.ListAsync<AuditEvent>(e => e.What == "mail.sent")).Select(e => e.Words).ShouldContain("The co-lead was reminded to record what came of the meeting with {clinician}.");
    }

    [Fact]
    public async Task LeadAway_NobodyToStepIn_ChangesNothingAndAsksNoMailbox()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        trust.Mailer.Away.Add(Lead);

        (await ReadAsync(trust)).ShouldBe(0);

        (await ProjectAsync(trust)).LeadAwaySince.ShouldBeNull();
    }

    [Fact]
    public async Task HandOver_WhileTheLeadIsAway_TheTasksAreTheNewLeads()
    {
        await using var trust = await HarbourTrust.BegunAsync(r => r with { CoLead = CoLead });
        trust.Mailer.Reply(HarbourTrust.Bell);
        await trust.ReadMailboxAsync();
        trust.Mailer.Away.Add(Lead);
        (await ReadAsync(trust)).ShouldBe(1);

        await trust.DoAndSettle<HandOverFacts>(h => h.SetPeopleAsync(
            trust.Project, new Person("Sam Reed", new EmailAddress("sam.reed@harbour.example")), new Person("Priya Nair", Lead), null, HarbourTrust.Token));

        (await ProjectAsync(trust)).LeadAwaySince.ShouldBeNull();
    }

    private static Task<int> ReadAsync(HarbourTrust trust) => trust.Do<LeadAbsence, int>(a => a.ReadAllAsync(HarbourTrust.Token));

    private static async Task<Project> ProjectAsync(HarbourTrust trust) => (await trust.ListAsync<Project>(p => p.Version >= 0)).ShouldHaveSingleItem();
}
