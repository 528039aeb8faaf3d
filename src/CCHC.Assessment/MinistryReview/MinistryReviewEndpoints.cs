using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Assessment.MinistryReview;

public static class MinistryReviewEndpoints
{
    public static void MapMinistryReview(this IEndpointRouteBuilder app)
    {
        const string Sheet = "/api/assessment/self-assessments/{id:guid}";
        app.MapGet(Sheet + "/ministry-review", GetMinistryReview.Handle)
            .Requires(Permissions.ReadSheets).WithTags("Bộ thẩm định");
        app.MapGet("/api/assessment/supplement-requests", ListMyRequests.Handle).Requires(Permissions.AnswerMinistry).WithTags("Bộ thẩm định");

        var keepers = app.MapGroup(Sheet).Requires(Permissions.KeepMinistryReview).WithTags("Bộ thẩm định");
        keepers.MapPut("ministry-points", RecordMinistryPoints.Handle);
        keepers.MapPost("supplement-requests", AddRequest.Handle);
        keepers.MapPut("supplement-requests/{requestId:guid}", ChangeRequest.Handle);
        keepers.MapDelete("supplement-requests/{requestId:guid}", RemoveRequest.Handle);
        keepers.MapPost("supplement-requests/{requestId:guid}/return", ReturnAnswer.Handle);

        app.MapPost(Sheet + "/supplement-requests/{requestId:guid}/answer", AnswerRequest.Handle)
            .Requires(Permissions.AnswerMinistry).WithTags("Bộ thẩm định");
    }
}
