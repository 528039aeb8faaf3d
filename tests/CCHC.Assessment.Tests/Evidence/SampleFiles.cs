using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace CCHC.Assessment.Tests.Evidence;

/// <summary>Files that are what they say, and some that are not.</summary>
internal static class SampleFiles
{
    /// <summary>The test string of eicar.org in two halves, so that no scanner takes this source for a virus.</summary>
    public static byte[] Eicar { get; } = Encoding.ASCII.GetBytes(@"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD" + "-ANTIVIRUS-TEST-FILE!$H+H*");

    /// <summary>A picture of any size by its first bytes; no two are alike.</summary>
    public static byte[] Png(int length) => [0x89, .. "PNG\r\n"u8, 0x1A, .. "\n"u8, .. RandomNumberGenerator.GetBytes(length - 8)];

    public static byte[] Pdf(string objects = "") => Encoding.Latin1.GetBytes(
        $"%PDF-1.7\n% {Guid.NewGuid()}\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n{objects}\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n");

    /// <summary>Objects as modern writers pack them.</summary>
    public static byte[] PdfWithObjectStream(string packed)
    {
        using var body = new MemoryStream();
        using (var deflate = new ZLibStream(body, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(Encoding.Latin1.GetBytes("3 0 4 20 " + packed));
        }

        var data = Encoding.Latin1.GetString(body.ToArray());
        return Pdf($"5 0 obj\n<< /Type /ObjStm /N 2 /First 9 /Filter /FlateDecode /Length {body.Length} >>\nstream\r\n{data}\nendstream\nendobj");
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return file.ToArray();
    }

    public static byte[] Word(params (string Name, byte[] Content)[] more) =>
        Zip([("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", Encoding.UTF8.GetBytes($"<w>{Guid.NewGuid()}</w>")), .. more]);

    /// <summary>A compound file whose directory names this stream.</summary>
    public static byte[] OldOffice(string stream)
    {
        var file = new byte[2048];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        Encoding.Unicode.GetBytes(stream).CopyTo(file, 1024);
        file[1024 + 64] = (byte)((stream.Length + 1) * 2);
        return file;
    }
}
