using CCHC.Portal.Campaigns;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.CouncilWork;

/// <summary>A council's campaigns, and of one how far the work is, how members score, and where its meetings and documents are.</summary>
internal static class CouncilWorkPages
{
    public static void MapCouncilWork(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/tham-dinh/ky");
        pages.MapGet("", async (GatewayClient gateway) => Pages.Show<CouncilListPage>(new { Campaigns = await CampaignHead.ListAsync(gateway) }));
        pages.MapGet("{id:guid}", ShowAsync);
        pages.MapGet("{id:guid}/bao-cao.{format:regex(^(docx|xlsx)$)}", (Guid id, string format, HttpContext context, GatewayStream gateway) =>
            gateway.DownloadAsync(context, $"/api/appraisal/campaigns/{id}/report.{format}"));
    }

    private static async Task<IResult> ShowAsync(Guid id, string? xep, GatewayClient gateway)
    {
        var api = $"/api/appraisal/campaigns/{id}";
        var (workload, statistics, ratification) = (gateway.TryGetAsync<Workload>($"{api}/workload"), gateway.TryGetAsync<AppraisalStatistics>($"{api}/statistics"), gateway.TryGetAsync<RatificationState>($"{api}/ratification"));
        var campaign = await CampaignHead.GetAsync(gateway, id);
        return Pages.Show<CouncilOverviewPage>(new { Overview = new CouncilOverview(campaign, await workload, await statistics, (await ratification).Value), Sort = xep });
    }
}
