using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Testing;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

public sealed class GraphOptionsTests
{
    [Fact]
    public void AddGraph_FromConfiguration_GivesThePorts()
    {
        using var services = Services(new()
        {
            ["Graph:BaseAddress"] = "http://127.0.0.1:5081/v1.0",
            ["Graph:Credential"] = "FixedToken",
            ["Graph:Token"] = "token",
            ["Graph:DefaultRetryAfter"] = "00:00:20",
        });

        services.GetRequiredService<IOptions<GraphOptions>>().Value.DefaultRetryAfter.ShouldBe(TimeSpan.FromSeconds(20));
        services.GetRequiredService<ICalendar>().ShouldNotBeNull();
        services.GetRequiredService<IMailer>().ShouldNotBeNull();
        services.GetRequiredService<IDirectory>().ShouldNotBeNull();
        services.GetRequiredService<GraphSubscriptions>().Enabled.ShouldBeFalse();
        services.GetRequiredService<GraphCheck>().ShouldNotBeNull();
    }

    [Theory]
    [InlineData("Secret", "BaseAddress", "http://graph.example/v1.0", "https")]
    [InlineData("Secret", "TenantId", "t", "Graph:ClientSecret")]
    [InlineData("Certificate", "TenantId", "t", "Graph:CertificatePath")]
    [InlineData("FixedToken", "Token", "t", "loopback")]
    [InlineData("FixedToken", "BaseAddress", "http://127.0.0.1/v1.0", "Graph:Token")]
    [InlineData("ManagedIdentity", "Timeout", "00:10:00", "Graph:Timeout")]
    [InlineData("ManagedIdentity", "DefaultRetryAfter", "00:00:00", "Graph:DefaultRetryAfter")]
    [InlineData("ManagedIdentity", "SubscriptionLifetime", "30.00:00:00", "Graph:SubscriptionLifetime")]
    [InlineData("ManagedIdentity", "MessagesPerMinute", "31", "Graph:MessagesPerMinute")]
    [InlineData("ManagedIdentity", "SharedMailbox", "the team", "Graph:SharedMailbox")]
    [InlineData("ManagedIdentity", "NotificationAddress", "http://product.example/hook", "Graph:NotificationAddress")]
    public void AddGraph_BadOption_IsNamed(string credential, string key, string value, string named)
    {
        using var services = Services(new() { ["Graph:Credential"] = credential, [$"Graph:{key}"] = value });

        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<GraphOptions>>().Value).Message.ShouldContain(named);
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .AddSingleton<IClock>(new FakeClock(StubGraph.Now))
        .AddGraph()
        .BuildServiceProvider();
}
