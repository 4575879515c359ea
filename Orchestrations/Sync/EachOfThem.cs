namespace ClinicalEngagement.Orchestrations.Sync;

/// <summary>Goes through what is independent of each other, such as mailboxes: one that fails does not delay the others.</summary>
public static class EachOfThem
{
    /// <summary>Does something with each, in order.</summary>
    /// <param name="them">What there is to go through.</param>
    /// <param name="work">What is done with one; gives a count.</param>
    /// <param name="cancellationToken">Ends it between two of them.</param>
    /// <returns>The sum of the counts.</returns>
    /// <exception cref="AggregateException">Some failed; all were tried.</exception>
    public static async Task<int> SumAsync<T>(IEnumerable<T> them, Func<T, Task<int>> work, CancellationToken cancellationToken)
    {
        var sum = 0;
        List<Exception>? failed = null;
        foreach (var one in them)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                sum += await work(one);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                (failed ??= []).Add(e);
            }
        }

        return failed is null ? sum : throw new AggregateException(failed);
    }
}
