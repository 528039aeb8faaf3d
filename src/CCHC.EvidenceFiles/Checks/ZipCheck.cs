using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CCHC.EvidenceFiles.Checks;

/// <summary>Reads a ZIP, and the Office and OpenDocument files that are ZIPs, to its end without keeping anything of it; what lies in a plain ZIP is for <see cref="ArchiveCheck"/>.</summary>
public static class ZipCheck
{
    private const int MaxEntries = 10_000;
    private const long MaxUnpacked = 1024L * 1024 * 1024;

    /// <summary>Spreadsheets are packed to a thirtieth, seldom less; beyond this it is nothing but repetition.</summary>
    private const long MaxRatio = 200;

    /// <summary>Small files may be packed as tightly as they like.</summary>
    private const long RatioCountsFrom = 10L * 1024 * 1024;

    private const int Stored = 0;
    private const int Deflated = 8;
    private const int LocalHeaderLength = 30;

    private const string OpenDocument = "application/vnd.oasis.opendocument.";

    /// <summary>A line of the archive's own directory.</summary>
    private sealed record Packed(int Flags, int Method, long PackedSize, long Size, long Offset)
    {
        public bool IsEncrypted => (Flags & 1) != 0;
    }

    public static FileType? Require(Stream content, string name, bool inside = false)
    {
        var entries = ReadDirectory(content, name);
        if (entries.Count == 0)
        {
            throw new EvidenceRefusedException("evidence.empty", $"Tệp nén “{name}” không có tệp nào bên trong.");
        }

        try
        {
            RequireHarmless(content, entries, name);
            content.Position = 0;
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            var type = TypeOf(archive, name);
            if (type == FileType.Zip && !inside)
            {
                ArchiveCheck.Require(archive, name);
            }

            return type;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw ContentCheck.Damaged(name);
        }
    }

    // What the entries say of themselves is not believed, and ZipArchive stops at what they say: each is unpacked here and counted.
    private static void RequireHarmless(Stream content, List<Packed> entries, string name)
    {
        long total = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            foreach (var entry in entries)
            {
                if (entry.IsEncrypted)
                {
                    throw ContentCheck.Encrypted(name);
                }

                if (entry.Method == Stored)
                {
                    total += entry.PackedSize; // as it lies there; entries may lie upon each other
                    if (entry.Size != entry.PackedSize || total > MaxUnpacked)
                    {
                        throw entry.Size != entry.PackedSize ? ContentCheck.Damaged(name) : Bomb(name);
                    }

                    continue;
                }

                long unpacked = 0;
                using var stream = Unpack(content, entry);
                int read;
                while ((read = stream.Read(buffer)) > 0)
                {
                    (unpacked, total) = (unpacked + read, total + read);
                    if (total > MaxUnpacked || (unpacked > RatioCountsFrom && unpacked / Math.Max(entry.PackedSize, 1) > MaxRatio))
                    {
                        throw Bomb(name);
                    }
                }

                if (unpacked != entry.Size)
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

    private static DeflateStream Unpack(Stream content, Packed entry)
    {
        var header = new byte[LocalHeaderLength];
        content.Position = entry.Offset;
        content.ReadExactly(header);
        if (entry.Method != Deflated || !header.AsSpan().StartsWith("PK\x03\x04"u8))
        {
            throw new InvalidDataException("Not an entry, or packed in a way that Office and common tools do not use.");
        }

        content.Position += Short(header, 26) + Short(header, 28);
        return new DeflateStream(content, CompressionMode.Decompress, leaveOpen: true);
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

    // ZipArchive reads the directory into memory, as long as it may be: this one stops.
    private static List<Packed> ReadDirectory(Stream content, string name)
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

        var entries = new List<Packed>();
        content.Position = Int(tail, end + 16);
        var header = new byte[headerLength];
        while (content.ReadAtLeast(header, headerLength, throwOnEndOfStream: false) == headerLength && header.AsSpan().StartsWith("PK\x01\x02"u8))
        {
            if (entries.Count == MaxEntries)
            {
                throw Bomb(name);
            }

            entries.Add(new Packed(Short(header, 8), Short(header, 10), Int(header, 20), Int(header, 24), Int(header, 42)));
            content.Position += Short(header, 28) + Short(header, 30) + Short(header, 32);
        }

        return entries;
    }

    private static int Short(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static long Int(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static EvidenceRefusedException Bomb(string name) => new(
        "evidence.zip-bomb", $"“{name}” bung ra quá lớn so với kích thước nén, hoặc có quá nhiều tệp bên trong, nên không nhận. Tách thành nhiều tệp hoặc tải lên từng tài liệu.");
}
