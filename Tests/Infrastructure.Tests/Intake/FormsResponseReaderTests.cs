using System.Text;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Infrastructure.Intake;
using CsCheck;

namespace ClinicalEngagement.Infrastructure.Tests.Intake;

/// <summary>From typed answers to a request.</summary>
public sealed class FormsResponseReaderTests
{
    [Fact]
    public void Read_EveryAnswer_IsTheRequestThatTheLeadMeant()
    {
        var read = Read("""
            {"responseId":"17","projectName":" Frailty ","patientBenefit":"Home the same day.","measure":"Frailty scored","unit":"%","baseline":"38 %","goal":"80",
             "fact":"Delays harm.","factSource":"BGS, 2023","professionalBody":"RCEM","professionalBodyView":"Crowding first.","professionalBodyHandling":"",
             "stage":"Define and scope","nation":"Northern Ireland","leadName":"Priya Nair","leadEmail":"priya@harbour.example","leadPhone":"01632 960001",
             "coLeadName":"Tom Oak","coLeadEmail":"tom@harbour.example","clinicians":"Dr Bell, bell@harbour.example, Geriatrician\r\nDr Ali, ali@harbour.example",
             "sendFirstMessages":"yes","updates":"Fortnightly"}
            """);

        read.Errors.ShouldBeEmpty();
        read.ResponseId.ShouldBe("17");
        var request = read.Request.ShouldNotBeNull();
        request.Name.ShouldBe("Frailty");
        request.Measure.ShouldBe(new MeasureRequest { Name = "Frailty scored", Unit = "%", Baseline = 38, Goal = 80 });
        request.Facts.ShouldBe([new FactRequest { Text = "Delays harm.", Source = "BGS, 2023" }]);
        request.BodiesWithDifferentView.ShouldBe([new BodyViewRequest { Body = "RCEM", View = "Crowding first." }]);
        request.NoDifferentViewKnown.ShouldBeFalse();
        (request.Stage, request.Nation, request.UpdateRhythm, request.FirstMessages)
            .ShouldBe((Stage.DefineAndScope, Nation.NorthernIreland, UpdateRhythm.Fortnightly, FirstMessages.Send));
        request.Lead.ShouldBe(new PersonRequest { Name = "Priya Nair", Email = "priya@harbour.example", Phone = "01632 960001" });
        request.CoLead.ShouldBe(new PersonRequest { Name = "Tom Oak", Email = "tom@harbour.example" });
        request.Clinicians.Select(c => (c.Name, c.Email, c.Role)).ShouldBe([("Dr Bell", "bell@harbour.example", "Geriatrician"), ("Dr Ali", "ali@harbour.example", null)]);
    }

    [Fact]
    public void Read_OnlyANumber_IsARequestWithNothingInIt()
    {
        var read = Read("""{"responseId":"1","measure":"","professionalBody":null}""");

        read.Errors.ShouldBeEmpty();
        read.Request.ShouldNotBeNull().ShouldSatisfyAllConditions(
            r => r.Measure.ShouldBeNull(), r => r.Facts.ShouldBeEmpty(), r => r.BodiesWithDifferentView.ShouldBeEmpty(), r => r.CoLead.ShouldBeNull());
    }

    [Theory]
    [InlineData("not yet measured")]
    [InlineData("Not measured yet.")]
    [InlineData("")]
    public void Read_BaselineNotYetMeasured_IsNoNumberAndNoError(string baseline)
    {
        var read = Read($$"""{"responseId":"1","measure":"Frailty scored","baseline":"{{baseline}}"}""");

        read.Errors.ShouldBeEmpty();
        read.Request!.Measure!.Baseline.ShouldBeNull();
    }

    [Theory]
    [InlineData("None known")]
    [InlineData("none")]
    public void Read_NoBodyKnown_SaysSo(string answer) =>
        Read($$"""{"responseId":"1","professionalBody":"{{answer}}"}""").Request!.NoDifferentViewKnown.ShouldBeTrue();

    [Theory]
    [InlineData("No")]
    [InlineData("Yes, but let me look first")]
    [InlineData("")]
    public void Read_AnythingButAPlainYes_HoldsFirstMessages(string answer) =>
        Read($$"""{"responseId":"1","sendFirstMessages":"{{answer}}"}""").Request!.FirstMessages.ShouldBe(FirstMessages.Hold);

    [Theory]
    [InlineData("""{"responseId":"1","measure":"x","baseline":"about a third"}""", "baseline", "Give a number, like 38 or 4.5, or “not yet measured”.")]
    [InlineData("""{"responseId":"1","measure":"x","goal":"most"}""", "goal", "Give a number, like 80 or 4.5.")]
    [InlineData("""{"responseId":"1","stage":"Pilot"}""", "stage", "Give one of: Start out, Define and scope, Measure and understand, Design and plan, Implement, Handover and sustain.")]
    [InlineData("""{"responseId":"1","updates":"Daily"}""", "updates", "Give one of: Monthly, Fortnightly, Weekly.")]
    [InlineData("""{"responseId":"1","clinicians":"Dr Bell"}""", "clinicians", "Line 1: Add an e-mail address for Dr Bell.")]
    [InlineData("""{"responseId":" ","projectName":"x"}""", "responseId", "Pass on the response’s number, 1 to 100 characters: “Response Id” in the flow.")]
    [InlineData("""{"responseId":17}""", "responseId", "Pass the answer on as text in quotation marks, once.")]
    [InlineData("""{"responseId":"1","r4f2":"x"}""", "r4f2", "Remove “r4f2” from the flow, or check how it is spelt: there is no such answer.")]
    [InlineData("""["1"]""", "", "Send a JSON object with the answers, each as text in quotation marks.")]
    public void Read_WhatCannotBeUnderstood_NamesTheQuestionAndWhatToDo(string body, string field, string message) =>
        Read(body).Errors.ShouldHaveSingleItem().ShouldBe(new FieldError(field, message));

    [Fact]
    public void OnForm_ErrorsOfTheRequest_NameTheQuestions()
    {
        var request = new EngagementRequest { Clinicians = [new ClinicianRequest { Name = "Dr Bell", Email = "bell" }] };

        FormsResponseReader.OnForm(
                [new("name", "Enter the name of the project."), new("measure.name", "m"), new("lead.email", "e"), new("clinicians[0].email", "c"), new("patientBenefit", "p")], request)
            .ShouldBe([new("projectName", "Enter the name of the project."), new("measure", "m"), new("leadEmail", "e"), new("clinicians", "Dr Bell: c"), new("patientBenefit", "p")]);
    }

    [Fact]
    public void Read_AnyText_NeverThrows() =>
        Gen.String.Sample(text => FormsResponseReader.Read(Encoding.UTF8.GetBytes(text)).Errors.ShouldNotBeNull(), iter: 2_000);

    private static ReadForms Read(string json) => FormsResponseReader.Read(Encoding.UTF8.GetBytes(json));
}
