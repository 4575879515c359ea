using System.Diagnostics;
using System.Text;

namespace ClinicalEngagement.Infrastructure.Telemetry;

/// <summary>What of an exception may be said to others: its types and where it happened. Its message may quote an address, a subject or a row.</summary>
public static class ExceptionShape
{
    // Deeper ones only say again what went wrong.
    private const int MostOfThem = 12;

    /// <summary>Type and stack of the exception and of those within it, without a message or a path of the machine that built it.</summary>
    public static string Of(Exception exception)
    {
        var text = new StringBuilder();
        var left = MostOfThem;
        Append(exception);
        return text.ToString();

        void Append(Exception one)
        {
            if (left-- <= 0)
                return;
            if (text.Length > 0)
                text.Append(" ---> ");
            text.Append(one.GetType().FullName).Append('\n').Append(new StackTrace(one, fNeedFileInfo: false));
            if (one is AggregateException several)
                foreach (var inner in several.InnerExceptions)
                    Append(inner);
            else if (one.InnerException is { } inner)
                Append(inner);
        }
    }
}
