using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.Distributions;

public static class DistributionEndpoints
{
    public static void MapDistributions(this IEndpointRouteBuilder app)
    {
        // Members do not learn what is only proposed.
        var proposal = app.MapGroup("/api/appraisal/campaigns/{campaignId:guid}/council/proposal").WithTags("Phân công thẩm định").Requires(Permissions.AppointCouncils);
        proposal.MapPost("", ProposeDistribution.Handle).WithName(nameof(ProposeDistribution)).ProducesProblem(StatusCodes.Status409Conflict);
        proposal.MapGet("", GetProposal.Handle).WithName(nameof(GetProposal));
        proposal.MapDelete("", ReleaseDistribution.Discard).WithName("DiscardDistribution");
        proposal.MapPost("release", ReleaseDistribution.Handle).WithName(nameof(ReleaseDistribution)).ProducesProblem(StatusCodes.Status409Conflict);
    }
}
