using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Criteria.Annexes;

public static class AnnexEndpoints
{
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapAnnexes(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup("/api/criteria/sets").Requires(Permissions.ReadSets).WithTags("Phụ lục Excel");
        readers.MapGet("{id:guid}/export", ExportAnnex.Handle);

        var homeAffairs = app.MapGroup("/api/criteria/sets").Requires(Permissions.WriteSets).WithTags("Phụ lục Excel");
        homeAffairs.MapPost("import", ImportAnnex.Handle).Accepts<byte[]>(Xlsx, "application/vnd.ms-excel", "application/octet-stream")
            .WithMetadata(new RequestSizeLimitAttribute(ImportAnnex.LargestFile + 1024 * 1024)); // so that the handler says in words what is too large
        homeAffairs.MapPost("import/rows", ImportAnnexRows.Handle).WithMetadata(new RequestSizeLimitAttribute(ImportAnnex.LargestFile));
    }
}
