using CCHC.Survey.Campaigns;

namespace CCHC.Survey.ListRequests;

/// <summary>A unit of a campaign: one that is measured, or that answers in the place of one, as departments do for a province.</summary>
public sealed record AskableUnit(Guid UnitId, string Code, string Name, string GroupCode, string GroupName)
{
    /// <summary>Each once, in the first group that has it.</summary>
    public static IReadOnlyList<AskableUnit> Of(Campaign campaign) =>
    [
        .. campaign.State.Groups.SelectMany(group =>
            group.Units.Select(unit => new AskableUnit(unit.UnitId, unit.Code, unit.Name, group.Code, group.Name))
                .Concat(group.Responsibilities.Select(duty => new AskableUnit(duty.UnitId, duty.UnitCode, duty.UnitName, group.Code, group.Name))))
            .DistinctBy(unit => unit.UnitId),
    ];
}
