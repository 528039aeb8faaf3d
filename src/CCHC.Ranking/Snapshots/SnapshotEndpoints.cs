using CCHC.Contracts.Identity;
using CCHC.Ranking.Documents;
using CCHC.Ranking.Heads;
using CCHC.Ranking.Standings;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Ranking.Snapshots;

public static class SnapshotEndpoints
{
    public static void MapSnapshots(this IEndpointRouteBuilder app)
    {
        var snapshots = app.MapGroup("/api/ranking/campaigns/{code}/snapshots").WithTags("Chốt và phê duyệt");
        snapshots.MapGet("", GetSnapshots.Handle).RequireRole(StandingEndpoints.Staff);
        snapshots.MapGet("{number:int}", GetSnapshot.Handle).RequireRole(StandingEndpoints.Staff);
        snapshots.MapPost("", TakeSnapshot.Handle).RequireRole(Roles.HomeAffairs);
        snapshots.MapDelete("{number:int}", DiscardSnapshot.Handle).RequireRole(Roles.HomeAffairs);
        snapshots.MapPost("{number:int}/approval", ApproveSnapshot.Handle).RequireRole(Roles.Leader);
        snapshots.MapDelete("{number:int}/approval", WithdrawApproval.Handle).RequireRole(Roles.Leader);
        app.MapGet("/api/ranking/snapshots", ListWaitingSnapshots.Handle).RequireRole(ListWaitingSnapshots.Readers).WithTags("Chốt và phê duyệt");
        app.MapHeads(); // frozen and published with the result
        app.MapDocuments();
    }
}
