using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Cases;

/// <summary>A case with every leaf: what the unit claims, what was decided, what stands, and both of earlier rounds.</summary>
public static class GetCase
{
    public sealed record FieldItem(string Code, string Name, bool Mine, bool Completed, string? CompletedBy, DateTimeOffset? CompletedAt);

    public sealed record AppraisedItem(
        int Round, LeafData? Data, decimal Points, bool Applicable, string? Reason, IReadOnlyList<string> Steps, string By, DateTimeOffset At);

    public sealed record ResultItem(decimal Points, bool Applicable);

    public sealed record EarlierItem(int Round, SelfScore? Self, AppraisedItem? Appraised);

    /// <param name="DepthPath">Names of the nodes above, from the field down, joined by " › ".</param>
    /// <param name="Locked">True where its field was completed in this round.</param>
    /// <param name="Appraised">The decision that stands; of an earlier round where the unit claims the same again.</param>
    /// <param name="Result">What stands; null where there are no points at all yet.</param>
    public sealed record LeafItem(
        string Code, string Name, string FieldCode, string DepthPath, LeafKind Kind, decimal MaxPoints, string RuleText, ScoringRule Rule, bool EvidenceRequired,
        bool NotApplicableAllowed, string? Guidance, bool Mine, bool Locked, SelfScore? Self, AppraisedItem? Appraised, ResultItem? Result,
        IReadOnlyList<EarlierItem> Earlier);

    public sealed record Response(
        Guid Id, Guid CampaignId, string? CampaignName, int? Year, Guid UnitId, string? UnitCode, string? UnitName, string GroupCode, int Round, int? Rounds,
        CaseStatus Status, bool PhaseOpen, int Revision, DateTimeOffset SubmittedAt, string SubmittedBy, DateTimeOffset? CompletedAt,
        IReadOnlyList<FieldItem> Fields, IReadOnlyList<LeafItem> Leaves, DateTimeOffset? ClosesAt, bool Practice, Guid? OwnerUnitId, Guid? SelfAssessmentId);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, AppraisalDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var appraiser = Appraiser.From(user);
        var found = await (
            from x in appraiser.Cases(db).AsNoTracking().Include(x => x.Leaves).ThenInclude(leaf => leaf.Judgement).Include(x => x.Completions).AsSplitQuery()
            where x.Id == id
            select new
            {
                Case = x,
                Campaign = db.Campaigns.SingleOrDefault(campaign => campaign.Id == x.CampaignId),
                Unit = db.CampaignUnits.SingleOrDefault(unit => unit.CampaignId == x.CampaignId && unit.UnitId == x.UnitId),
            }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return TypedResults.NotFound();
        }

        var (shown, campaign, unit) = (found.Case, found.Campaign, found.Unit);
        var fields = await db.CampaignFields.AsNoTracking()
            .Where(field => field.CampaignId == shown.CampaignId && field.GroupCode == shown.GroupCode && field.Leaves > 0)
            .OrderBy(field => field.Position)
            .ToListAsync(cancellationToken);
        var definitions = await db.CampaignLeaves.AsNoTracking()
            .Where(leaf => leaf.CampaignId == shown.CampaignId && leaf.GroupCode == shown.GroupCode)
            .OrderBy(leaf => leaf.Position)
            .ToListAsync(cancellationToken);
        var mine = appraiser.OwnUnits.Contains(shown.UnitId)
            ? []
            : await appraiser.Leaves(db)
                .Where(leaf => leaf.CampaignId == shown.CampaignId && leaf.GroupCode == shown.GroupCode)
                .Select(leaf => leaf.FieldCode).Distinct()
                .ToListAsync(cancellationToken);

        var window = campaign?.AppraisalWindow(shown.Round, shown.GroupCode, shown.UnitId, clock.GetUtcNow());
        var completions = shown.Completions.Where(x => x.Round == shown.Round).ToDictionary(x => x.FieldCode, StringComparer.Ordinal);
        var leaves = shown.Leaves.ToLookup(leaf => leaf.LeafCode, StringComparer.Ordinal);
        return TypedResults.Ok(new Response(
            shown.Id, shown.CampaignId, campaign?.Name, campaign?.Year, shown.UnitId, unit?.Code, unit?.Name, shown.GroupCode, shown.Round, campaign?.Rounds,
            shown.Status, window?.Open == true, shown.Revision, shown.SubmittedAt, shown.SubmittedBy, shown.CompletedAt,
            [
                .. fields.Select(field => new FieldItem(
                    field.Code, field.Name, mine.Contains(field.Code, StringComparer.Ordinal), completions.ContainsKey(field.Code),
                    completions.GetValueOrDefault(field.Code)?.CompletedBy, completions.GetValueOrDefault(field.Code)?.CompletedAt)),
            ],
            [
                .. definitions.Select(definition => ToItem(
                    definition, leaves[definition.Code], shown.Round, mine.Contains(definition.FieldCode, StringComparer.Ordinal), completions.ContainsKey(definition.FieldCode))),
            ],
            window?.ClosesAt, campaign?.Practice == true, campaign?.OwnerUnitId, shown.SelfAssessmentId));
    }

    private static LeafItem ToItem(CampaignLeaf definition, IEnumerable<CaseLeaf> rounds, int round, bool mine, bool locked)
    {
        var byRound = rounds.ToList();
        var leaf = byRound.Find(x => x.Round == round);
        return new LeafItem(
            definition.Code, definition.Name, definition.FieldCode, definition.Path, definition.Kind, definition.MaxPoints,
            Scorer.Describe(definition.Rule, definition.MaxPoints), definition.Rule, definition.EvidenceRequired, definition.NotApplicableAllowed, definition.Guidance,
            mine, locked, leaf?.Self, ToItem(leaf?.Judgement),
            CaseLeaf.ResultOf(leaf, definition) is { } result ? new ResultItem(result.Points, result.Applicable) : null,
            [.. byRound.Where(x => x.Round < round).OrderBy(x => x.Round).Select(x => new EarlierItem(x.Round, x.Self, ToItem(x.Judgement)))]);
    }

    internal static AppraisedItem? ToItem(Judgement? judgement) => judgement is null
        ? null
        : new AppraisedItem(
            judgement.Round, judgement.Data, judgement.Points, judgement.Applicable, judgement.Reason, judgement.Steps, judgement.AppraisedBy, judgement.AppraisedAt);
}
