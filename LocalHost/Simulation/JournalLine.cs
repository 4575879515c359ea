using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.LocalHost.Simulation;

/// <summary>One line of the simulator's journal: an effect on somebody's mailbox or calendar.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="At">When.</param>
/// <param name="By">"app" for us, else the address of who acted.</param>
/// <param name="Kind">As the simulator names it: eventCreated, mailSent, ...</param>
/// <param name="Mailbox">In whose mailbox.</param>
/// <param name="Id">The event's or message's id.</param>
/// <param name="UniqueId">The event's iCalendar UID.</param>
/// <param name="TransactionId">The key the event was created under.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Start">The event's start.</param>
/// <param name="End">The event's end.</param>
/// <param name="People">Attendees or recipients.</param>
/// <param name="Key">Our key among the extended properties, or null.</param>
internal sealed record JournalLine(
    long Number, Instant At, string By, string Kind, string? Mailbox, string? Id, string? UniqueId, string? TransactionId, string? Subject,
    Instant? Start, Instant? End, IReadOnlyList<string> People, string? Key)
{
    /// <summary>Who acts when the product does.</summary>
    public const string App = "app";

    public static JournalLine Read(JsonElement entry) => new(
        entry.GetProperty("number").GetInt64(),
        InstantPattern.ExtendedIso.Parse(entry.GetProperty("at").GetString()!).Value,
        entry.GetProperty("by").GetString()!,
        entry.GetProperty("kind").GetString()!,
        Text(entry, "mailbox"),
        Text(entry, "id"),
        Text(entry, "iCalUId"),
        Text(entry, "transactionId"),
        Text(entry, "subject"),
        Time(entry, "start"),
        Time(entry, "end"),
        entry.TryGetProperty("people", out var people) && people.ValueKind == JsonValueKind.Array
            ? [.. people.EnumerateArray().Select(p => p.GetString()!)]
            : [],
        entry.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject().Select(p => p.Value.GetString()).FirstOrDefault()
            : null);

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Instant? Time(JsonElement entry, string name) =>
        Text(entry, name) is { } text ? InstantPattern.ExtendedIso.Parse(text).Value : null;
}
