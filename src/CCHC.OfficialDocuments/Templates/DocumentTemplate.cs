using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace CCHC.OfficialDocuments.Templates;

/// <summary>A Word file with places such as <c>{{nam}}</c> that an office edits in Word and that is filled anew for every document; the same content gives the same bytes.</summary>
public sealed class DocumentTemplate
{
    public const int LargestFile = 2 * 1024 * 1024;

    private readonly byte[] _file;

    private DocumentTemplate(byte[] file) => _file = file;

    /// <summary>The template, once it is certain that it can be filled.</summary>
    /// <exception cref="TemplateException">It is no Word file, holds programs or ways to other files, or has a place that is not known.</exception>
    public static DocumentTemplate Read(byte[] file, IReadOnlyList<TemplatePlace> known)
    {
        TemplatePackage.Check(file);
        var template = new DocumentTemplate(file);
        template.Open(document => TemplateText.Check(document, known));
        return template;
    }

    public void Fill(TemplateContent content, Stream output)
    {
        using var filled = Open(document =>
        {
            foreach (var part in TemplateText.PartsOf(document))
            {
                TemplateText.Fill(part, content.Texts);
            }

            TemplateBlocks.Fill(document.MainDocumentPart!, content.Blocks);
        });
        FixedPackage.Copy(filled, output);
    }

    private MemoryStream Open(Action<WordprocessingDocument> work)
    {
        var copy = new MemoryStream();
        copy.Write(_file);
        copy.Position = 0;
        try
        {
            using var document = WordprocessingDocument.Open(copy, isEditable: true);
            if (document.DocumentType != WordprocessingDocumentType.Document || document.MainDocumentPart?.Document?.Body is null)
            {
                throw TemplatePackage.NotWord();
            }

            work(document);
        }
        catch (Exception exception) when (exception is OpenXmlPackageException or FileFormatException or InvalidDataException or System.Xml.XmlException or InvalidOperationException or UriFormatException)
        {
            throw TemplatePackage.NotWord();
        }

        return copy;
    }
}
