using CCHC.Criteria.Data;
using CCHC.Scoring;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>The tree of a set, each rule also in words, and what still stands in the way of publication.</summary>
public static class GetCriteriaSet
{
    public sealed record Node(
        string Code, string? ParentCode, string Name, int Depth, decimal MaxPoints, LeafKind? Kind, PointSource? Source, ScoringRule? Rule, string? RuleText,
        bool EvidenceRequired, bool NotApplicableAllowed);

    public sealed record Response(
        Guid Id, string Code, string Name, int Year, int Version, CriteriaSetStatus Status, decimal Total, IReadOnlyList<Node> Nodes, IReadOnlyList<string> Problems);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var set = await db.CriteriaSets.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (set is null)
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Ok(new Response(
            set.Id, set.Code, set.Name, set.Year, set.Version, set.Status, set.Total,
            [.. set.Nodes.OrderBy(node => node.Position).Select(ToNode)],
            [.. set.FindProblems()]));
    }

    private static Node ToNode(CriterionNode node) => new(
        node.Code, node.ParentCode, node.Name, node.Depth, node.MaxPoints,
        node.IsLeaf ? node.Kind : null,
        node.IsLeaf ? node.Source : null,
        node.Rule,
        node.Rule is null ? null : Scorer.Describe(node.Rule, node.MaxPoints),
        node.EvidenceRequired,
        node.NotApplicableAllowed);
}
