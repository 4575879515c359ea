using ClinicalEngagement.Functions.Hosting;
using ClinicalEngagement.Infrastructure.Storage;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseWhen<SendNudges>(SendNudges.Concerns);
builder.Services.AddEngagementApp(builder.Configuration);
var app = builder.Build();

if (args is ["migrate"])
{
    // Run by whoever deploys, before the new build takes requests.
    await app.Services.GetRequiredService<EngagementDatabase>().MigrateAsync(CancellationToken.None);
    return;
}

await app.RunAsync();
