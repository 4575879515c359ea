using System.Net;
using ClinicalEngagement.Infrastructure.Graph;
using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Infrastructure.Smtp;

/// <summary>Says at start what is missing or out of range in <see cref="SmtpOptions"/>; every fault at once, none of them with a secret in it.</summary>
internal sealed class SmtpOptionsValidator : IValidateOptions<SmtpOptions>
{
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        var faults = Faults(options).ToArray();
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(SmtpOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Host))
            yield return "Smtp:Host is required.";
        if (options.Port is < 1 or > 65535)
            yield return "Smtp:Port must be between 1 and 65535.";
        if (options.Security == SmtpSecurity.None && !IsLoopback(options.Host))
            yield return "Smtp:Security None is for a server on this machine only.";
        if (options.UserName is null != options.Password is null)
            yield return "Smtp:UserName and Smtp:Password go together.";
        if (options.From is null || !AddressText.IsPlausible(new(options.From)))
            yield return "Smtp:From must be an e-mail address.";
        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(5))
            yield return "Smtp:Timeout must be between 1 second and 5 minutes.";
        if (options.MessagesPerMinute is < 1 or > 30)
            yield return "Smtp:MessagesPerMinute must be between 1 and 30.";
        if (options.RetryAfter < TimeSpan.FromMinutes(1) || options.RetryAfter > TimeSpan.FromHours(1))
            yield return "Smtp:RetryAfter must be between 1 minute and 1 hour.";
    }

    private static bool IsLoopback(string? host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
