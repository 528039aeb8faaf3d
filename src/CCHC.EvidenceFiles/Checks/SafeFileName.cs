using System.Globalization;
using System.Text;

namespace CCHC.EvidenceFiles.Checks;

/// <summary>A file name as every system can keep it: no folders, no invisible characters, Vietnamese in one form, its extension kept.</summary>
public static class SafeFileName
{
    public const int MaxLength = 200;

    private const int LongestExtension = 10;

    public static string Of(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var kept = new StringBuilder();
        foreach (var rune in last.EnumerateRunes())
        {
            // Format characters turn "fdp.exe" round on the screen.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                || rune == Rune.ReplacementChar || "<>:\"|?*".Contains(rune.ToString(), StringComparison.Ordinal))
            {
                continue;
            }

            kept.Append(rune.ToString());
        }

        var clean = kept.ToString().Normalize(NormalizationForm.FormC).Trim().Trim('.').Trim();
        return clean.Length == 0 ? "tai-lieu" : Shorten(clean);
    }

    /// <summary>The name with one of the extensions of what the file really is.</summary>
    public static string WithExtension(string name, IReadOnlyList<string> extensions) =>
        extensions.Any(extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) ? name : Shorten(name + extensions[0]);

    private static string Shorten(string name)
    {
        if (name.Length <= MaxLength)
        {
            return name;
        }

        var extension = Path.GetExtension(name);
        extension = extension.Length <= LongestExtension ? extension : "";
        var stem = name[..(MaxLength - extension.Length)];
        return (char.IsHighSurrogate(stem[^1]) ? stem[..^1] : stem).TrimEnd() + extension;
    }
}
