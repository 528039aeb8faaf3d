namespace CCHC.Portal.Documents;

/// <summary>Who is awarded; whoever reads it may make documents of the result too.</summary>
/// <param name="Draft">What there is to know of a result that is not public yet.</param>
public sealed record AwardBoard(string? Draft, IReadOnlyList<AwardGroup> Groups);

/// <param name="Awards">How many ranks the group awards.</param>
public sealed record AwardGroup(string Code, string Name, int Awards, IReadOnlyList<Award> Awarded, IReadOnlyList<Improvement> Improved);

/// <param name="Note">What decided between units of the same index, or who shares the rank.</param>
public sealed record Award(int Rank, bool Shared, string UnitCode, string UnitName, decimal Index, string? Class, string? Note);

public sealed record Improvement(string UnitCode, string UnitName, decimal LastYear, decimal Index, decimal Gain);

/// <summary>Units that a document can be made for.</summary>
public sealed record DocumentGroup(string Name, IReadOnlyList<DocumentUnit> Units);

public sealed record DocumentUnit(string Code, string Name);

/// <summary>The templates of the government whose campaign it is.</summary>
public sealed record TemplateList(string Campaign, string CampaignName, IReadOnlyList<TemplateItem> Items);

/// <param name="ReplacedBy">Null while the template that comes with the system holds.</param>
public sealed record TemplateItem(string Kind, string Name, string? ReplacedBy, DateTimeOffset? ReplacedAt, IReadOnlyList<TemplatePlace> Places);

/// <param name="Whole">Stands in a paragraph of its own.</param>
public sealed record TemplatePlace(string Written, string Meaning, bool Whole);
