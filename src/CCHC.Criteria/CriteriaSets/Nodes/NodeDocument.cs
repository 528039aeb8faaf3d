using CCHC.Scoring;

namespace CCHC.Criteria.CriteriaSets.Nodes;

/// <summary>A node as the tree editor shows it: its rule also in words, its first problem, its examples already run.</summary>
public sealed record NodeDocument(
    Guid Id, Guid? ParentId, string? ParentCode, string Code, string Name, int Depth, int Position, decimal MaxPoints, bool IsLeaf, LeafKind? Kind, PointSource? Source,
    ScoringRule? Rule, string? RuleText, bool RuleProposed, bool EvidenceRequired, bool NotApplicableAllowed, string? RequiredEvidence, string? Guidance,
    string? LegalBasis, string? SurveyQuestion, string FieldCode, bool Fixed, Guid? FrameworkNodeId, string? Problem, IReadOnlyList<ExampleDocument> Examples, Guid? AfterId)
{
    /// <summary>Those wanted, in reading order, each with the node before it.</summary>
    internal static IEnumerable<NodeDocument> Of(CriteriaSet set, PublicationReport report, Func<CriterionNode, bool>? wanted = null)
    {
        var problems = report.ProblemByNode();
        var position = 0;
        CriterionNode? before = null;
        foreach (var node in set.Tree.InReadingOrder())
        {
            if (wanted?.Invoke(node) != false)
            {
                yield return Of(set, node, position, problems.GetValueOrDefault(node.Id), before?.Id);
            }

            position++;
            before = node;
        }
    }

    private static NodeDocument Of(CriteriaSet set, CriterionNode node, int position, string? problem, Guid? afterId) => new(
        node.Id, node.ParentId, set.Tree.ParentOf(node)?.Code, node.Code, node.Name, node.Depth, position, node.MaxPoints, node.IsLeaf,
        node.IsLeaf ? node.Kind : null,
        node.IsLeaf ? node.Source : null,
        node.Rule,
        node.Rule is null ? null : Scorer.Describe(node.Rule, node.MaxPoints),
        node.RuleProposed, node.EvidenceRequired, node.NotApplicableAllowed, node.RequiredEvidence, node.Guidance, node.LegalBasis, node.SurveyQuestion,
        node.FieldCode,
        node.Fixed || (set.IsFramework && node.Depth == 0),
        node.FrameworkNodeId,
        problem,
        [.. node.Examples.Select(example => ExampleDocument.Of(ExampleRun.Of(node, example)))],
        afterId);
}

public sealed record ExampleDocument(Guid Id, LeafData Data, decimal? ExpectedPoints, string? Note, decimal? ActualPoints, bool Passes)
{
    internal static ExampleDocument Of(ExampleRun run) =>
        new(run.Example.Id, run.Example.Data, run.Example.ExpectedPoints, run.Example.Note, run.ActualPoints, run.Passes);
}
