using ClinicalEngagement.Domain.Measures;
using CsCheck;

namespace ClinicalEngagement.Domain.Tests.Measures;

public sealed class EngagementLoadTests
{
    [Fact]
    public void Show_OneSmallSpecialty_TakesAnotherFigureWithIt()
    {
        var (rows, total) = EngagementLoad.Show([new("Geriatrics", 12, 60, 20, 14, 9), new("Emergency", 9, 40, 11, 10, 5), new("Radiology", 3, 8, 6, 3, 3)]);

        rows[2].ShouldBe(new ShownLoad("Radiology", null, null, null, null, null));
        rows[1].ShouldSatisfyAllConditions(r => r.Clinicians.ShouldBeNull("else the sum gives the three away"), r => r.Messages.ShouldBeNull());
        rows[0].ShouldBe(new ShownLoad("Geriatrics", 12, 60, 20, 14, 9));
        total.Clinicians.ShouldBe(24);
    }

    [Fact]
    public void Show_OneSpecialtyAlone_HasNoSumEither()
    {
        var (rows, total) = EngagementLoad.Show([new("Radiology", 4, 30, 9, 4, 4)]);
        rows.ShouldHaveSingleItem().Messages.ShouldBeNull();
        total.ShouldBe(new ShownLoad("All specialties", null, null, null, null, null));
    }

    [Fact]
    public void Show_AlmostEverybodyReached_DoesNotTellOfTheFewWhoWereNot() =>
        EngagementLoad.Show([new("Geriatrics", 12, 60, 20, 14, 12), new("Emergency", 19, 40, 11, 20, 10), new("Surgery", 19, 40, 11, 20, 10)]).Rows[0].Reached.ShouldBeNull();

    [Fact]
    public void Show_AnyTable_NoFigureUnderFive_AndNoneThatTheOthersGiveAway() =>
        Gen.Select(Gen.Int[0, 15], Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[0, 9], Gen.Int[0, 30], (c, m, x, p, r) => new SpecialtyLoad("S", c, m, x, c + p, Math.Min(r, c + p)))
            .Array[0, 7].Sample(loads =>
            {
                var (rows, total) = EngagementLoad.Show(loads);
                foreach (var (shown, sum, value) in new (Func<ShownLoad, int?>, int?, Func<SpecialtyLoad, int>)[]
                {
                    (r => r.Clinicians, total.Clinicians, l => l.Clinicians), (r => r.Messages, total.Messages, l => l.Messages), (r => r.Meetings, total.Meetings, l => l.Meetings),
                    (r => r.Places, total.Places, l => l.Places), (r => r.Reached, total.Reached, l => l.Reached),
                })
                {
                    rows.ShouldAllBe(r => shown(r) == null || shown(r) >= EngagementLoad.Least);
                    var hidden = loads.Where((_, i) => shown(rows[i]) is null).Select(value).ToArray();
                    if (sum is { } told && hidden.Length > 0)
                    {
                        told.ShouldBe(loads.Sum(value));
                        hidden.Length.ShouldBeGreaterThan(1);
                        hidden.Sum().ShouldBeGreaterThanOrEqualTo(EngagementLoad.Least);
                    }
                }

                foreach (var (row, load) in rows.Zip(loads).Append((total, new SpecialtyLoad("", 99, 0, 0, loads.Sum(l => l.Places), loads.Sum(l => l.Reached)))))
                {
                    if (load.Clinicians < EngagementLoad.Least)
                        row.ShouldBe(new ShownLoad(row.Specialty, null, null, null, null, null));
                    if (row is { Places: not null, Reached: not null })
                        (load.Places - load.Reached is 0 or >= EngagementLoad.Least).ShouldBeTrue("who was not reached is a figure too");
                }
            });
}
