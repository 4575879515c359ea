using ClinicalEngagement.Orchestrations.Retention;

namespace ClinicalEngagement.Orchestrations.Tests.Retention;

/// <summary>Requests are kept as they came, however broken: whoever is taken out goes from those too.</summary>
public sealed class RequestBodiesTests
{
    private const string StandIn = "erased@erased.invalid";

    [Theory]
    [InlineData("""{"name":"One","name":"Two","lead":"Dr Ines Ferreira <ines.ferreira@harbour.example>"}""")]
    [InlineData("""{"clinicians":[{"email":"ines.ferreira@harbour.example","email":"x","name":"Dr Ines Ferreira"}]}""")]
    [InlineData("""{"clinicians": Dr Ines Ferreira, INES.FERREIRA@harbour.example""")]
    public void WithoutPerson_ABodyThatIsNoRequest_IsTakenAsText(string body)
    {
        var kept = Without(body);

        kept.ShouldNotContain("Ferreira", Case.Insensitive);
        kept.ShouldContain(StandIn);
    }

    [Fact]
    public void WithoutPerson_AClinicianOfARequest_IsNotOnItAnyMore()
    {
        var kept = Without("""{"name":"Frailty","clinicians":[{"email":"Ines.Ferreira@harbour.example","name":"Dr Ines Ferreira"},{"email":"tom.ash@harbour.example","role":"Works with Dr Ines Ferreira"}]}""");

        kept.ShouldBe("""{"name":"Frailty","clinicians":[{"email":"tom.ash@harbour.example","role":"Works with A former colleague"}]}""");
    }

    [Theory]
    [InlineData("""{"clinicians":[{"email":"a@b.example","power":"high","power":"low"}]}""")]
    [InlineData("no JSON at all")]
    public void WithoutJudgements_ABodyThatIsNoRequest_StaysAsItIs(string body) => RequestBodies.WithoutJudgements(body).ShouldBe(body);

    [Fact]
    public void WithoutJudgements_WhatWasThoughtOfClinicians_Goes() =>
        RequestBodies.WithoutJudgements("""{"clinicians":[{"email":"a@b.example","Power":"high","likelyView":"against","role":"Nurse"}]}""")
            .ShouldBe("""{"clinicians":[{"email":"a@b.example","role":"Nurse"}]}""");

    private static string Without(string body) =>
        RequestBodies.WithoutPerson(body, "ines.ferreira@harbour.example", ["Dr Ines Ferreira"], StandIn, "A former colleague");
}
