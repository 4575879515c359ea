using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.GraphSimulator.Tests;

/// <summary>A webhook on a port of its own that keeps what it is sent.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly ConcurrentQueue<JsonObject> notifications = new();

    private Listener(WebApplication application)
    {
        this.application = application;
        application.MapPost("/{**path}", AnswerAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Url => application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hook";

    /// <summary>How the next notifications are answered; validation is always answered rightly unless <see cref="Refuses"/>.</summary>
    public int Status { get; set; } = 202;

    /// <summary>True to answer validation with something else.</summary>
    public bool Refuses { get; set; }

    /// <summary>What came, one by one, in order.</summary>
    public IReadOnlyList<JsonObject> Notifications => [.. notifications];

    public static async Task<Listener> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var listener = new Listener(builder.Build());
        await listener.application.StartAsync(TestContext.Current.CancellationToken);
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        await application.StopAsync(CancellationToken.None);
        await application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Query["validationToken"] is [{ } token])
        {
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync(Refuses ? "no" : token);
            return;
        }

        var body = await JsonNode.ParseAsync(context.Request.Body);
        foreach (var notification in body!["value"]!.AsArray())
            notifications.Enqueue(notification!.AsObject());
        context.Response.StatusCode = Status;
    }
}
