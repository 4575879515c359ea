using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Settings;

/// <summary>From whose mailbox messages and invitations go.</summary>
internal static class SenderForm
{
    public const string Field = "sender";

    /// <summary>Sets it; what is wrong with what was sent, or null.</summary>
    public static async Task<FormErrors?> TakeAsync(IFormCollection form, CurrentSettings settings, CancellationToken cancellationToken)
    {
        var typed = form[Field].ToString().Trim();
        var wrong = typed.Length == 0 ? null : PersonCheck.Of(new PersonRequest { Name = "The mailbox", Email = typed }, "the mailbox").FirstOrDefault();
        if (wrong is not null)
            return FormErrors.Of(Field, wrong.Message, form);
        return await settings.SetSenderAsync(typed.Length == 0 ? null : new EmailAddress(typed), cancellationToken)
            ? null
            : FormErrors.Of(Field, "An engagement is open, and its invitations are in the mailbox that sends now. Close it first; then the mailbox can be changed.", form);
    }
}
