using System.Collections.Frozen;
using System.Text;

namespace CCHC.Identity.Passwords;

/// <summary>Whether a password is one that guessers try first; the lists beside this file say where they come from.</summary>
public static class CommonPasswords
{
    private static readonly FrozenSet<string> Known = Read("common-passwords.txt").Concat(Read("common-passwords-vietnamese.txt")).Select(Plain).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// A listed one, whatever its case, accents and separators, also with digits around it, repeated, or two of them in a row: guessers do the
    /// same to reach a length that is asked for.
    /// </summary>
    public static bool Contains(string password)
    {
        var plain = Plain(password);
        return plain.Length == 0 || IsListed(plain) || IsListed(plain.Trim([.. "0123456789"])) || IsRepeated(plain);
    }

    /// <summary>Lower-case letters and digits without accents.</summary>
    internal static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text.ToLowerInvariant().Replace('đ', 'd').Normalize(NormalizationForm.FormD).Where(char.IsLetterOrDigit))
        {
            plain.Append(character);
        }

        return plain.ToString();
    }

    private static bool IsListed(string plain) =>
        Known.Contains(plain) || Enumerable.Range(1, Math.Max(0, plain.Length - 1)).Any(cut => Known.Contains(plain[..cut]) && Known.Contains(plain[cut..]));

    private static bool IsRepeated(string plain) =>
        Enumerable.Range(1, plain.Length / 2).Any(unit => (unit <= 4 || Known.Contains(plain[..unit])) && plain.Skip(unit).Select((character, i) => character == plain[i]).All(same => same));

    private static List<string> Read(string file)
    {
        using var reader = new StreamReader(typeof(CommonPasswords).Assembly.GetManifestResourceStream($"{typeof(CommonPasswords).Namespace}.{file}")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')];
    }
}
