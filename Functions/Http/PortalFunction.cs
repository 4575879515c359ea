using ClinicalEngagement.Functions.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.Http;

/// <summary>Pages, API, webhook and assets: every address of the app. Who may see what is the portal's own business, so the key of the host is not asked for.</summary>
public sealed class PortalFunction(PortalApp portal, DurableTaskOrchestrationClient orchestrations)
{
    /// <summary>Answers one request.</summary>
    [Function("Portal")]
    public Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "{*path}")] HttpRequest request,
        [DurableClient] DurableTaskClient client)
    {
        orchestrations.Use(client);
        return portal.RunAsync(request.HttpContext);
    }
}
