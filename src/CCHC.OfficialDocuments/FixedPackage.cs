using System.IO.Compression;
using System.Text;

namespace CCHC.OfficialDocuments;

/// <summary>Makes the bytes of an Office file depend on its content alone, and its texts fit to be written.</summary>
internal static class FixedPackage
{
    // The earliest time that a ZIP can tell.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Copies what the packaging of .NET wrote, which stamps every part with the time of writing.</summary>
    public static void Copy(MemoryStream package, Stream output)
    {
        package.Position = 0;
        using var source = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
        using var target = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var part in source.Entries)
        {
            var copy = target.CreateEntry(part.FullName, CompressionLevel.Optimal);
            copy.LastWriteTime = Time;
            using var from = part.Open();
            using var to = copy.Open();
            from.CopyTo(to);
        }
    }

    /// <summary>In composed form, as officers' fonts and search expect, and without the characters that XML cannot hold.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or >= 0x20 and not (0xFFFE or 0xFFFF))
            {
                kept.Append(rune);
            }
        }

        return kept.ToString().Normalize(NormalizationForm.FormC);
    }
}
