using System.Diagnostics;
using System.Net;

namespace ClinicalEngagement.LocalHost.Tests.Hosting;

/// <summary>The whole host on a disk of its own that fills up while it works, and has room again later.</summary>
public sealed class FullDiskTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Disk_FullInTheMiddleOfTheWork_LosesAndDoublesNothing()
    {
        await using var disk = await SmallDisk.MountAsync("64m");
        Assert.SkipWhen(disk is null, "No disk of its own could be mounted: that takes root on Linux.");
        // The trust does not live on our disk.
        using var elsewhere = new TemporaryFolder();
        File.CreateSymbolicLink(Path.Combine(disk.Path, "simulator.db"), Path.Combine(elsewhere.Path, "simulator.db"));
        await using (var paused = await HostProcess.StartAsync(disk.Path, "Paused"))
            await paused.BeginAsync(Samples.Frailty);
        await using var host = await HostProcess.StartAsync(disk.Path, "DayPerSecond");

        // Full three times: as the first messages go out, between them and the meetings, and while there is nothing else to do.
        foreach (var done in new[] { 1, 10, 18 })
        {
            await UntilAsync(() => WhatLeft.EffectsIn(disk.Path).Count(e => e.State == "Done") >= done);
            var before = TimesFelt(host);
            disk.Fill();
            await UntilAsync(() => TimesFelt(host) > before);
            host.HasEnded.ShouldBeFalse("a full disk ends nothing");
            using (var page = await host.Portal.GetAsync("/health"))
                page.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);
            disk.MakeRoom();
        }

        var journal = await WhatLeft.UntilQuietAsync(host, disk.Path);
        await host.KillAsync();
        WhatLeft.ShouldBeOnceEach(journal, disk.Path);
    }

    // The store, the workflow and the clock are files; whichever is written to first says so.
    private static int TimesFelt(HostProcess host) => host.Said.Count(line =>
        line.Contains("database or disk is full", StringComparison.Ordinal) || line.Contains("No space left on device", StringComparison.Ordinal));

    private static async Task UntilAsync(Func<bool> condition)
    {
        var start = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!condition())
        {
            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Patience);
            await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A file system in memory, of so many bytes and no more.</summary>
    private sealed class SmallDisk(TemporaryFolder folder) : IAsyncDisposable
    {
        public string Path => folder.Path;

        private string Ballast => System.IO.Path.Combine(Path, "ballast");

        public static async Task<SmallDisk?> MountAsync(string size)
        {
            if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
                return null;
            var folder = new TemporaryFolder();
            if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder.Path))
                return new SmallDisk(folder);
            folder.Dispose();
            return null;
        }

        /// <summary>To the last byte.</summary>
        public void Fill()
        {
            try
            {
                using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
                var block = new byte[4096];
                while (true)
                    ballast.Write(block);
            }
            catch (IOException)
            {
                new DriveInfo(Path).AvailableFreeSpace.ShouldBeLessThan(4096);
            }
        }

        public void MakeRoom() => File.Delete(Ballast);

        public async ValueTask DisposeAsync()
        {
            (await RunAsync("umount", Path)).ShouldBeTrue();
            folder.Dispose();
        }

        private static async Task<bool> RunAsync(string program, params IReadOnlyList<string> arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
    }
}
