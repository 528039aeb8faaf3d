using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Standings;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.Extensions.Caching.Memory;

namespace CCHC.Portal.SelfAssessments;

/// <summary>Last year's points beside a leaf. Read after the page is there, so that no page waits for it; then known for a while.</summary>
internal static class LastYears
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    public static string Address(Guid sheet, string code) => $"/phieu/{sheet}/nam-truoc?tieuChi={Uri.EscapeDataString(code)}";

    /// <summary>Null when it has to be asked for.</summary>
    public static YearOnYear? Known(IMemoryCache cache, CurrentUser user, Sheet sheet) => cache.Get<YearOnYear>(Key(user, sheet));

    public static async Task<IResult> ShowAsync(Guid id, string? tieuChi, GatewayClient gateway, IMemoryCache cache, CurrentUser user)
    {
        var sheet = await SheetPages.LoadAsync(gateway, id);
        if (sheet.Find(tieuChi) is not { } node)
        {
            return TypedResults.NotFound();
        }

        var years = Known(cache, user, sheet) ?? await YearOnYear.ReadAsync(
            gateway, $"/api/ranking/campaigns/{Uri.EscapeDataString(sheet.CampaignCode)}/last-year/{Uri.EscapeDataString(sheet.UnitCode)}");
        if (years.Away is null)
        {
            cache.Set(Key(user, sheet), years, Kept);
        }

        return Pages.Show<LastYearPart>(new { Sheet = sheet, Node = node, Years = years });
    }

    private static (string, Guid, string, string) Key(CurrentUser user, Sheet sheet) => ("last-year", user.Id, sheet.CampaignCode, sheet.UnitCode);
}
