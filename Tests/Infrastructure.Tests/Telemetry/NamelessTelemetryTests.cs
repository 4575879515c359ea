using System.Collections.Concurrent;
using System.Diagnostics;
using ClinicalEngagement.Infrastructure.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace ClinicalEngagement.Infrastructure.Tests.Telemetry;

/// <summary>What of logs and spans reaches an exporter.</summary>
public sealed class NamelessTelemetryTests : IAsyncLifetime
{
    private const string Marked = "Zebedee.Quillfeather";
    private const string Address = $"{Marked}@harbour.example";

    private static readonly ActivitySource Source = new("ClinicalEngagement.Tests.Nameless");

    private readonly Heard<LogRecord> logs = new(LineOf);
    private readonly Heard<Activity> spans = new(LineOf);
    private IHost host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        // A setting that somebody made to see more must not send more.
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Default"] = "Trace",
            ["Logging:OpenTelemetry:LogLevel:ClinicalEngagement"] = "Trace",
            ["Logging:OpenTelemetry:IncludeScopes"] = "true",
            ["Logging:OpenTelemetry:IncludeFormattedMessage"] = "true",
        });
        builder.Services.AddLogging(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")));
        builder.Services.AddOpenTelemetry()
            .WithoutNames()
            .WithLogging(l => l.AddProcessor(new SimpleLogRecordExportProcessor(logs)))
            .WithTracing(t => t.AddSource(Source.Name).AddProcessor(new SimpleActivityExportProcessor(spans)));
        host = builder.Build();
        await host.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(Token);
        host.Dispose();
    }

    [Fact]
    public void Log_OfOurs_KeepsTemplateAndSafeAttributes_AndNobody()
    {
        var logger = LoggerOf("ClinicalEngagement.Tests");
        using (logger.BeginScope("for {Who}", Address))
            logger.LogError(new EventId(7, "Failed"), Nested(), "{Operation} for {Address} of {InstanceId} failed: {Reason}", "mail.send", Address, "c-0a1b", $"no such person as {Marked}");

        var line = logs.Lines.ShouldHaveSingleItem();
        line.ShouldNotContain(Marked, Case.Insensitive);
        line.ShouldContain("Error ClinicalEngagement.Tests 7 Failed");
        line.ShouldContain("{Operation} for {Address} of {InstanceId} failed: {Reason}");
        line.ShouldContain("Operation=mail.send");
        line.ShouldContain("InstanceId=c-0a1b");
        line.ShouldContain("exception.type=System.InvalidOperationException");
        line.ShouldContain("System.IO.IOException");
        line.ShouldContain("System.TimeoutException", customMessage: "each of several is named");
        line.ShouldContain(nameof(Nested), customMessage: "where it happened is said");
    }

    [Theory]
    [InlineData("ClinicalEngagement.Tests", "Count")]
    [InlineData("Microsoft.EntityFrameworkCore.Database.Command", "elapsed")]
    public void Log_AddressUnderASafeName_IsLeftOutAllTheSame(string category, string name)
    {
        LoggerOf(category).Log(LogLevel.Warning, default, new KeyValuePair<string, object?>[] { new(name, Address) }, null, (_, _) => $"of {Address}");

        logs.Lines.ShouldHaveSingleItem().ShouldNotContain(Marked);
    }

    [Fact]
    public void Log_OfALibraryThatPutsItsMessageTogether_LosesTheMessage()
    {
        LoggerOf("SomebodyElses.Library").LogCritical(new FormatException(Address), $"could not parse {Address}");

        var line = logs.Lines.ShouldHaveSingleItem();
        line.ShouldNotContain(Marked);
        line.ShouldContain("Critical SomebodyElses.Library");
        line.ShouldContain("exception.type=System.FormatException");
    }

    [Fact]
    public void Log_BelowWarning_IsNotSent()
    {
        LoggerOf("ClinicalEngagement.Tests").LogInformation("{Count} done", 3);

        logs.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Span_KeepsSafeTags_AndLosesAddressesStatementsAndWords()
    {
        using (var span = Source.StartActivity($"GET /users/{Address}")!)
        {
            span.SetTag("url.full", $"https://graph.microsoft.com/v1.0/users/{Address}");
            span.SetTag("url.query", $"$search={Marked}");
            span.SetTag("db.statement", $"SELECT '{Marked}'");
            span.SetTag("enduser.id", Address);
            span.SetTag("http.request.method", "GET");
            span.SetTag("http.response.status_code", 404);
            span.SetTag("http.route", $"/people/{Address}");
            span.SetTag("durable.instance", "c-0a1b");
            span.AddException(Nested());
            span.SetStatus(ActivityStatusCode.Error, $"no mailbox {Address}");
        }

        var line = spans.Lines.ShouldHaveSingleItem();
        line.ShouldNotContain(Marked, Case.Insensitive);
        line.ShouldContain("http.request.method=GET");
        line.ShouldContain("http.response.status_code=404");
        line.ShouldContain("durable.instance=c-0a1b");
        line.ShouldContain("Error");
        line.ShouldContain("exception.type=System.InvalidOperationException");
        line.ShouldContain(nameof(Nested));
    }

    [Fact]
    public void Span_WithAnEventWrittenByHand_IsNotSent()
    {
        using (var span = Source.StartActivity("sends")!)
            span.AddEvent(new ActivityEvent("mail", tags: new ActivityTagsCollection { ["to"] = Address }));
        using (var span = Source.StartActivity("fails")!)
            span.AddEvent(new ActivityEvent("exception", tags: new ActivityTagsCollection { ["exception.stacktrace"] = new FormatException(Address).ToString() }));
        using (var span = Source.StartActivity("retries")!)
            span.AddEvent(new ActivityEvent("retry", tags: new ActivityTagsCollection { ["error.type"] = "timeout" }));

        spans.Lines.ShouldHaveSingleItem().ShouldContain("retries");
    }

    private ILogger LoggerOf(string category) => host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

    /// <summary>As a failure of a mail server comes: the innermost quotes the address.</summary>
    private static Exception Nested()
    {
        try
        {
            try
            {
                throw new IOException($"550 5.1.1 <{Address}>: recipient unknown", new AggregateException(new FormatException(Marked), new TimeoutException(Marked)));
            }
            catch (IOException inner)
            {
                throw new InvalidOperationException($"“Theatre list of {Marked}” could not be sent.", inner);
            }
        }
        catch (InvalidOperationException whole)
        {
            return whole;
        }
    }

    private static string LineOf(LogRecord record)
    {
        var scopes = new List<string>();
        record.ForEachScope(
            (scope, into) =>
            {
                foreach (var (key, value) in scope)
                    into.Add($"{key}={value}");
                into.Add($"{scope.Scope}");
            },
            scopes);
        return string.Join(
            ' ',
            [
                $"{record.LogLevel} {record.CategoryName} {record.EventId.Id} {record.EventId.Name}", record.Body, record.FormattedMessage, $"{record.Exception}",
                .. (record.Attributes ?? []).Select(a => $"{a.Key}={a.Value}"), .. scopes,
            ]);
    }

    private static string LineOf(Activity span) => string.Join(
        ' ',
        [
            span.Source.Name, span.DisplayName, $"{span.Status}", span.StatusDescription, .. span.TagObjects.Select(t => $"{t.Key}={t.Value}"),
            .. span.Events.SelectMany(e => e.Tags.Select(t => $"{e.Name}.{t.Key}={t.Value}").Prepend(e.Name)),
        ]);

    /// <summary>Writes down at once what it is given: a record is used again afterwards.</summary>
    private sealed class Heard<T>(Func<T, string> line) : BaseExporter<T>
        where T : class
    {
        private readonly ConcurrentQueue<string> lines = [];

        public IReadOnlyCollection<string> Lines => lines;

        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (var item in batch)
                lines.Enqueue(line(item));
            return ExportResult.Success;
        }
    }
}
