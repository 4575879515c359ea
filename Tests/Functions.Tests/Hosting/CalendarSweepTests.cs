using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Functions.Timers;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NSubstitute;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>The sweep reads calendars and looks who is away; neither stands in the other's way.</summary>
public sealed class CalendarSweepTests
{
    private static readonly EmailAddress Lead = new("lead@harbour.example");

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task OneCannotBeAsked_TheOtherIsReadAndTheHostIsTold(bool absenceFails, bool calendarFails)
    {
        var (calendar, mailer) = (Substitute.For<ICalendar>(), Substitute.For<IMailer>());
        var later = new PortResult<CalendarChanges>.Throttled(Instant.FromUtc(2030, 1, 1, 0, 0));
        calendar.GetChangesAsync(Lead, null, default, default).ReturnsForAnyArgs(
            _ => calendarFails ? throw new IOException("No answer.") : Task.FromResult<PortResult<CalendarChanges>>(later));
        mailer.IsAwayAsync(Lead, default).ReturnsForAnyArgs(
            _ => absenceFails ? throw new IOException("No answer.") : Task.FromResult<PortResult<bool>>(new PortResult<bool>.Answered(true)));
        await using var app = await AppUnderTest.StartAsync((_, services) => services.AddSingleton(calendar).AddSingleton(mailer));
        await FillAsync(app.Services.GetRequiredService<IEngagementStore>());
        await using var scope = app.Services.CreateAsyncScope();
        var sweep = ActivatorUtilities.CreateInstance<CalendarSweepFunction>(scope.ServiceProvider);

        await Should.ThrowAsync<AggregateException>(() => sweep.RunAsync(new TimerInfo(), Substitute.For<DurableTaskClient>("none"), TestContext.Current.CancellationToken));

        await calendar.ReceivedWithAnyArgs(1).GetChangesAsync(Lead, null, default, default);
        await mailer.ReceivedWithAnyArgs(1).IsAwayAsync(Lead, default);
    }

    private static Task FillAsync(IEngagementStore store) => store.WriteAsync(
        (writer, _) =>
        {
            var now = Instant.FromUtc(2027, 1, 11, 9, 0);
            var project = new Project
            {
                Id = new ProjectId(StableId.From("project")),
                Name = "Frailty",
                Plan = new Plan { PatientBenefit = "Fewer nights in hospital." },
                Lead = new Person("Maya Shah", Lead),
                CoLead = new Person("Sam Reed", new EmailAddress("sam.reed@harbour.example")),
                StageSince = now,
                FirstMessageWords = "",
                CreatedAt = now,
            };
            writer.Add(project);
            writer.Add(new PersonTask
            {
                Id = PersonTask.IdFor(project.Id, TaskKind.ReadReply, "one"),
                ProjectId = project.Id,
                Kind = TaskKind.ReadReply,
                What = "Read it.",
                IfNothing = "Nothing.",
                OpenedAt = now,
                DueAt = now,
            });
            return Task.FromResult(true);
        },
        TestContext.Current.CancellationToken);
}
