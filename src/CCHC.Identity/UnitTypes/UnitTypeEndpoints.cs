using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Identity.UnitTypes;

public static class UnitTypeEndpoints
{
    public static void MapUnitTypes(this IEndpointRouteBuilder app)
    {
        var types = app.MapGroup("/api/identity/unit-types").Requires(Permissions.ReadUnits).WithTags("Units");
        types.MapGet("/", ListUnitTypes.Handle).WithName(nameof(ListUnitTypes));

        var administration = types.MapGroup("").Requires(Permissions.KeepUnits);
        administration.MapPost("/", RegisterUnitType.Handle).WithName(nameof(RegisterUnitType));
        administration.MapPut("/{code}", ChangeUnitType.Handle).WithName(nameof(ChangeUnitType));
        administration.MapDelete("/{code}", DeleteUnitType.Handle).WithName(nameof(DeleteUnitType));
    }
}
