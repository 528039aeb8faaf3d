using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.MinistryReview;

/// <summary>The Ministry's points beside the province's own, leaf by leaf, and what the Ministry asks to be supplemented.</summary>
public static class GetMinistryReview
{
    /// <param name="SelfPoints">As last submitted; null for a leaf that a survey or another body measures.</param>
    /// <param name="Points">The Ministry's; null where none are recorded.</param>
    public sealed record Leaf(
        string Code, string Name, string FieldCode, decimal MaxPoints, PointSource Source, decimal? SelfPoints, bool Applicable, decimal? Points, string? Reason);

    public sealed record Request(
        Guid Id, string LeafCode, string LeafName, string Text, DateOnly DueOn, bool Overdue, Guid UnitId, string? UnitName, string CreatedBy, DateTimeOffset CreatedAt,
        string? Answer, string? AnsweredBy, DateTimeOffset? AnsweredAt, string? Remarks, bool Mine);

    /// <param name="UnitName">Null for the unit that collects.</param>
    public sealed record Assignee(Guid UnitId, string? UnitName);

    /// <param name="Recorded">Leaves with the Ministry's points.</param>
    /// <param name="SelfPointsOfRecorded">The province's own for the same leaves, to compare with <paramref name="MinistryPoints"/>.</param>
    public sealed record Response(
        Guid SelfAssessmentId, string CampaignName, int Year, string UnitName, bool CanManage, int Recorded, decimal SelfPointsOfRecorded, decimal MinistryPoints,
        IReadOnlyList<Leaf> Leaves, IReadOnlyList<Request> Requests, IReadOnlyList<Assignee> Assignees);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var sheet = await db.SelfAssessments.AsNoTracking().VisibleTo(db, user).Include(x => x.Contributions).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (sheet?.CollectorUnitId is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == sheet.CampaignId, cancellationToken);
        var submission = await db.Submissions.AsNoTracking().Where(x => x.SelfAssessmentId == id).OrderByDescending(x => x.Number).FirstOrDefaultAsync(cancellationToken);
        var own = (submission?.Content.Leaves ?? []).ToDictionary(leaf => leaf.LeafCode, StringComparer.Ordinal);
        var recorded = await db.MinistryPoints.AsNoTracking().Where(x => x.SelfAssessmentId == id).ToDictionaryAsync(x => x.LeafCode, StringComparer.Ordinal, cancellationToken);
        var requests = await db.SupplementRequests.AsNoTracking().Where(x => x.SelfAssessmentId == id).OrderBy(x => x.DueOn).ThenBy(x => x.Id).ToListAsync(cancellationToken);

        var set = campaign.SetOf(sheet.GroupCode);
        var leaves = set.Leaves().Select(node => ToLeaf(node, own.GetValueOrDefault(node.Code), recorded.GetValueOrDefault(node.Code))).ToList();
        var names = set.Leaves().ToDictionary(node => node.Code, node => node.Name, StringComparer.Ordinal);
        var units = sheet.Contributions.ToDictionary(x => x.UnitId, x => x.UnitName);
        var mine = user.UnitIds(Permissions.FillSheets);
        var today = clock.Today();
        return TypedResults.Ok(new Response(
            id, campaign.Name, campaign.Year, sheet.UnitName, sheet.IsReviewManagedBy(user), recorded.Count,
            leaves.Where(leaf => leaf.Points is not null).Sum(leaf => leaf.SelfPoints ?? 0), leaves.Sum(leaf => leaf.Points ?? 0), leaves,
            [
                .. requests.Select(x => new Request(
                    x.Id, x.LeafCode, names.GetValueOrDefault(x.LeafCode, ""), x.Text, x.DueOn, x.IsOpen && x.DueOn < today, x.UnitId, units.GetValueOrDefault(x.UnitId),
                    x.CreatedBy, x.CreatedAt, x.Answer, x.AnsweredBy, x.AnsweredAt, x.Remarks, mine.Contains(x.UnitId))),
            ],
            [new Assignee(sheet.SubmittingUnitId, null), .. sheet.Contributions.OrderBy(x => x.UnitCode, StringComparer.Ordinal).Select(x => new Assignee(x.UnitId, x.UnitName))]));
    }

    private static Leaf ToLeaf(CriterionSnapshot node, Submissions.SubmittedLeafEntry? own, MinistryPoints? recorded) => new(
        node.Code, node.Name, node.Leaf!.FieldCode, node.MaxPoints, node.Leaf.Source, own?.Points, own?.Status != EvaluationStatus.NotApplicable, recorded?.Points, recorded?.Reason);
}
