using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Infrastructure.Mail;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Infrastructure.Tests.Mail;

internal static class Rendering
{
    private static readonly IMessageRenderer Renderer = For(Connection.Microsoft365);
    private static readonly IMessageRenderer MailOnly = For(Connection.MailOnly);

    public static Task<RenderedMessage> RenderAsync(Message message) => Renderer.RenderAsync(message, TestContext.Current.CancellationToken);

    public static Task<RenderedMessage> RenderMailOnlyAsync(Message message) => MailOnly.RenderAsync(message, TestContext.Current.CancellationToken);

    private static IMessageRenderer For(Connection connection) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(connection)
        .Configure<LinkOptions>(o => o.PublicAddress = new Uri("https://engagement.trust.example"))
        .AddMessageRenderer()
        .BuildServiceProvider()
        .GetRequiredService<IMessageRenderer>();
}
