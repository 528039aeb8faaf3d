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
    public string CampaignCode { get; init; } = "";

    /// <summary>Last year's points by unit code, as text.</summary>
    public IReadOnlyDictionary<string, string> LastYear { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string Address => AcrossUnitsPages.Address(CampaignId, GroupCode, Code);
}

/// <param name="StandsOut">Its claim is far from those of the other units.</param>
public sealed record CriterionRow(
    Guid CaseId, string? UnitCode, string? UnitName, int Round, bool PhaseOpen, bool Locked, SelfScore? Self, Judgement? Appraised, LeafStands? Result, LeafStands? Earlier, bool StandsOut)
{
    public bool Mine { get; init; }

    /// <summary>The person's own score where several score independently.</summary>
    public Opinion? Own { get; init; }

    public Guid? SelfAssessmentId { get; init; }

    public bool IsAppraised => Appraised?.Round == Round || Own is not null;

    public bool Differs => Given is { } given && (Self is null || given.Applicable != Self.Applicable || given.Points != Self.Points);

    /// <summary>What counts or, before scores are compared, the person's own.</summary>
    public LeafStands? Shown => Own is null || Appraised?.Round == Round ? Result : new LeafStands(Own.Points, Own.Applicable);

    public string? Reason => Appraised?.Round == Round ? Appraised.Reason : Own?.Reason ?? Appraised?.Reason;

    private LeafStands? Given => Appraised is { } judgement && (Own is null || judgement.Round == Round) ? new LeafStands(judgement.Points, judgement.Applicable) : Own is null ? null : new LeafStands(Own.Points, Own.Applicable);
}

/// <summary>Which rows a grid shows, and in which order; it stands in the address.</summary>
public sealed record GridView(string? Filter, string? Sort)
{
    public const string Open = "chua", Changed = "khac", Outlying = "noi-bat", ByClaim = "tu-cham", ByResult = "ket-qua";

    public const string Data = "so-lieu", Proof = "tai-lieu", LastYear = "nam-truoc";

    /// <summary>Columns that are not shown.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>Low rows.</summary>
    public bool Compact { get; init; }

    public string Query => string.Join('&', new[]
    {
        Filter is null ? null : $"loc={Filter}", Sort is null ? null : $"xep={Sort}", Hidden.Count == 0 ? null : $"an={string.Join(',', Hidden)}", Compact ? "gon=true" : null,
    }.OfType<string>());

    public bool Shows(string column) => !Hidden.Contains(column);

    public GridView Toggle(string column) => this with { Hidden = Shows(column) ? [.. Hidden, column] : [.. Hidden.Where(hidden => hidden != column)] };

    public IReadOnlyList<CriterionRow> Of(IEnumerable<CriterionRow> rows)
    {
        var shown = rows.Where(row => Filter switch { Open => !row.IsAppraised, Changed => row.Differs, Outlying => row.StandsOut, _ => true });
        return Sort switch
        {
            ByClaim => [.. shown.OrderBy(row => row.Self is { Applicable: true } self ? self.Points : decimal.MaxValue)],
            ByResult => [.. shown.OrderBy(row => row.Shown is { Applicable: true } result ? result.Points : decimal.MaxValue)],
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
