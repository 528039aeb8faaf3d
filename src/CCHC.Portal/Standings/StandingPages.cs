using CCHC.Portal.Analyses;
using CCHC.Portal.Campaigns;
using CCHC.Portal.Documents;
using CCHC.Portal.Gateway;
using CCHC.Portal.Heads;
using CCHC.Portal.Layout;
using CCHC.Portal.Publications;
using CCHC.Portal.Remediation;
using CCHC.Portal.Results;

namespace CCHC.Portal.Standings;

/// <summary>Live standings for those who work on them; the public sees published results only.</summary>
public static class StandingPages
{
    public static void MapStandings(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/xep-hang");
        pages.MapGet("", async (GatewayClient gateway) => Pages.Show<StandingListPage>(new { Campaigns = await CampaignsAsync(gateway) }));
        pages.MapGet("{ky}", ShowAsync);
        pages.MapGet("{ky}/luong", (string ky, string khoi, GatewayStream stream, HttpContext context) =>
            stream.FollowAsync(context, $"{Api(ky)}/standings/stream?group={Uri.EscapeDataString(khoi)}"));
        pages.MapGet("{ky}/{unitCode}", ShowUnitAsync);
        PublicationPages.Map(pages);
        DocumentPages.Map(pages);
        HeadPages.Map(pages);
        AnalysisPages.Map(pages);
        app.MapRemediation();
    }

    internal static string Address(string campaign, string? group = null) =>
        $"/xep-hang/{Uri.EscapeDataString(campaign)}" + (group is null ? "" : $"?khoi={Uri.EscapeDataString(group)}");

    /// <summary>News of the standings, as the browser's EventSource reads them.</summary>
    internal static string StreamAddress(string campaign, string group) => $"{Address(campaign)}/luong?khoi={Uri.EscapeDataString(group)}";

    private static string Api(string campaign) => $"/api/ranking/campaigns/{Uri.EscapeDataString(campaign)}";

    private static Task<IReadOnlyList<PublicCampaign>> CampaignsAsync(GatewayClient gateway) =>
        gateway.GetAsync<IReadOnlyList<PublicCampaign>>("/api/public/v1/campaigns");

    /// <summary>A campaign that the public list leaves out: a practice copy, or one that has not opened.</summary>
    private static async Task<PublicCampaign?> HiddenCampaignAsync(GatewayClient gateway, string code)
    {
        var found = await gateway.GetAsync<PageOf<CampaignItem>>($"/api/criteria/campaigns?search={Uri.EscapeDataString(code)}&pageSize=100");
        return found.Items.Where(campaign => campaign.Code == code)
            .Select(campaign => new PublicCampaign(code, campaign.Name, campaign.Year, "open", [.. campaign.Groups.Select(group => new PublicGroup(group.Code, group.Name))]))
            .FirstOrDefault();
    }

    /// <summary>The whole page, or the table alone when the page looks for news.</summary>
    private static async Task<IResult> ShowAsync(string ky, string? khoi, GatewayClient gateway, HttpContext context)
    {
        var campaign = (await CampaignsAsync(gateway)).FirstOrDefault(x => x.Code == ky) ?? await HiddenCampaignAsync(gateway, ky);
        if (campaign?.Group(khoi) is not { } group)
        {
            return TypedResults.NotFound();
        }

        var standings = await gateway.GetAsync<GroupStandings>($"{Api(ky)}/standings?group={Uri.EscapeDataString(group.Code)}");
        return Pages.IsPartial(context)
            ? Pages.Show<StandingTable>(new { Standings = standings })
            : Pages.Show<StandingPage>(new { Campaign = campaign, Standings = standings });
    }

    private static async Task<IResult> ShowUnitAsync(string ky, string unitCode, GatewayClient gateway)
    {
        var unit = await gateway.GetAsync<UnitStanding>($"{Api(ky)}/standings/{Uri.EscapeDataString(unitCode)}");
        var history = ResultPages.HistoryAsync(gateway, unitCode);
        return Pages.Show<UnitStandingPage>(new { Unit = unit, Years = await YearOnYear.ReadAsync(gateway, $"{Api(ky)}/last-year/{Uri.EscapeDataString(unitCode)}"), History = await history });
    }
}
