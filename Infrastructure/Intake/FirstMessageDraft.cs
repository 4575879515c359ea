using ClinicalEngagement.Domain.Intake;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>Words for a first message, proposed to the lead, who changes and sends them; nothing goes out in these words unseen.</summary>
public static class FirstMessageDraft
{
    /// <summary>The longest a first message may be, in characters.</summary>
    public const int MaxLength = 600;

    /// <summary>The lead's words if there are any, else words made from the name and the aim.</summary>
    public static string For(EngagementRequest request)
    {
        if (!string.IsNullOrWhiteSpace(request.FirstMessageWords))
            return request.FirstMessageWords;
        const string Ask = "Before the plan is settled I should like to hear your view of it, and above all what could go wrong. "
            + "Could we talk for 20 minutes, one to one, at a time that costs you no clinic or list?";
        var opening = $"I am leading \u201c{request.Name?.Trim()}\u201d. What we want for patients: ";
        var room = MaxLength - opening.Length - Ask.Length - 2;
        var aim = (request.PatientBenefit ?? "").Trim().ReplaceLineEndings(" ");
        if (aim.Length > room)
            aim = aim[..aim.LastIndexOf(' ', room - 1)].TrimEnd(',', ';', ' ') + "\u2026";
        return $"{opening}{aim}\n\n{Ask}";
    }
}
