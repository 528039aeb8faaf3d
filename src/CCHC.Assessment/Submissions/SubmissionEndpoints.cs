using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Assessment.Submissions;

public static class SubmissionEndpoints
{
    public static void MapSubmissions(this IEndpointRouteBuilder app)
    {
        const string Sheet = "/api/assessment/self-assessments/{id:guid}";
        app.MapPost(Sheet + "/submission", SubmitSelfAssessment.Handle).RequireRole(Roles.UnitOfficer, Roles.UnitHead).WithTags("Bản gửi");

        // Any signed-in person may ask; who has no part in the sheet finds nothing.
        var readers = app.MapGroup(Sheet + "/submissions").RequireAuthorization().HiddenFromPublic().WithTags("Bản gửi");
        readers.MapGet("", ListSubmissions.Handle);
        readers.MapGet("{number:int}", GetSubmission.Handle);
        readers.MapGet("{earlier:int}/comparison/{later:int}", CompareSubmissions.Handle);
    }
}
