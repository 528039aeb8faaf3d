using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace CCHC.OfficialDocuments.Templates;

/// <summary>Puts tables, charts and paragraphs where a paragraph holds their place, in the template's own styles.</summary>
internal static class TemplateBlocks
{
    private const uint FirstChart = 9000; // beyond the drawings that a template may hold

    public static void Fill(MainDocumentPart main, IReadOnlyDictionary<string, IReadOnlyList<Block>> blocks)
    {
        var (byName, chart) = (new Dictionary<string, IReadOnlyList<Block>>(blocks, StringComparer.OrdinalIgnoreCase), FirstChart);
        var styles = new StyleNames(main);
        foreach (var paragraph in main.Document!.Body!.Elements<W.Paragraph>().ToList())
        {
            if (TemplateText.Place().Match(TemplateText.TextOf(paragraph)) is not { Success: true } place || !byName.TryGetValue(TemplateText.NameOf(place), out var content))
            {
                continue;
            }

            foreach (var element in Layout.Lay(content, WidthAt(paragraph), main, ref chart))
            {
                styles.Apply(element);
                paragraph.InsertBeforeSelf(element);
            }

            if (paragraph.ParagraphProperties?.SectionProperties is null)
            {
                paragraph.Remove();
            }
            else
            {
                paragraph.RemoveAllChildren<W.Run>(); // the end of a section stands in its last paragraph
            }
        }
    }

    /// <summary>Between the margins of the section that the paragraph stands in.</summary>
    private static int WidthAt(W.Paragraph paragraph)
    {
        var section = paragraph.ParagraphProperties?.SectionProperties
            ?? paragraph.ElementsAfter().Select(next => next as W.SectionProperties ?? (next as W.Paragraph)?.ParagraphProperties?.SectionProperties).FirstOrDefault(found => found is not null);
        return section?.GetFirstChild<W.PageSize>()?.Width?.Value is { } page && section.GetFirstChild<W.PageMargin>() is { Left.Value: var left, Right.Value: var right }
            ? Math.Max(1440, (int)(page - left - right))
            : Layout.TextWidth;
    }

    /// <summary>The styles that the blocks need, under the names that the template has for them; brought along where it has none.</summary>
    private sealed class StyleNames
    {
        private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

        public StyleNames(MainDocumentPart main)
        {
            var part = main.StyleDefinitionsPart ?? main.AddNewPart<StyleDefinitionsPart>();
            part.Styles ??= new W.Styles();
            var own = part.Styles.Elements<W.Style>().Where(style => style.Type?.Value == W.StyleValues.Paragraph && style.StyleId?.Value is not null).ToList();
            foreach (var style in Layout.Styles().Elements<W.Style>().Where(style => style.Default?.Value != true))
            {
                var (id, name) = (style.StyleId!.Value!, style.StyleName!.Val!.Value);
                var there = own.Find(other => other.StyleId!.Value == id) ?? own.Find(other => string.Equals(other.StyleName?.Val?.Value, name, StringComparison.OrdinalIgnoreCase));
                _ids[id] = there?.StyleId!.Value ?? id;
                if (there is null)
                {
                    var added = (W.Style)style.CloneNode(deep: true);
                    added.BasedOn = own.Find(other => other.Default?.Value == true)?.StyleId?.Value is { } normal ? new W.BasedOn { Val = normal } : null;
                    part.Styles.Append(added);
                }
            }
        }

        public void Apply(OpenXmlElement element)
        {
            foreach (var style in element.Descendants<W.ParagraphStyleId>())
            {
                style.Val = _ids.GetValueOrDefault(style.Val!.Value!, style.Val!.Value!);
            }
        }
    }
}
