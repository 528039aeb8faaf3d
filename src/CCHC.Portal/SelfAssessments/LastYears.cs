using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Remediation;
using CCHC.Portal.Standings;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.Extensions.Caching.Memory;

namespace CCHC.Portal.SelfAssessments;

/// <summary>Last year's points and what was done about those lost, beside a leaf. Read after the page is there, so that no page waits for it; then known for a while.</summary>
internal static class LastYears
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    public static string Address(Guid sheet, string code) => $"/phieu/{sheet}/nam-truoc?tieuChi={Uri.EscapeDataString(code)}";

    /// <summary>Null when it has to be asked for.</summary>
    public static SheetLastYear? Known(IMemoryCache cache, CurrentUser user, Sheet sheet) => cache.Get<SheetLastYear>(Key(user, sheet));

    public static async Task<IResult> ShowAsync(Guid id, string? tieuChi, GatewayClient gateway, IMemoryCache cache, CurrentUser user)
    {
        var sheet = await SheetPages.LoadAsync(gateway, id);
        if (sheet.Find(tieuChi) is not { } node)
        {
            return TypedResults.NotFound();
        }

        var lastYear = Known(cache, user, sheet) ?? await ReadAsync(gateway, sheet);
        if (lastYear is { Years.Away: null, Measures.Away: false })
        {
            cache.Set(Key(user, sheet), lastYear, Kept);
        }

        return Pages.Show<LastYearPart>(new { Sheet = sheet, Node = node, LastYear = lastYear });
    }

    private static async Task<SheetLastYear> ReadAsync(GatewayClient gateway, Sheet sheet)
    {
        var years = await YearOnYear.ReadAsync(
            gateway, $"/api/ranking/campaigns/{Uri.EscapeDataString(sheet.CampaignCode)}/last-year/{Uri.EscapeDataString(sheet.UnitCode)}");
        return new SheetLastYear(years, await LastYearMeasures.ReadAsync(gateway, years, sheet.Year - 1));
    }

    private static (string, Guid, string, string) Key(CurrentUser user, Sheet sheet) => ("last-year", user.Id, sheet.CampaignCode, sheet.UnitCode);
}

/// <param name="Years">What was published.</param>
/// <param name="Measures">What was done about it.</param>
public sealed record SheetLastYear(YearOnYear Years, LastYearMeasures Measures);
