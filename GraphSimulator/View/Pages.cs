using ClinicalEngagement.GraphSimulator.Calendars;
using ClinicalEngagement.GraphSimulator.Mail;
using ClinicalEngagement.GraphSimulator.Reactions;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Trust;
using ClinicalEngagement.GraphSimulator.Wire;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.GraphSimulator.View;

/// <summary>The plain view: who is there, what stands in their calendar and mailbox, and forms to act for them by hand.</summary>
internal sealed class Pages(Simulation simulation)
{
    private const int MessagesShown = 50;

    private World World => simulation.World;

    private string Clock => "It is " + Wording.Of(World.Now);

    /// <summary>Adds the pages.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", PeopleAsync);
        routes.MapGet("/people/{address}", PersonAsync);
        routes.MapGet("/people/{address}/messages/{id}", MessageAsync);
        routes.MapPost("/people/{address}/play", PlayAsync);
        routes.MapGet("/job-plans.csv", async () => Results.Text(await World.InTurnAsync(() => JobPlanCsv.Write(World.People.All)), "text/csv; charset=utf-8"));
        routes.MapGet("/simulator.css", () => Results.Stream(typeof(Pages).Assembly.GetManifestResourceStream("simulator.css")!, "text/css; charset=utf-8"));
    }

    private async Task<IResult> PeopleAsync(CancellationToken cancellationToken)
    {
        var model = await World.InTurnAsync(
            () => new PeopleModel(Clock, [.. World.People.All
                .OrderBy(p => p.Department, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.Ordinal)
                .Select(RowOf)]),
            cancellationToken);
        return Page<PeoplePage>(nameof(PeoplePage.Model), model);
    }

    private async Task<IResult> PersonAsync(string address, string? week, CancellationToken cancellationToken)
    {
        var model = await World.InTurnAsync(() => World.FindPerson(address) is { } person ? PersonModelOf(person, week) : null, cancellationToken);
        return model is null ? NotThere("There is nobody of that address.") : Page<PersonPage>(nameof(PersonPage.Model), model);
    }

    private async Task<IResult> MessageAsync(string address, string id, CancellationToken cancellationToken)
    {
        var model = await World.InTurnAsync(
            () => World.FindPerson(address) is { } person && World.Messages.FindByEither(id) is { } message && message.Mailbox == person.Address
                ? MessageModelOf(person, message)
                : null,
            cancellationToken);
        return model is null ? NotThere("There is no such message.") : Page<MessagePage>(nameof(MessagePage.Model), model);
    }

    private async Task<IResult> PlayAsync(string address, HttpContext context)
    {
        // Any page of the browser could post here; only our own may.
        if (context.Request.Headers.Origin.FirstOrDefault() is { } origin && origin != $"{context.Request.Scheme}://{context.Request.Host}")
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var back = $"/people/{address}";
        try
        {
            await World.InTurnAsync(
                () =>
                {
                    var person = World.FindPerson(address) ?? throw GraphRefusal.ResourceNotFound(address);
                    new HandPlay(simulation).Play(person, form["kind"].ToString(), Order(form));
                    return true;
                },
                context.RequestAborted);
        }
        catch (GraphRefusal refusal)
        {
            return new RazorComponentResult<RefusedPage>(new { Clock, Reason = refusal.Message, Back = back }) { StatusCode = 400 };
        }

        simulation.Notifier.Kick();
        context.Response.Headers.Location = back;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static HandPlayOrder Order(IFormCollection form)
    {
        string? Text(string name) => form[name].ToString() is { Length: > 0 } value ? value : null;
        Instant? start = null;
        if (form["kind"] is var kind && (kind == "propose" || kind == "move"))
        {
            var parsed = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(form["start"].ToString());
            start = parsed.Success
                ? parsed.Value.InZoneLeniently(Zones.London).ToInstant()
                : throw GraphRefusal.BadRequest("Enter the other time as a date and a time.");
        }

        return new HandPlayOrder(Text("iCalUId"), Text("messageId"), Text("words"), start, null, form["bySecretary"] == "true");
    }

    private PeopleRow RowOf(Person person) => new(
        person.Address,
        person.Name,
        person.JobTitle + (person.AccountEnabled ? "" : " (account disabled)") + (person.Guest ? " (guest)" : ""),
        person.Department,
        Wording.Of(person.Temperament),
        Pending(person).FirstOrDefault() ?? "");

    private PersonModel PersonModelOf(Person person, string? week)
    {
        var monday = WeekPlanner.MondayOf(LocalDatePattern.Iso.Parse(week ?? "").TryGetValue(World.Today, out var date) ? date : World.Today);
        var facts = new List<FactModel>
        {
            new("Role", $"{person.JobTitle}, {person.Department}"),
            new("Address", person.Address),
            new("Joined", Wording.Of(person.Hired)),
            new("Answers", Wording.Of(person.Temperament)),
        };
        if (Pending(person).Any())
            facts.Add(new FactModel("Going to", string.Join("; ", Pending(person))));
        return new PersonModel(
            Clock,
            person.Address,
            person.Name,
            facts,
            person.Secretary,
            [.. World.Events.In(person.Address).Where(e => !e.IsOrganizer && e.End > World.Now).OrderBy(e => e.Start).Select(InvitationOf)],
            Wording.Of(monday),
            Wording.Iso(monday.PlusWeeks(-1)),
            Wording.Iso(monday.PlusWeeks(1)),
            [.. Enumerable.Range(0, 7).Select(monday.PlusDays)
                .Select(d => (Date: d, Day: new DayModel(Wording.Day(d), EntriesOf(person, d))))
                .Where(d => d.Day.Entries.Count > 0 || d.Date.DayOfWeek <= IsoDayOfWeek.Friday)
                .Select(d => d.Day)],
            [FolderOf(person, "inbox", "From", m => m.From?.Name ?? ""), FolderOf(person, "sentitems", "To", m => string.Join(", ", m.To.Select(t => t.Name)))]);
    }

    private static InvitationModel InvitationOf(CalendarEvent item) => new(
        item.ICalUId,
        item.Subject,
        $"{Wording.Of(item.Start)} to {Wording.Time(item.End)}, from {item.Organizer.Name}. {Wording.Response(item)}",
        Wording.Field(item.Start),
        !item.IsCancelled);

    private FolderModel FolderOf(Person person, string folder, string other, Func<Message, string> otherOf) => new(
        MailFolders.All.First(f => f.Name == folder).Shown,
        other,
        [.. World.Messages.In(person.Address)
            .Where(m => m.Folder == folder)
            .OrderByDescending(m => m.Received).ThenByDescending(m => m.Id, StringComparer.Ordinal)
            .Take(MessagesShown)
            .Select(m => new MessageRow(m.Id, Wording.Of(m.Received ?? m.Created), otherOf(m), m.Subject.Length > 0 ? m.Subject : "(no subject)"))]);

    private MessageModel MessageModelOf(Person person, Message message)
    {
        var facts = new List<FactModel>
        {
            new("From", $"{message.From?.Name} ({message.From?.Address})" + (message.Sender is { } sender ? $", sent by {sender.Name}" : "")),
            new("To", string.Join(", ", message.To.Concat(message.Cc).Select(t => t.Name))),
            new("When", Wording.Of(message.Received ?? message.Created)),
        };
        if (message.Meeting is { } meeting)
            facts.Add(new FactModel("Meeting", $"{Wording.Of(meeting.Start)} to {Wording.Time(meeting.End)}" + (meeting.ProposedStart is { } proposed ? $"; proposes {Wording.Of(proposed)}" : "")));
        return new MessageModel(
            Clock, person.Address, person.Name, message.Id, message.Subject, facts, message.Body, message.BodyType == "html", message.Folder == "inbox");
    }

    private EntryModel[] EntriesOf(Person person, LocalDate date)
    {
        var start = date.AtStartOfDayInZone(Zones.London).ToInstant();
        var end = date.PlusDays(1).AtStartOfDayInZone(Zones.London).ToInstant();
        return [.. World.CalendarOf(person, start, end).Select(e => new EntryModel(
            TimeOf(e, start, end), e.Place is null ? e.Subject : $"{e.Subject}, {e.Place}", e.ShowAs, Wording.ShowAs(e.ShowAs)))];
    }

    private static string TimeOf(CalendarEvent item, Instant dayStart, Instant dayEnd) => item.Start <= dayStart && item.End >= dayEnd
        ? "All day"
        : $"{(item.Start < dayStart ? "00:00" : Wording.Time(item.Start))} to {(item.End > dayEnd ? "24:00" : Wording.Time(item.End))}";

    private IEnumerable<string> Pending(Person person) => World.Reactions.All
        .Where(r => r.Person == person.Address).OrderBy(r => r.Due).ThenBy(r => r.Id, StringComparer.Ordinal).Select(Wording.Of);

    private RazorComponentResult<RefusedPage> NotThere(string reason) => new(new { Clock, Reason = reason, Back = "/" }) { StatusCode = 404 };

    private static RazorComponentResult<T> Page<T>(string parameter, object model)
        where T : IComponent => new(new Dictionary<string, object?> { [parameter] = model });
}
