using System.IO.Compression;

namespace CCHC.EvidenceFiles.Checks;

/// <summary>
/// What lies in a ZIP: files that would be taken alone, each called what it is, and plain text. Archives inside are not opened, and so not taken.
/// </summary>
internal static class ArchiveCheck
{
    private static readonly string[] Text = [".txt", ".csv"];

    /// <param name="archive">Whose entries unpack to a bearable size, see <see cref="ZipCheck"/>.</param>
    /// <param name="name">What it is called.</param>
    public static void Require(ZipArchive archive, string name)
    {
        foreach (var entry in archive.Entries.Where(entry => entry.Name.Length > 0))
        {
            // To look into it one has to move about in it, and memory is too small for what a ZIP may hold.
            using var content = new FileStream(
                Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
            using (var packed = entry.Open())
            {
                packed.CopyTo(content);
            }

            if (!IsOfMac(entry, content) && !IsWhatItIsCalled(entry, content))
            {
                throw new EvidenceRefusedException(
                    "evidence.zip-content",
                    $"Trong tệp nén “{name}” có “{entry.Name}” mà đuôi tên không đúng với nội dung, hoặc là một tệp nén nữa. Bỏ tệp đó ra, hoặc tải lên từng tài liệu.");
            }
        }
    }

    private static bool IsWhatItIsCalled(ZipArchiveEntry entry, Stream content)
    {
        var extension = Path.GetExtension(entry.Name);
        return Text.Contains(extension, StringComparer.OrdinalIgnoreCase)
            ? IsText(content)
            : ContentCheck.Inspect(content, entry.Name, inside: true) is var type && type != FileType.Zip && type.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsText(Stream content)
    {
        content.Position = 0;
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            if (buffer.AsSpan(0, read).IndexOfAnyInRange<byte>(0, 8) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What a Mac puts beside every file and in every folder: its position and colours.</summary>
    private static bool IsOfMac(ZipArchiveEntry entry, Stream content)
    {
        if (entry.Name != ".DS_Store" && !entry.Name.StartsWith("._", StringComparison.Ordinal))
        {
            return false;
        }

        var start = new byte[8];
        content.Position = 0;
        return content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) > 0 && start is [0, 5, 0x16, 7, ..] or [0, 0, 0, 1, (byte)'B', (byte)'u', (byte)'d', (byte)'1'];
    }
}
