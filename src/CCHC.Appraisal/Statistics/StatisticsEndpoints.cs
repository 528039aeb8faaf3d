using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.Statistics;

public static class StatisticsEndpoints
{
    public static void MapStatistics(this IEndpointRouteBuilder app)
    {
        var campaign = app.MapGroup("/api/appraisal/campaigns/{campaignId:guid}").WithTags("Thống kê thẩm định");
        campaign.MapGet("statistics", GetStatistics.Handle).WithName(nameof(GetStatistics)).Requires(Permissions.ReadReports);
        campaign.MapGet("workload", GetWorkload.Handle).WithName(nameof(GetWorkload)).Requires(Permissions.FollowProgress);
    }
}
