using System.Collections;
using System.Globalization;
using System.Reflection;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Store;

namespace ClinicalEngagement.Portal.Tests.Hosting;

/// <summary>
/// What people might type to have it run in somebody else's browser or spreadsheet, put into every text of the seed. Whatever gets out
/// of its place makes an element or an attribute called evil, or a cell that begins a formula.
/// </summary>
internal sealed class HostileWords(int seed)
{
    private static readonly string[] Begin = ["", "=", "+", "-", "@", "\t=", "\r=", "\n=", "\uff1d", " =", "\"=", "'=", ";=", ",="];

    private static readonly string[] Parts =
    [
        "<evil>", "</evil>", "<evil/evil=1>", "\" evil=\"1", "' evil='1", " evil=1 ", "\"><evil>", "'><evil>", "--><evil>", "<!--", "]]><evil>", "</title><evil>", "</textarea><evil>", "</script><evil>",
        "</svg><evil>", "</style><evil>", "<script>evil()</script>", "<img src=x onerror=evil()>", "<svg onload=evil()>", "javascript:evil()", "data:text/html,<evil>", "&lt;evil&gt;", "&#60;evil&#62;", "&quot; evil=1",
        "%3Cevil%3E", "\\u003cevil\\u003e", "{{evil}}", "${evil}", "@(evil)", "HYPERLINK(\"http://evil.example\",\"x\")", "cmd|' /C evil'!A0", "\"\"", "\",\"=evil()", "\r\n=evil()", "\u2028", "\u202e", "\u200b", "'", "\"", "\\", "`",
    ];

    private readonly Random random = new(seed);
    private int count;

    /// <summary>Every text that was put somewhere.</summary>
    public List<string> All { get; } = [];

    /// <summary>Another text, told apart from all others by its end.</summary>
    public string Next()
    {
        // Each part comes in its turn, so that few texts have them all.
        var parts = Enumerable.Range(0, random.Next(0, 4)).Select(_ => Parts[random.Next(Parts.Length)]).Prepend(Parts[count % Parts.Length]);
        var text = $"{Begin[count % Begin.Length]}{string.Concat(parts)}evil{(++count).ToString(CultureInfo.InvariantCulture)}.";
        All.Add(text);
        return text;
    }

    /// <summary>Puts them into all that stands in the store, and adds what the seed has none of.</summary>
    public Task FillAsync(IEngagementStore store) => store.WriteAsync(
        async (writer, token) =>
        {
            foreach (var project in await writer.ListAsync<Project>(_ => true, token))
                writer.Update(In(project with
                {
                    CoLead = new Person("x", new EmailAddress("co.lead@harbour.example"), "x", "x"),
                    Sponsor = new Person("x", new EmailAddress("sponsor@harbour.example"), "x", "x"),
                    Plan = project.Plan with
                    {
                        NoDifferentViewKnown = false,
                        ExampleElsewhere = "x",
                        AffectedSpecialties = ["x"],
                        Story = new Story("x", true) { ConsentRecord = "x" },
                        Stances = [new BodyStance("x", "x", "x")],
                        BodiesWithDifferentView = [new BodyView("x", "x", "x")],
                        Risks = [new Risk("x", true, true, "x", "x")],
                    },
                }));
            foreach (var member in await writer.ListAsync<PanelMember>(_ => true, token))
                writer.Update(In(member with { PositionEvidence = "x", FirstMessageWords = "x" }));
            foreach (var clinician in await writer.ListAsync<Clinician>(_ => true, token))
                writer.Update(In(clinician with { Specialty = "x", ProfessionalBodies = ["x"], Secretary = new Person("x", new EmailAddress("jo.marsh@harbour.example"), "x", "x") }));
            foreach (var meeting in await writer.ListAsync<Meeting>(_ => true, token))
                writer.Update(In(meeting));
            foreach (var concern in await writer.ListAsync<Concern>(_ => true, token))
                writer.Update(In(concern with { Owner = new Person("x", new EmailAddress("owner@harbour.example"), "x", "x"), Correction = "x", ProposedAnswer = concern.Response is null ? "x" : null }));
            foreach (var update in await writer.ListAsync<Update>(_ => true, token))
                writer.Update(In(update with { Story = "x", Next = "x" }));
            foreach (var task in await writer.ListAsync<PersonTask>(_ => true, token))
                writer.Update(In(task));
            foreach (var member in await writer.ListAsync<PanelMember>(_ => true, token))
                writer.Audit(new AuditEvent { ProjectId = Seed.Project, MemberId = member.Id, At = PortalHost.Begin, Actor = AuditActor.Lead, What = "test.hostile", Words = Next(), Why = Next() });
            writer.Add(new StoredRequest
            {
                Id = new RequestId(StableId.From("hostile", seed)),
                BodyHash = "",
                Body = System.Text.Json.JsonSerializer.Serialize(new { name = Next(), patientBenefit = Next(), lead = new { name = Next(), email = Next() } }),
                Door = "queue",
                ReceivedAt = PortalHost.Begin,
                State = RequestState.DeadLetter,
                Error = Next(),
            });
            return true;
        },
        default);

    /// <summary>A copy with another text wherever there was one.</summary>
    private T In<T>(T record)
        where T : class => (T)Copy(record);

    private object Copy(object value)
    {
        switch (value)
        {
            case string:
                return Next();
            case IList list when value.GetType().IsGenericType || value is Array:
                return Listed(list);
            case var record when record.GetType() is { IsClass: true } type && type.Namespace?.StartsWith("ClinicalEngagement.Domain", StringComparison.Ordinal) == true:
                var copy = type.GetMethod("<Clone>$")!.Invoke(record, null)!;
                foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.GetValue(copy) is not null && !IsOurs(p.Name)))
                    property.SetValue(copy, Copy(property.GetValue(copy)!));
                return copy;
            default:
                return value;
        }
    }

    private IList Listed(IList list)
    {
        var element = list.GetType().GetInterfaces().First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
        var copy = Array.CreateInstance(element, list.Count);
        for (var i = 0; i < list.Count; i++)
            copy.SetValue(list[i] is { } item ? Copy(item) : null, i);
        return copy;
    }

    // Ids of Microsoft 365's, typed by nobody.
    private static bool IsOurs(string name) => name is nameof(Meeting.EventId) or nameof(Meeting.ChangeKey);
}
