using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Assessment.Comments;

public static class CommentEndpoints
{
    public static void MapComments(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/assessment/self-assessments/{id:guid}/comments", ListComments.Handle)
            .Requires(Permissions.ReadSheets).WithTags("Trao đổi");

        var unit = app.MapGroup("/api/assessment/self-assessments/{id:guid}").Requires(Permissions.ShareWork).WithTags("Trao đổi");
        unit.MapPost("entries/{leafCode}/comments", AddComment.Handle);
        unit.MapPost("comments/{commentId:guid}/resolution", ResolveComment.Handle);
    }
}
