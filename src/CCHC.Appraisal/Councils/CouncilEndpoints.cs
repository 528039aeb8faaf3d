using CCHC.Appraisal.Conflicts;
using CCHC.Appraisal.Distributions;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.Councils;

public static class CouncilEndpoints
{
    public static void MapCouncils(this IEndpointRouteBuilder app)
    {
        var council = app.MapGroup("/api/appraisal/campaigns/{campaignId:guid}/council").WithTags("Hội đồng thẩm định");

        council.MapPut("", AppointCouncil.Handle).WithName(nameof(AppointCouncil)).RequireRole(Roles.HomeAffairs);
        council.MapPut("rules", SetCouncilRules.Handle).WithName(nameof(SetCouncilRules)).RequireRole(Roles.HomeAffairs).ProducesProblem(StatusCodes.Status409Conflict);
        council.MapGet("", GetCouncil.Handle).WithName(nameof(GetCouncil))
            .RequireRole(Roles.HomeAffairs, Roles.Leader, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary, Roles.Appraiser);
        app.MapConflicts();
        app.MapDistributions();
    }
}
