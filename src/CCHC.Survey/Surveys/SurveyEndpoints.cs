using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Survey.Surveys;

public static class SurveyEndpoints
{
    public static void MapSurveys(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup("/api/survey/surveys").RequireRole(Roles.HomeAffairs, Roles.Leader, Roles.Auditor).WithTags("Điều tra xã hội học");
        readers.MapGet("", ListSurveys.Handle);
        readers.MapGet("{id:guid}", GetSurvey.Handle);
        readers.MapGet("{id:guid}/results", GetResults.Handle);

        app.MapGroup("/api/survey/campaigns").RequireRole(Roles.HomeAffairs, Roles.Leader, Roles.Auditor).WithTags("Điều tra xã hội học")
            .MapGet("{id:guid}/coverage", GetCoverage.Handle);

        var homeAffairs = app.MapGroup("/api/survey/surveys").RequireRole(Roles.HomeAffairs).WithTags("Điều tra xã hội học");
        homeAffairs.MapPost("", CreateSurvey.Handle);
        homeAffairs.MapPost("{id:guid}/opening", OpenSurvey.Handle);
        homeAffairs.MapPost("{id:guid}/closing", CloseSurvey.Handle);
    }
}
