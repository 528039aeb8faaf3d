using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Ranking.Publications;

public static class PublicationEndpoints
{
    public static void MapPublications(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/ranking/campaigns/{code}/publication", PublishRanking.Handle)
            .RequireRole(Roles.HomeAffairs, Roles.Leader)
            .WithTags("Công bố");

        var everyone = app.MapGroup("/api/public/v1/campaigns").AllowAnonymous().WithTags("Công bố");
        everyone.MapGet("", GetPublicCampaigns.Handle);
        everyone.MapGet("{code}/rankings", GetPublicRanking.Handle);
        everyone.MapGet("{code}/units/{unitCode}", GetPublicUnit.Handle);
    }
}
