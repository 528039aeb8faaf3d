using CCHC.Criteria.Data;
using CCHC.Criteria.Units;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Criteria.Campaigns;

/// <summary>Units that existed in the year and may be measured by the owner, in the order of the Vietnamese alphabet.</summary>
public static class ListUnitChoices
{
    private static readonly StringComparer Vietnamese = StringComparer.Create(new("vi-VN"), ignoreCase: false);

    public sealed record Item(
        Guid UnitId, string Code, string Name, string Type, string GroupCode, string GroupName, bool Governs, Guid? ParentId, DateOnly? ValidFrom, DateOnly? ValidTo, bool PartOfYear);

    public sealed record Response(IReadOnlyList<Item> Items);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        int year, Guid? ownerUnitId, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var register = await UnitRegister.LoadAsync(db, cancellationToken);
        var owner = ownerUnitId is { } id ? register.Find(id) : null;
        if (!user.Covers(ownerUnitId, Permissions.RunCampaigns) || (ownerUnitId is not null && owner is null))
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Ok(new Response(
        [
            .. register.Units.Where(unit => unit.ExistsIn(year) && register.IsWithin(unit, owner))
                .OrderBy(unit => unit.GroupName, Vietnamese).ThenBy(unit => unit.Name, Vietnamese)
                .Select(unit => new Item(
                    unit.Id, unit.Code, unit.Name, unit.Type, unit.GroupCode, unit.GroupName, unit.Governs, unit.ParentId, unit.ValidFrom, unit.ValidTo, unit.ExistsInPartOf(year))),
        ]));
    }
}
