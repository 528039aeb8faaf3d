using CCHC.Contracts.Criteria;
using CCHC.Criteria.CriteriaSets;
using CCHC.Scoring;

namespace CCHC.Criteria.Campaigns;

/// <summary>Units ranked against each other with one set, and how: classes, tie-breaks, caps, awards, who answers.</summary>
public sealed class CampaignUnitGroup
{
    private CampaignUnitGroup()
    {
    }

    public CampaignUnitGroup(string code, string name, CriteriaSet criteriaSet, IEnumerable<CampaignMember> members) =>
        (Code, Name, CriteriaSet, Members) = (code, name, criteriaSet, [.. members]);

    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public CriteriaSet CriteriaSet { get; private set; } = null!;
    public List<CampaignMember> Members { get; private set; } = [];
    public IReadOnlyList<ClassBand> ClassBands { get; init; } = [];
    public IReadOnlyList<TieBreaker> TieBreakers { get; init; } = [];

    /// <summary>Null follows the campaign.</summary>
    public bool? SurveyHeld { get; init; }

    /// <summary>Points; null leaves each leaf's own cap.</summary>
    public decimal? BonusCap { get; init; }

    /// <summary>Points, a positive number; null leaves each leaf's own cap.</summary>
    public decimal? PenaltyCap { get; init; }

    /// <summary>The penalty leaf that counts the days of a late submission; null takes no points for it.</summary>
    public string? LatePenaltyLeaf { get; init; }

    public int Awards { get; init; }
    public Guid? CollectorUnitId { get; init; }
    public IReadOnlyList<LeafResponsibility> Responsibilities { get; init; } = [];

    public IEnumerable<Guid> ParticipantUnitIds() =>
        [.. Members.Select(member => member.UnitId), .. Responsibilities.Select(responsibility => responsibility.UnitId), .. CollectorUnitId is { } collector ? [collector] : Array.Empty<Guid>()];

    /// <summary>Who has to answer for a member: itself, or the departments responsible and the one that collects.</summary>
    public IEnumerable<Guid> AnsweringUnitIds(CampaignMember member) =>
        CollectorUnitId is { } collector ? [collector, .. Responsibilities.Select(responsibility => responsibility.UnitId)] : [member.UnitId];

    public CampaignUnitGroup Copy() => new(Code, Name, CriteriaSet, Members.Select(member => member.Copy()))
    {
        ClassBands = ClassBands,
        TieBreakers = TieBreakers,
        SurveyHeld = SurveyHeld,
        BonusCap = BonusCap,
        PenaltyCap = PenaltyCap,
        LatePenaltyLeaf = LatePenaltyLeaf,
        Awards = Awards,
        CollectorUnitId = CollectorUnitId,
        Responsibilities = Responsibilities,
    };

    public CampaignGroup ToContract() => new()
    {
        Code = Code,
        Name = Name,
        CriteriaSet = CriteriaSet.ToSnapshot(),
        Units =
        [
            .. Members.OrderBy(member => member.Code, StringComparer.Ordinal)
                .Select(member => new CampaignUnit { UnitId = member.UnitId, Code = member.Code, Name = member.Name, Predecessors = member.Predecessors }),
        ],
        ClassBands = ClassBands,
        TieBreakers = TieBreakers,
        SurveyHeld = SurveyHeld,
        BonusCap = BonusCap,
        PenaltyCap = PenaltyCap,
        LatePenaltyLeaf = LatePenaltyLeaf,
        Awards = Awards,
        CollectorUnitId = CollectorUnitId,
        Responsibilities = Responsibilities,
    };
}

/// <summary>A unit as it was named when the campaign was drawn up; a later renaming does not change this year's papers.</summary>
public sealed class CampaignMember
{
    public required Guid UnitId { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Units that live on in this one, in any generation.</summary>
    public required IReadOnlyList<UnitPredecessor> Predecessors { get; init; }

    /// <summary>The last round this unit has submitted, 0 for none; who has submitted is not reminded.</summary>
    public int SubmittedRound { get; private set; }

    public int SubmittedRevision { get; private set; }

    /// <summary>A copy that is not newer than what is known changes nothing.</summary>
    public void MarkSubmitted(int round, int revision)
    {
        if (revision > SubmittedRevision)
        {
            (SubmittedRound, SubmittedRevision) = (round, revision);
        }
    }

    /// <summary>What was submitted may be changed again, so it has to be submitted again.</summary>
    public void Reopen(int round) => SubmittedRound = Math.Min(SubmittedRound, round - 1);

    public CampaignMember Copy() => new() { UnitId = UnitId, Code = Code, Name = Name, Predecessors = Predecessors };
}
