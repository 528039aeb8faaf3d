using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace CCHC.OfficialDocuments.Templates;

/// <summary>Whether a file that somebody sent may be opened at all: small, what it claims to be, without programs and without ways to other files.</summary>
internal static partial class TemplatePackage
{
    private const int MostEntries = 500, LargestContent = 40 * 1024 * 1024, DeepestElement = 200;
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main", WordStrict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    private static readonly string[] Programs = ["vbaproject", "vbadata", "activex", "embeddings/", "customui", "oleobject"];

    /// <exception cref="TemplateException">It may not.</exception>
    public static void Check(byte[] file)
    {
        if (file.Length > DocumentTemplate.LargestFile)
        {
            throw new TemplateException("template.too-large", $"Tệp mẫu lớn quá {DocumentTemplate.LargestFile / 1024 / 1024} MB. Bỏ bớt hình ảnh rồi tải lại.");
        }

        try
        {
            using var package = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
            var names = package.Entries.Select(entry => entry.FullName).ToList();
            if (!names.Contains("[Content_Types].xml", StringComparer.Ordinal) || names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != names.Count)
            {
                throw NotWord();
            }

            if (names.Count > MostEntries)
            {
                throw TooLarge();
            }

            if (names.Exists(name => Programs.Any(program => name.Contains(program, StringComparison.OrdinalIgnoreCase))))
            {
                throw HasPrograms();
            }

            var room = LargestContent;
            foreach (var entry in package.Entries)
            {
                var content = ReadWithin(entry, room);
                room -= content.Length;
                if (entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase))
                {
                    CheckXml(content);
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or XmlException or NotSupportedException or EndOfStreamException)
        {
            throw NotWord();
        }
    }

    public static TemplateException NotWord() => new("template.not-word", "Tệp này không phải là tài liệu Word dạng .docx, hoặc đã hỏng. Mở bằng Word, lưu lại dạng Word Document (*.docx) rồi tải lên.");

    /// <summary>What the entry claims to hold is not believed.</summary>
    private static byte[] ReadWithin(ZipArchiveEntry entry, int room)
    {
        using var from = entry.Open();
        using var to = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = from.Read(buffer)) > 0;)
        {
            if (to.Length + read > room)
            {
                throw TooLarge();
            }

            to.Write(buffer, 0, read);
        }

        return to.ToArray();
    }

    private static void CheckXml(byte[] content)
    {
        var instructions = new StringBuilder();
        using var xml = XmlReader.Create(new MemoryStream(content), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true });
        var inInstruction = false;
        while (xml.Read())
        {
            if (xml.Depth > DeepestElement)
            {
                throw NotWord();
            }

            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    inInstruction = xml.LocalName == "instrText" && !xml.IsEmptyElement;
                    CheckElement(xml, instructions);
                    break;
                case XmlNodeType.EndElement:
                    inInstruction = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when inInstruction:
                    instructions.Append(xml.Value);
                    break;
                default:
                    break;
            }
        }

        if (Reaching().Match(instructions.ToString()) is { Success: true } field)
        {
            throw new TemplateException("template.external", $"Mẫu có trường {field.Value.ToUpperInvariant()} lấy nội dung từ nơi khác. Xóa trường đó rồi tải lại.");
        }
    }

    private static void CheckElement(XmlReader xml, StringBuilder instructions)
    {
        if (xml.LocalName == "Relationship" && string.Equals(xml.GetAttribute("TargetMode"), "External", StringComparison.OrdinalIgnoreCase))
        {
            throw new TemplateException(
                "template.external", $"Mẫu có liên kết ra ngoài tệp: {xml.GetAttribute("Target")}. Gỡ siêu liên kết, hình ảnh liên kết hoặc mẫu đính kèm (attached template) đó rồi tải lại.");
        }

        if (xml.GetAttribute("ContentType") is { } type && (type.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) || type.Contains("vba", StringComparison.OrdinalIgnoreCase)))
        {
            throw HasPrograms();
        }

        if (xml.NamespaceURI is not (Word or WordStrict))
        {
            return;
        }

        if (xml.LocalName == "altChunk")
        {
            throw new TemplateException("template.external", "Mẫu nhúng nội dung của một tệp khác (altChunk). Chép nội dung đó vào mẫu rồi tải lại.");
        }

        if (xml.LocalName is "fldSimple")
        {
            instructions.Append(' ').Append(xml.GetAttribute("instr", xml.NamespaceURI)).Append(' ');
        }
        else if (xml.LocalName is "fldChar")
        {
            instructions.Append(' ');
        }
    }

    private static TemplateException TooLarge() => new("template.too-large", "Nội dung của tệp mẫu lớn khác thường nên không được nhận. Lập lại mẫu từ bản mặc định rồi tải lên.");

    private static TemplateException HasPrograms() => new("template.macros", "Mẫu có macro hoặc đối tượng nhúng nên không được nhận. Lưu lại dạng Word Document (*.docx) không có macro, bỏ đối tượng nhúng rồi tải lên.");

    [GeneratedRegex(@"\b(?:INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|DDEAUTO|DDE|LINK|DATABASE|RD|MACROBUTTON)\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Reaching();
}
