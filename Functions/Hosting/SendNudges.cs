using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Infrastructure.Storage;
using Grpc.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClinicalEngagement.Functions.Hosting;

/// <summary>Sends, after a function that committed facts, the nudges that these left in the outbox; what does not go now goes with the sweep.</summary>
internal sealed partial class SendNudges(PendingNudges pending, OutboxPump outbox, ILogger<SendNudges> logger) : IFunctionsWorkerMiddleware
{
    /// <summary>Orchestrators commit nothing, and nothing may be awaited around them.</summary>
    public static bool Concerns(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.All(binding => !string.Equals(binding.Type, "orchestrationTrigger", StringComparison.OrdinalIgnoreCase));

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        await next(context);
        var client = context.InstanceServices.GetRequiredService<DurableTaskOrchestrationClient>();
        if (!client.IsInUse || !pending.Take())
            return;
        try
        {
            await outbox.SweepAsync(client, context.CancellationToken);
        }
        catch (RpcException refused)
        {
            // The facts are committed: failing the function for it would have the caller do it all again.
            pending.Add();
            LogLeft(refused.StatusCode, refused);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nudges stay in the outbox until the next sweep: {Status}")]
    private partial void LogLeft(StatusCode status, Exception exception);
}
