using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Criteria.CriteriaSets;

public static class CriteriaSetEndpoints
{
    public static void MapCriteriaSets(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup("/api/criteria/sets").RequireRole(Roles.HomeAffairs, Roles.Leader, Roles.Auditor).WithTags("Bộ tiêu chí");
        readers.MapGet("", ListCriteriaSets.Handle);
        readers.MapGet("{id:guid}", GetCriteriaSet.Handle);

        var homeAffairs = app.MapGroup("/api/criteria/sets").RequireRole(Roles.HomeAffairs).WithTags("Bộ tiêu chí");
        homeAffairs.MapPost("", CreateCriteriaSet.Handle).Accepts<string>("text/csv");
        homeAffairs.MapPost("{id:guid}/publication", PublishCriteriaSet.Handle);
    }
}
