using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Ranking.Heads;

public static class HeadEndpoints
{
    /// <summary>Whom the class of a head concerns before it is public.</summary>
    internal static readonly string[] Readers = [Roles.HomeAffairs, Roles.Leader, Roles.Auditor];

    public static void MapHeads(this IEndpointRouteBuilder app)
    {
        var heads = app.MapGroup("/api/ranking/campaigns/{code}/heads").WithTags("Xếp loại người đứng đầu");
        heads.MapGet("", ListHeads.Handle).RequireRole(Readers);
        heads.MapPut("{unitCode}", DecideHead.Handle).RequireRole(Roles.HomeAffairs);
    }
}
