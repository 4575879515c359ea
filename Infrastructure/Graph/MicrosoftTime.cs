using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Asks Microsoft 365 what time it is where the machine's clock is in doubt. Every answer says so, a refusal too: it needs no sign-in.</summary>
/// <param name="options">Where Microsoft 365 is.</param>
/// <param name="clock">What is compared with its answer.</param>
public sealed class MicrosoftTime(IOptions<GraphOptions> options, SteadyClock clock) : IDisposable
{
    private readonly HttpClient http = new(new AnswerDateHandler(clock.Compare) { InnerHandler = GraphClient.Network(options.Value) })
    {
        BaseAddress = options.Value.BaseAddress,
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>Asks once; where there is no answer, it is asked again another time, and nothing can leave meanwhile either.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(options.Value.BaseAddress, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return;
        }
    }

    /// <summary>Asks where the clock is in doubt.</summary>
    public Task AskWhereInDoubtAsync(CancellationToken cancellationToken) => clock.IsInDoubt ? AskAsync(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}
