using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Infrastructure.Intake;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.LocalHost.Rehearsal.Scripts;

/// <summary>
/// A rehearsal in which people do as a file says: a project, what is different from its own file, and deeds in order. Whoever is not in it
/// answers as their temperament has it, and the scripted lead does what falls to a lead.
/// </summary>
internal sealed record RehearsalScript
{
    /// <summary>What is shown by it, in a sentence.</summary>
    public required string Shows { get; init; }

    /// <summary>The project's file, as seen from the script's.</summary>
    public required string Project { get; init; }

    /// <summary>What of the request is different, by the names that the request has.</summary>
    public JsonObject With { get; init; } = [];

    /// <summary>A second project that begins at the same time, or null.</summary>
    public ProjectBeside? Beside { get; init; }

    /// <summary>What calendars, temperaments and chance derive from, unless the command line says.</summary>
    public int Seed { get; init; } = 7;

    /// <summary>After how many months the scripted lead closes the project.</summary>
    public int Months { get; init; } = 6;

    /// <summary>Who has another temperament than in the trust, by address; "never" does nothing by themselves.</summary>
    public IReadOnlyDictionary<string, string> Temperaments { get; init; } = new Dictionary<string, string>();

    /// <summary>What the scripted lead leaves undone.</summary>
    public IReadOnlyList<TaskKind> Leaves { get; init; } = [];

    /// <summary>True when the scripted lead enters no measure by themselves.</summary>
    public bool LeavesMeasure { get; init; }

    /// <summary>What people do.</summary>
    public IReadOnlyList<ScriptedDeed> Deeds { get; init; } = [];

    /// <summary>On which day it begins, as "2027-01-11", at nine o'clock; null is that day.</summary>
    public string? Begins { get; init; }

    /// <summary>What goes wrong with the machine, in order.</summary>
    public IReadOnlyList<ScriptedFault> Faults { get; init; } = [];

    /// <summary>The day on which it begins.</summary>
    [JsonIgnore]
    public LocalDate FirstDay { get; private init; } = UsualDay;

    /// <summary>The request that comes of it, and the request as its file has it.</summary>
    [JsonIgnore]
    public (EngagementRequest Changed, EngagementRequest Original) Requests { get; private init; } = (new(), new());

    /// <summary>The request of the project beside, or null.</summary>
    [JsonIgnore]
    public EngagementRequest? BesideRequest { get; private init; }

    /// <summary>A Monday; the course of a rehearsal does not depend on the day it is run.</summary>
    public static LocalDate UsualDay { get; } = new(2027, 1, 11);

    private static readonly JsonSerializerOptions Options = Create();

    /// <summary>True when a file holds a script, not a project.</summary>
    public static bool IsScript(JsonNode? root) => root is JsonObject members && members.ContainsKey("deeds");

    /// <summary>Reads one.</summary>
    /// <exception cref="JsonException">It is not a script, or its project is none; the message says what to mend.</exception>
    public static RehearsalScript Read(JsonNode root, DirectoryInfo folder)
    {
        var script = root.Deserialize<RehearsalScript>(Options) ?? throw new JsonException("The file is empty.");
        var file = new FileInfo(Path.Combine(folder.FullName, script.Project));
        if (!file.Exists)
            throw new JsonException($"There is no file {script.Project} beside the script.");
        var request = JsonNode.Parse(File.ReadAllBytes(file.FullName)) as JsonObject ?? throw new JsonException($"{script.Project} is not a project.");
        var original = request.Deserialize<EngagementRequest>(IntakeJson.Options)!;
        foreach (var (name, value) in script.With)
            request[name] = value?.DeepClone();
        var beside = script.Beside is null ? null : (JsonObject)request.DeepClone();
        foreach (var (name, value) in script.Beside?.With ?? [])
            beside![name] = value?.DeepClone();
        foreach (var deeds in new[] { script.Deeds, script.Beside?.Deeds ?? [] })
            for (var n = 0; n < deeds.Count; n++)
                if (deeds[n].Fault is { } fault)
                    throw new JsonException($"Deed {n + 1}: {fault}");
        for (var n = 0; n < script.Faults.Count; n++)
            if (script.Faults[n].Fault is { } fault)
                throw new JsonException($"Fault {n + 1}: {fault}");
        return script with
        {
            FirstDay = script.Begins is not { } begins ? UsualDay
                : LocalDatePattern.Iso.Parse(begins) is { Success: true, Value: var day } ? day : throw new JsonException($"“{begins}” is no date like {UsualDay:uuuu-MM-dd}."),
            Requests = (request.Deserialize<EngagementRequest>(IntakeJson.Options)!, original),
            BesideRequest = beside?.Deserialize<EngagementRequest>(IntakeJson.Options),
        };
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }
}

/// <summary>A project beside the one that is rehearsed, with its own lead, in the same trust.</summary>
internal sealed record ProjectBeside
{
    /// <summary>What of the request is different from that of the project's file, by the names that the request has.</summary>
    public required JsonObject With { get; init; }

    /// <summary>What people do in it.</summary>
    public IReadOnlyList<ScriptedDeed> Deeds { get; init; } = [];
}

/// <summary>One thing that somebody does. What one person does is done in order; it waits until its condition holds.</summary>
internal sealed record ScriptedDeed
{
    /// <summary>Whose meeting, words or answer it is about, by address; null is the project as a whole.</summary>
    public string? Who { get; init; }

    /// <summary>It waits until the person's last meeting is in this state.</summary>
    public MeetingState? Meeting { get; init; }

    /// <summary>It waits until this task is open, about the person or, for the project, about anything.</summary>
    public TaskKind? Task { get; init; }

    /// <summary>It waits until this is so, of what the person raised or of the project's updates.</summary>
    public ScriptedMoment? Until { get; init; }

    /// <summary>It waits until so many days after the beginning.</summary>
    public int? Day { get; init; }

    /// <summary>So many working days after its condition holds, at half past nine; 0 is at once.</summary>
    public int After { get; init; } = 1;

    /// <summary>What is done, one of the names of <see cref="ScriptedDeeds"/>.</summary>
    public required string Does { get; init; }

    /// <summary>With what: a number of days, words, an address; the deed says.</summary>
    public string? What { get; init; }

    /// <summary>What cannot be read of it, or null.</summary>
    [JsonIgnore]
    public string? Fault => !ScriptedDeeds.Names.Contains(Does)
        ? $"“{Does}” is nothing that can be done; these are: {string.Join(", ", ScriptedDeeds.Names)}."
        : After < 0 ? "“after” counts working days from 0." : null;

    /// <summary>As it is named when it goes wrong.</summary>
    public override string ToString() => $"{Who ?? "the project"}: {Does}{(What is null ? "" : $" {What}")}";
}

/// <summary>What a deed can wait for, beside meetings and tasks.</summary>
internal enum ScriptedMoment
{
    /// <summary>What they raised was answered.</summary>
    Answered,

    /// <summary>They were asked whether they were understood.</summary>
    AskedWhetherUnderstood,

    /// <summary>They were told something: a brief went to them.</summary>
    Briefed,

    /// <summary>A draft of an update with something new is there.</summary>
    Draft,

    /// <summary>A draft of an update with nothing new is there.</summary>
    EmptyDraft,
}
