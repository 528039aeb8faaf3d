using CCHC.Contracts.Criteria;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Ranking.Heads;
using CCHC.Ranking.Standings;
using CCHC.RankingArchive;
using CCHC.Scoring;

namespace CCHC.Ranking.Snapshots;

/// <summary>The result of a campaign as of now, from final points only: what the council has seen, survey and external points.</summary>
public static class FrozenResult
{
    public static async Task<ArchivedResult> FreezeAsync(RankingDbContext db, Campaign campaign, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var groups = new List<ArchivedGroup>();
        var decisions = await db.HeadDecisionsAsync(campaign.Id, cancellationToken);
        foreach (var group in campaign.Groups)
        {
            var leaves = await LiveResults.LeavesAsync(db, campaign, group, group.Units, cancellationToken);
            var lastYear = group.TieBreakers.Contains(TieBreaker.LastYearIndex)
                ? await LastYear.ReadAsync(db, campaign, group.Units, now, cancellationToken)
                : null;
            var units = group.Units.ToDictionary(unit => unit.Code, unit => unit.UnitId, StringComparer.Ordinal);
            var computed = Computation.Compute(new ArchivedGroup
            {
                Code = group.Code,
                Name = group.Name,
                Settings = new GroupSettings
                {
                    SurveyHeld = campaign.HoldsSurvey(group),
                    ClassBands = group.ClassBands,
                    TieBreakers = group.TieBreakers,
                    BonusCap = group.BonusCap,
                    PenaltyCap = group.PenaltyCap,
                    Awards = group.Awards,
                },
                Set = new ArchivedSet(group.CriteriaSet.Code, group.CriteriaSet.Name, group.CriteriaSet.Version),
                Criteria = [.. group.CriteriaSet.Nodes.Select(ToCriterion)],
                Units =
                [
                    .. group.Units.Select(unit => new ArchivedUnit
                    {
                        Code = unit.Code,
                        Name = unit.Name,
                        LastYearIndex = lastYear?.IndexOf(unit),
                        Scores = [.. leaves[unit.UnitId].Select(leaf => ToScore(leaf.FinalOnly()))],
                    }),
                ],
            });
            groups.Add(computed with { Units = [.. computed.Units.Select(unit => unit with { Head = decisions[units[unit.Code]].Holding(unit.Place.Index, unit.Place.Class) })] });
        }

        return new ArchivedResult
        {
            CampaignCode = campaign.Code,
            CampaignName = campaign.Name,
            Year = campaign.Year,
            Engine = ScoringEngine.Version,
            Groups = groups,
        };
    }

    /// <summary>Units without an index, by code and name.</summary>
    public static IReadOnlyList<string> Incomplete(ArchivedResult result) =>
        [.. result.Groups.SelectMany(group => group.Units).Where(unit => unit.Place.Index is null).Select(unit => $"{unit.Code} {unit.Name}")];

    private static ArchivedCriterion ToCriterion(CriterionSnapshot node) => new()
    {
        Code = node.Code,
        ParentCode = node.ParentCode,
        Name = node.Name,
        Depth = node.Depth,
        MaxPoints = node.MaxPoints,
        Leaf = node.Leaf is not { } leaf ? null : new ArchivedLeaf
        {
            Kind = leaf.Kind,
            Source = leaf.Source,
            FieldCode = leaf.FieldCode,
            Rule = leaf.Rule,
            EvidenceRequired = leaf.EvidenceRequired,
            NotApplicableAllowed = leaf.NotApplicableAllowed,
            Guidance = leaf.Guidance,
            RequiredEvidence = leaf.RequiredEvidence,
            LegalBasis = leaf.LegalBasis,
            SurveyQuestion = leaf.SurveyQuestion,
        },
    };

    private static ArchivedScore ToScore(LeafResult leaf)
    {
        var (told, source) = (leaf.Told, leaf.Leaf.Leaf!.Source);
        var answers = source == PointSource.Survey && leaf.Points is not null && told?.SurveyAnswers >= ArchivedScore.FewestAnswers ? told.SurveyAnswers : null;
        return new ArchivedScore
        {
            Leaf = leaf.Leaf.Code,
            Source = source,
            Kind = leaf.Leaf.Leaf.Kind,
            Max = leaf.Leaf.MaxPoints,
            Points = leaf.Points,
            Applicable = leaf.Applicable,
            Final = leaf.Final,
            Answers = answers,
            StandardError = answers is null ? null : told?.SurveyStandardError,
            Evidence = source == PointSource.Appraised ? told?.SelfEvidence ?? [] : [],
        };
    }
}
