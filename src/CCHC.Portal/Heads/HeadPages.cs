using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Standings;

namespace CCHC.Portal.Heads;

/// <summary>The class of the heads of units, which follows the unit's unless it was decided otherwise.</summary>
internal static class HeadPages
{
    /// <param name="standings">Below <c>/xep-hang</c>.</param>
    public static void Map(RouteGroupBuilder standings)
    {
        standings.MapGet("{ky}/nguoi-dung-dau", (string ky, string? khoi, GatewayClient gateway) => ShowAsync(ky, khoi, gateway));
        standings.MapPost("{ky}/nguoi-dung-dau", DecideAsync);
    }

    internal static string Address(string campaign, string? group) =>
        $"{StandingPages.Address(campaign)}/nguoi-dung-dau" + (group is null ? "" : $"?khoi={Uri.EscapeDataString(group)}");

    private static string Api(string campaign) => $"/api/ranking/campaigns/{Uri.EscapeDataString(campaign)}/heads";

    private static async Task<IResult> ShowAsync(string ky, string? khoi, GatewayClient gateway, RefusedDecision? refused = null) => Pages.Show<HeadListPage>(
        new { List = await gateway.GetAsync<HeadList>(Api(ky) + (khoi is null ? "" : $"?group={Uri.EscapeDataString(khoi)}")), Refused = refused }, refused?.Problem.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> DecideAsync(string ky, string? khoi, IFormCollection form, GatewayClient gateway)
    {
        var (unit, chosen, reason) = (form["unit"].ToString(), form["class"].ToString() is { Length: > 0 } name ? name : null, form["reason"].ToString().Trim());
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Put, $"{Api(ky)}/{Uri.EscapeDataString(unit)}", new { @class = chosen, reason });
        return outcome.Problem is { } problem
            ? await ShowAsync(ky, khoi, gateway, new RefusedDecision(unit, chosen, reason, problem))
            : TypedResults.LocalRedirect(Address(ky, khoi));
    }
}
