using ClinicalEngagement.Domain.Intake;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.NewEngagement;

/// <summary>The fields of one person on the form, as typed.</summary>
public sealed record PersonFields
{
    public string Name { get; init; } = "";

    public string Email { get; init; } = "";

    public string Phone { get; init; } = "";

    public string Role { get; init; } = "";

    public bool IsEmpty => string.IsNullOrWhiteSpace(Name + Email + Phone + Role);

    public static PersonFields From(PersonRequest? person) => new()
    {
        Name = person?.Name ?? "",
        Email = person?.Email ?? "",
        Phone = person?.Phone ?? "",
        Role = person?.Role ?? "",
    };

    public static PersonFields From(IFormCollection form, string prefix) => new()
    {
        Name = form[$"{prefix}.name"].ToString(),
        Email = form[$"{prefix}.email"].ToString(),
        Phone = form[$"{prefix}.phone"].ToString(),
        Role = form[$"{prefix}.role"].ToString(),
    };

    public PersonRequest ToRequest() => new()
    {
        Name = Name.Trim(),
        Email = Email.Trim(),
        Phone = string.IsNullOrWhiteSpace(Phone) ? null : Phone.Trim(),
        Role = string.IsNullOrWhiteSpace(Role) ? null : Role.Trim(),
    };
}
