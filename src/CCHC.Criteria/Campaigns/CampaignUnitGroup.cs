using CCHC.Contracts.Criteria;
using CCHC.Criteria.CriteriaSets;
using CCHC.Scoring;

namespace CCHC.Criteria.Campaigns;

/// <summary>Units ranked against each other with one set.</summary>
public sealed class CampaignUnitGroup
{
    private CampaignUnitGroup()
    {
    }

    public CampaignUnitGroup(
        string code, string name, CriteriaSet criteriaSet, IEnumerable<CampaignMember> members, IReadOnlyList<ClassBand> classBands, IReadOnlyList<TieBreaker> tieBreakers) =>
        (Code, Name, CriteriaSet, Members, ClassBands, TieBreakers) = (code, name, criteriaSet, [.. members], classBands, tieBreakers);

    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public CriteriaSet CriteriaSet { get; private set; } = null!;
    public List<CampaignMember> Members { get; private set; } = [];
    public IReadOnlyList<ClassBand> ClassBands { get; private set; } = [];
    public IReadOnlyList<TieBreaker> TieBreakers { get; private set; } = [];

    public CampaignGroup ToContract() => new()
    {
        Code = Code,
        Name = Name,
        CriteriaSet = CriteriaSet.ToSnapshot(),
        Units = [.. Members.OrderBy(member => member.Code, StringComparer.Ordinal).Select(member => new CampaignUnit { UnitId = member.UnitId, Code = member.Code, Name = member.Name })],
        ClassBands = ClassBands,
        TieBreakers = TieBreakers,
    };
}

/// <summary>A unit as it was named when the campaign was drawn up; a later renaming does not change this year's papers.</summary>
public sealed class CampaignMember
{
    public required Guid UnitId { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
}
