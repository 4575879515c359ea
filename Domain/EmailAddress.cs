namespace ClinicalEngagement.Domain;

/// <summary>An e-mail address, lower case and trimmed: the key by which a person is known across projects.</summary>
public readonly record struct EmailAddress : IComparable<EmailAddress>
{
    private readonly string? value;

    /// <summary>Takes an address as typed. Whether it is a plausible address is checked where it enters.</summary>
    public EmailAddress(string value) => this.value = value.Trim().ToLowerInvariant();

    /// <summary>The address, lower case.</summary>
    public string Value => value ?? "";

    /// <summary>What stands behind the @, or empty.</summary>
    public string Domain => Value.Contains('@') ? Value[(Value.LastIndexOf('@') + 1)..] : "";

    /// <inheritdoc/>
    public int CompareTo(EmailAddress other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
