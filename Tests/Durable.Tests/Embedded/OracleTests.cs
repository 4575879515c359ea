using CsCheck;

namespace ClinicalEngagement.Durable.Tests.Embedded;

/// <summary>
/// Random scripts under random operations, held to a model in memory that knows nothing of replay, turns or files: the same lines
/// in the same order, and the same end.
/// </summary>
public sealed class OracleTests
{
    private static readonly Gen<string> Id = Gen.Char['a', 'c'].Select(c => $"{c}");
    private static readonly Gen<string> Event = Gen.Char['x', 'y'].Select(c => $"{c}");

    private static readonly Gen<OracleStep> Step = Gen.OneOf<OracleStep>(
        Gen.Const<OracleStep>(new OracleStep.Note()),
        Gen.Int[0, 30].Select(m => (OracleStep)new OracleStep.Timer(m)),
        Event.Select(e => (OracleStep)new OracleStep.Wait(e)),
        Gen.Select(Event, Gen.Int[1, 30], (e, m) => (OracleStep)new OracleStep.WaitOrTimer(e, m)),
        Gen.Int[1, 3].Select(n => (OracleStep)new OracleStep.Flaky(n)),
        Gen.Const<OracleStep>(new OracleStep.Poison()),
        Gen.Const<OracleStep>(new OracleStep.FanOut()),
        Gen.Const<OracleStep>(new OracleStep.Again()),
        Gen.Const<OracleStep>(new OracleStep.Throw()));

    private static readonly Gen<OracleOperation> Operation = Gen.Frequency(
        (4, Gen.Select(Id, Step.Array[1, 8], (id, steps) => (OracleOperation)new OracleOperation.Start(id, steps))),
        (2, Gen.Select(Id, Step.Array[1, 8], (id, steps) => (OracleOperation)new OracleOperation.StartAnew(id, steps))),
        (1, Gen.Const<OracleOperation>(new OracleOperation.Purge())),
        (6, Gen.Select(Id, Event, (id, e) => (OracleOperation)new OracleOperation.Raise(id, e))),
        (1, Id.Select(id => (OracleOperation)new OracleOperation.Terminate(id))),
        (5, Gen.Int[1, 20].Select(m => (OracleOperation)new OracleOperation.Advance(m))),
        (6, Gen.Const<OracleOperation>(new OracleOperation.Step())),
        (2, Gen.Const<OracleOperation>(new OracleOperation.Reopen())),
        (2, Gen.Int[1, 6].Select(n => (OracleOperation)new OracleOperation.CrashIn(n))));

    [Fact]
    public async Task RandomOperations_AgreeWithTheModel()
    {
        var done = new HashSet<Type>();
        await Gen.Select(Operation.Array[1, 40], Gen.Bool.Select(replays => replays ? 0 : 100)).SampleAsync(
            async sample =>
            {
                await using var run = new OracleRun(sample.Item2);
                await run.OpenAsync();
                foreach (var operation in sample.Item1)
                {
                    await run.DoAsync(operation);
                    lock (done)
                        done.Add(operation.GetType());
                }
                await run.FinishAsync();
                lock (done)
                    done.UnionWith(run.StepsDone);
            },
            iter: 150, threads: 2);

        done.Count(t => t.DeclaringType == typeof(OracleOperation)).ShouldBe(9, "each operation has succeeded at least once");
        done.Count(t => t.DeclaringType == typeof(OracleStep)).ShouldBe(9, "each step has run at least once");
    }
}
