using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Appraisal.IndependentScoring;
using CCHC.Appraisal.Ratifications;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Cases;

/// <summary>A case with every leaf: what the unit claims, what was decided, what stands, and both of earlier rounds.</summary>
public static class GetCase
{
    /// <param name="PartCompleted">The caller has finished its own part; others have not, or something is in dispute.</param>
    public sealed record FieldItem(string Code, string Name, bool Mine, bool Completed, string? CompletedBy, DateTimeOffset? CompletedAt, bool PartCompleted = false);

    /// <param name="Mine">The caller's own, which the caller sees before all have finished.</param>
    public sealed record OpinionItem(string By, LeafData? Data, decimal Points, bool Applicable, string? Reason, string? Request, bool Mine, bool Implied, DateTimeOffset At);

    public sealed record AppraisedItem(
        int Round, LeafData? Data, decimal Points, bool Applicable, string? Reason, IReadOnlyList<string> Steps, string By, DateTimeOffset At, string? Request, JudgementOrigin Origin);

    public sealed record ResultItem(decimal Points, bool Applicable);

    public sealed record EarlierItem(int Round, SelfScore? Self, AppraisedItem? Appraised);

    /// <param name="DepthPath">Names of the nodes above, from the field down, joined by " › ".</param>
    /// <param name="Locked">True where its field was completed in this round.</param>
    /// <param name="Appraised">The decision that stands; of an earlier round where the unit claims the same again.</param>
    /// <param name="Opinions">Independent scores that the caller may see.</param>
    /// <param name="Disputed">They differ beyond the threshold and nobody has decided yet.</param>
    /// <param name="Result">What stands; null where there are no points at all yet.</param>
    public sealed record LeafItem(
        string Code, string Name, string FieldCode, string DepthPath, LeafKind Kind, decimal MaxPoints, string RuleText, ScoringRule Rule, bool EvidenceRequired,
        bool NotApplicableAllowed, string? Guidance, bool Mine, bool Locked, SelfScore? Self, AppraisedItem? Appraised, ResultItem? Result,
        IReadOnlyList<EarlierItem> Earlier, IReadOnlyList<OpinionItem> Opinions, bool Disputed);

    public sealed record Response(
        Guid Id, Guid CampaignId, string? CampaignName, int? Year, Guid UnitId, string? UnitCode, string? UnitName, string GroupCode, int Round, int? Rounds,
        CaseStatus Status, bool PhaseOpen, int Revision, DateTimeOffset SubmittedAt, string SubmittedBy, DateTimeOffset? CompletedAt,
        IReadOnlyList<FieldItem> Fields, IReadOnlyList<LeafItem> Leaves, DateTimeOffset? ClosesAt, bool Practice, Guid? OwnerUnitId, Guid? SelfAssessmentId,
        bool Independent, bool MayArbitrate, DateTimeOffset? RatifiedAt);

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
        var mine = await appraiser.Duties(db).Where(duty => duty.Case.Id == id).Select(duty => duty.Leaf.FieldCode).Distinct().ToListAsync(cancellationToken);

        var council = await db.CouncilOfAsync(shown.CampaignId, cancellationToken);
        var parts = await db.MemberCompletions.Where(part => part.CaseId == id && part.Round == shown.Round && part.AppraiserId == appraiser.Id).Select(part => part.FieldCode).ToListAsync(cancellationToken);
        var opinions = (await db.VisibleOpinions(appraiser).Where(opinion => opinion.CaseId == id && opinion.Round == shown.Round).AsNoTracking().ToListAsync(cancellationToken))
            .GroupBy(opinion => (opinion.LeafCode, opinion.AppraiserId)).Select(own => own.MaxBy(opinion => opinion.Number)!).ToLookup(opinion => opinion.LeafCode, StringComparer.Ordinal);
        var disputes = await db.Disputes.Where(dispute => dispute.CaseId == id && dispute.Round == shown.Round && dispute.SettledBy == null).Select(dispute => dispute.LeafCode).ToListAsync(cancellationToken);
        var window = campaign?.AppraisalWindow(shown.Round, shown.GroupCode, shown.UnitId, clock.GetUtcNow());
        var completions = shown.Completions.Where(x => x.Round == shown.Round).ToDictionary(x => x.FieldCode, StringComparer.Ordinal);
        var leaves = shown.Leaves.ToLookup(leaf => leaf.LeafCode, StringComparer.Ordinal);
        return TypedResults.Ok(new Response(
            shown.Id, shown.CampaignId, campaign?.Name, campaign?.Year, shown.UnitId, unit?.Code, unit?.Name, shown.GroupCode, shown.Round, campaign?.Rounds,
            shown.Status, window?.Open == true, shown.Revision, shown.SubmittedAt, shown.SubmittedBy, shown.CompletedAt,
            [
                .. fields.Select(field => new FieldItem(
                    field.Code, field.Name, mine.Contains(field.Code, StringComparer.Ordinal), completions.ContainsKey(field.Code),
                    completions.GetValueOrDefault(field.Code)?.CompletedBy, completions.GetValueOrDefault(field.Code)?.CompletedAt,
                    parts.Contains(field.Code))),
            ],
            [
                .. definitions.Select(definition => ToItem(
                    definition, leaves[definition.Code], shown.Round, mine.Contains(definition.FieldCode, StringComparer.Ordinal),
                    completions.ContainsKey(definition.FieldCode) || parts.Contains(definition.FieldCode)) with
                {
                    Opinions = [.. opinions[definition.Code].OrderBy(opinion => opinion.AppraisedBy, StringComparer.Ordinal).Select(opinion => ToItem(opinion, appraiser))],
                    Disputed = disputes.Contains(definition.Code),
                }),
            ],
            window?.ClosesAt, campaign?.Practice == true, campaign?.OwnerUnitId, shown.SelfAssessmentId, council.Independent,
            disputes.Count > 0 && await db.HoldsOfficeAsync(shown.CampaignId, user.Id, CouncilOffice.Chair, cancellationToken), campaign?.RatifiedAt));
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
            [.. byRound.Where(x => x.Round < round).OrderBy(x => x.Round).Select(x => new EarlierItem(x.Round, x.Self, ToItem(x.Judgement)))], [], Disputed: false);
    }

    internal static AppraisedItem? ToItem(Judgement? judgement) => judgement is null
        ? null
        : new AppraisedItem(
            judgement.Round, judgement.Data, judgement.Points, judgement.Applicable, judgement.Reason, judgement.Steps, judgement.AppraisedBy, judgement.AppraisedAt,
            judgement.Request, judgement.Origin);

    internal static OpinionItem ToItem(Opinion opinion, Appraiser appraiser) => new(
        opinion.AppraisedBy, opinion.Data, opinion.Points, opinion.Applicable, opinion.Reason, opinion.Request, opinion.AppraiserId == appraiser.Id, opinion.Implied, opinion.AppraisedAt);
}
