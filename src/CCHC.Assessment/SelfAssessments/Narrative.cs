namespace CCHC.Assessment.SelfAssessments;

/// <summary>What a report says beside the points: difficulties (khó khăn, vướng mắc) and proposals (đề xuất, kiến nghị).</summary>
public sealed record Narrative(string? Difficulties, string? Proposals)
{
    public static readonly Narrative Empty = new(null, null);

    internal Narrative Tidy() => new(Blank(Difficulties), Blank(Proposals));

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize();
}
