using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.Ratifications;

public static class RatificationEndpoints
{
    public static void MapRatifications(this IEndpointRouteBuilder app)
    {
        var campaign = app.MapGroup("/api/appraisal/campaigns/{campaignId:guid}").WithTags("Thông qua kết quả");
        campaign.MapGet("ratification", GetRatification.Handle).WithName(nameof(GetRatification))
            .Requires(Permissions.ReadCouncils);

        var council = campaign.MapGroup("").Requires(Permissions.Meet);
        council.MapPost("ratification", RatifyResult.Handle).WithName(nameof(RatifyResult)).ProducesProblem(StatusCodes.Status409Conflict);
        council.MapPost("reopening", ReopenResult.Ask).WithName("AskForReopening").ProducesProblem(StatusCodes.Status409Conflict);
        council.MapPost("reopening/agreement", ReopenResult.Agree).WithName("AgreeToReopening").ProducesProblem(StatusCodes.Status409Conflict);
        council.MapDelete("reopening", ReopenResult.Drop).WithName("DropReopening").ProducesProblem(StatusCodes.Status409Conflict);
    }
}
