using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

/// <summary>An address on loopback that takes notifications as the portal's endpoint does, and keeps the bodies.</summary>
internal sealed class NotificationInbox : IAsyncDisposable
{
    private readonly WebApplication application;

    private NotificationInbox(WebApplication application) => this.application = application;

    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    public int Validations { get; private set; }

    public Uri Address => new($"{application.Urls.First()}/notifications");

    public static async Task<NotificationInbox> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var inbox = new NotificationInbox(builder.Build());
        inbox.application.MapPost("/notifications", inbox.TakeAsync);
        await inbox.application.StartAsync();
        return inbox;
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        if (request.Query["validationToken"].FirstOrDefault() is { } token)
        {
            Validations++;
            return Results.Text(token, "text/plain");
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        Bodies.Enqueue(body.ToArray());
        return Results.Accepted();
    }
}
