using System.Globalization;
using System.Text;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Orchestrations.Sync;
using CsCheck;
using NodaTime.Extensions;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

/// <summary>
/// Notifications posted by the simulator, each repeated one to ten times and all in any order, while the calendar goes on changing: the
/// facts end the same as if each had come once and in order at the same moments. (Read later, a calendar tells less: who agreed before a
/// meeting was moved is not in it any more.) CLINICAL_ENGAGEMENT_SWEEP sets how many orders are tried.
/// </summary>
public sealed class NotificationOrderTests
{
    private static readonly int Orders = int.TryParse(
        Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_SWEEP"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Clamp(count / 100, 6, 200) : 6;

    private static readonly string[][] Courses =
    [
        ["tentativelyAccept", "accept", "move"],
        ["propose", "accept"],
        ["decline"],
        ["accept", "move", "reply"],
    ];

    [Fact]
    public async Task AnyOrderAndNumber_EndInTheSameState()
    {
        var expected = new Dictionary<(int, bool), string>();
        for (var course = 0; course < Courses.Length; course++)
            foreach (var along in new[] { true, false })
                expected[(course, along)] = await RunAsync(Courses[course], bodies => bodies, along);

        await Gen.Select(Gen.Int[0, Courses.Length - 1], Gen.Int, Gen.Bool).SampleAsync(
            async (course, seed, along) =>
            {
                var random = new Random(seed);
                var end = await RunAsync(
                    Courses[course],
                    bodies =>
                    {
                        var repeated = bodies.SelectMany(b => Enumerable.Repeat(b, random.Next(1, 11))).ToArray();
                        random.Shuffle(repeated);
                        return repeated;
                    },
                    along);
                end.ShouldBe(expected[(course, along)]);
            },
            iter: Orders,
            threads: 1);
    }

    /// <param name="course">What the clinician does, an hour apart.</param>
    /// <param name="deliver">In which order and number the posted bodies are taken in.</param>
    /// <param name="deliverAlong">True: after each step what has been posted until then, the old ones again; false: all at the end.</param>
    private static async Task<string> RunAsync(string[] course, Func<IReadOnlyList<string>, IReadOnlyList<string>> deliver, bool deliverAlong)
    {
        await using var inbox = await NotificationInbox.StartAsync();
        await using var trial = await GraphTrial.StartAsync(o => o.NotificationAddress = inbox.Address);
        await using var storage = await TemporaryEngagementStore.CreateTemporaryAsync(trial.Time, TestContext.Current.CancellationToken);
        var clock = trial.Time.ToClock();
        var mailboxes = new MailboxReader(storage.Store, trial.Calendar, trial.Mailer, clock);
        var consumer = new NotificationConsumer(storage.Store, mailboxes, new WatchKeeper(trial.Subscriptions, mailboxes, storage.Store, new WatchList(storage.Store, clock)));
        var meeting = await BeginAsync(trial, storage.Store);
        await new WatchKeeper(trial.Subscriptions, mailboxes, storage.Store, new WatchList(storage.Store, clock)).KeepAsync(GraphTrial.Lead, always: true, default);

        var posted = new List<string>();
        foreach (var deed in course)
        {
            trial.Time.Advance(TimeSpan.FromHours(1));
            await trial.ReactAsync(deed == "reply"
                ? new { person = GraphTrial.Clinician.Value, kind = deed, messageId = await MailAsync(trial, storage.Store) }
                : (object)new { person = GraphTrial.Clinician.Value, kind = deed, start = $"2026-02-2{Array.IndexOf(course, deed)}T14:00:00Z" });
            await trial.DeliverAsync();
            while (inbox.Bodies.TryDequeue(out var body))
                posted.Add(Encoding.UTF8.GetString(body));
            if (deliverAlong)
                await TakeInAsync();
        }

        await TakeInAsync();
        return await storage.Store.ReadAsync(
            async (reader, token) =>
            {
                var end = (await reader.FindAsync<Meeting>(meeting, token))!;
                var member = (await reader.ListAsync<PanelMember>(_ => true, token)).Single();
                return $"{end.State} {end.Start} {end.BookedStart} {end.CounterProposal} {end.AnsweredAt} {end.Minutes} {member.RepliedAt}";
            },
            default);

        async Task TakeInAsync()
        {
            foreach (var body in deliver(posted))
                await consumer.TakeInAsync(body, default);
        }
    }

    private static async Task<MeetingId> BeginAsync(GraphTrial trial, IEngagementStore store)
    {
        var booked = GraphTrial.Answered(await trial.Calendar.CreateAsync(GraphTrial.Lead, await trial.MeetingAsync("k1"), default));
        var project = Storage.Records.Project with { Lead = new Person("Marguerite Oyelaran", GraphTrial.Lead), ClosedAt = null, State = ProjectState.Running };
        var member = Storage.Records.Member with { Id = PanelMemberId.For(project.Id, GraphTrial.Clinician), Email = GraphTrial.Clinician, RepliedAt = null };
        var meeting = Storage.Records.Meeting with
        {
            Id = Meeting.IdFor(member.Id, 1),
            MemberId = member.Id,
            State = MeetingState.Proposed,
            Start = booked.Start,
            BookedStart = booked.Start,
            Minutes = 30,
            EventId = booked.Id,
            ChangeKey = booked.ChangeKey,
            AnsweredAt = null,
            CounterProposal = null,
        };
        await store.WriteAsync(
            (writer, _) =>
            {
                writer.Add(project);
                writer.Add(Storage.Records.Clinician with { Email = GraphTrial.Clinician, Secretary = null });
                writer.Add(member);
                writer.Add(meeting);
                return Task.FromResult(true);
            },
            default);
        return meeting.Id;
    }

    private static async Task<string> MailAsync(GraphTrial trial, IEngagementStore store)
    {
        var draft = GraphTrial.Answered(await trial.Mailer.CreateDraftAsync(GraphTrial.MailOf("k9"), default));
        await trial.Mailer.SendDraftAsync(GraphTrial.Lead, draft.Id, default);
        await store.WriteAsync(
            async (writer, token) =>
            {
                var member = (await writer.ListAsync<PanelMember>(_ => true, token)).Single();
                writer.Add(Storage.Records.Effect with { MemberId = member.Id, Kind = Domain.Effects.EffectKind.SendFirstMessage, ConversationId = draft.ConversationId });
                return true;
            },
            default);
        var received = System.Text.Json.Nodes.JsonNode.Parse(await trial.RawAsync(HttpMethod.Get, $"users/{GraphTrial.Clinician}/mailFolders/inbox/messages?$top=1&$orderby=receivedDateTime desc"));
        return received!["value"]![0]!["id"]!.GetValue<string>();
    }
}
