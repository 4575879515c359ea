using System.Globalization;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Messages;

namespace ClinicalEngagement.Infrastructure.Mail;

/// <summary>A measure in words.</summary>
internal static class MeasureWords
{
    /// <summary>As in "Frailty scored within 30 minutes: 38% at the start, goal 80% by 30 June."</summary>
    public static string InOneLine(Measure measure)
    {
        var start = measure.Baseline is { } baseline ? $"{Value(baseline, measure.Unit)} at the start" : "not yet measured";
        var goal = measure.Goal is { } value ? $", goal {Value(value, measure.Unit)}" : "";
        var by = measure is { Goal: not null, GoalDate: { } date } ? $" by {MeetingTime.Day(date)} {date.Year}" : "";
        return $"{measure.Name}: {start}{goal}{by}.";
    }

    /// <summary>As in "38%", "25 minutes" or "12"; no more decimals than the value has.</summary>
    public static string Value(decimal value, string unit)
    {
        var number = value.ToString("0.####", CultureInfo.InvariantCulture);
        return unit switch
        {
            "" => number,
            "%" => number + "%",
            _ => $"{number} {unit}",
        };
    }
}
