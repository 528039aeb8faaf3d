using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Identity.Units;

public static class UnitEndpoints
{
    public static void MapUnits(this IEndpointRouteBuilder app)
    {
        var units = app.MapGroup("/api/identity/units").WithTags("Units");

        units.MapGet("/", ListUnits.Handle).WithName(nameof(ListUnits));
        units.MapPost("/import", ImportUnits.Handle).WithName(nameof(ImportUnits))
            .Accepts<string>("text/csv")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .RequireRole(Roles.SystemAdmin, Roles.HomeAffairs);
    }
}
