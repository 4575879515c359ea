using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Infrastructure.Mail;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Infrastructure.Tests.Mail;

internal static class Rendering
{
    private static readonly IMessageRenderer Renderer = new ServiceCollection()
        .AddLogging()
        .Configure<LinkOptions>(o => o.PublicAddress = new Uri("https://engagement.trust.example"))
        .AddMessageRenderer()
        .BuildServiceProvider()
        .GetRequiredService<IMessageRenderer>();

    public static Task<RenderedMessage> RenderAsync(Message message) => Renderer.RenderAsync(message, TestContext.Current.CancellationToken);
}
