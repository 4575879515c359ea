using Azure.Core.Serialization;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Tests.Contract;
using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// As the product's own Program and EngagementApp do it, as far as orchestrators and activities are concerned.
var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseWhen<NamelessFailures>(context =>
    context.FunctionDefinition.InputBindings.Values.All(binding => !string.Equals(binding.Type, "orchestrationTrigger", StringComparison.OrdinalIgnoreCase)));
builder.Services.Configure<WorkerOptions>(options => options.Serializer = new JsonObjectSerializer(DurableJson.Options));
builder.Services.AddScoped<DurableTaskOrchestrationClient>();
builder.Services.AddSingleton(new ContractJournal(builder.Configuration["ContractJournal"]
    ?? throw new InvalidOperationException("The setting ContractJournal is missing: the folder that the activities write to.")));
await builder.Build().RunAsync();
