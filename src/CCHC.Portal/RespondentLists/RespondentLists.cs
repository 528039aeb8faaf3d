using CCHC.Portal.Gateway;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Portal.RespondentLists;

/// <summary>Lists that were asked of the units of a campaign, and the units that can be asked; who stands on a list is never told here.</summary>
public sealed record ListBoard(Guid CampaignId, IReadOnlyList<ListRequest> Items, IReadOnlyList<AskableUnit> Units);

public sealed record AskableUnit(Guid UnitId, string Code, string Name, string GroupCode, string GroupName);

public sealed record ListRequest(
    Guid Id, string Name, string Guidance, DateOnly DueOn, int Wanted, string AskedBy, DateTimeOffset AskedAt, DateTimeOffset? TakenOverAt, string? TakenOverBy, Guid? FrameId,
    IReadOnlyList<AskedUnit> Units)
{
    public int Delivered => Units.Count(unit => unit.DeliveredAt is not null);

    public int People => Units.Sum(unit => unit.People);

    public int Late => Units.Count(unit => unit.Late);
}

public sealed record AskedUnit(
    Guid UnitId, string Code, string Name, string GroupCode, string GroupName, int People, int Duplicates, string? DeliveredBy, DateTimeOffset? DeliveredAt, bool Late);

public enum DeliveryState
{
    Awaited,
    Delivered,
    Closed,
}

/// <summary>What is asked of the person's own units.</summary>
public sealed record MyLists(IReadOnlyList<MyList> Items);

public sealed record MyList(
    Guid Id, Guid CampaignId, string CampaignName, bool Practice, string Name, string Guidance, DateOnly DueOn, int Wanted, string AskedBy, Guid UnitId, string UnitName, DeliveryState State, bool Late,
    int People, int Duplicates, string? DeliveredBy, DateTimeOffset? DeliveredAt)
{
    public string Anchor => $"yc-{Id:N}-{UnitId:N}";

    public DateTimeOffset DueAt => ListDay.End(DueOn);
}

/// <summary>A file that was not taken, and for which request.</summary>
public sealed record RefusedList(Guid RequestId, Guid UnitId, Problem Problem);

internal static class ListDay
{
    /// <summary>The last minute of a day in Việt Nam.</summary>
    public static DateTimeOffset End(DateOnly day)
    {
        var last = day.ToDateTime(new TimeOnly(23, 59));
        return new DateTimeOffset(last, VietnamTime.Zone.GetUtcOffset(last));
    }
}

/// <summary>Whom to show on the board, and in which order.</summary>
/// <param name="Loc"><c>chua-nop</c>, <c>muon</c> (late) or <c>thieu</c> (fewer than wanted).</param>
/// <param name="Sap"><c>ten</c>, <c>nguoi</c> or <c>luc-nop</c>; otherwise by group.</param>
public sealed record BoardFilter(string? Loc, string? Sap)
{
    private static readonly StringComparer Names = StringComparer.Create(Formats.Vietnamese, ignoreCase: true);

    public IReadOnlyList<AskedUnit> Apply(ListRequest request)
    {
        var units = request.Units.Where(unit => Loc switch
        {
            "chua-nop" => unit.DeliveredAt is null,
            "muon" => unit.Late,
            "thieu" => unit.People < request.Wanted,
            _ => true,
        });
        return
        [
            .. Sap switch
            {
                "ten" => units.OrderBy(unit => unit.Name, Names),
                "nguoi" => units.OrderByDescending(unit => unit.People).ThenBy(unit => unit.Name, Names),
                "luc-nop" => units.OrderBy(unit => unit.DeliveredAt is null).ThenBy(unit => unit.DeliveredAt).ThenBy(unit => unit.Name, Names),
                _ => units.OrderBy(unit => unit.GroupName, Names).ThenBy(unit => unit.Name, Names),
            },
        ];
    }

    public string Address(string page, string? sort)
    {
        var query = new QueryString();
        query = string.IsNullOrEmpty(Loc) ? query : query.Add("loc", Loc);
        return page + (sort is null ? query : query.Add("sap", sort)).ToUriComponent();
    }
}

/// <summary>The form that asks units, as it was typed.</summary>
public sealed record ListWish
{
    public string Name { get; init; } = "";
    public string Guidance { get; init; } = "";
    public string DueOn { get; init; } = "";
    public string Wanted { get; init; } = "";
    public IReadOnlySet<Guid> Units { get; init; } = new HashSet<Guid>();
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public Problem? Problem { get; init; }
}
