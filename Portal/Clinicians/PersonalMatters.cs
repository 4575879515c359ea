using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Clinicians;

/// <summary>Stands before every form in which a clinician writes in words: what is about safety, distress or conduct is not taken as feedback.</summary>
internal sealed class PersonalMatters(PersonalMatterFacts facts, EngagementOptions options)
{
    /// <summary>The name of what the page sends when its writer says that it is about the project.</summary>
    public const string AboutTheProject = "aboutTheProject";

    private const int MaxFields = 20;

    /// <summary>The page that says whom to turn to, or null when the words can be taken.</summary>
    /// <param name="form">What was sent.</param>
    /// <param name="field">The field with the words.</param>
    /// <param name="member">Who sent it.</param>
    /// <param name="address">Where it was sent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IResult?> AskAsync(IFormCollection form, string field, PanelMemberId member, string address, CancellationToken cancellationToken)
    {
        if (PersonalWords.Find(form[field].ToString()) is not { } matter)
            return null;
        if (form[AboutTheProject] == "yes")
        {
            await facts.AboutTheProjectAsync(member, cancellationToken);
            return null;
        }

        await facts.ShownAsync(member, cancellationToken);
        // The words go back to their writer alone, in the page, and are kept nowhere.
        var carried = form.Where(f => !f.Key.StartsWith("__", StringComparison.Ordinal) && f.Key != AboutTheProject).Take(MaxFields).Select(f => (f.Key, f.Value.ToString())).ToArray();
        return PageResult.Of<TurnToPage>(new { Matter = matter, Options = options, Address = address, Carried = carried });
    }
}
