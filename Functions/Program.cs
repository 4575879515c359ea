using Azure.Core.Serialization;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Functions.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

// Inputs, outputs and events are written as the embedded engine writes them.
builder.Services.Configure<WorkerOptions>(options => options.Serializer = new JsonObjectSerializer(DurableJson.Options));
builder.Services.AddScoped<DurableTaskOrchestrationClient>();
builder.Services.AddScoped<IOrchestrationClient>(services => services.GetRequiredService<DurableTaskOrchestrationClient>());

builder.Build().Run();
