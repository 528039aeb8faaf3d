namespace CCHC.OfficialDocuments.Templates;

/// <summary>A named place that a template may hold any number of times, or not at all.</summary>
/// <param name="Name">As it stands between the braces, <c>nam</c> in <c>{{nam}}</c>; in capitals the value is in capitals too.</param>
/// <param name="Meaning">What it is filled with.</param>
/// <param name="Whole">Filled with tables, charts and paragraphs, so it stands in a paragraph of its own.</param>
public sealed record TemplatePlace(string Name, string Meaning, bool Whole = false)
{
    public string Written => $"{{{{{Name}}}}}";
}

/// <summary>What a template is filled with, by the names of its places; a name in either is known.</summary>
/// <param name="Texts">A line break stays one. A paragraph that holds nothing but places goes when all of them are empty.</param>
/// <param name="Blocks">Laid out as in an <see cref="OfficialDocument"/>, at the width of the section; headings are counted from 1.</param>
public sealed record TemplateContent(IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, IReadOnlyList<Block>> Blocks);
