using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using NodaTime;
using static ClinicalEngagement.Domain.Updates.UpdateDecision;

namespace ClinicalEngagement.Domain.Updates;

/// <summary>The protocol of a project's updates: told regularly, in time, only what is new, until the project is closed.</summary>
public static class UpdateProtocol
{
    /// <summary>Decides from facts alone; the same facts and time give the same decision.</summary>
    public static UpdateDecision Next(UpdateFacts facts, Instant now, EngagementOptions options)
    {
        var project = facts.Project;
        var current = facts.Updates.LastOrDefault();
        var isOpen = current is { State: UpdateState.Draft or UpdateState.Approved or UpdateState.Held };

        if (project.State == ProjectState.Closed)
            return Closing(facts, isOpen ? current : null, now, options);
        if (project.State == ProjectState.Paused)
            return new Wait(null);
        if (!isOpen)
            return NextDraft(facts, now, options);

        var update = current!;
        var nation = project.Nation;
        if (update is { State: UpdateState.Draft, HasNews: false } && WithNews(facts, update, now, options) is { } fresh)
            return fresh;
        if (now < update.SendAt)
            return new Wait(update.SendAt);
        if (update.State == UpdateState.Held)
            return new Skip(
                update, TaskKind.UpdateNotApproved, "You held this update and its time has passed. The next one will take in what it said.",
                "The next update takes in what it said.", WorkingTime.AddWorkingDays(now, 5, nation));
        if (project.UpdatesNeedApproval && update.State != UpdateState.Approved)
            return new Skip(
                update, TaskKind.UpdateNotApproved, "This update was not approved in time, so it was not sent.",
                "The next update takes in what it said.", WorkingTime.AddWorkingDays(now, 5, nation));
        var to = Recipients(facts, now, options);
        // Without anything new it is only for those who missed something: nobody gets an empty mail.
        if (!update.HasNews)
            to = [.. to.Where(m => IsOwed(facts, update, m))];
        if (!update.HasNews && to.Count == 0)
            return new Skip(
                update, TaskKind.NothingNew, "There was nothing new to tell, so no update was sent. Enter a measure, an answer or a next step.",
                "No update goes until there is something new.", WorkingTime.AddWorkingDays(now, 5, nation));
        var allowed = SendingTime.NextAllowed(now, nation, options);
        return allowed > now ? new Wait(allowed) : new Send(update, to);
    }

    /// <summary>
    /// Who gets an update: everyone who was contacted and has not asked for no more or for a rest, whose reply does not wait for the
    /// lead, whose own rhythm has come round, and for whom the cap leaves room; for the others it joins the next one.
    /// </summary>
    public static IReadOnlyList<PanelMember> Recipients(UpdateFacts facts, Instant now, EngagementOptions options) =>
        [.. facts.Members.Where(m =>
            m.LeftAt is null
            && !facts.NoMore.Contains(m.Email)
            && !m.HasUnhandledReply
            && !(m.PausedUntil > now)
            && UpdateCalendar.IsFor(m, facts.Project, LastCopy(facts, m), now)
            && IsContacted(facts, m)
            && SendingTime.CapFreesAt(facts.UnaskedMessages.GetValueOrDefault(m.Email, []), now, facts.Project.Nation, options) is null)];

    private static UpdateDecision NextDraft(UpdateFacts facts, Instant now, EngagementOptions options)
    {
        var sendAt = NextSendTime(facts, now, options);
        var draftAt = WorkingTime.AddWorkingDays(sendAt, -options.DraftBeforeWorkingDays, facts.Project.Nation);
        return now < draftAt ? new Wait(draftAt) : new Draft(UpdateComposer.Compose(facts, now, sendAt, final: false), sendAt);
    }

    /// <summary>Those missed in a long pause are not made up for.</summary>
    private static Instant NextSendTime(UpdateFacts facts, Instant now, EngagementOptions options)
    {
        var last = facts.Updates.LastOrDefault()?.SendAt ?? Instant.MinValue;
        for (var count = 1; ; count++)
        {
            var sendAt = UpdateCalendar.SendAt(facts.Project, count, options);
            if (sendAt > last && sendAt >= now - Duration.FromDays(1))
                return sendAt;
        }
    }

    // The lead sees it as long before it goes as any other draft.
    private static Redraft? WithNews(UpdateFacts facts, Update empty, Instant now, EngagementOptions options)
    {
        var soonest = UpdateCalendar.AllowedOn(WorkingTime.AddWorkingDays(now, options.DraftBeforeWorkingDays, facts.Project.Nation), facts.Project, options);
        var sendAt = Instant.Max(empty.SendAt, soonest);
        var composed = UpdateComposer.Compose(facts, now, sendAt, final: false, empty.Number);
        return composed.HasNews ? new Redraft(composed with { Next = empty.Next, Version = empty.Version }, sendAt) : null;
    }

    private static UpdateDecision Closing(UpdateFacts facts, Update? open, Instant now, EngagementOptions options)
    {
        if (facts.Updates.LastOrDefault() is { Final: true, State: UpdateState.Sent })
            return new Finished();
        if (open is { Final: false })
            return new Skip(
                open, TaskKind.ReviewUpdate, "The project was closed, so this update was replaced by the last one.", "Nothing.", now);
        var allowed = SendingTime.NextAllowed(now, facts.Project.Nation, options);
        if (open is null)
            return new Draft(UpdateComposer.Compose(facts, now, allowed, final: true), allowed);
        if (open.State == UpdateState.Held)
            return new Wait(null);
        return now < open.SendAt ? new Wait(open.SendAt)
            : allowed > now ? new Wait(allowed)
            : new Send(open, LastRecipients(facts));
    }

    /// <summary>The last update ends the contact, so it is owed to everyone and does not wait for the cap.</summary>
    private static IReadOnlyList<PanelMember> LastRecipients(UpdateFacts facts) =>
        [.. facts.Members.Where(m =>
            m.LeftAt is null
            && !facts.NoMore.Contains(m.Email)
            && !m.HasUnhandledReply
            && m.NoUpdatesAt is null
            && IsContacted(facts, m))];

    private static bool IsOwed(UpdateFacts facts, Update update, PanelMember member)
    {
        var mails = facts.Messages.Where(e => e.MemberId == member.Id && e.State != EffectState.Dropped).ToArray();
        var received = mails.Where(e => e.Kind == EffectKind.SendUpdate).Select(e => e.UpdateId).OfType<UpdateId>().ToHashSet();
        var contacted = mails.Where(e => e.Kind == EffectKind.SendFirstMessage).Min(e => e.DoneAt) ?? member.SpokenAt ?? Instant.MaxValue;
        return UpdateCatchUp.Missed(update, facts.Updates, received, contacted).Count > 0;
    }

    private static bool IsContacted(UpdateFacts facts, PanelMember member) =>
        member.SpokenAt is not null || facts.Messages.Any(e => e.MemberId == member.Id && e.Kind == EffectKind.SendFirstMessage && e.State != EffectState.Dropped);

    private static Instant? LastCopy(UpdateFacts facts, PanelMember member) => facts.Messages
        .Where(e => e.MemberId == member.Id && e.Kind == EffectKind.SendUpdate && e.State != EffectState.Dropped)
        .Max(e => (Instant?)(e.DoneAt ?? e.IntendedAt));
}
