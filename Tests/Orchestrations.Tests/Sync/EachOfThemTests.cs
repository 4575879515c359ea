using ClinicalEngagement.Orchestrations.Sync;

namespace ClinicalEngagement.Orchestrations.Tests.Sync;

public sealed class EachOfThemTests
{
    [Fact]
    public async Task Sum_OneFails_TheOthersAreDoneAndTheFailureIsTold()
    {
        var done = new List<string>();

        var failure = await Should.ThrowAsync<AggregateException>(() => EachOfThem.SumAsync(
            ["a", "dead", "b"],
            one =>
            {
                if (one == "dead")
                    throw new InvalidOperationException("It does not answer.");
                done.Add(one);
                return Task.FromResult(1);
            },
            TestContext.Current.CancellationToken));

        done.ShouldBe(["a", "b"]);
        failure.InnerExceptions.ShouldHaveSingleItem().Message.ShouldBe("It does not answer.");
    }

    [Fact]
    public async Task Sum_Cancelled_GoesNoFurther()
    {
        using var stop = new CancellationTokenSource();
        var done = 0;

        await Should.ThrowAsync<OperationCanceledException>(() => EachOfThem.SumAsync(
            ["a", "b"],
            async _ =>
            {
                await stop.CancelAsync();
                return ++done;
            },
            stop.Token));

        done.ShouldBe(1);
    }

    [Fact]
    public async Task Sum_AllWell_IsTheSum() =>
        (await EachOfThem.SumAsync(["a", "b", "c"], _ => Task.FromResult(2), TestContext.Current.CancellationToken)).ShouldBe(6);
}
