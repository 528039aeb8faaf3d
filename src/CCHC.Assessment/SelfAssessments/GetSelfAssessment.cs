using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Data;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>The whole sheet: the tree, the rule of each leaf in words, what was entered, the points and how they came about.</summary>
public static class GetSelfAssessment
{
    public sealed record CouncilResult(int Round, decimal Points, bool Applicable, string? Reason, string? Request);

    public sealed record Leaf(
        PointSource Source, LeafKind Kind, ScoringRule Rule, string RuleText, bool EvidenceRequired, bool NotApplicableAllowed,
        LeafData? Data, decimal? Points, EvaluationStatus? Status, IReadOnlyList<string> Steps, string? Problem, string? Explanation, string? Evidence, uint? Version,
        CouncilResult? Appraised, ResponsibleUnit? Responsible, bool Editable, bool OpenInRound, string? Supplement, Assignee? AssignedTo, int OpenComments,
        string? Guidance, string? RequiredEvidence, string? LegalBasis, string? EnteredByName, DateTimeOffset? EnteredAt);

    public sealed record Assignee(Guid Id, string? Name);

    public sealed record ResponsibleUnit(Guid UnitId, string Code, string Name);

    public sealed record ContributionItem(
        Guid UnitId, string UnitCode, string UnitName, int Leaves, int Filled, DateTimeOffset? DeliveredAt, string? DeliveredBy, string? Remarks, Narrative Narrative);

    public sealed record Node(string Code, string? ParentCode, string Name, int Depth, decimal MaxPoints, Leaf? Leaf);

    public sealed record Response(
        Guid Id, Guid CampaignId, string CampaignName, int Year, string UnitCode, string UnitName, string GroupCode, string GroupName, int Round, int Rounds,
        SelfAssessmentStatus Status, bool PhaseOpen, decimal SelfPoints, decimal MaxPoints, int Filled, int LeafCount, string? Remarks, DateTimeOffset? SubmittedAt,
        IReadOnlyList<Node> Nodes, DateTimeOffset? ClosesAt, bool Practice, Guid? OwnerUnitId, Guid? CollectorUnitId,
        IReadOnlyList<ContributionItem> Contributions, DateTimeOffset? LateUntil, int Revision, Narrative Narrative, string CampaignCode, bool TakesPart);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var assessment = await db.SelfAssessments.AsNoTracking().VisibleTo(db, user).Include(x => x.Entries).Include(x => x.CouncilPoints).Include(x => x.Contributions).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (assessment is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == assessment.CampaignId, cancellationToken);
        var set = campaign.SetOf(assessment.GroupCode);
        var totals = SelfAssessmentTotals.Of(set, assessment.Entries);
        var entries = assessment.Entries.ToDictionary(entry => entry.LeafCode, StringComparer.Ordinal);
        var council = assessment.CouncilPoints.GroupBy(points => points.LeafCode, StringComparer.Ordinal)
            .ToDictionary(points => points.Key, points => points.MaxBy(x => x.Round)!, StringComparer.Ordinal);

        var window = campaign.SelfAssessmentWindow(assessment.Round, assessment.GroupCode, assessment.UnitId, clock.GetUtcNow());
        var units = user.UnitIds(Permissions.FillSheets);
        var takesPart = await db.SelfAssessments.AnsweredByUnitsOf(user).AnyAsync(x => x.Id == id, cancellationToken);
        var comments = await db.Comments.Where(comment => takesPart && comment.SelfAssessmentId == id && comment.ResolvedAt == null)
            .GroupBy(comment => comment.LeafCode).ToDictionaryAsync(leaf => leaf.Key, leaf => leaf.Count(), cancellationToken);
        var editable = window.TakesWork && assessment.Status != SelfAssessmentStatus.Submitted
            ? assessment.Entries.Where(entry => units.Contains(entry.ResponsibleUnitId ?? assessment.SubmittingUnitId) && assessment.IsOpenInRound(entry, campaign)).Select(entry => entry.LeafCode).ToHashSet(StringComparer.Ordinal)
            : [];

        return TypedResults.Ok(new Response(
            assessment.Id, campaign.Id, campaign.Name, campaign.Year, assessment.UnitCode, assessment.UnitName, assessment.GroupCode,
            campaign.Groups.Single(group => group.Code == assessment.GroupCode).Name, assessment.Round, campaign.Rounds,
            assessment.Status, window.TakesWork, totals.Points, totals.MaxPoints, totals.Filled, assessment.LeafCount,
            assessment.Remarks, assessment.SubmittedAt,
            [.. set.Nodes.Select(node => new Node(
                node.Code, node.ParentCode, node.Name, node.Depth, node.MaxPoints,
                node.Leaf is null ? null : ToLeaf(node, entries.GetValueOrDefault(node.Code), council.GetValueOrDefault(node.Code), assessment, campaign, editable, comments.GetValueOrDefault(node.Code))))],
            window.ClosesAt, campaign.Practice, campaign.OwnerUnitId, assessment.CollectorUnitId,
            [.. assessment.Contributions.OrderBy(x => x.UnitCode, StringComparer.Ordinal).Select(x => ToItem(x, assessment))],
            window.LateUntil, assessment.Revision, assessment.Narrative, campaign.Code, takesPart));
    }

    private static ContributionItem ToItem(Contribution contribution, SelfAssessment assessment)
    {
        var leaves = assessment.Entries.Where(entry => entry.ResponsibleUnitId == contribution.UnitId).ToList();
        return new ContributionItem(
            contribution.UnitId, contribution.UnitCode, contribution.UnitName, leaves.Count,
            leaves.Count(entry => entry.Status is EvaluationStatus.Scored or EvaluationStatus.NotApplicable),
            contribution.DeliveredAt, contribution.DeliveredBy, contribution.Remarks, contribution.Narrative);
    }

    private static Leaf ToLeaf(
        CriterionSnapshot node, LeafEntry? entry, CouncilPoints? council, SelfAssessment assessment, Campaign campaign, HashSet<string> editable, int comments)
    {
        var responsible = entry?.ResponsibleUnitId is { } unitId ? assessment.Contributions.Single(x => x.UnitId == unitId) : null;
        var leaf = node.Leaf!;
        var evaluation = entry is null ? null : Scorer.Evaluate(leaf.Rule, node.MaxPoints, entry.Data);
        return new Leaf(
            leaf.Source, leaf.Kind, leaf.Rule, Scorer.Describe(leaf.Rule, node.MaxPoints), leaf.EvidenceRequired, leaf.NotApplicableAllowed,
            entry?.Data, entry?.Points, entry?.Status, evaluation?.Steps ?? [], evaluation?.Problem, entry?.Explanation, entry?.Evidence, entry?.Version,
            council is null ? null : new CouncilResult(council.Round, council.Points, council.Applicable, council.Reason, council.Request),
            responsible is null ? null : new ResponsibleUnit(responsible.UnitId, responsible.UnitCode, responsible.UnitName),
            editable.Contains(node.Code) && responsible?.DeliveredAt is null, entry is not null && assessment.IsOpenInRound(entry, campaign), entry?.Supplement,
            entry?.AssignedTo is { } officer ? new Assignee(officer, entry.AssignedToName) : null, comments, leaf.Guidance, leaf.RequiredEvidence, leaf.LegalBasis,
            entry?.EnteredByName, entry?.EnteredAt);
    }
}
