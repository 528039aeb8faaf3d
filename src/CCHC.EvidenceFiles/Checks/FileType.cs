namespace CCHC.EvidenceFiles.Checks;

/// <summary>A kind of file that may be evidence.</summary>
public sealed record FileType(string ContentType, IReadOnlyList<string> Extensions)
{
    public static readonly FileType Pdf = new("application/pdf", [".pdf"]);
    public static readonly FileType Jpeg = new("image/jpeg", [".jpg", ".jpeg", ".jpe"]);
    public static readonly FileType Png = new("image/png", [".png"]);
    public static readonly FileType Gif = new("image/gif", [".gif"]);
    public static readonly FileType Tiff = new("image/tiff", [".tif", ".tiff"]);
    public static readonly FileType WebP = new("image/webp", [".webp"]);
    public static readonly FileType Word = new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", [".docx", ".dotx"]);
    public static readonly FileType Excel = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [".xlsx", ".xltx"]);
    public static readonly FileType PowerPoint = new("application/vnd.openxmlformats-officedocument.presentationml.presentation", [".pptx", ".ppsx", ".potx"]);
    public static readonly FileType OldWord = new("application/msword", [".doc", ".dot"]);
    public static readonly FileType OldExcel = new("application/vnd.ms-excel", [".xls", ".xlt"]);
    public static readonly FileType OldPowerPoint = new("application/vnd.ms-powerpoint", [".ppt", ".pps"]);
    public static readonly FileType OpenText = new("application/vnd.oasis.opendocument.text", [".odt"]);
    public static readonly FileType OpenSpreadsheet = new("application/vnd.oasis.opendocument.spreadsheet", [".ods"]);
    public static readonly FileType OpenPresentation = new("application/vnd.oasis.opendocument.presentation", [".odp"]);
    public static readonly FileType Zip = new("application/zip", [".zip"]);
    public static readonly FileType SignedXml = new("application/xml", [".xml"]);

    /// <summary>What the first bytes say; null where they say nothing that is allowed, <see cref="Zip"/> and <see cref="OldWord"/> need a look inside.</summary>
    public static FileType? BySignature(ReadOnlySpan<byte> start) => start switch
    {
        _ when start.StartsWith("%PDF-"u8) => Pdf,
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        _ when start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8) => Gif,
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => Tiff,
        _ when start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8) => WebP,
        [(byte)'P', (byte)'K', 3, 4, ..] => Zip,
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => OldWord,
        [0xEF, 0xBB, 0xBF, (byte)'<', ..] or [(byte)'<', ..] or [0xFF, 0xFE, (byte)'<', 0, ..] => SignedXml,
        _ => null,
    };
}
