using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Identity.Units;

public static class UnitEndpoints
{
    public static void MapUnits(this IEndpointRouteBuilder app)
    {
        var units = app.MapGroup("/api/identity/units").Requires(Permissions.ReadUnits).WithTags("Units");

        units.MapGet("/", ListUnits.Handle).WithName(nameof(ListUnits));
        units.MapGet("/groups", ListUnitGroups.Handle).WithName(nameof(ListUnitGroups));
        units.MapGet("/{id:guid}", GetUnit.Handle).WithName(nameof(GetUnit));
        units.MapPost("/staffing", CountStaffing.Handle).WithName(nameof(CountStaffing))
            .Requires(Permissions.CountStaffing);

        var administration = units.MapGroup("").Requires(Permissions.KeepUnits);
        administration.MapPost("/import", ImportUnits.Handle).WithName(nameof(ImportUnits))
            .Accepts<string>("text/csv", CsvFile.ExcelType)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        administration.MapPost("/", RegisterUnit.Handle).WithName(nameof(RegisterUnit));
        administration.MapPut("/{id:guid}", ChangeUnit.Handle).WithName(nameof(ChangeUnit));
        administration.MapPost("/mergers", MergeUnits.Handle).WithName(nameof(MergeUnits));
        administration.MapPost("/{id:guid}/renaming", RenameUnit.Handle).WithName(nameof(RenameUnit));
        administration.MapPost("/{id:guid}/splits", SplitUnit.Handle).WithName(nameof(SplitUnit));
    }
}
