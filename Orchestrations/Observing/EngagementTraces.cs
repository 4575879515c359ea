using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Observing;

/// <summary>
/// One trace for each engagement, from the form to everything that was done for it: <c>request</c> (stored), <c>begin</c> (from stored to
/// begun) and <c>effect KIND</c> (from decided to done, dropped or given to a person). Each span links to the work that was running, such
/// as an HTTP request or a function. Ids, kinds and outcomes only: nothing of a person.
/// </summary>
/// <remarks>
/// The trace's id is derived from the project's, which is derived from the request's: every process finds the same one, months later and
/// without a history or a row that carries it.
/// </remarks>
public static class EngagementTraces
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "ClinicalEngagement.Orchestrations";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A request was stored.</summary>
    public static void Received(StoredRequest request)
    {
        using var span = Begin("request", request.ProjectId, request.ReceivedAt);
        span?.SetTag("engagement.door", request.Door);
    }

    /// <summary>The project of a request stands and its orchestration was started.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">When.</param>
    public static void Begun(StoredRequest request, Instant now)
    {
        using var span = Begin("begin", request.ProjectId, request.ReceivedAt);
        span?.SetTag("engagement.failures", request.Attempts);
        End(span, now);
    }

    /// <summary>An effect came to its end.</summary>
    /// <param name="effect">As it was decided.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="now">When.</param>
    public static void Ended(Effect effect, EffectState outcome, Instant now)
    {
        using var span = Begin($"effect {effect.Kind}", effect.ProjectId, effect.IntendedAt);
        span?.SetTag("engagement.effect", effect.Id.ToString());
        span?.SetTag("engagement.outcome", outcome.ToString());
        if (outcome == EffectState.Uncertain)
            span?.SetStatus(ActivityStatusCode.Error);
        End(span, now);
    }

    /// <summary>The trace of an engagement.</summary>
    public static ActivityTraceId Of(ProjectId project) => RootOf(project).TraceId;

    private static Activity? Begin(string name, ProjectId project, Instant since)
    {
        if (!Source.HasListeners())
            return null;
        var links = Activity.Current is { } running ? new[] { new ActivityLink(running.Context) } : null;
        var span = Source.StartActivity(name, ActivityKind.Internal, RootOf(project), tags: null, links, since.ToDateTimeOffset());
        span?.SetTag("engagement.project", project.ToString());
        return span;
    }

    private static void End(Activity? span, Instant now) => span?.SetEndTime(now.ToDateTimeUtc());

    private static ActivityContext RootOf(ProjectId project)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"engagement\n{project}"), hash);
        return new ActivityContext(
            ActivityTraceId.CreateFromBytes(hash[..16]), ActivitySpanId.CreateFromBytes(hash[16..24]), ActivityTraceFlags.Recorded);
    }
}
