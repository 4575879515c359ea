using System.Globalization;
using ClinicalEngagement.GraphSimulator.Calendars;
using ClinicalEngagement.GraphSimulator.Reactions;
using ClinicalEngagement.GraphSimulator.Trust;
using ClinicalEngagement.GraphSimulator.Wire;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.View;

/// <summary>How the pages word times and the simulator's own terms.</summary>
internal static class Wording
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public static string Of(Temperament temperament) => temperament switch
    {
        Temperament.Prompt => "promptly",
        Temperament.Late => "late",
        Temperament.Never => "never",
        Temperament.Declines => "declines the first time offered",
        Temperament.Proposes => "proposes another time",
        Temperament.Delegates => "through the secretary",
        Temperament.MovesEvent => "accepts, then the secretary moves it",
        _ => "replies in words",
    };

    public static string Of(Reaction reaction)
    {
        var what = reaction.Kind switch
        {
            ReactionKind.Accept => "accept",
            ReactionKind.Decline => "decline",
            ReactionKind.Propose => "propose another time",
            ReactionKind.Move => "have the event moved",
            _ => "reply in words",
        };
        return $"{what} on {Of(reaction.Due)}";
    }

    public static string Response(CalendarEvent item) => item switch
    {
        { IsCancelled: true } => "Cancelled.",
        { Response: "accepted" } => "Accepted.",
        { Response: "tentativelyAccepted" } => "Accepted for now.",
        _ => "Not answered.",
    };

    public static string ShowAs(string showAs) => showAs switch
    {
        "oof" => "out of office",
        "workingElsewhere" => "working elsewhere",
        _ => showAs,
    };

    public static string Of(Instant instant) => Local(instant).ToString("ddd d MMM uuuu, HH:mm", English);

    public static string Of(LocalDate date) => date.ToString("d MMMM uuuu", English);

    public static string Day(LocalDate date) => date.ToString("dddd d MMM", English);

    public static string Time(Instant instant) => Local(instant).ToString("HH:mm", English);

    public static string Iso(LocalDate date) => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    public static string Field(Instant instant) => Local(instant).ToString("uuuu-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static LocalDateTime Local(Instant instant) => instant.InZone(Zones.London).LocalDateTime;
}
