using ClinicalEngagement.Orchestrations.Messages;

namespace ClinicalEngagement.Orchestrations.Ports;

/// <summary>Turns what a message says into the mail a person gets.</summary>
public interface IMessageRenderer
{
    /// <summary>Renders subject and body; the same model gives the same bytes.</summary>
    Task<RenderedMessage> RenderAsync(Message message, CancellationToken cancellationToken);
}

/// <summary>A message ready to be sent.</summary>
/// <param name="Subject">On one line, at most 120 characters.</param>
/// <param name="Html">Complete HTML document for mail programs; its text conversion reads well alone.</param>
/// <param name="Text">The same as plain text.</param>
/// <param name="Attachments">Inline pictures, such as a run chart.</param>
public sealed record RenderedMessage(string Subject, string Html, string Text, IReadOnlyList<MailAttachment> Attachments);
