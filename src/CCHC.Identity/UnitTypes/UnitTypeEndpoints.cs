using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Identity.UnitTypes;

public static class UnitTypeEndpoints
{
    public static void MapUnitTypes(this IEndpointRouteBuilder app)
    {
        var types = app.MapGroup("/api/identity/unit-types").WithTags("Units");
        types.MapGet("/", ListUnitTypes.Handle).WithName(nameof(ListUnitTypes));

        var administration = types.MapGroup("").RequireRole(Roles.HomeAffairs, Roles.SystemAdmin);
        administration.MapPost("/", RegisterUnitType.Handle).WithName(nameof(RegisterUnitType));
        administration.MapPut("/{code}", ChangeUnitType.Handle).WithName(nameof(ChangeUnitType));
        administration.MapDelete("/{code}", DeleteUnitType.Handle).WithName(nameof(DeleteUnitType));
    }
}
