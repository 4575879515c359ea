using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Tests.Clinicians;
using CsCheck;

namespace ClinicalEngagement.Domain.Tests.Panel;

/// <summary>What a panel lacks without one member, and who would bring it back.</summary>
public sealed class CoverageTests
{
    private static readonly PanelMember Ann = Of("ann") with { YearsHere = 14, OpinionFormer = true, LikelyView = Position.HasConcerns };
    private static readonly PanelMember Ben = Of("ben") with { YearsHere = 2, LikelyView = Position.Supports };

    [Fact]
    public void LostWithout_WhatOneAloneBrought_IsNamed()
    {
        var clinicians = Known(Person("ann", "Radiology", "RCR"), Person("ben", "Geriatric medicine", "RCP"));

        Coverage.LostWithout(Ann, [Ann, Ben], clinicians).Select(c => c.Words).ShouldBe(
        [
            "somebody from Radiology", "somebody who belongs to the RCR", "somebody long-serving", "somebody with a different perspective", "somebody whom colleagues listen to",
        ]);
    }

    [Fact]
    public void LostWithout_WhatAnotherBringsToo_IsNotLost()
    {
        var clinicians = Known(Person("ann", "Radiology", "RCR"), Person("ben", "Interventional radiology", "RCR"));

        Coverage.LostWithout(Ann, [Ann, Ben with { YearsHere = 20, OpinionFormer = true, PositionHeld = Position.DoesNotSupportAsProposed }], clinicians).ShouldBeEmpty();
    }

    [Fact]
    public void For_MostFirst_AndNobodyWhoWantsNoMore()
    {
        Coverage[] lost = [new Coverage.OfSpecialty("Radiology"), new Coverage.LongServing(), new Coverage.OtherPerspective()];
        PanelCandidate[] candidates =
        [
            new(Person("cyd", "Radiology"), 1), new(Person("dee", "Dermatology"), 20), new(Person("eve", "Radiology"), 12),
            new(Person("fay", "Radiology") with { NoMoreAt = Bell.Now }, 30), new(Person("gus", "Dermatology"), 4),
        ];

        Replacement.For(lost, candidates).Select(r => (r.Candidate.Person.Name, r.Restores.Count)).ShouldBe([("eve", 2), ("cyd", 1), ("dee", 1)]);
    }

    /// <summary>Whoever is suggested brings something that is lost, and joining, they bring it back.</summary>
    [Fact]
    public void For_AnyPanel_WhoeverIsSuggestedBringsBackWhatItSays() => Gen.Select(People, People, Gen.Int[0, 9]).Sample((panel, outside, pick) =>
    {
        var members = panel.Select((p, i) => Of($"m{i}") with { YearsHere = p.Years }).ToArray();
        var clinicians = members.Zip(panel).ToDictionary(m => m.First.Email, m => m.Second.Person with { Email = m.First.Email });
        var gone = members[pick % members.Length];
        var lost = Coverage.LostWithout(gone, members, clinicians);
        foreach (var suggestion in Replacement.For(lost, outside.Select((p, i) => new PanelCandidate(p.Person with { Email = new EmailAddress($"o{i}@harbour.example") }, p.Years))))
        {
            suggestion.Restores.ShouldNotBeEmpty();
            var joined = Of("new") with { Email = suggestion.Candidate.Person.Email, YearsHere = suggestion.Candidate.YearsHere };
            var then = new Dictionary<EmailAddress, Clinician>(clinicians) { [joined.Email] = suggestion.Candidate.Person };
            Coverage.LostWithout(gone, [.. members, joined], then).Intersect(suggestion.Restores).ShouldBeEmpty();
        }
    });

    private static readonly Gen<(Clinician Person, int? Years)[]> People = Gen.Select(
        Gen.Int[0, 2].Select(i => new[] { "Radiology", "Geriatric medicine", "Acute medicine", "" }[i]), Gen.Int[0, 2].Select(i => new[] { "RCR", "RCP", "BGS" }[i]), Gen.Int[0, 20]).Select(
        (specialty, body, years) => (Person("x", specialty, body), (int?)years)).Array[1, 6];

    private static PanelMember Of(string name) => Bell.Member with
    {
        Id = PanelMemberId.For(Bell.Project.Id, new EmailAddress($"{name}@harbour.example")),
        Email = new EmailAddress($"{name}@harbour.example"),
        Name = name,
        LikelyView = null,
    };

    private static Clinician Person(string name, string specialty, params string[] bodies) =>
        new() { Email = new EmailAddress($"{name}@harbour.example"), Name = name, Specialty = specialty, ProfessionalBodies = bodies };

    private static Dictionary<EmailAddress, Clinician> Known(params Clinician[] people) => people.ToDictionary(p => p.Email);
}
