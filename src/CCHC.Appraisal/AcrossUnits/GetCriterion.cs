using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.AcrossUnits;

/// <summary>One criterion across all units of a group, because what is judged alike has to be seen side by side.</summary>
public static class GetCriterion
{
    /// <param name="Round">Of the case now; units of one group may be in different rounds.</param>
    /// <param name="Locked">Its field was completed in this round.</param>
    /// <param name="StandsOut">See <see cref="Outliers"/>.</param>
    /// <param name="Own">The caller's own score where several score independently; those of others stand in the case.</param>
    /// <param name="Mine">The caller judges it.</param>
    /// <param name="Earlier">The result of the round before, where there was one.</param>
    public sealed record Row(
        Guid CaseId, string? UnitCode, string? UnitName, int Round, bool PhaseOpen, bool Locked, SelfScore? Self, GetCase.AppraisedItem? Appraised, GetCase.ResultItem? Result,
        GetCase.ResultItem? Earlier, bool StandsOut, bool Mine, GetCase.OpinionItem? Own, Guid? SelfAssessmentId);

    /// <param name="Median">Of the points claimed by those to whom the criterion applies; null for none.</param>
    public sealed record Response(
        Guid CampaignId, string CampaignName, bool Practice, string GroupCode, string Code, string Name, string DepthPath, string FieldCode, LeafKind Kind, decimal MaxPoints, string RuleText,
        ScoringRule Rule, bool NotApplicableAllowed, bool Mine, decimal? Median, IReadOnlyList<Row> Rows, string CampaignCode);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid campaignId, string groupCode, string leafCode, CurrentUser user, AppraisalDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var appraiser = Appraiser.From(user);
        var readable = appraiser.Readable(db).Where(duty => duty.Case.CampaignId == campaignId && duty.Case.GroupCode == groupCode && duty.Leaf.Code == leafCode);
        var leaf = await readable.Select(duty => duty.Leaf).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        if (leaf is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(x => x.Id == campaignId, cancellationToken);
        var mine = appraiser.Duties(db).Where(duty => duty.Case.CampaignId == campaignId && duty.Case.GroupCode == groupCode && duty.Leaf.Code == leafCode);
        var found = await (
            from duty in readable
            let x = duty.Case
            join unit in db.CampaignUnits on new { x.CampaignId, x.UnitId } equals new { unit.CampaignId, unit.UnitId } into units
            from unit in units.DefaultIfEmpty()
            orderby EF.Functions.Collate(unit.Name, AppraisalDbContext.VietnameseCollation), x.Id
            select new
            {
                Case = x,
                Unit = unit,
                Own = db.Opinions.Where(opinion => opinion.CaseId == x.Id && opinion.Round == x.Round && opinion.LeafCode == leafCode && opinion.AppraiserId == appraiser.Id)
                    .OrderByDescending(opinion => opinion.Number).FirstOrDefault(),
                Part = db.MemberCompletions.Any(part => part.CaseId == x.Id && part.Round == x.Round && part.FieldCode == leaf.FieldCode && part.AppraiserId == appraiser.Id),
                Mine = mine.Any(duty => duty.Case.Id == x.Id),
                Leaves = db.CaseLeaves.Include(own => own.Judgement).Where(own => own.CaseId == x.Id && own.LeafCode == leafCode && own.Round >= x.Round - 1).ToList(),
                Locked = db.FieldCompletions.Any(completion => completion.CaseId == x.Id && completion.Round == x.Round && completion.FieldCode == leaf.FieldCode),
            }).AsNoTracking().ToListAsync(cancellationToken);

        var now = clock.GetUtcNow();
        var claims = found.Select(row => row.Leaves.Find(own => own.Round == row.Case.Round)?.Self).ToList();
        var claimed = claims.OfType<SelfScore>().Where(self => self.Applicable).ToList();
        var standing = claimed.Zip(Outliers.Of([.. claimed.Select(self => self.Points)], leaf.MaxPoints)).Where(x => x.Second).Select(x => x.First).ToHashSet(ReferenceEqualityComparer.Instance);
        return TypedResults.Ok(new Response(
            campaignId, campaign.Name, campaign.Practice, groupCode, leaf.Code, leaf.Name, leaf.Path, leaf.FieldCode, leaf.Kind, leaf.MaxPoints, Scorer.Describe(leaf.Rule, leaf.MaxPoints), leaf.Rule,
            leaf.NotApplicableAllowed, found.Exists(row => row.Mine), claimed.Count == 0 ? null : Outliers.Median([.. claimed.Select(self => self.Points)]),
            [
                .. found.Zip(claims, (row, self) => new Row(
                    row.Case.Id, row.Unit?.Code, row.Unit?.Name, row.Case.Round, campaign.AppraisalWindow(row.Case.Round, groupCode, row.Case.UnitId, now).Open, row.Locked || row.Part, self,
                    GetCase.ToItem(row.Leaves.Find(own => own.Round == row.Case.Round)?.Judgement), ResultOf(row.Leaves.Find(own => own.Round == row.Case.Round), leaf),
                    row.Case.Round > 1 ? ResultOf(row.Leaves.Find(own => own.Round == row.Case.Round - 1), leaf) : null, self is not null && standing.Contains(self), row.Mine,
                    row.Own is null ? null : GetCase.ToItem(row.Own, appraiser), row.Case.SelfAssessmentId)),
            ],
            campaign.Code));
    }

    private static GetCase.ResultItem? ResultOf(CaseLeaf? own, CampaignLeaf leaf) => CaseLeaf.ResultOf(own, leaf) is { } result ? new GetCase.ResultItem(result.Points, result.Applicable) : null;
}
