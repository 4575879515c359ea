using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Infrastructure.Intake;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Intake;

/// <summary>Every limit has its message, and every message says what to do.</summary>
public sealed class EngagementRequestValidatorTests
{
    private static readonly LocalDate Today = new(2027, 1, 11);

    private static readonly EngagementRequest Good = new()
    {
        Name = "Frailty same-day care",
        PatientBenefit = "Home the same day when that is safe.",
        Lead = new PersonRequest { Name = "Priya Nair", Email = "priya.nair@harbour.example" },
        Clinicians = [Clinician("bell")],
    };

    [Fact]
    public void Validate_LeastThatIsNeeded_IsGood() => Errors(Good).ShouldBeEmpty();

    public static TheoryData<string, EngagementRequest, string, string> Bad()
    {
        var data = new TheoryData<string, EngagementRequest, string, string>();
        void Add(string name, EngagementRequest request, string field, string message) => data.Add(name, request, field, message);

        Add("no name", Good with { Name = " " }, "Name", "Enter the name of the project.");
        Add("long name", Good with { Name = new string('n', 101) }, "Name", "The name of the project must be 100 characters or fewer. Shorten it.");
        Add("line break in the name", Good with { Name = "Frailty\r\nBcc: all@harbour.example" }, "Name", "The name of the project must be on one line. Remove the line breaks.");
        Add("unicode line break in the name", Good with { Name = "Frailty\u2028care" }, "Name", "The name of the project must be on one line. Remove the line breaks.");
        Add("no aim", Good with { PatientBenefit = null }, "PatientBenefit", "Say what will be better for patients.");
        Add("long aim", Good with { PatientBenefit = new string('a', 1001) }, "PatientBenefit", "What will be better for patients must be 1,000 characters or fewer. Shorten it.");
        Add("no lead", Good with { Lead = null }, "Lead", "Enter who leads the project.");
        Add("lead without a name", Good with { Lead = Good.Lead! with { Name = "" } }, "Lead.Name", "Enter the project lead’s name.");
        Add("lead without an address", Good with { Lead = Good.Lead! with { Email = "" } }, "Lead.Email", "Enter the project lead’s e-mail address.");
        Add("line break in the lead's address", Good with { Lead = Good.Lead! with { Email = "priya@harbour.example\r\nBcc: x@y.example" } },
            "Lead.Email", "The project lead’s e-mail address must be on one line. Remove the line breaks.");
        Add("long telephone number", Good with { Lead = Good.Lead! with { Phone = new string('1', 41) } }, "Lead.Phone", "The project lead’s telephone number must be 40 characters or fewer. Shorten it.");
        Add("co-lead is the lead", Good with { CoLead = Good.Lead! with { Email = "PRIYA.NAIR@harbour.example" } },
            "CoLead.Email", "The co-lead must be someone other than the lead. Name another person or leave it out.");
        Add("measure without a name", Good with { Measure = new MeasureRequest { Baseline = 3 } }, "Measure.Name", "Enter what is measured.");
        Add("goal in the past", Good with { Measure = new MeasureRequest { Name = "x", GoalDate = Today.PlusDays(-1) } },
            "Measure.GoalDate", "The date of the goal must be today or in the future. Enter a later date.");
        Add("goal far away", Good with { Measure = new MeasureRequest { Name = "x", GoalDate = Today.PlusYears(21) } },
            "Measure.GoalDate", "The date of the goal must be within 20 years. Enter an earlier date.");
        Add("too many objectives", Good with { Objectives = [.. Enumerable.Repeat(new MeasureRequest { Name = "x" }, 11)] }, "Objectives", "Give 10 objectives at most. Keep the most important ones.");
        Add("fact without words", Good with { Facts = [new FactRequest { Source = "s" }] }, "Facts[0].Text", "Enter the fact that the source is for.");
        Add("body without a view", Good with { BodiesWithDifferentView = [new BodyViewRequest { Body = "RCEM" }] }, "BodiesWithDifferentView[0].View", "Enter what the professional body holds.");
        Add("none known and one named", Good with { NoDifferentViewKnown = true, BodiesWithDifferentView = [new BodyViewRequest { Body = "RCEM", View = "v" }] },
            "NoDifferentViewKnown", "You said that no professional body is known to have a different view, and named one. Keep one of the two.");
        Add("long first message", Good with { FirstMessageWords = new string('w', 601) }, "FirstMessageWords", "The first message must be 600 characters or fewer. Shorten it.");
        Add("no clinicians", Good with { Clinicians = [] }, "Clinicians", "Name at least one clinician to engage.");
        Add("201 clinicians", Good with { Clinicians = [.. Enumerable.Range(0, 201).Select(i => Clinician($"c{i}"))] },
            "Clinicians", "Name 200 clinicians at most. Begin with those whom the change affects most.");
        Add("the same clinician twice", Good with { Clinicians = [Clinician("bell"), Clinician("BELL")] }, "Clinicians[1].Email", "BELL@harbour.example is on the list twice. Remove one of the two.");
        Add("a lead who is a clinician", Good with { Clinicians = [Clinician("Priya.Nair")] },
            "Clinicians[0].Email", "Priya.Nair@harbour.example leads the project and cannot also be on its panel. Remove them from the clinicians, or name another lead.");
        Add("a co-lead who is a clinician", Good with { CoLead = new PersonRequest { Name = "A Bell", Email = "bell@harbour.example" } },
            "Clinicians[0].Email", "bell@harbour.example is the co-lead and cannot also be on the panel. Remove them from the clinicians, or name another co-lead.");
        Add("line break in a clinician's name", Good with { Clinicians = [Clinician("bell") with { Name = "Dr\nBell" }] },
            "Clinicians[0].Name", "The clinician’s name must be on one line. Remove the line breaks.");
        Add("years that cannot be", Good with { Clinicians = [Clinician("bell") with { YearsHere = 61 }] }, "Clinicians[0].YearsHere", "Enter the years here as a whole number from 0 to 60.");
        Add("job plan without a day", Good with { Clinicians = [Clinician("bell") with { JobPlan = [new JobPlanEntry(IsoDayOfWeek.None, new(9, 0), new(13, 0), JobPlanActivity.Clinic)] }] },
            "Clinicians[0].JobPlan[0].Day", "Use one of: monday, tuesday, wednesday, thursday, friday, saturday, sunday.");
        Add("secretary without an address", Good with { Clinicians = [Clinician("bell") with { Secretary = new PersonRequest { Name = "Jo" } }] },
            "Clinicians[0].Secretary.Email", "Enter the secretary’s e-mail address.");
        return data;
    }

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void Validate_OneMistake_NamesTheFieldAndWhatToDo(string name, EngagementRequest request, string field, string message) =>
        Errors(request).ShouldBe([(field, message)], name);

