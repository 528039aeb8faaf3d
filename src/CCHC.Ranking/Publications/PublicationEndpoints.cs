using CCHC.Ranking.OpenData;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Ranking.Publications;

public static class PublicationEndpoints
{
    public static void AddPublications(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ArchiveKeys>();
        builder.Services.AddHostedService<PublicationClock>();
    }

    public static void MapPublications(this IEndpointRouteBuilder app)
    {
        var everyone = app.MapGroup("").Requires(Permissions.ReadPublic).WithTags("Công bố").AddEndpointFilter(PublicAnswer.ForgetRefusals);
        everyone.MapGet("/api/ranking/campaigns/{code}/archive", GetArchive.Handle);
        everyone.MapGet("/api/public/v1/keys", GetArchiveKeys.Handle);

        everyone.MapOpenData();
        var campaigns = everyone.MapGroup("/api/public/v1/campaigns");
        campaigns.MapGet("", GetPublicCampaigns.Handle);
        campaigns.MapGet("{code}/rankings", GetPublicRanking.Handle);
        campaigns.MapGet("{code}/units/{unitCode}", GetPublicUnit.Handle);
        campaigns.MapGet("{code}/corrigenda", GetCorrigenda.Handle);
    }
}
