using System.Text.RegularExpressions;
using FluentValidation;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>Rules for text that people type: where it may run over lines, how long it may be, what an address looks like.</summary>
internal static partial class TextRules
{
    public const int EmailLength = 254;

    /// <summary>One line of at most so many characters. A line break in a name or an address could forge a mail header.</summary>
    public static IRuleBuilderOptions<T, string?> OneLine<T>(this IRuleBuilder<T, string?> rule, string what, int length) => rule
        .Must(text => text is null || text.Length <= length).WithMessage($"{Sentence(what)} must be {length} characters or fewer. Shorten it.")
        .Must(text => text is null || !text.Any(IsBreakOrControl)).WithMessage($"{Sentence(what)} must be on one line. Remove the line breaks.");

    /// <summary>Text that may run over lines.</summary>
    public static IRuleBuilderOptions<T, string?> Paragraphs<T>(this IRuleBuilder<T, string?> rule, string what, int length) => rule
        .Must(text => text is null || text.Length <= length)
        .WithMessage($"{Sentence(what)} must be {length.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} characters or fewer. Shorten it.")
        .Must(text => text is null || !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
        .WithMessage($"{Sentence(what)} has characters that cannot be shown. Type it again.");

    /// <summary>One plausible e-mail address, when there is one at all.</summary>
    public static IRuleBuilderOptions<T, string?> Address<T>(this IRuleBuilder<T, string?> rule, string whose) => rule
        .Must(text => string.IsNullOrWhiteSpace(text) || !text.Any(IsBreakOrControl))
        .WithMessage($"{Sentence(whose)} e-mail address must be on one line. Remove the line breaks.")
        .Must(text => string.IsNullOrWhiteSpace(text) || text.Any(IsBreakOrControl) || IsAddress(text.Trim()))
        .WithMessage($"Enter {whose} e-mail address in the correct format, like name@example.nhs.uk.");

    public static bool IsAddress(string text) => text.Length <= EmailLength && !text.Contains("..", StringComparison.Ordinal) && AddressPattern().IsMatch(text);

    public static bool IsBreakOrControl(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u0085';

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}\z")]
    private static partial Regex AddressPattern();
}
