using CCHC.Portal.Gateway;

namespace CCHC.Portal.Heads;

/// <summary>The units of a group with their class and that of their heads.</summary>
/// <param name="Classes">The best first; empty where the group has none.</param>
public sealed record HeadList(
    string Campaign, string CampaignName, string Group, string GroupName, IReadOnlyList<string> Classes, IReadOnlyList<string> Withheld, IReadOnlyList<HeadItem> Items);

/// <param name="Decisions">The newest first.</param>
public sealed record HeadItem(string UnitCode, string UnitName, decimal? Index, string? Class, string? HeadClass, IReadOnlyList<HeadDecision> Decisions)
{
    public bool Differs => HeadClass != Class;
}

/// <param name="Class">Null for that of the unit.</param>
public sealed record HeadDecision(string? Class, string Reason, string DecidedBy, DateTimeOffset DecidedAt);

/// <summary>What was typed and could not be taken.</summary>
public sealed record RefusedDecision(string UnitCode, string? Class, string Reason, Problem Problem);
