using ClinicalEngagement.Functions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

if (args is [MigrateCommand.Name])
{
    return await MigrateCommand.RunAsync(new ConfigurationBuilder().AddEnvironmentVariables().Build(), Console.Out, CancellationToken.None);
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseWhen<NamelessFailures>(SendNudges.Concerns);
builder.UseWhen<SendNudges>(SendNudges.Concerns);
builder.Services.AddEngagementApp(builder.Configuration);
await builder.Build().RunAsync();
return 0;
