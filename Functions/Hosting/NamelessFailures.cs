using System.Runtime.ExceptionServices;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Infrastructure.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ClinicalEngagement.Functions.Hosting;

/// <summary>
/// Hands the host a function's failure without its words. The host is a process of its own that logs whatever it is told, and Durable
/// Functions keeps it in a history; the message of a database or a mail server can quote an address.
/// </summary>
internal sealed class NamelessFailures : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        // Wrapped again, or the host would know the type no more, by which the retry policy goes.
        catch (Exception failure) when (WrappedFailure.Inside(failure) is { } inside && MayHaveWords(inside))
        {
            throw WrappedFailure.Around(failure.GetType(), Nameless(inside));
        }
        catch (Exception failure) when (WrappedFailure.Inside(failure) is null && MayHaveWords(failure))
        {
            throw Nameless(failure);
        }
    }

    private static bool MayHaveWords(Exception failure) => failure is not OperationCanceledException && !IsOurs(failure);

    private static Exception Nameless(Exception failure)
    {
        Exception nameless = failure is NonRetriableException ? new NonRetriableException(failure.Message) : new FunctionFailedException(failure);
        // The worker reads the stack of what it is handed, and what is wrapped is never thrown.
        return ExceptionDispatchInfo.SetCurrentStackTrace(nameless);
    }

    // Ours say nothing of people, and the retry policy goes by their type; what is within them is somebody else's.
    private static bool IsOurs(Exception failure) =>
        failure.InnerException is null && failure.GetType().Assembly.GetName().Name?.StartsWith("ClinicalEngagement.", StringComparison.Ordinal) == true;
}

/// <summary>A function failed; the message holds the types and the stack of what was thrown, and none of its words.</summary>
/// <param name="failure">What was thrown.</param>
public sealed class FunctionFailedException(Exception failure) : Exception(ExceptionShape.Of(failure));
