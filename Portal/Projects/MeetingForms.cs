using System.Globalization;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>The forms about meetings on a clinician's page: what they told the lead, who meets them, how, and that it was moved.</summary>
internal static class MeetingForms
{
    /// <summary>What came of it, at which field a refusal is shown, and what is said afterwards; null for a form that is not one of these.</summary>
    public static async Task<(FactResult Result, string Field, string Done)?> TakeAsync(
        MeetingFacts facts, IFormCollection form, PanelMemberId member, string action, CancellationToken cancellationToken) => action switch
        {
            "told" => await ToldAsync(facts, form, member, cancellationToken),
            "host" => (await HostAsync(facts, form, member, cancellationToken), "host", "host"),
            "channel" => (await ChannelAsync(facts, form, member, cancellationToken), "channel", "channel"),
            "deputy" => (await facts.InviteDeputyAsync(member, cancellationToken), "", "deputy"),
            _ => null,
        };

    /// <summary>The outcome "moved": the new date and time, or what is wrong with them.</summary>
    public static async Task<FactResult> MovedAsync(MeetingFacts facts, IFormCollection form, MeetingId meeting, CancellationToken cancellationToken) =>
        Moment(form, "movedTo") is { } to
            ? await facts.MovedAsync(meeting, to, cancellationToken)
            : new FactResult.Refused("Enter to when it was moved: a real date and a time, such as 14:30.");

    private static async Task<(FactResult Result, string Field, string Done)> ToldAsync(
        MeetingFacts facts, IFormCollection form, PanelMemberId member, CancellationToken cancellationToken) => form["told"].ToString() switch
        {
            "agreed" when Ticks(form["told.time"]) is { } time => (await facts.AgreedAsync(member, time, null, cancellationToken), "told", "told"),
            "agreed" => (new FactResult.Refused("Select one of the times."), "told", ""),
            "other" when Moment(form, "told.other") is { } time => (await facts.AgreedAsync(member, time, null, cancellationToken), "told", "told"),
            "other" => (new FactResult.Refused("Enter a real date and a time, such as 14:30."), "told", ""),
            "declined" => (await facts.DeclinedAsync(member, null, cancellationToken), "told", "told"),
            "notNow" => (await facts.NotNowAsync(member, cancellationToken), "told", "told"),
            _ => (new FactResult.Refused("Select what they told you."), "told", ""),
        };

    private static async Task<FactResult> HostAsync(MeetingFacts facts, IFormCollection form, PanelMemberId member, CancellationToken cancellationToken) =>
        Enum.TryParse<MeetingHost>(form["host"], out var host) && Enum.IsDefined(host)
            ? await facts.SetHostAsync(member, host, cancellationToken)
            : new FactResult.Refused("Select who meets them.");

    private static async Task<FactResult> ChannelAsync(MeetingFacts facts, IFormCollection form, PanelMemberId member, CancellationToken cancellationToken) =>
        Enum.TryParse<MeetingChannel>(form["channel"], out var channel) && Enum.IsDefined(channel)
            ? await facts.SetChannelAsync(member, channel, cancellationToken)
            : new FactResult.Refused("Select how you meet.");

    private static Instant? Ticks(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? Instant.FromUnixTimeTicks(ticks) : null;

    private static Instant? Moment(IFormCollection form, string name) =>
        DateFields.Date(form, name) is { } date && DateFields.Time(form[$"{name}.time"].ToString()) is { } time ? DateFields.At(date, time) : null;
}
