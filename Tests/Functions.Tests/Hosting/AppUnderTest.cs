using System.Text.Json;
using ClinicalEngagement.Functions.Hosting;
using ClinicalEngagement.Functions.Http;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>The app's own services in a web host in memory, in which a request has been routed to a function as the worker does. No Azure: the queues are embedded.</summary>
internal sealed class AppUnderTest : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly WebApplication host;

    private AppUnderTest(DirectoryInfo folder, WebApplication host)
    {
        this.folder = folder;
        this.host = host;
        Browser = host.GetTestClient();
        // As the platform's authentication hands a request on: the programme office, who may do what these tests do.
        Browser.DefaultRequestHeaders.Add("X-MS-CLIENT-PRINCIPAL", Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new
        {
            auth_typ = "aad",
            claims = new[] { new { typ = "preferred_username", val = "office@harbour.example" }, new { typ = "roles", val = "Engagement.ProgrammeOffice" } },
        })));
    }

    public IServiceProvider Services => host.Services;

    public HttpClient Browser { get; }

    /// <param name="adapt">Settings and services of the test's own, after the app's.</param>
    /// <param name="settings">Settings that have to be there before the app's services are added.</param>
    public static async Task<AppUnderTest> StartAsync(
        Action<IConfigurationManager, IServiceCollection>? adapt = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("functions-");
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        // As the Functions host does in development: a service of one request must not be taken for the whole process.
        builder.Host.UseDefaultServiceProvider(options => options.ValidateScopes = options.ValidateOnBuild = true);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Settings(folder)).AddInMemoryCollection(settings);
        builder.Services.AddEngagementApp(builder.Configuration);
        // Later registrations win: the same queues, in the store's database.
        builder.Services.AddEngagementQueues(new EngagementQueueOptions());
        adapt?.Invoke(builder.Configuration, builder.Services);
        var host = builder.Build();
        await host.Services.GetRequiredService<EngagementDatabase>().MigrateAsync(TestContext.Current.CancellationToken);
        host.Run(context =>
        {
            context.SetEndpoint(new RouteEndpoint(null, "functions"));
            context.Request.RouteValues["path"] = context.Request.Path.Value;
            return host.Services.GetRequiredService<PortalApp>().RunAsync(context);
        });
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new AppUnderTest(folder, host);
    }

    public static Dictionary<string, string?> Settings(DirectoryInfo folder) => new()
    {
        ["WEBSITE_INSTANCE_ID"] = "test",
        ["WEBSITE_AUTH_ENABLED"] = "True",
        ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
        ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder.FullName, "engagement.db")}",
        ["Links:PublicAddress"] = "https://engagement.example.nhs.uk/",
        ["Links:Keys:0:Id"] = "1",
        ["Links:Keys:0:Secret"] = Convert.ToBase64String(new byte[32]),
    };

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await host.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>What the worker leaves on a request: the function's own route.</summary>
    private sealed class RouteEndpoint(RequestDelegate? handler, string name) : Endpoint(handler, EndpointMetadataCollection.Empty, name)
    {
        public RoutePattern Pattern { get; } = RoutePatternFactory.Parse("{*path}");
    }
}
