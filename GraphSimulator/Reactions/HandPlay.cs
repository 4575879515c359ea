using ClinicalEngagement.GraphSimulator.Calendars;
using ClinicalEngagement.GraphSimulator.Mail;
using ClinicalEngagement.GraphSimulator.Trust;
using ClinicalEngagement.GraphSimulator.Wire;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Reactions;

/// <summary>What is played by hand, by a page or a control endpoint.</summary>
/// <param name="ICalUId">The meeting; null for the newest one not answered.</param>
/// <param name="MessageId">The message replied to; null for the newest from somebody else.</param>
/// <param name="Words">Comment or reply.</param>
/// <param name="Start">The other start, or null.</param>
/// <param name="End">The other end, or null.</param>
/// <param name="BySecretary">True when the secretary acts.</param>
internal sealed record HandPlayOrder(string? ICalUId, string? MessageId, string? Words, Instant? Start, Instant? End, bool BySecretary);

/// <summary>Plays one person by hand. Runs inside a turn.</summary>
internal sealed class HandPlay(Simulation simulation)
{
    /// <summary>What can be played.</summary>
    public const string Kinds = "accept, decline, tentativelyAccept, propose, move, cancel, reply, autoReply, bounce";

    /// <summary>Does it.</summary>
    /// <exception cref="GraphRefusal">There is nothing that it could be done to.</exception>
    public void Play(Person person, string kind, HandPlayOrder order)
    {
        var by = order.BySecretary ? simulation.World.FindPerson(person.Secretary ?? "") ?? person : person;
        switch (kind)
        {
            case "accept":
                Answer(person, by, order, "accepted");
                break;
            case "decline":
                Answer(person, by, order, "declined");
                break;
            case "tentativelyAccept":
                Answer(person, by, order, "tentativelyAccepted");
                break;
            case "propose":
                Answer(person, by, RequireStart(order), "tentativelyAccepted", proposes: true);
                break;
            case "move":
                Move(person, by, RequireStart(order));
                break;
            case "reply":
                simulation.Runner.Run(new Reaction
                {
                    Id = "by hand",
                    Due = simulation.World.Now,
                    Person = person.Address,
                    Kind = ReactionKind.Reply,
                    MessageId = MessageOf(person, order).Id,
                    Words = order.Words,
                    BySecretary = order.BySecretary,
                });
                break;
            case "autoReply":
                simulation.Post.AutoReply(person, MessageOf(person, order));
                break;
            case "bounce":
                Bounce(person, order);
                break;
            case "cancel":
                Cancel(person, order);
                break;
            default:
                throw GraphRefusal.BadRequest($"'{kind}' is not one of {Kinds}.");
        }
    }

    private static HandPlayOrder RequireStart(HandPlayOrder order) =>
        order.Start is null ? throw GraphRefusal.BadRequest("A start is needed.") : order;

    private void Answer(Person person, Person by, HandPlayOrder order, string response, bool proposes = false)
    {
        var copy = CopyOf(person, order);
        var end = order.End ?? order.Start + (copy.End - copy.Start);
        var proposed = proposes ? (order.Start, end) : (null, null);
        simulation.Meetings.Answer(person, copy, new MeetingAnswer(response, order.Words, true, proposed.Item1, proposed.Item2), by.Address);
    }

    private void Move(Person person, Person by, HandPlayOrder order)
    {
        var copy = CopyOf(person, order);
        var organizer = simulation.World.FindPerson(copy.Organizer.Address) ?? throw GraphRefusal.ItemNotFound();
        var own = simulation.Meetings.OrganizersOwn(organizer, copy.ICalUId) ?? throw GraphRefusal.ItemNotFound();
        simulation.Meetings.Update(organizer, own, own with { Start = order.Start!.Value, End = order.End ?? order.Start.Value + (own.End - own.Start) }, by.Address);
    }

    // Whoever organised the meeting takes it out of their own calendar, as with Outlook's Cancel.
    private void Cancel(Person person, HandPlayOrder order)
    {
        var copy = CopyOf(person, order);
        var organizer = simulation.World.FindPerson(copy.Organizer.Address) ?? throw GraphRefusal.ItemNotFound();
        var own = simulation.Meetings.OrganizersOwn(organizer, copy.ICalUId) ?? throw GraphRefusal.ItemNotFound();
        simulation.Meetings.Cancel(organizer, own, order.Words, organizer.Address);
    }

    private void Bounce(Person person, HandPlayOrder order)
    {
        // The person's copy of what was sent: the notice goes back to its sender.
        var received = MessageOf(person, order);
        var sent = simulation.World.Messages.In(received.From?.Address ?? "").FirstOrDefault(m => m.InternetMessageId == received.InternetMessageId) ?? throw GraphRefusal.ItemNotFound();
        simulation.Post.Bounce(sent, new Party(person.Name, person.Address), order.Words ?? "550 5.2.2 Mailbox full");
    }

    private CalendarEvent CopyOf(Person person, HandPlayOrder order)
    {
        if (order.ICalUId is not null)
            return simulation.Meetings.CopyOf(person, order.ICalUId) ?? throw GraphRefusal.ItemNotFound();
        var invitations = simulation.World.Events.In(person.Address).Where(e => e is { IsOrganizer: false, IsCancelled: false })
            .OrderBy(e => e.Response == "notResponded" ? 0 : 1).ThenByDescending(e => e.Modified);
        return invitations.FirstOrDefault() ?? throw GraphRefusal.ItemNotFound();
    }

    private Message MessageOf(Person person, HandPlayOrder order)
    {
        if (order.MessageId is not null)
            return simulation.World.Messages.FindByEither(order.MessageId) is { } named && named.Mailbox == person.Address ? named : throw GraphRefusal.ItemNotFound();
        return simulation.World.Messages.In(person.Address)
            .Where(m => m.Folder == "inbox")
            .OrderByDescending(m => m.Received).ThenByDescending(m => m.InternetMessageId, StringComparer.Ordinal)
            .FirstOrDefault() ?? throw GraphRefusal.ItemNotFound();
    }
}
