using ClinicalEngagement.Infrastructure.Intake;

namespace ClinicalEngagement.Portal.Layout;

/// <summary>What is wrong with a form, by field.</summary>
public sealed class FormErrors(IReadOnlyList<FieldError> all)
{
    public static FormErrors None { get; } = new([]);

    public IReadOnlyList<FieldError> All => all;

    public bool Any => all.Count > 0;

    public static FormErrors Of(string field, string message) => new([new FieldError(field, message)]);

    /// <summary>The first message for a field, or null.</summary>
    public string? For(string field) => all.FirstOrDefault(e => e.Field == field)?.Message;

    /// <summary>The id of a field's element: its path with dashes.</summary>
    public static string IdOf(string field) => field.Length == 0 ? "main-content" : field.Replace('.', '-').Replace('[', '-').Replace("]", "", StringComparison.Ordinal);
}
