namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>
/// A response to the form that a trust keeps in Microsoft Forms, as its flow passes it on: every answer is the text that was typed or
/// chosen. <c>docs/microsoft-forms.md</c> has the questions and the flow.
/// </summary>
/// <remarks>On the wire: camel case. An unknown member is refused; an answer that was not given is empty, null or left out.</remarks>
public sealed record FormsResponse
{
    /// <summary>The number that Microsoft Forms gave the response: a response that is passed on twice begins one engagement.</summary>
    public string? ResponseId { get; init; }

    /// <summary>The project's name.</summary>
    public string? ProjectName { get; init; }

    /// <summary>What will be better for patients.</summary>
    public string? PatientBenefit { get; init; }

    /// <summary>What is measured.</summary>
    public string? Measure { get; init; }

    /// <summary>The unit, such as %.</summary>
    public string? Unit { get; init; }

    /// <summary>Where it stands today: a number, or "not yet measured".</summary>
    public string? Baseline { get; init; }

    /// <summary>Where it should be: a number.</summary>
    public string? Goal { get; init; }

    /// <summary>One fact.</summary>
    public string? Fact { get; init; }

    /// <summary>Where the fact stands written.</summary>
    public string? FactSource { get; init; }

    /// <summary>The professional body with a different view, or "none known".</summary>
    public string? ProfessionalBody { get; init; }

    /// <summary>What that body holds.</summary>
    public string? ProfessionalBodyView { get; init; }

    /// <summary>How the plan deals with it.</summary>
    public string? ProfessionalBodyHandling { get; init; }

    /// <summary>One of the six stages, in the words of NHS England.</summary>
    public string? Stage { get; init; }

    /// <summary>England (the default), Wales, Scotland or Northern Ireland.</summary>
    public string? Nation { get; init; }

    /// <summary>The lead's name.</summary>
    public string? LeadName { get; init; }

    /// <summary>The lead's address: the responder's, unless the form asks for it.</summary>
    public string? LeadEmail { get; init; }

    /// <summary>The lead's telephone number.</summary>
    public string? LeadPhone { get; init; }

    /// <summary>The co-lead's name.</summary>
    public string? CoLeadName { get; init; }

    /// <summary>The co-lead's address.</summary>
    public string? CoLeadEmail { get; init; }

    /// <summary>One clinician a line: name, e-mail, role.</summary>
    public string? Clinicians { get; init; }

    /// <summary>The words of the first message; empty takes the words made from the aim.</summary>
    public string? FirstMessageWords { get; init; }

    /// <summary>"Yes" is the lead's word to send the first messages; anything else holds them and makes a task.</summary>
    public string? SendFirstMessages { get; init; }

    /// <summary>Monthly (the default), fortnightly or weekly.</summary>
    public string? Updates { get; init; }
}
