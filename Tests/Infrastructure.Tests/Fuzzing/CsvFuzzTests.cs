using ClinicalEngagement.Infrastructure.Intake;

namespace ClinicalEngagement.Infrastructure.Tests.Fuzzing;

/// <summary>Lists that people paste and files that they choose: every line is taken or named.</summary>
public sealed class CsvFuzzTests
{
    private static readonly string[] Marks =
    [
        "a,", ",\n", ";\n", "\t\n", "\",\"", "\"\n\"", "a <a@b.example>", " <", "a@", "@b", "a <@", "name,email\n", "email;day;start;end;activity\n",
        "a@b.example,Mon,09:00,10:00,spa\n", "a,a@b.example\n", "23:59", "9.5", "é;", "a a", "\"a",
    ];

    // Closed and opened again between two long gaps.
    private const string Quotes = Ten + Ten + Ten + Ten + Ten + Ten + Ten + Ten + Ten + Ten;
    private const string Ten = "\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"";

    [Fact]
    public void Clinicians_AnyText_IsTakenOrItsLinesAreNamed() => Fuzz.Run(
        Mutation.TextOf(
            ClinicianList.MaxLength,
            [
                "Dr Anna Bell, anna.bell@harbour.example, Consultant geriatrician\nTom Ash <tom.ash@harbour.example>",
                "name;email;role;specialty;professional bodies;years here;secretary;secretary email;power;impact;likely view\n"
                    + "Dr Bell;b@h.example;Consultant;Geriatrics;\"BGS, RCP\";14;Jo Reed;jo@h.example;high;low;has concerns\n",
                "Dr Anna Bell <anna.bell@harbour.example>; Tom Ash <tom.ash@harbour.example>;",
            ],
            Marks),
        400,
        ClinicianList.Read,
        (text, read) =>
        {
            read.Lines.Count.ShouldBe(read.Clinicians.Count);
            read.Clinicians.ShouldAllBe(c => !string.IsNullOrWhiteSpace(c.Name) && !string.IsNullOrWhiteSpace(c.Email));
            return Judged(read.Errors, text);
        },
        Fuzz.Shown, "taken", "refused");

    [Fact]
    public void JobPlans_AnyText_IsTakenWholeOrItsLinesAreNamed() => Fuzz.Run(
        Mutation.TextOf(
            JobPlanList.MaxLength,
            [
                "email,name,day,start,end,activity,weeks,site\nanna.bell@harbour.example,Dr Anna Bell,monday,09:00,13:00,clinic,odd,North\nanna.bell@harbour.example,Dr Anna Bell,Tue,0900,9.30,SPA,,\n",
                "Email;Day;Start;End;Activity\nt@h.example;fri;20:00;8:00;on call",
            ],
            Marks),
        400,
        JobPlanList.Read,
        (text, read) =>
        {
            if (read.Errors.Count > 0)
                read.Plans.ShouldBeEmpty();
            return Judged(read.Errors, text);
        },
        Fuzz.Shown, "taken", "refused");

    [Fact]
    public void Measures_AnyText_AreTakenWholeOrTheirLinesAreNamed() => Fuzz.Run(
        Mutation.TextOf(
            MeasureList.MaxLength,
            ["date,value\n2027-01-05,38\n5/2/2027,38.5%\nMar 2027,\"1,200\"\n", "5 January 2027;38\n6-Jan-27;39"],
            [.. Marks, "1/1/27,", ",38", "38\n", "Jan-27"]),
        400,
        MeasureList.Read,
        (text, read) =>
        {
            (read.Values.Count > 0).ShouldBe(read.Errors.Count == 0);
            read.Values.Select(v => v.Date).ShouldBeInOrder();
            return Judged(read.Errors, text);
        },
        Fuzz.Shown, "taken", "refused");

    // What was slow once; each fills what its door takes.
    [Theory]
    [InlineData("a", "\u0085", "b")]
    [InlineData("name;email\na", " ", "b")]
    [InlineData("a <", "@", "")]
    [InlineData("", "a <", "")]
    [InlineData("", ",\n", "")]
    [InlineData("", "\"\n", "")]
    [InlineData("", "\"\n\"", "")]
    [InlineData("email,name", ",", "\na", "\na")]
    [InlineData("name,email", ",email", "\na,a@b.example", "\na,a@b.example")]
    [InlineData("email,day,start,end,activity", ",", "\na@b.example,Mon,09:00,10:00,spa", "\na@b.example,Mon,09:00,10:00,spa")]
    [InlineData("email,day,start,end,activity\n", "a@b.example,Mon,09:00,10:00,spa\n", "")]
    [InlineData("email,day,start,end,activity\na@b.example,Mon,", "9", ",10:00,spa\n")]
    [InlineData("email;day;start;", " ", Quotes)]
    [InlineData("", ",\r", "")]
    [InlineData("", "1/1/27,38\n", "")]
    [InlineData("1/1/2027,", "9", "")]
    public void List_MadeToBeSlow_IsNot(string before, string often, string after, string? alsoOften = null)
    {
        foreach (var (limit, read) in new (int, Func<string, object>)[] { (ClinicianList.MaxLength, ClinicianList.Read), (JobPlanList.MaxLength, JobPlanList.Read), (MeasureList.MaxLength, MeasureList.Read) })
        {
            var half = (limit - before.Length - after.Length - 1) / 2;
            var text = before + string.Concat(Enumerable.Repeat(often, half / often.Length)) + after + string.Concat(Enumerable.Repeat(alsoOften ?? often, half / (alsoOften ?? often).Length));
            Fuzz.ShouldNotHang(() => read(text));
        }
    }

    private static string Judged(IReadOnlyList<ListError> errors, string text)
    {
        var lines = text.Count(c => c is '\n' or '\r') + 1;
        foreach (var error in errors)
        {
            error.Line.ShouldBeInRange(1, lines);
            error.Message.ShouldEndWith(".");
        }

        return errors.Count > 0 ? "refused" : "taken";
    }
}
