using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Ranking.Heads;

public static class HeadEndpoints
{
    public static void MapHeads(this IEndpointRouteBuilder app)
    {
        var heads = app.MapGroup("/api/ranking/campaigns/{code}/heads").WithTags("Xếp loại người đứng đầu");
        heads.MapGet("", ListHeads.Handle).Requires(Permissions.ReadResults);
        heads.MapPut("{unitCode}", DecideHead.Handle).Requires(Permissions.PrepareDocuments);
    }
}