    [Theory]
    [InlineData("bell")]
    [InlineData("bell@")]
    [InlineData("bell@harbour")]
    [InlineData("bell@@harbour.example")]
    [InlineData("bell @harbour.example")]
    [InlineData("bell@harbour..example")]
    [InlineData("Anna Bell <bell@harbour.example>")]
    [InlineData("bell@harbour.example, ash@harbour.example")]
    [InlineData("bell@-harbour.example")]
    [InlineData("béll@harbour.example")]
    public void Validate_BadAddress_SaysHowOneLooks(string email) =>
        Errors(Good with { Clinicians = [Clinician("bell") with { Email = email }] })
            .ShouldBe([("Clinicians[0].Email", "Enter the clinician’s e-mail address in the correct format, like name@example.nhs.uk.")]);

    [Theory]
    [InlineData("bell@harbour.example")]
    [InlineData(" Anna.O'Bell+list@ward-3.harbour.nhs.uk ")]
    public void Validate_GoodAddress_IsGood(string email) => Errors(Good with { Clinicians = [Clinician("bell") with { Email = email }] }).ShouldBeEmpty();

    [Fact]
    public void Validate_200Clinicians_IsGood() => Errors(Good with { Clinicians = [.. Enumerable.Range(0, 200).Select(i => Clinician($"c{i}"))] }).ShouldBeEmpty();

    private static ClinicianRequest Clinician(string name) => new() { Name = $"Dr {name}", Email = $"{name}@harbour.example" };

    private static (string, string)[] Errors(EngagementRequest request) =>
        [.. new EngagementRequestValidator(Today).Validate(request).Errors.Select(e => (e.PropertyName, e.ErrorMessage))];
}
