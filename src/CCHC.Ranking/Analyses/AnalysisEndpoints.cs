using CCHC.Ranking.Standings;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Ranking.Analyses;

public static class AnalysisEndpoints
{
    public static void MapAnalyses(this IEndpointRouteBuilder app)
    {
        var staff = app.MapGroup("/api/ranking/campaigns/{code}").Requires(Permissions.ReadStandings).WithTags("Phân tích xếp hạng");
        staff.MapGet("analysis", AnalyseStandings.Handle);
        staff.MapGet("shares", ListShares.Handle);
        staff.MapGet("rank-intervals", SimulateRanks.Handle);
        staff.MapPost("what-if", ComputeWhatIf.Handle);
        staff.MapGet("standings/{unitCode}/lifts", FindLifts.Handle);
    }
}
