using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Criteria.Campaigns;

public static class CampaignEndpoints
{
    public static void MapCampaigns(this IEndpointRouteBuilder app)
    {
        var everyone = app.MapGroup("/api/criteria/campaigns").Requires(Permissions.ReadCampaigns).WithTags("Kỳ đánh giá");
        everyone.MapGet("", ListCampaigns.Handle);
        everyone.MapGet("{id:guid}", GetCampaign.Handle);

        var homeAffairs = app.MapGroup("/api/criteria/campaigns").Requires(Permissions.RunCampaigns).WithTags("Kỳ đánh giá");
        homeAffairs.MapGet("unit-choices", ListUnitChoices.Handle);
        homeAffairs.MapPost("", CreateCampaign.Handle);
        homeAffairs.MapPut("{id:guid}", ChangeCampaign.Handle);
        homeAffairs.MapDelete("{id:guid}", DeleteCampaign.Handle);
        homeAffairs.MapPost("{id:guid}/preparation", PrepareCampaign.Handle);
        homeAffairs.MapPost("{id:guid}/practice-copies", CreatePracticeCopy.Handle);
    }
}
