using System.CommandLine;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Smtp;
using Microsoft.Extensions.Options;
using NodaTime;
using Spectre.Console;

namespace ClinicalEngagement.LocalHost;

/// <summary><c>check</c>: tries each permission at the tenant of the section "Graph" and says what works, what doesn't, and what to ask the tenant's administrator for.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var lead = new Option<string>("--lead") { Description = "The address of a project lead.", Required = true };
        var clinician = new Option<string>("--clinician") { Description = "The address of a clinician whose free/busy is asked for.", Required = true };
        var group = new Option<string?>("--group") { Description = "The address of a group that panels are chosen from." };
        var outside = new Option<string?>("--outside") { Description = "The address of a mailbox that must stay closed to the app." };
        var command = new Command("check", "Try what the app is permitted to do in Microsoft 365. Nothing is sent, nobody is invited.") { lead, clinician, group, outside };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build(),
            new CheckAddresses(parsed.GetValue(lead)!, parsed.GetValue(clinician)!, parsed.GetValue(group), parsed.GetValue(outside)),
            AnsiConsole.Console,
            cancellationToken));
        return command;
    }

    /// <returns>0 when everything works that must, 1 when something doesn't, 2 when the settings are not complete.</returns>
    internal static async Task<int> RunAsync(IConfiguration configuration, CheckAddresses addresses, IAnsiConsole console, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddSingleton<IClock>(SystemClock.Instance)
            .AddSingleton(new SteadyClock(TimeProvider.System))
            .AddLogging()
            .AddConnection(configuration)
            .BuildServiceProvider();
        GraphOptions options;
        try
        {
            if (services.GetService<SmtpCheck>() is { } mail)
                return await TryMailAsync(mail, services.GetRequiredService<IOptions<SmtpOptions>>().Value, console, cancellationToken);
            options = services.GetRequiredService<IOptions<GraphOptions>>().Value;
        }
        catch (OptionsValidationException e)
        {
            foreach (var fault in e.Failures)
                console.WriteLine(fault);
            return 2;
        }

        console.WriteLine($"Trying {options.BaseAddress.Host} as {options.Credential}, for {options.SharedMailbox ?? addresses.Lead}. Nothing is sent, nobody is invited.");
        var lines = await services.GetRequiredService<GraphCheck>().RunAsync(
            new EmailAddress(addresses.Lead), new EmailAddress(addresses.Clinician), Address(addresses.Outside), Address(addresses.Group), cancellationToken);
        foreach (var line in lines)
            console.WriteLine($"{(line.Works ? "works         " : "does not work ")}{line.What}{(line.Found is null ? "" : $": {line.Found}")}");
        PrintClock(services.GetRequiredService<SteadyClock>().Correction, console);

        string[] asks = [.. lines.Select(l => l.AskFor).OfType<string>().Distinct()];
        if (asks.Length > 0)
        {
            console.WriteLine();
            console.WriteLine("Ask the tenant's administrator for:");
            foreach (var ask in asks)
                console.WriteLine($"- {ask}");
        }

        return lines.All(l => l.Works || l.IsOptional) ? 0 : 1;
    }

    // The product goes by Microsoft 365's time then; certificates and cookies are still judged by the machine's.
    private static void PrintClock(Duration correction, IAnsiConsole console) => console.WriteLine(correction == Duration.Zero
        ? "works         Keep the same time as Microsoft 365"
        : "does not work Keep the same time as Microsoft 365: this machine's clock is "
            + $"{Math.Abs(correction.TotalMinutes):0} minutes {(correction < Duration.Zero ? "ahead" : "behind")}. Set it.");

    private static async Task<int> TryMailAsync(SmtpCheck mail, SmtpOptions options, IAnsiConsole console, CancellationToken cancellationToken)
    {
        console.WriteLine($"Trying the mail server {options.Host}:{options.Port}. Nothing is sent.");
        var wrong = await mail.RunAsync(cancellationToken);
        console.WriteLine(wrong is null ? "works         Sign in to send mail" : $"does not work Sign in to send mail: {wrong}");
        if (wrong is not null)
            console.WriteLine("Ask whoever runs the mail server for its name, port and an account that may send from that address (Smtp:Host, Smtp:Port, Smtp:UserName, Smtp:Password, Smtp:From).");
        return wrong is null ? 0 : 1;
    }

    private static EmailAddress? Address(string? text) => text is null ? null : new EmailAddress(text);
}

/// <summary>Whom a check asks about.</summary>
/// <param name="Lead">A project lead.</param>
/// <param name="Clinician">A clinician.</param>
/// <param name="Group">A group, or null.</param>
/// <param name="Outside">A mailbox that must stay closed, or null.</param>
internal sealed record CheckAddresses(string Lead, string Clinician, string? Group, string? Outside);
