using ClinicalEngagement.Portal.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClinicalEngagement.Portal.Layout;

/// <summary>The outermost catch of the pipeline: a bug or an outage is logged and answered with words, never with its details.</summary>
internal sealed partial class UnhandledErrors(RequestDelegate next, ILogger<UnhandledErrors> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser went away, as it does from a page with live news; nobody is left to answer.
        }
        catch (BadHttpRequestException refused) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, refused.StatusCode, "The request could not be read", "Go back, check what you sent, and send it again.");
        }
        catch (InvalidDataException) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, StatusCodes.Status413PayloadTooLarge, "The form is too large", "Nothing was changed. Go back, shorten what you typed or choose a smaller file, and send it again.");
        }
        catch (Exception problem) when (!context.Response.HasStarted)
        {
            // Addresses of signed links are secrets: only the endpoint's pattern is logged.
            LogFailed(logger, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no endpoint", problem);
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, "Sorry, there is a problem with the service", "Nothing that was saved before is lost. Try again in a few minutes.");
        }
    }

    private static Task AnswerAsync(HttpContext context, int status, string heading, string words)
    {
        var answer = context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            ? ApiProblem.Of(status, "failed", words)
            : PageResult.Of<ProblemPage>(new { Heading = heading, Words = words }, status);
        return answer.ExecuteAsync(context);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Endpoint} failed")]
    private static partial void LogFailed(ILogger logger, string method, string endpoint, Exception problem);
}
