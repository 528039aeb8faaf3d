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
        snapshots.MapGet("", GetSnapshots.Handle).Requires(Permissions.ReadStandings);
        snapshots.MapGet("{number:int}", GetSnapshot.Handle).Requires(Permissions.ReadStandings);
        snapshots.MapPost("", TakeSnapshot.Handle).Requires(Permissions.TakeSnapshots);
        snapshots.MapDelete("{number:int}", DiscardSnapshot.Handle).Requires(Permissions.TakeSnapshots);
        snapshots.MapPost("{number:int}/approval", ApproveSnapshot.Handle).Requires(Permissions.ApproveSnapshots);
        snapshots.MapDelete("{number:int}/approval", WithdrawApproval.Handle).Requires(Permissions.ApproveSnapshots);
        app.MapGet("/api/ranking/snapshots", ListWaitingSnapshots.Handle).Requires(Permissions.ReadWaitingSnapshots).WithTags("Chốt và phê duyệt");
        app.MapHeads(); // frozen and published with the result
        app.MapDocuments();
    }
}
