using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Assessment.Submissions;

public static class SubmissionEndpoints
{
    public static void MapSubmissions(this IEndpointRouteBuilder app)
    {
        const string Sheet = "/api/assessment/self-assessments/{id:guid}";
        app.MapPost(Sheet + "/submission", SubmitSelfAssessment.Handle).Requires(Permissions.FillSheets).WithTags("Bản gửi");

        var readers = app.MapGroup(Sheet + "/submissions").Requires(Permissions.ReadSheets).WithTags("Bản gửi");
        readers.MapGet("", ListSubmissions.Handle);
        readers.MapGet("{number:int}", GetSubmission.Handle);
        readers.MapGet("{earlier:int}/comparison/{later:int}", CompareSubmissions.Handle);
    }
}
