using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Orchestrations.Messages;
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

    /// <summary>The times on offer besides the one that is suggested first, in the order of the calendar.</summary>
    protected static IReadOnlyList<OfferedTime> OffersBesides(Meeting meeting) =>
        [.. meeting.Offers.Where(o => o.Start != meeting.Start).OrderBy(o => o.Start)];
}
