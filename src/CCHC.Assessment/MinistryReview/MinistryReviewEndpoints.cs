using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Assessment.MinistryReview;

public static class MinistryReviewEndpoints
{
    public static void MapMinistryReview(this IEndpointRouteBuilder app)
    {
        const string Sheet = "/api/assessment/self-assessments/{id:guid}";
        app.MapGet(Sheet + "/ministry-review", GetMinistryReview.Handle)
            .RequireAuthorization().HiddenFromPublic().WithTags("Bộ thẩm định");
        app.MapGet("/api/assessment/supplement-requests", ListMyRequests.Handle).RequireRole(Roles.UnitOfficer, Roles.UnitHead).WithTags("Bộ thẩm định");

        var keepers = app.MapGroup(Sheet).RequireRole(Roles.UnitOfficer, Roles.UnitHead, Roles.HomeAffairs).WithTags("Bộ thẩm định");
        keepers.MapPut("ministry-points", RecordMinistryPoints.Handle);
        keepers.MapPost("supplement-requests", AddRequest.Handle);
        keepers.MapPut("supplement-requests/{requestId:guid}", ChangeRequest.Handle);
        keepers.MapDelete("supplement-requests/{requestId:guid}", RemoveRequest.Handle);
        keepers.MapPost("supplement-requests/{requestId:guid}/return", ReturnAnswer.Handle);

        app.MapPost(Sheet + "/supplement-requests/{requestId:guid}/answer", AnswerRequest.Handle)
            .RequireRole(Roles.UnitOfficer, Roles.UnitHead).WithTags("Bộ thẩm định");
    }
}
