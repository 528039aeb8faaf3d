using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.Conflicts;

public static class ConflictEndpoints
{
    public static void MapConflicts(this IEndpointRouteBuilder app)
    {
        var conflicts = app.MapGroup("/api/appraisal/campaigns/{campaignId:guid}/council/conflicts").WithTags("Hội đồng thẩm định")
            .Requires(Permissions.DeclareConflicts);
        conflicts.MapPost("", DeclareConflict.Handle).WithName(nameof(DeclareConflict));
        conflicts.MapDelete("{id:guid}", WithdrawConflict.Handle).WithName(nameof(WithdrawConflict));
    }
}
