namespace CCHC.Portal.Councils;

/// <summary>The appraisal council of a campaign as Appraisal tells of it.</summary>
public sealed record AppraisalCouncil(
    Guid CampaignId, string CampaignName, IReadOnlyList<CouncilMember> Members, IReadOnlyList<GivenField> Unassigned, CouncilRules Rules,
    IReadOnlyList<ConflictItem> Conflicts, IReadOnlyList<CouncilUnit> Units, IReadOnlyList<CouncilField> Fields, int Revision)
{
    public IEnumerable<string> GroupCodes => Units.Select(unit => unit.GroupCode).Concat(Fields.Select(part => part.GroupCode)).Distinct(StringComparer.Ordinal);
}

/// <param name="Leaves">Leaves to judge in all units together.</param>
public sealed record CouncilMember(Guid UserId, string DisplayName, IReadOnlyList<GivenField> Fields, CouncilOffice Office, int Leaves = 0)
{
    /// <summary>Units it works for; told only when it joins, else Appraisal keeps what it knows.</summary>
    public IReadOnlyList<Guid>? OwnUnits { get; init; }
}

/// <param name="UnitIds">The only units it is given for; null for all.</param>
public sealed record GivenField(string GroupCode, string FieldCode, string? FieldName, IReadOnlyList<Guid>? UnitIds = null);

public sealed record CouncilRules(bool Independent, decimal Threshold, Combination Combination, decimal Quorum, decimal AgendaChange);

public sealed record ConflictItem(
    Guid Id, Guid UserId, string UserName, Guid UnitId, string UnitName, ConflictKind Kind, string? Note, string RecordedBy, DateTimeOffset RecordedAt);

public sealed record CouncilUnit(Guid UnitId, string Code, string Name, string GroupCode);

public sealed record CouncilField(string GroupCode, string FieldCode, string FieldName, int Leaves)
{
    /// <summary>Names the field in a form.</summary>
    public string Key => $"{GroupCode}/{FieldCode}";
}

public enum CouncilOffice
{
    Member,
    Chair,
    Secretary,
}

public enum ConflictKind
{
    OwnUnit,
    FormerPost,
    Declared,
}

public enum Combination
{
    Mean,
    Stricter,
}

/// <summary>A distribution of the work that was calculated and not released.</summary>
public sealed record Proposal(
    Guid Id, string Seed, int MembersPerShare, IReadOnlyList<string> GroupCodes, string MadeBy, DateTimeOffset MadeAt, decimal Spread, bool Outdated,
    IReadOnlyList<ProposedMember> Members, IReadOnlyList<string> Uncovered);

public sealed record ProposedMember(Guid UserId, string DisplayName, int Leaves, IReadOnlyList<ProposedField> Fields);

public sealed record ProposedField(string GroupCode, string FieldCode, string FieldName, IReadOnlyList<string> Units, bool AllUnits);

/// <summary>An account that may join the council.</summary>
public sealed record Account(Guid Id, string UserName, string DisplayName, bool Locked, IReadOnlyList<AccountGrant> Grants);

public sealed record AccountGrant(string Role, Guid? UnitId, string? UnitName);

/// <summary>What a search among the accounts found, or why it did not work.</summary>
public sealed record AccountSearch(string Search, IReadOnlyList<Account> Items, bool More, Gateway.Problem? Problem = null);
