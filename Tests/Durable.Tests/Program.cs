using ClinicalEngagement.Durable.Tests;
using ClinicalEngagement.Durable.Tests.Crash;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The assembly is its own crash host, so that a test can kill a real process that runs the engine.
if (args is ["crash-host", .. var host])
    return await CrashHost.RunAsync(host);
return args.Contains("--server") || args.Contains("--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
