using System.Globalization;
using ClinicalEngagement.GraphSimulator.Calendars;
using ClinicalEngagement.GraphSimulator.Mail;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Trust;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Reactions;

/// <summary>Decides what a simulated person is going to do about what has reached them, and when. Runs inside a turn.</summary>
internal sealed class Clinicians(World world, WorkingTime hours)
{
    private const string CommonWords =
        "Thank you for writing. I would like to hear more before I put a time in. Fridays are hard for me; could we speak on a Tuesday or Thursday, and could you send me the one page beforehand?";

    private static readonly string[] DeclineComments =
        ["I have a list that day that I can't move.", "That time doesn't work for me. Another day would be better.", "I'm covering for a colleague then. Please try another time."];

    /// <summary>An invitation, or a new time for a meeting, has arrived.</summary>
    /// <param name="person">Who was invited.</param>
    /// <param name="copy">The event in their calendar.</param>
    /// <param name="requestId">The immutable id of the meeting request in their inbox.</param>
    public void OnInvitation(Person person, CalendarEvent copy, string requestId)
    {
        Forget(person.Address, copy.ICalUId);
        if (copy.Start <= world.Now)
            return;
        var memory = Remember(person, copy.Organizer);
        memory = memory with { Offers = memory.Offers + 1 };
        world.Encounters.Put(memory);
        var key = $"{person.Address}|{copy.ICalUId}|{copy.Sequence.ToString(CultureInfo.InvariantCulture)}";
        var first = memory.Offers == 1;
        switch (person.Temperament)
        {
            case Temperament.Never:
                return;
            case Temperament.Late:
                React(ReactionKind.Accept, hours.AfterDays(person, world.Now, 6 + world.Dice.Roll(4, key, "days"), world.Dice.Roll(1000, key, "share")));
                return;
            case Temperament.Declines when first:
                React(ReactionKind.Decline, Soon(300, 600), world.Dice.Pick(DeclineComments, key, "comment"));
                return;
            case Temperament.Proposes when first:
                React(ReactionKind.Propose, Soon(240, 600), "Could we make it this time instead?");
                return;
            case Temperament.RepliesInWords when !memory.Replied:
                world.Encounters.Put(memory with { Replied = true });
                React(ReactionKind.Reply, Soon(200, 700), person.Words ?? CommonWords);
                return;
            case Temperament.Delegates when world.FindPerson(person.Secretary ?? "") is { } secretary:
                React(ReactionKind.Accept, hours.AfterMinutes(secretary, world.Now, 240 + world.Dice.Roll(480, key, "minutes")), bySecretary: true);
                return;
            default:
                React(ReactionKind.Accept, Soon(30, 330));
                return;
        }

        Instant Soon(int least, int spread) => hours.AfterMinutes(person, world.Now, least + world.Dice.Roll(spread, key, "minutes"));

        void React(ReactionKind kind, Instant due, string? words = null, bool bySecretary = false)
        {
            // Even the slow answer before the meeting, if there is any working time left to do so.
            if (due >= copy.Start - Duration.FromHours(1))
                due = hours.AfterMinutes(person, world.Now, 30);
            Schedule(person, kind, due, copy, requestId, words, bySecretary);
        }
    }

    /// <summary>A mail has arrived that Graph's caller sent.</summary>
    public void OnMail(Person person, Message message)
    {
        if (message.From is not { } from)
            return;
        var memory = Remember(person, from);
        if (person.Temperament == Temperament.RepliesInWords && memory is { Offers: 0, Replied: false })
        {
            world.Encounters.Put(memory with { Replied = true });
            Reply(person.Words ?? CommonWords);
        }
        else if (person.Concern is { } concern && !memory.SpokeUp && HasMet(person, from))
        {
            world.Encounters.Put(memory with { SpokeUp = true });
            Reply(concern);
        }

        void Reply(string words) => Schedule(
            person, ReactionKind.Reply, hours.AfterMinutes(person, world.Now, 240 + world.Dice.Roll(600, message.Id, "reply")), null, message.Id, words, bySecretary: false);
    }

    /// <summary>The secretary is going to move a meeting, once.</summary>
    public void PlanMove(Person person, CalendarEvent copy)
    {
        var memory = Remember(person, copy.Organizer);
        if (memory.Moved || world.FindPerson(person.Secretary ?? "") is not { } secretary)
            return;
        var due = hours.AfterDays(secretary, world.Now, 2 + world.Dice.Roll(2, copy.ICalUId, "move"), world.Dice.Roll(1000, copy.ICalUId, "share"));
        if (due >= copy.Start - Duration.FromDays(1))
            return;
        world.Encounters.Put(memory with { Moved = true });
        Schedule(person, ReactionKind.Move, due, copy, null, null, bySecretary: true);
    }

    /// <summary>Nothing pending about that meeting is done any more.</summary>
    public void Forget(string person, string iCalUId)
    {
        foreach (var reaction in world.Reactions.All.Where(r => r.Person == person && r.ICalUId == iCalUId).ToArray())
            world.Reactions.Remove(reaction.Id);
    }

    private Encounter Remember(Person person, Party organizer) =>
        world.Encounters.Find(Encounter.KeyOf(person.Address, organizer.Address)) ?? new Encounter(person.Address, organizer.Address);

    private bool HasMet(Person person, Party organizer) => world.Events.In(person.Address)
        .Any(e => e.Organizer.Address == organizer.Address && e.End < world.Now && e is { IsCancelled: false, Response: "accepted" });

    private void Schedule(Person person, ReactionKind kind, Instant due, CalendarEvent? copy, string? messageId, string? words, bool bySecretary) =>
        world.Reactions.Put(new Reaction
        {
            Id = world.NextKey("reactions"),
            Due = due,
            Person = person.Address,
            Kind = kind,
            ICalUId = copy?.ICalUId,
            Sequence = copy?.Sequence ?? 0,
            MessageId = messageId,
            Words = words,
            BySecretary = bySecretary,
        });
}
