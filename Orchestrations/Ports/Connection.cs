namespace ClinicalEngagement.Orchestrations.Ports;

/// <summary>How the product reaches people: what it may say of their calendars, and what their answers come by.</summary>
/// <param name="ReadsCalendars">
/// True with Microsoft 365: free/busy is asked, and answers, moves and replies are noticed. False where the tenant has not consented: mail
/// and invitations go by SMTP, times come from job plans and good-times grids alone, answers by signed link, or the lead enters them.
/// </param>
public sealed record Connection(bool ReadsCalendars)
{
    /// <summary>With Microsoft 365.</summary>
    public static Connection Microsoft365 { get; } = new(true);

    /// <summary>By mail alone.</summary>
    public static Connection MailOnly { get; } = new(false);
}
