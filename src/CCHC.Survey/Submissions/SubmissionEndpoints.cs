using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Survey.Submissions;

public static class SubmissionEndpoints
{
    private const long LargestFile = 50_000_000;

    public static void MapSubmissions(this IEndpointRouteBuilder app)
    {
        app.MapGroup("/api/survey/surveys/{id:guid}/board").Requires(Permissions.ReadSurveys).WithTags("Thực địa").MapGet("", GetBoard.Handle);

        var homeAffairs = app.MapGroup("/api/survey/surveys/{id:guid}/submissions").Requires(Permissions.RunSurveys).WithTags("Thực địa");
        homeAffairs.MapGet("", ListSubmissions.Handle);
        homeAffairs.MapPost("reviews", ReviewSubmissions.Handle);
        homeAffairs.MapPost("import", ImportSubmissions.Handle).Accepts<string>("text/csv").WithMetadata(new RequestSizeLimitAttribute(LargestFile));
    }
}
