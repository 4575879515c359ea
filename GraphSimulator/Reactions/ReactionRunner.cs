using ClinicalEngagement.GraphSimulator.Calendars;
using ClinicalEngagement.GraphSimulator.Control;
using ClinicalEngagement.GraphSimulator.Mail;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Trust;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Reactions;

/// <summary>Lets simulated people do what is due, one after another: by due time, then in the order it was planned.</summary>
internal sealed class ReactionRunner(World world, Meetings meetings, Post post, Clinicians clinicians, WorkingTime hours)
{
    /// <summary>When the next reaction is due, or null.</summary>
    public Instant? NextDue => world.Reactions.All.Select(r => (Instant?)r.Due).Min();

    /// <summary>Runs everything that is due now, each in a turn of its own.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        while (await world.InTurnAsync(RunNext, cancellationToken))
            count++;
        return count;
    }

    /// <summary>Runs one reaction now, whether it was planned or is made by hand.</summary>
    public void Run(Reaction reaction)
    {
        world.Reactions.Remove(reaction.Id);
        if (world.FindPerson(reaction.Person) is not { AccountEnabled: true } person)
            return;
        var by = reaction.BySecretary ? world.FindPerson(person.Secretary ?? "") ?? person : person;
        if (reaction.Kind == ReactionKind.Reply)
        {
            Reply(person, by, reaction);
            return;
        }

        var copy = reaction.ICalUId is null ? null : meetings.CopyOf(person, reaction.ICalUId);
        if (copy is null || copy.IsCancelled || copy.Sequence != reaction.Sequence)
        {
            world.Log(new JournalEntry { By = by.Address, Kind = "reactionDropped", Mailbox = person.Address, ICalUId = reaction.ICalUId, Detail = reaction.Kind.ToString() });
            return;
        }

        switch (reaction.Kind)
        {
            case ReactionKind.Accept:
                Accept(person, copy, by, reaction.Words);
                break;
            case ReactionKind.Decline:
                meetings.Answer(person, copy, new MeetingAnswer("declined", reaction.Words), by.Address);
                break;
            case ReactionKind.Propose:
                Propose(person, copy, by, reaction.Words);
                break;
            case ReactionKind.Move:
                Move(person, copy, by);
                break;
        }
    }

    private bool RunNext()
    {
        var next = world.Reactions.All
            .Where(r => r.Due <= world.Now)
            .OrderBy(r => r.Due).ThenBy(r => r.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        if (next is null)
            return false;
        Run(next);
        return true;
    }

    private void Accept(Person person, CalendarEvent copy, Person by, string? words)
    {
        // Nobody accepts what stands over a clinic or another meeting, whoever offered it.
        if (world.BusyOf(person, copy.Start, copy.End).FirstOrDefault(b => b.ICalUId != copy.ICalUId && b.ShowAs is "busy" or "oof") is { } clash)
        {
            meetings.Answer(person, copy, new MeetingAnswer("declined", $"I am not free then: {(clash.Private ? "a private appointment" : clash.Subject.ToLowerInvariant())}."), by.Address);
            return;
        }

        var comment = words ?? (by.Address == person.Address ? null : $"Accepted on behalf of {person.Name}.");
        meetings.Answer(person, copy, new MeetingAnswer("accepted", comment), by.Address);
        if (person.Temperament == Temperament.MovesEvent && meetings.CopyOf(person, copy.ICalUId) is { } accepted)
            clinicians.PlanMove(person, accepted);
    }

    private void Propose(Person person, CalendarEvent copy, Person by, string? words)
    {
        var organizer = world.FindPerson(copy.Organizer.Address) ?? person;
        var start = hours.FreeForBoth(person, organizer, copy.End - copy.Start, world.Dice.Roll(4, copy.ICalUId, "propose"));
        var response = copy.AllowNewTimeProposals && start is not null && world.Dice.Chance(60, copy.ICalUId, "tentative") ? "tentativelyAccepted" : "declined";
        var proposed = copy.AllowNewTimeProposals ? start : null;
        meetings.Answer(person, copy, new MeetingAnswer(response, words, ProposedStart: proposed, ProposedEnd: proposed + (copy.End - copy.Start)), by.Address);
    }

    private void Move(Person person, CalendarEvent copy, Person by)
    {
        if (world.FindPerson(copy.Organizer.Address) is not { } organizer || meetings.OrganizersOwn(organizer, copy.ICalUId) is not { } own)
            return;
        var length = own.End - own.Start;
        if (hours.FreeForBoth(person, organizer, length, world.Dice.Roll(6, copy.ICalUId, "move to")) is { } start)
            meetings.Update(organizer, own, own with { Start = start, End = start + length }, by.Address);
    }

    private void Reply(Person person, Person by, Reaction reaction)
    {
        if (reaction.MessageId is null || world.Messages.Find(reaction.MessageId) is not { From: { } from } message)
            return;
        var to = message.ReplyTo.Count > 0 ? message.ReplyTo[0] : from;
        var subject = message.Subject.StartsWith("RE: ", StringComparison.OrdinalIgnoreCase) ? message.Subject : "RE: " + message.Subject;
        post.Write(person, to, subject, reaction.Words ?? "Thank you.", message, by);
    }
}
