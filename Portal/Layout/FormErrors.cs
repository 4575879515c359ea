using ClinicalEngagement.Infrastructure.Intake;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Layout;

/// <summary>What is wrong with a form that was sent, by field, and what was typed.</summary>
/// <param name="all">What is wrong, in the order of the page.</param>
/// <param name="typed">The form as it was sent, or null.</param>
public sealed class FormErrors(IReadOnlyList<FieldError> all, IFormCollection? typed = null)
{
    /// <summary>Nothing is wrong.</summary>
    public static FormErrors None { get; } = new([]);

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<FieldError> All => all;

    /// <summary>True when something is wrong.</summary>
    public bool Any => all.Count > 0;

    /// <summary>One thing is wrong.</summary>
    public static FormErrors Of(string field, string message, IFormCollection? typed = null) => new([new FieldError(field, message)], typed);

    /// <summary>The first message for a field, or null.</summary>
    public string? For(string field) => all.FirstOrDefault(e => e.Field == field)?.Message;

    /// <summary>What was typed into a field, else what it held before.</summary>
    public string? Typed(string field, string? before = null) => typed is not null && typed.TryGetValue(field, out var value) ? value.ToString() : before;

    /// <summary>The id of a field's element: its path with dashes.</summary>
    public static string IdOf(string field) => field.Length == 0 ? "main-content" : field.Replace('.', '-').Replace('[', '-').Replace("]", "", StringComparison.Ordinal);
}
