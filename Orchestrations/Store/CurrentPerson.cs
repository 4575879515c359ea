using ClinicalEngagement.Domain;

namespace ClinicalEngagement.Orchestrations.Store;

/// <summary>The signed-in person on whose request facts are committed, for their audit events. It follows the request, not the thread.</summary>
public sealed class CurrentPerson
{
    private readonly AsyncLocal<EmailAddress?> address = new();

    /// <summary>Their address; null where nobody is signed in, as in the workflow.</summary>
    public EmailAddress? Address
    {
        get => address.Value;
        set => address.Value = value;
    }
}
