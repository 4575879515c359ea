using System.Diagnostics;
using OpenTelemetry;

namespace ClinicalEngagement.Infrastructure.Telemetry;

/// <summary>
/// Leaves of a span its name, times, status and safe tags. An exception that a library adds to a span loses its message. Stands before
/// every exporter.
/// </summary>
public sealed class NamelessSpans : BaseProcessor<Activity>
{
    private const string Message = "exception.message";
    private const string Stack = "exception.stacktrace";

    // An event cannot be changed once it is there: the runtime asks for its tags before it adds the message of its own accord.
    private readonly ActivityListener exceptions = new()
    {
        ShouldListenTo = _ => true,
        ExceptionRecorder = (_, exception, ref tags) =>
        {
            tags.Add(Message, SafeAttributes.LeftOut);
            tags.Add(Stack, ExceptionShape.Of(exception));
        },
    };

    /// <summary>Begins to listen to exceptions.</summary>
    public NamelessSpans() => ActivitySource.AddActivityListener(exceptions);

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        foreach (var (key, value) in data.TagObjects.ToArray())
            data.SetTag(key, SafeAttributes.OfSpan(key) ? SafeAttributes.Plain(value) : null);
        if (data.StatusDescription is not null)
            data.SetStatus(data.Status);
        if (SafeAttributes.Text(data.DisplayName) != data.DisplayName)
            data.DisplayName = SafeAttributes.Text(data.OperationName);
        // What was written into an event by hand stays there; better no span than one that names somebody.
        if (!data.Events.All(MayStay))
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        exceptions.Dispose();
        base.Dispose(disposing);
    }

    private static bool MayStay(ActivityEvent happened)
    {
        // Anybody else's stack begins with the message.
        var isOurs = happened.Tags.Any(t => t is { Key: Message, Value: SafeAttributes.LeftOut });
        return SafeAttributes.Text(happened.Name) == happened.Name
            && happened.Tags.All(t => SafeAttributes.OfSpan(t.Key) || (isOurs && t.Key is (Message or Stack)));
    }
}
