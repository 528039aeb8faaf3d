using CCHC.Contracts.Criteria;
using CCHC.Ranking.Campaigns;
using CCHC.Scoring;

namespace CCHC.Ranking.Standings;

public enum StandingStatus
{
    /// <summary>Every leaf has its final points.</summary>
    Complete,

    /// <summary>Every leaf has points, some of them the unit's own only.</summary>
    Provisional,

    /// <summary>A leaf has no points at all: no index, no rank.</summary>
    Incomplete,
}

/// <summary>The points that count for a leaf as things stand.</summary>
/// <param name="Leaf">The leaf as the campaign defines it.</param>
/// <param name="Points">The council's, else the unit's own; null when nobody has scored the leaf, or when it does not apply.</param>
/// <param name="Applicable">False by consent of the council, until then by claim of the unit; false for survey leaves where no survey is held.</param>
/// <param name="Final">Nobody is expected to score the leaf any more.</param>
public sealed record LeafResult(CriterionSnapshot Leaf, decimal? Points, bool Applicable, bool Final)
{
    /// <summary>What Ranking was told of the leaf; null for nothing.</summary>
    public LeafStanding? Told { get; private init; }

    public static LeafResult Of(CriterionSnapshot leaf, LeafStanding? standing, bool surveyHeld) => Of(leaf, standing?.Points ?? default, surveyHeld) with { Told = standing };

    public static LeafResult Of(CriterionSnapshot leaf, LeafPoints told, bool surveyHeld)
    {
        var definition = leaf.Leaf!;
        var optional = definition.Kind != LeafKind.Ordinary;
        switch (definition.Source)
        {
            case PointSource.Survey:
                return new LeafResult(leaf, surveyHeld ? told.Survey : null, surveyHeld, !surveyHeld || told.Survey is not null || optional);
            case PointSource.External:
                return new LeafResult(leaf, told.External, Applicable: true, told.External is not null || optional);
            default:
                var applicable = told.AppraisedApplicable ?? told.SelfApplicable ?? true;
                var final = told.Appraised is not null || (optional && told.Self is null);
                return new LeafResult(leaf, applicable ? told.Appraised ?? told.Self : null, applicable, final);
        }
    }

    /// <summary>The result without points that the council has not seen.</summary>
    public LeafResult FinalOnly() => Final ? this : this with { Points = null };

    public LeafScore ToScore() => new(Leaf.Code, Leaf.Leaf!.Kind, Leaf.Leaf.Source, Leaf.MaxPoints, Points, Applicable);
}

/// <summary>A unit's index as things stand.</summary>
public sealed record UnitResult(CampaignUnit Unit, UnitIndex Index, StandingStatus Status)
{
    public static UnitResult Of(CampaignUnit unit, IReadOnlyCollection<LeafResult> leaves, Campaign campaign, CampaignGroup group)
    {
        var index = IndexCalculator.Compute(leaves.Select(leaf => leaf.ToScore()), campaign.HoldsSurvey(group), group.BonusCap, group.PenaltyCap);
        var status = index.Index is null ? StandingStatus.Incomplete
            : leaves.All(leaf => leaf.Final) ? StandingStatus.Complete
            : StandingStatus.Provisional;
        return new UnitResult(unit, index, status);
    }
}
