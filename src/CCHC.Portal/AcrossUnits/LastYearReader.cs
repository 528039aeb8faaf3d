using CCHC.Portal.Appraisals;
using CCHC.Portal.CriteriaSets;
using CCHC.Portal.Gateway;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.Extensions.Caching.Memory;

namespace CCHC.Portal.AcrossUnits;

/// <summary>What was published of one criterion for all units the year before.</summary>
public sealed record CriterionLastYear(Guid CriteriaSetId, IReadOnlyList<CriterionLastYearItem> Items);

public sealed record CriterionLastYearItem(string UnitCode, IReadOnlyList<CriterionPlace> LastYear);

public sealed record CriterionPlace(string UnitCode, Guid? CriteriaSetId, string? Name, decimal? MaxPoints, decimal? Points, bool Applicable);

/// <summary>Last year's points of a criterion by unit, as text, where the two criteria sets may be compared; empty while the ranking is away.</summary>
public sealed class LastYearReader(IMemoryCache cache, CurrentUser user)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(GatewayClient gateway, Criterion criterion)
    {
        var key = ("criterion-last-year", user.Id, criterion.CampaignCode, criterion.GroupCode, criterion.Code);
        if (cache.TryGetValue<IReadOnlyDictionary<string, string>>(key, out var known))
        {
            return known!;
        }

        if ((await FindAsync(gateway, criterion, criterion.Code)).Value is not { } same)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }

        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var set in same.Items.SelectMany(item => item.LastYear).Select(place => place.CriteriaSetId).Distinct())
        {
            var code = set is null || set == same.CriteriaSetId ? criterion.Code : await CodeThenAsync(gateway, set.Value, same.CriteriaSetId, criterion.Code);
            var then = code is null ? null : code == criterion.Code ? same : (await FindAsync(gateway, criterion, code)).Value;
            foreach (var item in then?.Items ?? [])
            {
                var places = item.LastYear.Where(place => place.CriteriaSetId == set && place.Name is not null && (set is not null || place.Name == criterion.Name)).ToList();
                if (places.Count > 0)
                {
                    shown[item.UnitCode] = string.Join("; ", places.Select(place => place.Applicable ? Formats.PointsOf(place.Points, place.MaxPoints ?? 0) : AppraisalsTexts.NotApplicableShort));
                }
            }
        }

        return cache.Set<IReadOnlyDictionary<string, string>>(key, shown, Kept);
    }

    private static Task<Outcome<CriterionLastYear>> FindAsync(GatewayClient gateway, Criterion criterion, string code) => gateway.TryFindAsync<CriterionLastYear>(
        $"/api/ranking/campaigns/{Uri.EscapeDataString(criterion.CampaignCode)}/groups/{Uri.EscapeDataString(criterion.GroupCode)}/last-year/{Uri.EscapeDataString(code)}");

    /// <summary>Last year's code of the criterion; null where the sets have none that is comparable.</summary>
    private static async Task<string?> CodeThenAsync(GatewayClient gateway, Guid then, Guid now, string code) =>
        (await gateway.TryFindAsync<Comparison>($"/api/criteria/sets/{then}/comparison/{now}")).Value?.Rows.FirstOrDefault(row => row.Comparable == true && row.To?.Code == code)?.From?.Code;
}
