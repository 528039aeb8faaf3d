using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.IndependentScoring;

public static class ArbitrationEndpoints
{
    public static void MapArbitration(this IEndpointRouteBuilder app) =>
        app.MapPut("/api/appraisal/cases/{id:guid}/leaves/{leafCode}/arbitration", ArbitrateLeaf.Handle).WithName(nameof(ArbitrateLeaf)).WithTags("Hồ sơ thẩm định")
            .Requires(Permissions.Arbitrate).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
}
