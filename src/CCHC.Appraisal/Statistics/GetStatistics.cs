using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Data;
using CCHC.Appraisal.IndependentScoring;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Statistics;

/// <summary>How members and criteria stand out in a campaign's appraisal: leniency, agreement, time; spread and cuts.</summary>
public static class GetStatistics
{
    /// <param name="Units">To whom it applies.</param>
    /// <param name="Spread">Standard deviation of the results between units, as a share of the maximum; null for fewer than two.</param>
    /// <param name="Cuts">Units with less than they claimed.</param>
    /// <param name="Cut">Points they lost together.</param>
    public sealed record CriterionItem(
        string GroupCode, string Code, string Name, decimal MaxPoints, int Units, decimal? MeanClaimed, decimal? MeanResult, decimal? Spread, int Cuts, decimal Cut);

    public sealed record Response(
        Guid CampaignId, string CampaignName, bool Practice, bool Independent, IReadOnlyList<AppraiserStatistics.Member> Members, IReadOnlyList<AppraiserStatistics.Agreement> Agreements,
        IReadOnlyList<CriterionItem> Criteria);

    private sealed record Row(AppraisalCase Case, CampaignLeaf Definition, CaseLeaf Leaf);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid campaignId, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(x => x.Id == campaignId, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.ReadReports))
        {
            return TypedResults.NotFound();
        }

        var appraiser = Appraiser.From(user);
        var definitions = await db.CampaignLeaves.AsNoTracking().Where(leaf => leaf.CampaignId == campaignId).ToDictionaryAsync(leaf => (leaf.GroupCode, leaf.Code), cancellationToken);
        var cases = await appraiser.Cases(db).AsNoTracking().Where(x => x.CampaignId == campaignId).ToDictionaryAsync(x => x.Id, cancellationToken);
        var ids = cases.Keys.ToArray();
        var leaves = (await db.CaseLeaves.AsNoTracking().Include(leaf => leaf.Judgement).Where(leaf => ids.Contains(leaf.CaseId)).ToListAsync(cancellationToken))
            .Where(leaf => definitions.ContainsKey((cases[leaf.CaseId].GroupCode, leaf.LeafCode)))
            .Select(leaf => new Row(cases[leaf.CaseId], definitions[(cases[leaf.CaseId].GroupCode, leaf.LeafCode)], leaf)).ToDictionary(row => (row.Leaf.CaseId, row.Leaf.Round, row.Leaf.LeafCode));
        var judgements = await db.Judgements.AsNoTracking().Where(x => ids.Contains(x.CaseId) && x.WithdrawnAt == null && x.Origin == JudgementOrigin.Member).OrderBy(x => x.AppraisedAt).ToListAsync(cancellationToken);
        var opinions = await db.VisibleOpinions(appraiser).AsNoTracking().Where(x => ids.Contains(x.CaseId)).OrderBy(x => x.AppraisedAt).ToListAsync(cancellationToken);

        // Of several decisions of one member on one leaf the last counts.
        List<ScoredLeaf> scores =
        [
            .. judgements.GroupBy(x => (x.CaseId, x.Round, x.LeafCode, x.AppraiserId)).Select(own => own.Last())
                .SelectMany(x => Score(leaves.GetValueOrDefault((x.CaseId, x.Round, x.LeafCode)), x.AppraiserId, x.AppraisedBy, x.Points, x.Applicable, x.AppraisedAt, implied: x.AcceptanceId is not null)),
            .. opinions.GroupBy(x => (x.CaseId, x.Round, x.LeafCode, x.AppraiserId)).Select(own => own.Last())
                .SelectMany(x => Score(leaves.GetValueOrDefault((x.CaseId, x.Round, x.LeafCode)), x.AppraiserId, x.AppraisedBy, x.Points, x.Applicable, x.AppraisedAt, x.Implied)),
        ];
        var members = AppraiserStatistics.Members(scores);
        var current = leaves.Values.Where(row => row.Leaf.Round == row.Case.Round).ToLookup(row => row.Definition, row => row.Leaf);
        var names = await db.CouncilMembers.AsNoTracking().Where(member => member.CampaignId == campaignId)
            .OrderBy(member => EF.Functions.Collate(member.DisplayName, AppraisalDbContext.VietnameseCollation)).Select(member => member.UserId).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(
            campaignId, campaign.Name, campaign.Practice, (await db.CouncilOfAsync(campaignId, cancellationToken)).Independent,
            [.. members.OrderBy(member => names.IndexOf(member.UserId) is var place && place < 0 ? int.MaxValue : place)], AppraiserStatistics.Agreements(scores),
            [
                .. definitions.Values.OrderBy(definition => definition.GroupCode, StringComparer.Ordinal).ThenBy(definition => definition.Position)
                    .Select(definition => ToItem(definition, [.. current[definition]])),
            ]));
    }

    private static IEnumerable<ScoredLeaf> Score(Row? row, Guid userId, string name, decimal points, bool applicable, DateTimeOffset at, bool implied)
    {
        if (row is { Leaf.Self: { Applicable: true } self, Definition: { Kind: LeafKind.Ordinary, MaxPoints: > 0 } definition } && applicable)
        {
            yield return new ScoredLeaf(
                userId, name, (row.Leaf.CaseId, row.Leaf.Round, row.Leaf.LeafCode), definition.GroupCode, definition.FieldCode, self.Points / definition.MaxPoints, points / definition.MaxPoints, at, implied);
        }
    }

    private static CriterionItem ToItem(CampaignLeaf definition, List<CaseLeaf> leaves)
    {
        var results = leaves.Select(leaf => CaseLeaf.ResultOf(leaf, definition)).OfType<(decimal Points, bool Applicable)>().Where(result => result.Applicable).Select(result => result.Points).ToList();
        var claims = leaves.Where(leaf => leaf.Self is { Applicable: true }).Select(leaf => leaf.Self!.Points).ToList();
        var cuts = leaves.Where(leaf => leaf.Self is not null).Select(leaf => leaf.Self!.Points - CaseLeaf.ResultOf(leaf, definition)!.Value.Points).Where(cut => cut > 0 && definition.Kind == LeafKind.Ordinary).ToList();
        return new CriterionItem(
            definition.GroupCode, definition.Code, definition.Name, definition.MaxPoints, results.Count, claims.Count == 0 ? null : claims.Average(), results.Count == 0 ? null : results.Average(),
            definition.MaxPoints == 0 ? null : (decimal?)Agreement.Deviation(results) / definition.MaxPoints, cuts.Count, cuts.Sum());
    }
}
