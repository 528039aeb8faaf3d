using System.Globalization;
using System.Text.RegularExpressions;

namespace CCHC.Annexes;

/// <summary>What stands before an item of an official list: <c>I</c>, <c>1</c>, <c>1.1</c>, <c>a)</c>, <c>-</c>.</summary>
/// <param name="Rank">The smaller, the higher in the tree; items of one rank are siblings.</param>
/// <param name="Ordinal">Place among the siblings, from 1; 0 for a dash.</param>
/// <param name="Parent">The number before the last dot, e.g. 1.2 of 1.2.3; null without a dot.</param>
public readonly partial record struct Numbering(int Rank, int Ordinal, string? Parent)
{
    public const int Dash = 9;
    private const int Section = 0;
    private const int Roman = 1;
    private const int Decimal = 2;
    private const int Letter = 7;
    private const string Letters = "abcdđeghiklmnopqrstuvxy";

    /// <summary>Null for words that are no numbering.</summary>
    public static Numbering? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var typed = text.Normalize().Trim().TrimEnd('.', ':', ')', '/').TrimStart('(').Trim();
        if (text.Trim() is "-" or "–" or "−" or "—" or "+" or "*" or "•")
        {
            return new Numbering(text.Trim() == "+" ? Dash + 1 : Dash, 0, null);
        }

        var marked = text.Trim().EndsWith(')');
        if (Decimals().IsMatch(typed))
        {
            var dot = typed.LastIndexOf('.');
            var ordinal = int.Parse(typed.AsSpan(dot + 1), CultureInfo.InvariantCulture);
            return new Numbering(marked && dot < 0 ? Letter : Decimal + typed.Count(letter => letter == '.'), ordinal, dot < 0 ? null : typed[..dot]);
        }

        if (RomanDecimals().Match(typed) is { Success: true } roman)
        {
            var rest = roman.Groups["rest"].Value;
            var parent = typed.LastIndexOf('.') is var dot and >= 0 ? typed[..dot] : null;
            return rest.Length == 0
                ? new Numbering(Roman, OfRoman(typed), null)
                : new Numbering(Roman + rest.Count(letter => letter == '.'), int.Parse(rest.AsSpan(rest.LastIndexOf('.') + 1), CultureInfo.InvariantCulture), parent);
        }

        return typed.Length == 1 && Letters.IndexOf(char.ToLowerInvariant(typed[0]), StringComparison.Ordinal) is var place and >= 0
            ? new Numbering(char.IsUpper(typed[0]) ? Section : Letter, place + 1, null)
            : null;
    }

    /// <summary>Divides "1.1. Ban hành kế hoạch" into its number and its words; the number is empty when there is none.</summary>
    public static (string Code, string Name) Split(string text) =>
        Leading().Match(text) is { Success: true } match ? (match.Groups["code"].Value.Trim(), text[match.Length..].Trim()) : ("", text.Trim());

    private static int OfRoman(string text)
    {
        var sum = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var value = Value(text[i]);
            sum += i + 1 < text.Length && Value(text[i + 1]) > value ? -value : value;
        }

        return sum;

        static int Value(char letter) => letter switch { 'I' => 1, 'V' => 5, 'X' => 10, _ => 50 };
    }

    [GeneratedRegex(@"^\d{1,3}(\.\d{1,3}){0,4}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Decimals();

    [GeneratedRegex(@"^[IVXL]{1,7}(?<rest>(\.\d{1,3}){0,3})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RomanDecimals();

    [GeneratedRegex(@"^\s*(?<code>\d{1,3}(\.\d{1,3}){1,4}\.?|\d{1,3}[.)]|[IVXL]{1,7}(\.\d{1,3})*[.)]|[A-Ha-hđ][.)]|[-–−—+*•])\s+(?=\S)|^\s*(?<code>[-–—+•])(?=\p{L})",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Leading();
}
