using ClinicalEngagement.Infrastructure.Intake;

namespace ClinicalEngagement.Infrastructure.Tests.Intake;

/// <summary>Clinicians as people paste them.</summary>
public sealed class ClinicianListTests
{
    [Theory]
    [InlineData("Dr Anna Bell, anna.bell@harbour.example, Consultant geriatrician")]
    [InlineData("anna.bell@harbour.example, Dr Anna Bell, Consultant geriatrician")]
    [InlineData("Dr Anna Bell\tanna.bell@harbour.example\tConsultant geriatrician")]
    [InlineData("Dr Anna Bell;anna.bell@harbour.example;Consultant geriatrician")]
    [InlineData("\"Dr Anna Bell\",\"anna.bell@harbour.example\",\"Consultant geriatrician\"")]
    [InlineData("Dr Anna Bell <anna.bell@harbour.example>, Consultant geriatrician")]
    [InlineData("Role,Name,E-mail\nConsultant geriatrician,Dr Anna Bell,anna.bell@harbour.example")]
    [InlineData("email address;job title;full name\r\nanna.bell@harbour.example;Consultant geriatrician;Dr Anna Bell\r\n")]
    [InlineData("First name,Surname,Notes,Email,Position\nDr Anna,Bell,on leave in May,anna.bell@harbour.example,Consultant geriatrician")]
    [InlineData("\n\n  Dr Anna Bell , anna.bell@harbour.example ,Consultant geriatrician\n\n")]
    public void Read_AnySensibleShape_FindsNameAddressAndRole(string text)
    {
        var read = ClinicianList.Read(text);

        read.Errors.ShouldBeEmpty();
        var clinician = read.Clinicians.ShouldHaveSingleItem();
        (clinician.Name, clinician.Email, clinician.Role).ShouldBe(("Dr Anna Bell", "anna.bell@harbour.example", "Consultant geriatrician"));
    }

    [Fact]
    public void Read_AddressesCopiedFromAMailProgram_FindsEach()
    {
        var read = ClinicianList.Read("Dr Anna Bell <anna.bell@harbour.example>; Tom Ash <tom.ash@harbour.example>;");

        read.Errors.ShouldBeEmpty();
        read.Clinicians.Select(c => (c.Name, c.Email)).ShouldBe([("Dr Anna Bell", "anna.bell@harbour.example"), ("Tom Ash", "tom.ash@harbour.example")]);
    }

    [Fact]
    public void Read_HeaderWithMoreColumns_TakesThem()
    {
        var clinician = ClinicianList.Read("name,email,role,specialty,professional bodies,years here,secretary,secretary email\n"
            + "Dr Bell,b@h.example,Consultant,Geriatrics,BGS; RCP,14,Jo Reed,jo@h.example").Clinicians.ShouldHaveSingleItem();

        clinician.Specialty.ShouldBe("Geriatrics");
        clinician.ProfessionalBodies.ShouldBe(["BGS", "RCP"]);
        clinician.YearsHere.ShouldBe(14);
        clinician.Secretary.ShouldNotBeNull().Email.ShouldBe("jo@h.example");
    }

    [Fact]
    public void Read_RowsThatCannotBeRead_SaysWhichAndKeepsTheOthers()
    {
        var read = ClinicianList.Read("Dr Bell, b@h.example\nMr Ash, Surgeon\n, c@h.example\nMs \"Lowe, l@h.example\nDr Tate, t@h.example");

        read.Clinicians.Select(c => c.Name).ShouldBe(["Dr Bell", "Dr Tate"]);
        read.Errors.ShouldBe(
        [
            new(2, "Add an e-mail address for Mr Ash."),
            new(3, "Add a name for c@h.example."),
            new(4, "Put quotation marks around a whole field only, and close them on the same line."),
        ]);
    }

    [Theory]
    [InlineData("{0}, Surgeon")]
    [InlineData(", a@{0}")]
    public void Read_LongField_IsRepeatedInPart(string line) =>
        ClinicianList.Read(line.Replace("{0}", new string('x', 5000), StringComparison.Ordinal)).Errors.ShouldHaveSingleItem().Message.ShouldSatisfyAllConditions(
            m => m.Length.ShouldBeLessThan(200), m => m.ShouldEndWith("\u2026."));

    [Fact]
    public void Read_Nothing_IsNobody() => ClinicianList.Read(" \n ").ShouldSatisfyAllConditions(r => r.Clinicians.ShouldBeEmpty(), r => r.Errors.ShouldBeEmpty());

    [Fact]
    public void Read_MoreThanFits_IsOneError() => ClinicianList.Read(new string('x', ClinicianList.MaxLength + 1)).Errors.ShouldHaveSingleItem().Line.ShouldBe(1);
}
