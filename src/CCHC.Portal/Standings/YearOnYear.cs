using CCHC.Portal.CriteriaSets;
using CCHC.Portal.Gateway;

namespace CCHC.Portal.Standings;

/// <summary>What was published of a unit the year before, or of each unit it was made of.</summary>
public sealed record UnitLastYear(Guid CriteriaSetId, IReadOnlyList<LastYearItem> LastYear);

public sealed record LastYearItem(LastYearFigures Figures, Guid? CriteriaSetId, IReadOnlyList<LastYearLeaf> Leaves);

public sealed record LastYearFigures(string UnitCode, string UnitName, decimal Index, int? Rank, string? Class, string CampaignCode);

public sealed record LastYearLeaf(string Code, string Name, decimal MaxPoints, decimal? Points, bool Applicable);

/// <summary>Last year's points beside this year's leaves, where the comparison of the two criteria sets allows it.</summary>
public sealed class YearOnYear
{
    private YearOnYear(IReadOnlyList<Column> columns, Problem? away = null) => (Columns, Away) = (columns, away);

    /// <summary>One per unit of last year; several for a merged unit, none for a new one.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Says which service could not be asked.</summary>
    public Problem? Away { get; }

    public static async Task<YearOnYear> ReadAsync(GatewayClient gateway, string path)
    {
        var asked = await gateway.TryFindAsync<UnitLastYear>(path);
        if (asked.Value is not { } lastYear)
        {
            return new YearOnYear([], asked.Problem);
        }

        // Departments that became one were measured by the same set, as a rule.
        var comparisons = new Dictionary<Guid, Comparison?>();
        Problem? away = null;
        foreach (var set in lastYear.LastYear.Select(item => item.CriteriaSetId).OfType<Guid>().Where(set => set != lastYear.CriteriaSetId).Distinct())
        {
            var compared = await gateway.TryFindAsync<Comparison>($"/api/criteria/sets/{set}/comparison/{lastYear.CriteriaSetId}");
            comparisons[set] = compared.Value;
            away ??= compared.Problem;
        }

        return new YearOnYear([.. lastYear.LastYear.Select(item => new Column(item, comparisons.GetValueOrDefault(item.CriteriaSetId ?? default), lastYear.CriteriaSetId))], away);
    }

    /// <summary>The figures of one unit of last year.</summary>
    public sealed class Column
    {
        private readonly Dictionary<string, LastYearLeaf> _leaves;
        private readonly Dictionary<string, string>? _counterparts;
        private readonly bool _sameSet;

        internal Column(LastYearItem item, Comparison? comparison, Guid criteriaSetId)
        {
            Figures = item.Figures;
            _sameSet = item.CriteriaSetId == criteriaSetId;
            _leaves = item.Leaves.ToDictionary(leaf => leaf.Code, StringComparer.Ordinal);
            _counterparts = comparison?.Rows
                .Where(row => row is { Comparable: true, From: not null, To: not null })
                .ToDictionary(row => row.To!.Code, row => row.From!.Code, StringComparer.Ordinal);
        }

        public LastYearFigures Figures { get; }

        /// <summary>
        /// Last year's points of the leaf that is comparable with this one; null where none is. Results imported from a file have no criteria set: there
        /// a leaf is the same when code and name are.
        /// </summary>
        public LastYearLeaf? Of(string code, string name) => _counterparts is { } counterparts
            ? counterparts.TryGetValue(code, out var then) ? _leaves.GetValueOrDefault(then) : null
            : _leaves.GetValueOrDefault(code) is { } same && (_sameSet || same.Name == name) ? same : null;
    }
}
