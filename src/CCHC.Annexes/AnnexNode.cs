using System.Text.Json;
using CCHC.Scoring;

namespace CCHC.Annexes;

/// <summary>A node of a criteria set as an annex tells it.</summary>
public sealed record AnnexNode
{
    /// <summary>Row of the sheet, from 1; 0 for a node that was not read from one.</summary>
    public int Row { get; init; }

    public required string Code { get; init; }
    public string? ParentCode { get; init; }
    public required string Name { get; init; }
    public required int Depth { get; init; }
    public required decimal MaxPoints { get; init; }
    public required string FieldCode { get; init; }
    public bool IsLeaf { get; init; }
    public LeafKind Kind { get; init; }
    public PointSource Source { get; init; }
    public ScoringRule? Rule { get; init; }

    /// <summary>The rule was guessed from the officer's words and waits for a look.</summary>
    public bool RuleProposed { get; init; }

    public bool EvidenceRequired { get; init; }
    public bool NotApplicableAllowed { get; init; }
    public string? RequiredEvidence { get; init; }
    public string? Guidance { get; init; }
    public string? LegalBasis { get; init; }
    public string? SurveyQuestion { get; init; }
    public bool Fixed { get; init; }
    public IReadOnlyList<RuleExample> Examples { get; init; } = [];

    /// <summary>Cách tính điểm as printed: the rule in words, or what was typed where there is no rule.</summary>
    public string MethodText => !IsLeaf ? "" : Rule is null ? Guidance ?? "" : Scorer.Describe(Rule, MaxPoints);
}

/// <summary>A node with the words printed for it, kept in a hidden column of an export: on the way back it counts only where the visible cells still say the same.</summary>
public sealed record ExactNode(AnnexNode Node, string Method)
{
    public static string Write(AnnexNode node) => JsonSerializer.Serialize(new ExactNode(node, node.MethodText), ScoringJson.Options);

    /// <summary>Null for what an export of ours did not write.</summary>
    public static ExactNode? Read(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return null;
        }

        try
        {
            var exact = JsonSerializer.Deserialize<ExactNode>(json, ScoringJson.Options);
            return exact is { Node: { Code: not null, Name: not null, Depth: >= 0 and < 4 }, Method: not null } ? exact : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
