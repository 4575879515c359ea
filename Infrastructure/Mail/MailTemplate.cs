using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.AspNetCore.Components;

namespace ClinicalEngagement.Infrastructure.Mail;

/// <summary>What every template of a message gets.</summary>
/// <typeparam name="TMessage">The kind of message.</typeparam>
public abstract class MailTemplate<TMessage> : ComponentBase
    where TMessage : Message
{
    /// <summary>What the message says.</summary>
    [Parameter, EditorRequired]
    public required TMessage Model { get; set; }

    /// <summary>Its subject.</summary>
    [Parameter, EditorRequired]
    public required string Subject { get; set; }

    /// <summary>How the product reaches people.</summary>
    [Inject]
    public required Connection Connection { get; set; }

    /// <summary>May hold the trust's own words for passages of the messages.</summary>
    [Inject]
    public required EngagementOptions Options { get; set; }

    /// <summary>How a suggested time is booked.</summary>
    protected string HowToBook => Connection.ReadsCalendars
        ? "It is in your calendar as a tentative invitation: accept it and it is booked."
        : "An invitation comes with this, for your calendar. To book the time, choose it by the link below, or just reply.";

    /// <summary>The times on offer besides the one that is suggested first, in the order of the calendar.</summary>
    protected static IReadOnlyList<OfferedTime> OffersBesides(Meeting meeting) =>
        [.. meeting.Offers.Where(o => o.Start != meeting.Start).OrderBy(o => o.Start)];
}
