using ClinicalEngagement.Domain.Tests.Clinicians;
using ClinicalEngagement.Domain.Tests.Scheduling;
using ClinicalEngagement.Domain.Updates;
using CsCheck;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Updates;

/// <summary>Whose copy was kept back gets with the next one what they missed.</summary>
public sealed class UpdateCatchUpTests
{
    private static readonly YouSaid Pair = new(Bell.Member.Id, "Cover", "The registrar covers");

    [Fact]
    public void For_WhoMissedOne_TakesInWhatItSaidUnlessANewerSentenceStandsForIt()
    {
        var missed = Sent(1, "We have now met 1 of the 3 clinicians on the panel, one to one.", "Therapy stays until 6pm.") with { YouSaidWeDid = [Pair], Story = "Mrs A went home." };
        var current = Sent(2, "We have now met 2 of the 3 clinicians on the panel, one to one.");
        var told = UpdateCatchUp.For(current, [missed, current], new HashSet<UpdateId>(), Instant.MinValue);
        told.WhatChanged.ShouldBe(["We have now met 2 of the 3 clinicians on the panel, one to one.", "Therapy stays until 6pm."]);
        told.YouSaidWeDid.ShouldBe([Pair]);
        told.Story.ShouldBe("Mrs A went home.");
    }

    [Fact]
    public void For_WhoGotItOrWasNotContactedYet_StaysAsItIs()
    {
        var (first, current) = (Sent(1, "Therapy stays until 6pm."), Sent(2, "A trial begins."));
        UpdateCatchUp.For(current, [first, current], new HashSet<UpdateId> { first.Id }, Instant.MinValue).ShouldBe(current);
        UpdateCatchUp.For(current, [first, current], new HashSet<UpdateId>(), first.SendAt + Duration.FromDays(1)).ShouldBe(current);
        UpdateCatchUp.For(current with { Final = true }, [first, current], new HashSet<UpdateId>(), Instant.MinValue).WhatChanged.ShouldBe(current.WhatChanged);
        UpdateCatchUp.For(current, [first with { State = UpdateState.Skipped }, current], new HashSet<UpdateId>(), Instant.MinValue).ShouldBe(current);
    }

    [Fact]
    public void For_WhateverWasMissed_EveryOwnSentenceAndPairArrivesOnce() => Gen
        .Select(Gen.Bool.Array[1, 8], Gen.Bool.Array[8])
        .Sample((received, hasPair) =>
        {
            // Each update says something of its own; some copies were kept back.
            var updates = received.Select((_, i) => Sent(i + 1, $"Change {i}.") with { YouSaidWeDid = hasPair[i] ? [Pair with { Said = $"Said {i}" }] : [] }).ToArray();
            var got = new HashSet<UpdateId>();
            var changes = new List<string>();
            var pairs = new List<string>();
            for (var i = 0; i < updates.Length; i++)
            {
                if (!received[i] && i < updates.Length - 1)
                    continue;
                var copy = UpdateCatchUp.For(updates[i], updates, got, Instant.MinValue);
                changes.AddRange(copy.WhatChanged);
                pairs.AddRange(copy.YouSaidWeDid.Select(p => p.Said));
                got.Add(updates[i].Id);
            }

            changes.Order(StringComparer.Ordinal).ShouldBe(updates.SelectMany(u => u.WhatChanged).Order(StringComparer.Ordinal));
            pairs.Order(StringComparer.Ordinal).ShouldBe(updates.SelectMany(u => u.YouSaidWeDid).Select(p => p.Said).Order(StringComparer.Ordinal));
        });

    private static Update Sent(int number, params string[] changes) => new()
    {
        Id = Update.IdFor(Bell.Project.Id, number),
        ProjectId = Bell.Project.Id,
        Number = number,
        State = UpdateState.Sent,
        DraftedAt = Ward.Local("2026-06-01T10:00") + Duration.FromDays(30 * number),
        SendAt = Ward.Local("2026-06-03T10:00") + Duration.FromDays(30 * number),
        WhatChanged = changes,
        YouSaidWeDid = [],
    };
}
