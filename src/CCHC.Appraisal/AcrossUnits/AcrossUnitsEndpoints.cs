using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.AcrossUnits;

public static class AcrossUnitsEndpoints
{
    public static void MapAcrossUnits(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup("/api/appraisal").WithTags("Thẩm định theo tiêu chí")
            .RequireRole(Roles.Appraiser, Roles.HomeAffairs, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary);
        readers.MapGet("criteria", ListCriteria.Handle).WithName(nameof(ListCriteria));
        readers.MapGet("campaigns/{campaignId:guid}/groups/{groupCode}/criteria/{leafCode}", GetCriterion.Handle).WithName(nameof(GetCriterion));
    }
}
