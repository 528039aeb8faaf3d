using CCHC.Portal.Gateway;
using CCHC.Portal.Standings;

namespace CCHC.Portal.Remediation;

/// <summary>What was planned and done about last year's lost points, beside this year's leaves; nothing where nobody planned or the service is away.</summary>
public sealed class LastYearMeasures
{
    private readonly Dictionary<(string Unit, string Criterion), (Guid PlanId, MeasureItem Item)> _items = [];

    /// <summary>Not everything could be asked for, so it is worth asking again.</summary>
    public bool Away { get; private set; }

    /// <summary>Of the units of last year and by the criteria of last year, as the comparison of the two years names them.</summary>
    public static async Task<LastYearMeasures> ReadAsync(GatewayClient gateway, YearOnYear years, int year)
    {
        var measures = new LastYearMeasures();
        foreach (var figures in years.Columns.Select(column => column.Figures))
        {
            var asked = await gateway.TryFindAsync<MeasuresOfUnit>(
                $"{RemediationPages.Api}/for-unit/{Uri.EscapeDataString(figures.UnitCode)}?year={year.ToString(System.Globalization.CultureInfo.InvariantCulture)}&campaign={Uri.EscapeDataString(figures.CampaignCode)}");
            measures.Away |= asked.Problem is not null;
            foreach (var item in asked.Value?.Items ?? [])
            {
                measures._items[(figures.UnitCode, item.CriterionCode)] = (asked.Value!.PlanId, item);
            }
        }

        return measures;
    }

    /// <summary>Of the leaf that was comparable last year.</summary>
    public MeasureItem? Of(YearOnYear.Column column, LastYearLeaf then) => _items.TryGetValue((column.Figures.UnitCode, then.Code), out var known) ? known.Item : null;

    public string? AddressOf(YearOnYear.Column column, LastYearLeaf then) =>
        _items.TryGetValue((column.Figures.UnitCode, then.Code), out var known) ? RemediationPages.Address(known.PlanId, known.Item.Id) : null;

    private sealed record MeasuresOfUnit(Guid PlanId, IReadOnlyList<MeasureItem> Items);
}

public sealed record MeasureItem(Guid Id, string CriterionCode, string? Measure, DateOnly? DueOn, ItemState State, int Percent, string? LastReport, DateTimeOffset? LastReportAt);
