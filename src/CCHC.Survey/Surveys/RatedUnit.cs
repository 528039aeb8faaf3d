using CCHC.Survey.Campaigns;

namespace CCHC.Survey.Surveys;

/// <summary>A unit that respondents give their opinion of.</summary>
public sealed record RatedUnit(Guid Id, string Code, string Name, string GroupCode)
{
    /// <summary>The units of the groups, as the campaign names them now.</summary>
    public static IReadOnlyList<RatedUnit> Of(Campaign campaign, IEnumerable<string> groups) =>
    [
        .. from code in groups.Distinct(StringComparer.Ordinal)
           from unit in campaign.FindGroup(code)!.Units
           select new RatedUnit(unit.UnitId, unit.Code, unit.Name, code),
    ];
}
