using System.Text;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace CCHC.OfficialDocuments.Templates;

/// <summary>Finds and fills the places of a text. Word cuts a text into runs wherever it was typed, checked or coloured, so places are looked for in whole paragraphs.</summary>
internal static partial class TemplateText
{
    private const int ShownOfParagraph = 60;

    /// <summary>Where text stands that is printed.</summary>
    public static IEnumerable<OpenXmlPartRootElement> PartsOf(WordprocessingDocument document)
    {
        var main = document.MainDocumentPart!;
        return new OpenXmlPartRootElement?[] { main.Document, main.FootnotesPart?.Footnotes, main.EndnotesPart?.Endnotes }
            .Concat(main.HeaderParts.Select(part => part.Header)).Concat(main.FooterParts.Select(part => part.Footer)).OfType<OpenXmlPartRootElement>();
    }

    /// <exception cref="TemplateException">A place is not known, not finished, or stands where it cannot be filled.</exception>
    public static void Check(WordprocessingDocument document, IReadOnlyList<TemplatePlace> known)
    {
        var places = known.ToDictionary(place => place.Name, StringComparer.OrdinalIgnoreCase);
        var (unknown, misplaced, broken) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var paragraph in PartsOf(document).SelectMany(part => part.Descendants<W.Paragraph>()))
        {
            var text = TextOf(paragraph);
            foreach (Match match in Place().Matches(text))
            {
                if (!places.TryGetValue(NameOf(match), out var place))
                {
                    unknown.Add(match.Value);
                }
                else if (place.Whole && (paragraph.Parent is not W.Body || text.Trim() != match.Value))
                {
                    misplaced.Add(match.Value);
                }
            }

            if (Place().Replace(text, "") is var rest && (rest.Contains("{{", StringComparison.Ordinal) || rest.Contains("}}", StringComparison.Ordinal)))
            {
                broken.Add($"“{(text.Length > ShownOfParagraph ? text[..ShownOfParagraph] + "…" : text)}”");
            }
        }

        Refuse("template.unknown-place", "Mẫu có chỗ điền mà hệ thống không biết", unknown, [.. known.Select(place => $"{place.Written}: {place.Meaning}")]);
        Refuse("template.broken-place", "Mẫu có chỗ điền viết dở, thiếu dấu {{ hoặc }}, tại đoạn", broken, []);
        Refuse("template.misplaced-place", "Chỗ điền bảng, biểu đồ phải đứng một mình trong một đoạn của thân văn bản, ngoài bảng và đầu trang", misplaced, []);
    }

    public static void Fill(OpenXmlPartRootElement part, IReadOnlyDictionary<string, string> values)
    {
        var byName = new Dictionary<string, string>(values, StringComparer.OrdinalIgnoreCase);
        foreach (var paragraph in part.Descendants<W.Paragraph>().ToList())
        {
            var text = TextOf(paragraph);
            var matches = Place().Matches(text).Where(match => byName.ContainsKey(NameOf(match))).ToList();
            if (matches.Count == 0)
            {
                continue;
            }

            var runs = TextsOf(paragraph);
            foreach (var match in Enumerable.Reverse(matches))
            {
                Replace(runs, match.Index, match.Length, ValueOf(match, byName[NameOf(match)]));
            }

            BreakLines(runs);
            if (paragraph.Parent is W.Body && paragraph.ParagraphProperties?.SectionProperties is null && Place().Replace(text, "").Trim().Length == 0 && TextOf(paragraph).Trim().Length == 0)
            {
                paragraph.Remove();
            }
        }
    }

    public static string TextOf(W.Paragraph paragraph) => string.Concat(TextsOf(paragraph).Select(text => text.Text));

    /// <summary>As it is told in the content: composed, without the blanks that somebody typed inside the braces.</summary>
    public static string NameOf(Match place) => place.Groups["name"].Value.Trim().Normalize(NormalizationForm.FormC);

    [GeneratedRegex(@"\{\{(?<name>[^{}]*)\}\}", RegexOptions.None, 1000)]
    public static partial Regex Place();

    /// <summary>Those of the paragraph itself: a text box holds paragraphs of its own.</summary>
    private static List<W.Text> TextsOf(W.Paragraph paragraph) => [.. paragraph.Descendants<W.Text>().Where(text => text.Ancestors<W.Paragraph>().First() == paragraph)];

    private static string ValueOf(Match place, string value)
    {
        var (name, text) = (NameOf(place), FixedPackage.Clean(value));
        return name.Any(char.IsUpper) && !name.Any(char.IsLower) ? text.ToUpperInvariant() : text;
    }

    /// <summary>The value takes the look of the place's first letter.</summary>
    private static void Replace(List<W.Text> runs, int start, int length, string value)
    {
        var (at, left) = (0, value);
        foreach (var run in runs)
        {
            var own = run.Text;
            var (from, to) = (Math.Clamp(start - at, 0, own.Length), Math.Clamp(start + length - at, 0, own.Length));
            at += own.Length;
            if (from < to)
            {
                run.Text = own[..from] + left + own[to..];
                run.Space = SpaceProcessingModeValues.Preserve;
                left = "";
            }
        }
    }

    private static void BreakLines(List<W.Text> runs)
    {
        foreach (var run in runs.Where(run => run.Text.Contains('\n', StringComparison.Ordinal)))
        {
            var lines = run.Text.Split('\n');
            run.Text = lines[0];
            OpenXmlElement last = run;
            foreach (var line in lines.Skip(1))
            {
                last = last.InsertAfterSelf(new W.Break()).InsertAfterSelf(new W.Text(line) { Space = SpaceProcessingModeValues.Preserve });
            }
        }
    }

    private static void Refuse(string code, string what, List<string> places, IReadOnlyList<string> details)
    {
        if (places.Count > 0)
        {
            throw new TemplateException(
                code, $"{what}: {string.Join(", ", places.Distinct(StringComparer.OrdinalIgnoreCase))}.{(details.Count > 0 ? " Các chỗ điền dùng được ở mẫu này liệt kê bên dưới." : "")}", details);
        }
    }
}
