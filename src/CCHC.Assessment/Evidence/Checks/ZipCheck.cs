using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CCHC.Assessment.Evidence.Checks;

/// <summary>Reads a ZIP, and the Office and OpenDocument files that are ZIPs, to its end without keeping anything of it; archives inside are not opened.</summary>
internal static class ZipCheck
{
    private const int MaxEntries = 10_000;
    private const long MaxUnpacked = 1024L * 1024 * 1024;

    /// <summary>Spreadsheets are packed to a thirtieth, seldom less; beyond this it is nothing but repetition.</summary>
    private const long MaxRatio = 200;

    /// <summary>Small files may be packed as tightly as they like.</summary>
    private const long RatioCountsFrom = 10L * 1024 * 1024;

    private const string OpenDocument = "application/vnd.oasis.opendocument.";

    public static FileType? Require(Stream content, string name)
    {
        RequireFewEntries(content, name);
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count == 0)
            {
                throw new EvidenceRefusedException("evidence.empty", $"Tệp nén “{name}” không có tệp nào bên trong.");
            }

            RequireHarmless(archive, name);
            return TypeOf(archive, name);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw ContentCheck.Damaged(name);
        }
    }

    private static void RequireHarmless(ZipArchive archive, string name)
    {
        long total = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            // What the entries say of themselves is not believed: every one is unpacked and counted.
            foreach (var entry in archive.Entries)
            {
                if (entry.IsEncrypted)
                {
                    throw ContentCheck.Encrypted(name);
                }

                long unpacked = 0;
                using var stream = total + entry.Length > MaxUnpacked ? throw Bomb(name) : entry.Open();
                int read;
                while ((read = stream.Read(buffer)) > 0)
                {
                    (unpacked, total) = (unpacked + read, total + read);
                    if (total > MaxUnpacked || (unpacked > RatioCountsFrom && unpacked / Math.Max(entry.CompressedLength, 1) > MaxRatio))
                    {
                        throw Bomb(name);
                    }
                }

                if (unpacked != entry.Length)
                {
                    throw ContentCheck.Damaged(name);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static FileType? TypeOf(ZipArchive archive, string name)
    {
        var entries = archive.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (entries.Contains("[Content_Types].xml"))
        {
            return entries.Any(entry => entry.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)) ? throw ContentCheck.Macro(name)
                : entries.Contains("word/document.xml") ? FileType.Word
                : entries.Contains("xl/workbook.xml") || entries.Contains("xl/workbook.bin") ? FileType.Excel
                : entries.Contains("ppt/presentation.xml") ? FileType.PowerPoint
                : null;
        }

        if (archive.GetEntry("mimetype") is not { Length: < 200 } mimetype)
        {
            return FileType.Zip;
        }

        using var reader = new StreamReader(mimetype.Open(), Encoding.ASCII);
        var declared = reader.ReadToEnd().Trim();
        return !declared.StartsWith(OpenDocument, StringComparison.Ordinal) ? FileType.Zip
            : entries.Any(entry => entry.StartsWith("Basic/", StringComparison.OrdinalIgnoreCase) || entry.StartsWith("Scripts/", StringComparison.OrdinalIgnoreCase))
                ? throw ContentCheck.Macro(name)
            : declared[OpenDocument.Length..] switch
            {
                "text" => FileType.OpenText,
                "spreadsheet" => FileType.OpenSpreadsheet,
                "presentation" => FileType.OpenPresentation,
                _ => null,
            };
    }

    // The list of entries is read into memory by ZipArchive, as long as it may be: it is counted first.
    private static void RequireFewEntries(Stream content, string name)
    {
        const int endLength = 22, headerLength = 46, longestComment = ushort.MaxValue;
        var tail = new byte[(int)Math.Min(content.Length, endLength + longestComment)];
        content.Position = content.Length - tail.Length;
        content.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end + endLength > tail.Length)
        {
            throw ContentCheck.Damaged(name);
        }

        content.Position = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        var header = new byte[headerLength];
        for (var count = 0; content.ReadAtLeast(header, headerLength, throwOnEndOfStream: false) == headerLength && header.AsSpan().StartsWith("PK\x01\x02"u8); count++)
        {
            if (count == MaxEntries)
            {
                throw Bomb(name);
            }

            content.Position += BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30))
                + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(32));
        }

        content.Position = 0;
    }

    private static EvidenceRefusedException Bomb(string name) => new(
        "evidence.zip-bomb", $"“{name}” bung ra quá lớn so với kích thước nén, hoặc có quá nhiều tệp bên trong, nên không nhận. Tách thành nhiều tệp hoặc tải lên từng tài liệu.");
}
