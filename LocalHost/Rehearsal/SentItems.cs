using System.Net.Http.Headers;
using System.Text.Json;
using ClinicalEngagement.Domain;
using ClinicalEngagement.LocalHost.Rehearsal.Artefacts;
using ClinicalEngagement.LocalHost.Simulation;
using ClinicalEngagement.Orchestrations.Ports;

namespace ClinicalEngagement.LocalHost.Rehearsal;

/// <summary>Reads what was sent from the simulated mailboxes, as it stands there.</summary>
internal sealed class SentItems : IDisposable
{
    private readonly HttpClient http;

    public SentItems(Uri simulator)
    {
        http = new HttpClient { BaseAddress = simulator };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "rehearsal");
        http.DefaultRequestHeaders.Add("Prefer", "IdType=\"ImmutableId\"");
    }

    /// <summary>The mail that a line of the journal tells of.</summary>
    public async Task<RehearsedMail> GetAsync(JournalLine line, Person lead, CancellationToken cancellationToken)
    {
        var path = $"/v1.0/users/{line.Mailbox}/messages/{Uri.EscapeDataString(line.Id!)}";
        using var message = JsonDocument.Parse(await http.GetStreamAsync($"{path}?$select=subject,body,toRecipients,hasAttachments", cancellationToken));
        var root = message.RootElement;
        var attachments = new List<MailAttachment>();
        if (root.TryGetProperty("hasAttachments", out var has) && has.GetBoolean())
        {
            using var list = JsonDocument.Parse(await http.GetStreamAsync($"{path}/attachments", cancellationToken));
            foreach (var item in list.RootElement.GetProperty("value").EnumerateArray())
                attachments.Add(new MailAttachment(
                    item.GetProperty("name").GetString()!,
                    item.GetProperty("contentType").GetString()!,
                    item.TryGetProperty("contentId", out var id) ? id.GetString() : null,
                    item.GetProperty("contentBytes").GetBytesFromBase64()));
        }

        return new RehearsedMail(
            line.Key!,
            line.At,
            lead,
            [.. root.GetProperty("toRecipients").EnumerateArray().Select(r => r.GetProperty("emailAddress")).Select(a => new Person(
                a.TryGetProperty("name", out var name) && name.GetString() is { Length: > 0 } shown ? shown : a.GetProperty("address").GetString()!,
                new EmailAddress(a.GetProperty("address").GetString()!)))],
            root.GetProperty("subject").GetString()!,
            root.GetProperty("body").GetProperty("content").GetString()!,
            attachments);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}
