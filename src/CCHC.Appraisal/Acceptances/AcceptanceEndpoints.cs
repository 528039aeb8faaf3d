using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.Acceptances;

public static class AcceptanceEndpoints
{
    public static void MapAcceptances(this IEndpointRouteBuilder app)
    {
        var members = app.MapGroup("/api/appraisal/campaigns/{campaignId:guid}/acceptances").WithTags("Thống nhất hàng loạt").Requires(Permissions.Appraise);
        members.MapGet("", ListAcceptances.Handle).WithName(nameof(ListAcceptances));
        members.MapPost("", AcceptClaims.Handle).WithName(nameof(AcceptClaims));
        members.MapPost("{id:guid}/withdrawal", WithdrawAcceptance.Handle).WithName(nameof(WithdrawAcceptance)).ProducesProblem(StatusCodes.Status409Conflict);
    }
}
