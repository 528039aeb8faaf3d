using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace CCHC.RankingArchive;

/// <summary>The archive of a publication: one zip file that can be checked without asking anybody.</summary>
public static class Archive
{
    public const string Manifest = "manifest.json";
    public const string Signature = "manifest.jws";
    public const string Guide = "HUONG-DAN.txt";

    /// <summary>The earliest that zip knows: when an entry was written tells nothing here.</summary>
    private static readonly DateTimeOffset _noTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Signs a result; what comes out is to be kept, for a second signature of the same is another one.</summary>
    public static byte[] Create(ArchivedResult result, PublicationNote publication, ECDsa key)
    {
        var content = ResultFiles.Write(result);
        var guide = new ArchiveFile(Guide, Encoding.UTF8.GetBytes(GuideText));
        var manifest = CanonicalJson.Write(RankingArchive.Manifest.Of(result, content, guide, publication));
        return Zip(
        [
            guide,
            .. content,
            new(Manifest, manifest),
            new(Signature, Encoding.ASCII.GetBytes(DetachedJws.Sign(key, manifest))),
        ]);
    }

    /// <summary>The same bytes for the same files.</summary>
    public static byte[] Zip(IEnumerable<ArchiveFile> files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var file in files)
            {
                var entry = zip.CreateEntry(file.Name, CompressionLevel.Optimal);
                entry.LastWriteTime = _noTime;
                using var content = entry.Open();
                content.Write(file.Content);
            }
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">Not a zip file, or two files of one name.</exception>
    public static IReadOnlyList<ArchiveFile> Unzip(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        var files = new List<ArchiveFile>();
        foreach (var entry in zip.Entries)
        {
            if (files.Exists(file => file.Name == entry.FullName))
            {
                throw new InvalidDataException($"{entry.FullName}: two files of this name");
            }

            using var content = entry.Open();
            using var read = new MemoryStream();
            content.CopyTo(read);
            files.Add(new ArchiveFile(entry.FullName, read.ToArray()));
        }

        return files;
    }

    private const string GuideText =
        """
        KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH - BẢN LƯU TRỮ

        settings.json   thiết lập của kỳ đánh giá: khối, xếp loại, cách phân định khi bằng điểm, giới hạn điểm thưởng và điểm trừ, có điều tra xã hội học hay không
        criteria.json   bộ tiêu chí và quy tắc chấm điểm
        scores.csv      điểm của từng đơn vị ở từng tiêu chí
        results.csv     chỉ số, thứ hạng, xếp loại của từng đơn vị
        groups.csv      trung bình của từng khối
        surveys.csv     số người trả lời điều tra xã hội học (ô dưới 5 người không nêu)
        evidence.csv    mã băm SHA-256 của tệp tài liệu kiểm chứng
        heads.csv       xếp loại người đứng đầu khi khác xếp loại của đơn vị, kèm lý do (chỉ có khi có trường hợp như vậy)
        manifest.json   mã băm SHA-256 của từng tệp, từng điểm và từng kết quả
        manifest.jws    chữ ký số ES256 (JWS tách rời) của manifest.json

        Kiểm tra bằng mã nguồn của hệ thống: ./cchc verify TỆP
        Khóa công khai: /api/public/v1/keys trên địa chỉ của hệ thống.

        """;
}
