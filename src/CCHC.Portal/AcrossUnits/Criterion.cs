using CCHC.Portal.Appraisals;
using CCHC.Scoring;

namespace CCHC.Portal.AcrossUnits;

/// <summary>The criteria a person may read, with how far the units of each are.</summary>
public sealed record CriterionList(IReadOnlyList<CriterionItem> Items);

public sealed record CriterionItem(
    Guid CampaignId, string CampaignName, int Year, bool Practice, string GroupCode, string Code, string Name, string FieldCode, string FieldName, decimal MaxPoints, bool Mine,
    int Units, int Appraised, int Changed);

/// <summary>One criterion across all units of a group.</summary>
/// <param name="Median">Of the points claimed by those to whom it applies.</param>
public sealed record Criterion(
    Guid CampaignId, string CampaignName, bool Practice, string GroupCode, string Code, string Name, string DepthPath, decimal MaxPoints, string RuleText, ScoringRule Rule,
    bool Mine, decimal? Median, IReadOnlyList<CriterionRow> Rows)
{
    public string Address => AcrossUnitsPages.Address(CampaignId, GroupCode, Code);
}

/// <param name="StandsOut">Its claim is far from those of the other units.</param>
public sealed record CriterionRow(
    Guid CaseId, string? UnitCode, string? UnitName, int Round, bool PhaseOpen, bool Locked, SelfScore? Self, Judgement? Appraised, LeafStands? Result, LeafStands? Earlier, bool StandsOut)
{
    public bool IsAppraised => Appraised?.Round == Round;

    public bool Differs => Appraised is { } judgement && (Self is null || judgement.Applicable != Self.Applicable || judgement.Points != Self.Points);
}

/// <summary>Which rows a grid shows, and in which order; it stands in the address.</summary>
public sealed record GridView(string? Filter, string? Sort)
{
    public const string Open = "chua", Changed = "khac", Outlying = "noi-bat", ByClaim = "tu-cham", ByResult = "ket-qua";

    public string Query => string.Join('&', new[] { Filter is null ? null : $"loc={Filter}", Sort is null ? null : $"xep={Sort}" }.OfType<string>());

    public IReadOnlyList<CriterionRow> Of(IEnumerable<CriterionRow> rows)
    {
        var shown = rows.Where(row => Filter switch { Open => !row.IsAppraised, Changed => row.Differs, Outlying => row.StandsOut, _ => true });
        return Sort switch
        {
            ByClaim => [.. shown.OrderBy(row => row.Self is { Applicable: true } self ? self.Points : decimal.MaxValue)],
            ByResult => [.. shown.OrderBy(row => row.Result is { Applicable: true } result ? result.Points : decimal.MaxValue)],
            _ => [.. shown],
        };
    }
}

/// <summary>What the member agreed to at once, the latest first.</summary>
public sealed record AcceptanceList(IReadOnlyList<AcceptanceItem> Items);

public sealed record AcceptanceItem(Guid Id, DateTimeOffset AcceptedAt, int Cases, int Leaves, DateTimeOffset? WithdrawnAt, int WithdrawnLeaves);

/// <summary>The answer to agreeing to many claims.</summary>
public sealed record Accepted(Guid? Id, int Cases, int Leaves);

/// <summary>What became of a decision in a row.</summary>
public sealed record RowState(Gateway.Problem? Problem, string? Points, string? Reason);
