using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Ranking.Imports;

public static class ImportEndpoints
{
    /// <summary>100,000 rows with long Vietnamese names come to some 50 MB.</summary>
    private const long MaxBodyBytes = 64 * 1024 * 1024;

    public static void MapImports(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/ranking/imports", ImportResults.Handle)
            .Requires(Permissions.ImportResults)
            .Accepts<string>("text/csv")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .WithTags("Nhập kết quả");
}
