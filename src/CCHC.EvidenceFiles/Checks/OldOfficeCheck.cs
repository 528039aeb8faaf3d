using System.Text;

namespace CCHC.EvidenceFiles.Checks;

/// <summary>Tells .doc, .xls and .ppt apart by the names in the compound file's directory, whose entries lie on multiples of 128 bytes.</summary>
internal static class OldOfficeCheck
{
    private const int EntrySize = 128;
    private const int NameLengthAt = 64;

    public static FileType? Require(Stream content, string name)
    {
        FileType? type = null;
        var buffer = new byte[EntrySize * 512];
        int read;
        while ((read = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0)
        {
            for (var at = 0; at + EntrySize <= read; at += EntrySize)
            {
                switch (EntryName(buffer.AsSpan(at, EntrySize)))
                {
                    case "WordDocument":
                        type ??= FileType.OldWord;
                        break;
                    case "Workbook" or "Book":
                        type ??= FileType.OldExcel;
                        break;
                    case "PowerPoint Document":
                        type ??= FileType.OldPowerPoint;
                        break;
                    case "EncryptedPackage":
                        throw ContentCheck.Encrypted(name);
                    case "Macros" or "_VBA_PROJECT_CUR" or "_VBA_PROJECT" or "VBA":
                        throw ContentCheck.Macro(name);
                    default:
                        break;
                }
            }
        }

        return type;
    }

    private static string? EntryName(ReadOnlySpan<byte> entry)
    {
        var length = entry[NameLengthAt] | (entry[NameLengthAt + 1] << 8);
        return length is >= 4 and <= NameLengthAt && length % 2 == 0 && entry[length - 2] == 0 && entry[length - 1] == 0
            ? Encoding.Unicode.GetString(entry[..(length - 2)])
            : null;
    }
}
