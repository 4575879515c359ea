using System.Globalization;

namespace ClinicalEngagement.LocalHost.Tests.Hosting;

/// <summary>kill -9 at random moments of a real process; the simulated trust's journal is the judge of "nothing lost, nothing doubled".</summary>
public sealed class KillTests
{
    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_KILLS") ?? "20", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Kill_AtRandomMoments_LosesAndDoublesNothing()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(20270111);
        await using (var host = await HostProcess.StartAsync(folder.Path, "Paused"))
            await host.BeginAsync(Samples.Frailty);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var host = await HostProcess.StartAsync(folder.Path, "DayPerSecond");
            using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(50, 1500)));
            await moment.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            await host.KillAsync();
        }

        await using var last = await HostProcess.StartAsync(folder.Path, "DayPerSecond");
        var journal = await WhatLeft.UntilQuietAsync(last, folder.Path);
        await last.KillAsync();

        WhatLeft.ShouldBeOnceEach(journal, folder.Path);
    }

    [Fact]
    public async Task Start_SecondProcessOnTheSameData_RefusesAndSaysWhy()
    {
        using var folder = new TemporaryFolder();
        await using var first = await HostProcess.StartAsync(folder.Path, "Paused");

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => HostProcess.StartAsync(folder.Path, "Paused"));
        refused.Message.ShouldContain("at work in");
    }
}
