namespace ClinicalEngagement.Durable.Tests.Harness;

/// <summary>Waits for something that happens on another thread, and fails the test when it does not happen in time.</summary>
internal static class Eventually
{
    public static Task TrueAsync(Func<bool> condition, int seconds = 30) => TrueAsync(() => Task.FromResult(condition()), seconds);

    public static async Task TrueAsync(Func<Task<bool>> condition, int seconds = 30)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(seconds));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
