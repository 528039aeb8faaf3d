using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.AcrossUnits;

public static class AcrossUnitsEndpoints
{
    public static void MapAcrossUnits(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup("/api/appraisal").WithTags("Thẩm định theo tiêu chí")
            .Requires(Permissions.ReadCases);
        readers.MapGet("criteria", ListCriteria.Handle).WithName(nameof(ListCriteria));
        readers.MapGet("campaigns/{campaignId:guid}/groups/{groupCode}/criteria/{leafCode}", GetCriterion.Handle).WithName(nameof(GetCriterion));
    }
}
