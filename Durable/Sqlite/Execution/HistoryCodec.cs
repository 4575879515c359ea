using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite.Storage;

namespace ClinicalEngagement.Durable.Sqlite.Execution;

/// <summary>
/// Writes one turn as one JSON value, <c>{"in":[["completed",5,{...}],...],"out":[["activity",6,"Name",{...}],...]}</c>:
/// short, and still legible to a person with the sqlite3 shell.
/// </summary>
internal sealed class HistoryCodec
{
    private const string Begun = "begun", Completed = "completed", Failed = "failed", Fired = "fired", Event = "event";
    private const string Activity = "activity", Timer = "timer", Cancelled = "cancelled";

    private readonly ArrayBufferWriter<byte> buffer = new(4_096);
    private readonly Utf8JsonWriter writer;

    public HistoryCodec() => writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });

    public byte[] Write(List<Incoming> delivered, List<Outgoing> asked)
    {
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        writer.WriteStartArray("in"u8);
        foreach (var incoming in delivered)
            Write(incoming);
        writer.WriteEndArray();
        if (asked.Count > 0)
        {
            writer.WriteStartArray("out"u8);
            foreach (var outgoing in asked)
                Write(outgoing);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static HistoryTurn Read(HistoryRow row)
    {
        using var document = JsonDocument.Parse(row.Events);
        var delivered = new List<Incoming>();
        foreach (var item in document.RootElement.GetProperty("in"u8).EnumerateArray())
            delivered.Add(ReadIncoming(item));
        var asked = new List<Outgoing>();
        if (document.RootElement.TryGetProperty("out"u8, out var outgoing))
            foreach (var item in outgoing.EnumerateArray())
                asked.Add(ReadOutgoing(item));
        return new HistoryTurn(row.Turn, row.At, delivered, asked);
    }

    public static string? WriteRetry(RetryPolicy? retry) => retry is null || retry.MaxAttempts <= 1
        ? null
        : JsonSerializer.Serialize(retry, DurableJson.Options);

    public static RetryPolicy ReadRetry(string? retry) => retry is null
        ? RetryPolicy.None
        : JsonSerializer.Deserialize<RetryPolicy>(retry, DurableJson.Options)!;

    private void Write(Incoming incoming)
    {
        writer.WriteStartArray();
        switch (incoming)
        {
            case Incoming.Begun:
                writer.WriteStringValue(Begun);
                break;
            case Incoming.ActivityCompleted completed:
                writer.WriteStringValue(Completed);
                writer.WriteNumberValue(completed.Seq);
                writer.WriteRawValue(completed.Result, skipInputValidation: true);
                break;
            case Incoming.ActivityFailed failed:
                writer.WriteStringValue(Failed);
                writer.WriteNumberValue(failed.Seq);
                writer.WriteStringValue(failed.ErrorType);
                writer.WriteStringValue(failed.Message);
                break;
            case Incoming.TimerFired fired:
                writer.WriteStringValue(Fired);
                writer.WriteNumberValue(fired.Seq);
                break;
            case Incoming.EventRaised raised:
                writer.WriteStringValue(Event);
                writer.WriteStringValue(raised.Name);
                if (raised.Data is not null)
                    writer.WriteRawValue(raised.Data, skipInputValidation: true);
                break;
        }
        writer.WriteEndArray();
    }

    private void Write(Outgoing outgoing)
    {
        writer.WriteStartArray();
        switch (outgoing)
        {
            case Outgoing.ActivityScheduled activity:
                writer.WriteStringValue(Activity);
                writer.WriteNumberValue(activity.Seq);
                writer.WriteStringValue(activity.Name);
                writer.WriteRawValue(activity.Input, skipInputValidation: true);
                break;
            case Outgoing.TimerCreated timer:
                writer.WriteStringValue(Timer);
                writer.WriteNumberValue(timer.Seq);
                writer.WriteStringValue(timer.FireAt.ToString("O", CultureInfo.InvariantCulture));
                break;
            case Outgoing.TimerCancelled cancelled:
                writer.WriteStringValue(Cancelled);
                writer.WriteNumberValue(cancelled.Seq);
                break;
        }
        writer.WriteEndArray();
    }

    private static Incoming ReadIncoming(JsonElement item) => item[0].GetString() switch
    {
        Begun => Incoming.Begun.Instance,
        Completed => new Incoming.ActivityCompleted(item[1].GetInt64(), item[2].GetRawText()),
        Failed => new Incoming.ActivityFailed(item[1].GetInt64(), item[2].GetString()!, item[3].GetString()!),
        Fired => new Incoming.TimerFired(item[1].GetInt64()),
        Event => new Incoming.EventRaised(item[1].GetString()!, item.GetArrayLength() > 2 ? item[2].GetRawText() : null),
        var kind => throw new JsonException($"History holds an event of unknown kind '{kind}'."),
    };

    private static Outgoing ReadOutgoing(JsonElement item) => item[0].GetString() switch
    {
        Activity => new Outgoing.ActivityScheduled(item[1].GetInt64(), item[2].GetString()!, item[3].GetRawText(), null),
        Timer => new Outgoing.TimerCreated(item[1].GetInt64(), item[2].GetDateTimeOffset()),
        Cancelled => new Outgoing.TimerCancelled(item[1].GetInt64(), default),
        var kind => throw new JsonException($"History holds a request of unknown kind '{kind}'."),
    };
}
