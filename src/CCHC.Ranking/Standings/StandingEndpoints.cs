using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Ranking.Standings;

public static class StandingEndpoints
{
    public static void MapStandings(this IEndpointRouteBuilder app)
    {
        var staff = app.MapGroup("/api/ranking/campaigns/{code}/standings")
            .RequireRole(Roles.HomeAffairs, Roles.Leader, Roles.CouncilChair, Roles.CouncilSecretary, Roles.Appraiser, Roles.Auditor)
            .WithTags("Xếp hạng tạm tính");
        staff.MapGet("", GetStandings.Handle);
        staff.MapGet("{unitCode}", GetUnitStanding.Handle);
    }
}
