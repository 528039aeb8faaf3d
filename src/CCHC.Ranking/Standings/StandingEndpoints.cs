using CCHC.Ranking.Campaigns;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Ranking.Standings;

public static class StandingEndpoints
{
    public static void AddStandings(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CampaignCache>();
        builder.Services.AddSingleton<LiveResults>();
        builder.Services.AddSingleton<StandingWatch>();
    }

    public static void MapStandings(this IEndpointRouteBuilder app)
    {
        var staff = app.MapGroup("/api/ranking/campaigns/{code}")
            .Requires(Permissions.ReadStandings)
            .WithTags("Xếp hạng tạm tính");
        staff.MapGet("standings", GetStandings.Handle);
        staff.MapGet("standings/stream", FollowStandings.Handle);
        staff.MapGet("standings/{unitCode}", GetUnitStanding.Handle);
        staff.MapGet("last-year", GetLastYear.Handle);
        staff.MapGet("groups/{group}/last-year/{criterionCode}", GetCriterionLastYear.Handle);

        app.MapGet("/api/ranking/campaigns/{code}/last-year/{unitCode}", GetUnitLastYear.Handle)
            .Requires(Permissions.ReadLastYear)
            .WithTags("Xếp hạng tạm tính");
    }
}
