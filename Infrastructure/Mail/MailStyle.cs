namespace ClinicalEngagement.Infrastructure.Mail;

/// <summary>Inline styles, the only ones that mail programs agree on. Colours and sizes as in the NHS digital service manual; no web font, nothing external.</summary>
internal static class MailStyle
{
    public const string Body = "margin:0;padding:16px;background:#ffffff;color:#212b32;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;";
    public const string Width = "max-width:600px;";
    public const string Paragraph = "margin:0 0 16px 0;";
    public const string Heading = "margin:24px 0 4px 0;font-size:16px;line-height:1.5;font-weight:bold;";
    public const string List = "margin:0 0 16px 0;padding:0 0 0 24px;";
    public const string Item = "margin:0 0 6px 0;";
    public const string Time = "margin:0 0 16px 0;padding:0 0 0 12px;border-left:4px solid #005eb8;";
    public const string Quote = "margin:0 0 16px 0;padding:0 0 0 12px;border-left:4px solid #aeb7bd;";
    public const string Link = "color:#005eb8;";
    public const string Rule = "border:0;border-top:1px solid #d8dde0;margin:24px 0 12px 0;";
    public const string Footer = "margin:0 0 8px 0;color:#4c6272;font-size:14px;line-height:1.5;";
    public const string FooterLink = "color:#4c6272;";
    public const string Picture = "display:block;border:0;max-width:100%;height:auto;margin:0 0 16px 0;";
}
