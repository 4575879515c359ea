using System.Globalization;
using ClinicalEngagement.GraphSimulator.Calendars;
using ClinicalEngagement.GraphSimulator.Control;
using ClinicalEngagement.GraphSimulator.Faults;
using ClinicalEngagement.GraphSimulator.Mail;
using ClinicalEngagement.GraphSimulator.Reactions;
using ClinicalEngagement.GraphSimulator.Subscriptions;
using ClinicalEngagement.GraphSimulator.Trust;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Store;

/// <summary>
/// Everything the simulator knows. It changes only in turns, one at a time; a turn is committed to the file before its result
/// is handed out, and a turn that fails leaves nothing behind.
/// </summary>
internal sealed class World : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly SimulatorFile file;
    private readonly IShelf[] shelves;
    private readonly Shelf<Counter> counters = new("counters", c => c.Id);
    private readonly Shelf<HiddenEntry> hidden = new("hidden", h => h.Id);
    private readonly TimeProvider time;

    /// <summary>Opens the file and fills it with the trust when it is new.</summary>
    public World(GraphSimulatorOptions options)
    {
        time = options.Time;
        shelves = [People, Groups, Events, Messages, Reactions, Encounters, Subscriptions, Notifications, Faults, Journal, Changes, SettingsShelf, counters, hidden];
        file = new SimulatorFile(options.DataFile, options.Durable, shelves.Select(s => s.Table));
        foreach (var shelf in shelves)
            shelf.Load(file.Load(shelf.Table));
        if (counters.Find("seed") is null)
            Begin(options);
        Dice = new Dice((int)counters.Find("seed")!.Value);
        Planner = new WeekPlanner(Dice);
    }

    /// <summary>Raised after something was changed and committed.</summary>
    public event Action? Committed;

    public Shelf<Person> People { get; } = new("people", p => p.Address);

    public Shelf<Group> Groups { get; } = new("directory_groups", g => g.Address);

    /// <summary>Events that somebody made or changed; what job plans make is not stored.</summary>
    public Shelf<CalendarEvent> Events { get; } = new("events", e => e.Id, e => e.Mailbox, e => e.RestId);

    public Shelf<Message> Messages { get; } = new("messages", m => m.Id, m => m.Mailbox, m => m.RestId);

    public Shelf<Reaction> Reactions { get; } = new("reactions", r => r.Id);

    public Shelf<Encounter> Encounters { get; } = new("encounters", e => e.Id);

    public Shelf<Subscription> Subscriptions { get; } = new("subscriptions", s => s.Id);

    public Shelf<PendingNotification> Notifications { get; } = new("notifications", n => n.Id);

    public Shelf<Fault> Faults { get; } = new("faults", f => f.Id);

    public Shelf<JournalEntry> Journal { get; } = new("journal", j => Key(j.Number));

    /// <summary>Which event of which mailbox changed, in order: what delta tokens count.</summary>
    public Shelf<ChangeRow> Changes { get; } = new("changes", c => Key(c.Number), c => c.Mailbox);

    private Shelf<SimulatorSettings> SettingsShelf { get; } = new("settings", _ => "settings");

    public Dice Dice { get; }

    public WeekPlanner Planner { get; }

    public Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    public LocalDate Today => Now.InZone(Wire.Zones.London).Date;

    public SimulatorSettings Settings
    {
        get => SettingsShelf.Find("settings") ?? new SimulatorSettings();
        set => SettingsShelf.Put(value);
    }

    /// <summary>Does something to the world while nothing else does, and commits it.</summary>
    public async Task<T> InTurnAsync<T>(Func<T> turn, CancellationToken cancellationToken = default)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var result = turn();
            RowWrite[] writes = [.. shelves.SelectMany(s => s.Writes())];
            file.Commit(writes);
            foreach (var shelf in shelves)
                shelf.Accept();
            if (writes.Length > 0)
                Committed?.Invoke();
            return result;
        }
        catch
        {
            foreach (var shelf in shelves)
                shelf.Undo();
            throw;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The person of an address or directory id, or null.</summary>
    public Person? FindPerson(string addressOrId)
    {
        if (People.Find(addressOrId.ToLowerInvariant()) is { } person)
            return person;
        return Guid.TryParse(addressOrId, out var id) ? People.All.FirstOrDefault(p => DirectoryId(p.Address) == id) : null;
    }

    /// <summary>The id of a person or group in the directory.</summary>
    public Guid DirectoryId(string address) => Dice.Guid("directory", address);

    /// <summary>The next number of a kind, from 1, kept in the file.</summary>
    public long Next(string kind)
    {
        var value = (counters.Find(kind)?.Value ?? 0) + 1;
        counters.Put(new Counter(kind, value));
        return value;
    }

    /// <summary>The number last given of a kind.</summary>
    public long Last(string kind) => counters.Find(kind)?.Value ?? 0;

    /// <summary>A new key of a kind; keys of a kind sort in the order they were made.</summary>
    public string NextKey(string kind) => Key(Next(kind));

    /// <summary>An immutable id for a new item of a mailbox.</summary>
    public string NewItemId(string kind) => "AAkALg" + Dice.Token(30, kind, NextKey(kind));

    /// <summary>The id of an item where it lies now: another one after a move, as Exchange gives it.</summary>
    public string RestIdOf(string immutableId, string folder) => "AAMkAD" + Dice.Token(30, immutableId, folder);

    /// <summary>The id that all copies of a meeting share.</summary>
    public string NewICalUId(string itemId) =>
        "040000008200E00074C5B7101A82E008" + Convert.ToHexString(Dice.Guid("ical", itemId).ToByteArray());

    /// <summary>Writes an effect into the journal.</summary>
    public void Log(JournalEntry entry) => Journal.Put(entry with { Number = Next("journal"), At = Now });

    /// <summary>The event of that id in that mailbox, stored or made by the job plan; null when there is none.</summary>
    public CalendarEvent? FindEvent(Person mailbox, string id)
    {
        if (Events.FindByEither(id) is { } stored)
            return stored.Mailbox == mailbox.Address ? stored : null;
        return PlannedId.Parse(id) is { } planned && planned.Address == mailbox.Address && hidden.Find(planned.Immutable) is null
            && Planner.Week(mailbox, planned.Monday).FirstOrDefault(e => e.Number == planned.Number) is { } entry
            ? PlannedEvent(mailbox, planned.Monday, entry)
            : null;
    }

    /// <summary>Every event of a mailbox that overlaps the span, by start and id.</summary>
    public IReadOnlyList<CalendarEvent> CalendarOf(Person mailbox, Instant start, Instant end) =>
    [
        .. Events.In(mailbox.Address).Where(e => e.Start < end && start < e.End || (e.Start == e.End && start <= e.Start && e.Start < end))
            .Concat(PlannedOf(mailbox, start, end).Select(p => PlannedEvent(mailbox, p.Monday, p.Entry)))
            .OrderBy(e => e.Start).ThenBy(e => e.Id, StringComparer.Ordinal),
    ];

    /// <summary>What free/busy shows of a mailbox in the span, by start.</summary>
    public IReadOnlyList<BusyTime> BusyOf(Person mailbox, Instant start, Instant end) =>
    [
        .. Events.In(mailbox.Address).Where(e => e.Start < end && start < e.End)
            .Select(e => new BusyTime(e.Start, e.End, e.ShowAs, e.Subject, e.Place, e.Sensitivity == "private", e.ICalUId))
            .Concat(PlannedOf(mailbox, start, end).Select(p => new BusyTime(
                At(p.Entry.Start), At(p.Entry.End), p.Entry.ShowAs, p.Entry.Subject, p.Entry.Place, p.Entry.Private, null)))
            .OrderBy(b => b.Start).ThenBy(b => b.End),
    ];

    /// <summary>Takes an event out of its calendar for good; one that a job plan made stays away.</summary>
    public void RemoveEvent(CalendarEvent removed)
    {
        if (removed.Planned)
            hidden.Put(new HiddenEntry(removed.Id));
        Events.Remove(removed.Id);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        file.Dispose();
        gate.Dispose();
    }

    private static string Key(long number) => number.ToString("D12", CultureInfo.InvariantCulture);

    private static Instant At(LocalDateTime local) => local.InZoneLeniently(Wire.Zones.London).ToInstant();

    private IEnumerable<(LocalDate Monday, PlannedEntry Entry)> PlannedOf(Person mailbox, Instant start, Instant end)
    {
        var from = start.InZone(Wire.Zones.London).LocalDateTime;
        var to = end.InZone(Wire.Zones.London).LocalDateTime;
        var planned = Planner.Between(mailbox, from, to);
        return hidden.All.Count == 0 && !Events.In(mailbox.Address).Any(e => e.Planned)
            ? planned
            : planned.Where(p => new PlannedId(mailbox.Address, p.Monday, p.Entry.Number).Immutable is var id && hidden.Find(id) is null && Events.Find(id) is null);
    }

    private CalendarEvent PlannedEvent(Person mailbox, LocalDate monday, PlannedEntry entry)
    {
        var id = new PlannedId(mailbox.Address, monday, entry.Number);
        var made = At(monday.PlusWeeks(-8).AtMidnight());
        return new CalendarEvent
        {
            Id = id.Immutable,
            RestId = id.Rest,
            Mailbox = mailbox.Address,
            ICalUId = NewICalUId(id.Immutable),
            Subject = entry.Subject,
            Start = At(entry.Start),
            End = At(entry.End),
            StartZone = Wire.Zones.LondonWindows,
            EndZone = Wire.Zones.LondonWindows,
            IsAllDay = entry.AllDay,
            ShowAs = entry.ShowAs,
            Place = entry.Place,
            Sensitivity = entry.Private ? "private" : "normal",
            Organizer = new Party(mailbox.Name, mailbox.Address),
            IsOrganizer = true,
            Planned = true,
            Created = made,
            Modified = made,
        };
    }

    private void Begin(GraphSimulatorOptions options)
    {
        var trust = TrustData.Load();
        counters.Put(new Counter("seed", options.Seed));
        foreach (var person in trust.People.Concat(trust.Fill(options.People, new Dice(options.Seed))))
            People.Put(person);
        foreach (var group in trust.Groups)
            Groups.Put(group);
        file.Commit([.. shelves.SelectMany(s => s.Writes())]);
        foreach (var shelf in shelves)
            shelf.Accept();
    }

    /// <summary>A number that is counted up.</summary>
    internal sealed record Counter(string Id, long Value);

    /// <summary>An entry of a job plan's week that somebody deleted.</summary>
    internal sealed record HiddenEntry(string Id);
}
