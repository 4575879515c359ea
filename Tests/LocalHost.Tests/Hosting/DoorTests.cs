using System.Net;
using ClinicalEngagement.LocalHost.Hosting;
using ClinicalEngagement.Portal.Simulation;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Tests.Hosting;

/// <summary>The host listens beyond this machine only where people have to say who they are.</summary>
public sealed class DoorTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.0.2.7")]
    public async Task Start_BeyondLoopbackWithoutSignIn_IsRefusedWithWords(string listen)
    {
        using var folder = new TemporaryFolder();

        var refused = await Should.ThrowAsync<SignInMissingException>(() => EngagementHost.StartAsync(Settings(folder.Path, IPAddress.Parse(listen)), TestContext.Current.CancellationToken));

        refused.Message.ShouldContain("SignIn:Authority");
        // It has let go of the folder.
        await using var host = await EngagementHost.StartAsync(Settings(folder.Path, null), TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = host.Address };
        (await http.GetAsync("/", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static HostSettings Settings(string folder, IPAddress? listen) => new()
    {
        DataFolder = folder,
        Port = 0,
        SimulatorPort = 0,
        Listen = listen,
        Speed = SimulationSpeed.Paused,
        Start = Instant.FromUtc(2027, 1, 4, 9, 0),
    };
}
