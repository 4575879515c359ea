using OpenTelemetry;
using OpenTelemetry.Logs;

namespace ClinicalEngagement.Infrastructure.Telemetry;

/// <summary>
/// Leaves of a log record what an operator needs and nothing of a person: level, category, template, safe attributes, and an exception's
/// types and stack. Stands before every exporter.
/// </summary>
public sealed class NamelessLogs : BaseProcessor<LogRecord>
{
    private const string Template = "{OriginalFormat}";

    /// <inheritdoc/>
    public override void OnEnd(LogRecord data)
    {
        var template = SafeAttributes.LeftOut;
        var kept = new List<KeyValuePair<string, object?>>();
        foreach (var (key, value) in data.Attributes ?? [])
        {
            if (key == Template)
                template = value is string words && SafeAttributes.HasPlainTemplates(data.CategoryName) ? SafeAttributes.Text(words) : template;
            else if (SafeAttributes.OfLog(data.CategoryName, key))
                kept.Add(new(key, SafeAttributes.Plain(value)));
        }

        if (data.Exception is { } exception)
        {
            kept.Add(new("exception.type", exception.GetType().FullName));
            kept.Add(new("exception.stacktrace", ExceptionShape.Of(exception)));
            data.Exception = null;
        }

        kept.Add(new(Template, template));
        data.Attributes = kept;
        data.Body = template;
        data.FormattedMessage = null;
    }
}
