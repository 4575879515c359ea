using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Settings;

/// <summary>The passages of the messages that a trust may word itself.</summary>
internal static class TextsForm
{
    public static IResult GetAsync(CurrentSettings settings, string? done) =>
        PageResult.Of<TextsPage>(new { settings.Options, Done = done == "saved" ? "The words are saved. They stand in every message that is written from now on." : null });

    public static async Task<IResult> PostAsync(HttpContext http, CurrentSettings settings, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var own = new Dictionary<MessageText, string>();
        var errors = new List<FieldError>();
        foreach (var which in Enum.GetValues<MessageText>())
        {
            var words = string.Join(' ', form[which.ToString()].ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (words.Length > MessageTexts.Longest(which))
                errors.Add(new FieldError(which.ToString(), $"Use at most {MessageTexts.Longest(which)} characters. These are {words.Length}."));
            else if (words.Any(char.IsControl))
                errors.Add(new FieldError(which.ToString(), "Use letters, digits and punctuation only. Something in it cannot be shown in a mail."));
            else if (words.Length > 0 && words != MessageTexts.Standard(which))
                own[which] = words;
        }

        if (errors.Count > 0)
            return PageResult.Of<TextsPage>(new { settings.Options, Errors = new FormErrors(errors, form) }, StatusCodes.Status400BadRequest);
        await settings.SetAsync(before => before with { OwnTexts = own }, "The words of messages were changed on the settings page.", cancellationToken);
        return PageResult.SeeOther("/settings/messages?done=saved");
    }
}
