namespace CCHC.EvidenceFiles.Checks;

/// <summary>Decides by its content, whatever its name, whether a file may be evidence.</summary>
public static class ContentCheck
{
    private const int SignatureLength = 16;

    /// <summary>What the file is; throws where it is not taken. The content must be seekable and is left at any position.</summary>
    public static FileType Inspect(Stream content, string name) => Inspect(content, name, inside: false);

    /// <param name="content">Seekable.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="inside">It lies in an archive: one in it is not looked into.</param>
    internal static FileType Inspect(Stream content, string name, bool inside)
    {
        if (content.Length == 0)
        {
            throw new EvidenceRefusedException("evidence.empty", $"Tệp “{name}” không có nội dung (0 byte). Kiểm tra lại tệp trên máy rồi tải lên lại.");
        }

        var start = new byte[SignatureLength];
        content.Position = 0;
        var type = FileType.BySignature(start.AsSpan(0, content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
        content.Position = 0;
        if (type == FileType.Pdf)
        {
            PdfCheck.Require(content, name);
        }
        else if (type == FileType.Zip)
        {
            type = ZipCheck.Require(content, name, inside);
        }
        else if (type == FileType.OldWord)
        {
            type = OldOfficeCheck.Require(content, name);
        }
        else if (type == FileType.SignedXml)
        {
            type = SignedXmlCheck.IsSigned(content) ? type : null;
        }

        return type ?? throw NotAllowed(name);
    }

    public static EvidenceRefusedException NotAllowed(string name) => new(
        "evidence.type-not-allowed",
        $"Nội dung của “{name}” không thuộc loại được nhận. Chỉ nhận PDF, ảnh (JPEG, PNG, GIF, TIFF, WebP), tệp Office, OpenDocument, ZIP và XML có chữ ký số, "
        + "xét theo nội dung chứ không theo đuôi tên tệp.");

    public static EvidenceRefusedException Damaged(string name) => new(
        "evidence.damaged", $"Không đọc được “{name}”: tệp hỏng hoặc tải lên chưa đủ. Mở thử tệp trên máy rồi tải lên lại.");

    public static EvidenceRefusedException Encrypted(string name) => new(
        "evidence.encrypted", $"“{name}” đặt mật khẩu nên không kiểm tra và không thẩm định được. Bỏ mật khẩu rồi tải lên lại.");

    public static EvidenceRefusedException Macro(string name) => new(
        "evidence.macro", $"“{name}” có macro (mã lệnh) nên không nhận. Lưu lại thành tệp không có macro, hoặc xuất ra PDF.");
}
