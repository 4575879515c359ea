using System.Net.Http.Json;
using ClinicalEngagement.GraphSimulator;
using Microsoft.Extensions.Configuration;
using Spectre.Console;

namespace ClinicalEngagement.LocalHost.Tests;

public sealed class CheckCommandTests
{
    private static readonly CheckAddresses Addresses = new(
        "marguerite.oyelaran@arlenmere.example", "anneliese.thornquist@arlenmere.example", null, null);

    [Fact]
    public async Task Check_EverythingPermitted_SaysSoAndEndsWell()
    {
        await using var simulator = await StartAsync();

        var (exit, said) = await RunAsync(simulator, Addresses);

        exit.ShouldBe(0, said);
        said.ShouldContain("works         Send mail from the organiser's mailbox");
        said.ShouldContain("Nothing is sent, nobody is invited.");
        said.ShouldContain("works         Keep the same time as Microsoft 365");
        said.ShouldNotContain("does not work");
        said.ShouldNotContain("Ask the tenant");
    }

    [Fact]
    public async Task Check_SomethingMissing_SaysWhatAndWhatToAskForOnce()
    {
        await using var simulator = await StartAsync();
        using var http = new HttpClient { BaseAddress = simulator.Address };
        await http.PostAsJsonAsync("control/faults", new { kind = "accessRevoked", operation = "users.messages.*" });
        await http.PostAsJsonAsync("control/faults", new { kind = "accessRevoked", operation = "users.list" });

        var (exit, said) = await RunAsync(simulator, Addresses with { Outside = "idris.fennimore@arlenmere.example" });

        exit.ShouldBe(1);
        said.ShouldContain("works         Make and cancel meetings");
        said.ShouldContain("does not work Find people in the directory: ");
        said.ShouldContain("does not work Prepare mail in the organiser's mailbox and notice replies: ");
        said.ShouldContain("Ask the tenant's administrator for:");
        said.Split("The application permission Mail.ReadWrite").Length.ShouldBe(2);
        said.ShouldContain("The application permission User.Read.All");
    }

    [Fact]
    public async Task Check_WhatIsOptionalIsMissing_SaysSoAndEndsWell()
    {
        await using var simulator = await StartAsync();
        using var http = new HttpClient { BaseAddress = simulator.Address };
        await http.PostAsJsonAsync("control/faults", new { kind = "accessRevoked", operation = "users.mailboxSettings.*" });

        var (exit, said) = await RunAsync(simulator, Addresses);

        exit.ShouldBe(0, said);
        said.ShouldContain("does not work See by a lead's automatic replies that they are away (optional)");
        said.ShouldContain("The application permission MailboxSettings.Read");
    }

    [Fact]
    public async Task Check_ClockSetWrong_SaysByHowMuch()
    {
        await using var simulator = await StartAsync(new Earlier(TimeSpan.FromDays(1)));

        var (exit, said) = await RunAsync(simulator, Addresses);

        exit.ShouldBe(0, said);
        said.ShouldContain("does not work Keep the same time as Microsoft 365: this machine's clock is 1440 minutes ahead. Set it.");
    }

    [Fact]
    public async Task Check_SettingsMissing_NamesThem()
    {
        var output = new StringWriter();
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Graph:Credential"] = "Secret" }).Build();

        var exit = await CheckCommand.RunAsync(settings, Addresses, Console(output), TestContext.Current.CancellationToken);

        exit.ShouldBe(2);
        output.ToString().ShouldContain("Graph:ClientSecret");
    }

    private static Task<GraphSimulatorServer> StartAsync(TimeProvider? time = null) => GraphSimulatorServer.StartAsync(
        new GraphSimulatorOptions { DataFile = ":memory:", Seed = 7, AutoRun = false, Durable = false, Time = time ?? TimeProvider.System }, TestContext.Current.CancellationToken);

    private static async Task<(int Exit, string Said)> RunAsync(GraphSimulatorServer simulator, CheckAddresses addresses)
    {
        var output = new StringWriter();
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Graph:BaseAddress"] = simulator.GraphBaseAddress.AbsoluteUri,
            ["Graph:Credential"] = "FixedToken",
            ["Graph:Token"] = "token",
        }).Build();
        var exit = await CheckCommand.RunAsync(settings, addresses, Console(output), TestContext.Current.CancellationToken);
        return (exit, output.ToString().ReplaceLineEndings("\n"));
    }

    private sealed class Earlier(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - by;
    }

    private static IAnsiConsole Console(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 1000;
        return console;
    }
}
