using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Infrastructure.Mail.Templates;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Infrastructure.Mail;

/// <summary>Renders messages by Razor components, statically. The plain text is read from the same markup, so the two can't drift apart.</summary>
internal sealed class RazorMessageRenderer(IServiceProvider services, ILoggerFactory loggers, IOptions<LinkOptions> links) : IMessageRenderer
{
    // A chart of one or two points shows nothing that the numbers don't.
    private const int PointsForChart = 3;

    public async Task<RenderedMessage> RenderAsync(Message message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var subject = MessageSubject.Of(message);
        var attachments = new List<MailAttachment>();
        var parameters = new Dictionary<string, object?> { ["Model"] = message, ["Subject"] = subject };
        if (message is Message.HostBrief { Meeting: var briefed })
            parameters["Page"] = PageOf(briefed);
        if (message is Message.OutcomeReminder { Meeting: var held })
            parameters["Page"] = PageOf(held);
        if (message is Message.ConcernDue { Concern: var due })
            parameters["Page"] = PageOf(due);
        if (message is Message.Progress progress)
        {
            var digest = ProgressDigest.Of(progress);
            var hasChart = progress.Points.Count >= PointsForChart && digest.Numbers is not null;
            parameters["Digest"] = digest;
            parameters["HasChart"] = hasChart;
            if (hasChart)
                attachments.Add(RunChartPicture.Draw(progress.Points, progress.Project.Plan.Measure));
        }

        var html = await RenderAsync(TemplateFor(message), parameters);
        return new RenderedMessage(subject, html, PlainText.From(html), attachments);
    }

    private static Type TemplateFor(Message message) => message switch
    {
        Message.First => typeof(FirstMail),
        Message.OtherTimes => typeof(OtherTimesMail),
        Message.Reminder => typeof(ReminderMail),
        Message.Brief => typeof(BriefMail),
        Message.HostBrief => typeof(HostBriefMail),
        Message.OutcomeReminder => typeof(OutcomeReminderMail),
        Message.Response => typeof(ResponseMail),
        Message.FigureAnswer => typeof(FigureAnswerMail),
        Message.Correction => typeof(CorrectionMail),
        Message.Understanding => typeof(UnderstandingMail),
        Message.Explanation => typeof(ExplanationMail),
        Message.ConcernDue => typeof(ConcernDueMail),
        Message.Progress => typeof(ProgressMail),
        _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name, "No template for this kind."),
    };

    // For colleagues of the project, who sign in there; no clinician's message has it.
    private Uri PageOf(Meeting meeting) => Page($"{meeting.ProjectId}/panel/{meeting.MemberId}");

    private Uri PageOf(Concern concern) => Page($"{concern.ProjectId}/concerns#concern-{concern.Id}");

    private Uri Page(string path) => links.Value.AddressOf($"projects/{path}");

    private async Task<string> RenderAsync(Type template, Dictionary<string, object?> parameters)
    {
        // Components take services of a request, which the process as a whole must not hold.
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync(template, ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
