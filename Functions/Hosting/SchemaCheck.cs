using ClinicalEngagement.Infrastructure.Storage;
using Microsoft.Extensions.Hosting;

namespace ClinicalEngagement.Functions.Hosting;

/// <summary>Refuses to start on a database of another build; the <c>migrate</c> command brings it up.</summary>
internal sealed class SchemaCheck(EngagementDatabase database) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => database.EnsureCurrentAsync(MigrateCommand.Line, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
