using CCHC.Appraisal.Conflicts;
using CCHC.Appraisal.Distributions;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.Councils;

public static class CouncilEndpoints
{
    public static void MapCouncils(this IEndpointRouteBuilder app)
    {
        var council = app.MapGroup("/api/appraisal/campaigns/{campaignId:guid}/council").WithTags("Hội đồng thẩm định");

        council.MapPut("", AppointCouncil.Handle).WithName(nameof(AppointCouncil)).Requires(Permissions.AppointCouncils);
        council.MapPut("rules", SetCouncilRules.Handle).WithName(nameof(SetCouncilRules)).Requires(Permissions.AppointCouncils).ProducesProblem(StatusCodes.Status409Conflict);
        council.MapGet("", GetCouncil.Handle).WithName(nameof(GetCouncil))
            .Requires(Permissions.ReadCouncils);
        app.MapConflicts();
        app.MapDistributions();
    }
}
