using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Questionnaires;
using CCHC.Survey.Results;
using CCHC.Survey.Submissions;

namespace CCHC.Survey.Surveys;

public static class SurveyEndpoints
{
    public static void MapSurveys(this IEndpointRouteBuilder app)
    {
        app.MapSubmissions();
        app.MapResults();
        var readers = app.MapGroup("/api/survey/surveys").Requires(Permissions.ReadSurveys).WithTags("Điều tra xã hội học");
        readers.MapGet("", ListSurveys.Handle);
        readers.MapGet("{id:guid}", GetSurvey.Handle);
        readers.MapGet("{id:guid}/questionnaire.json", PreviewForm.Export);

        app.MapGroup("/api/survey/surveys").Requires(Permissions.PreviewForms).WithTags("Điều tra xã hội học")
            .MapGet("{id:guid}/preview", PreviewForm.Handle);

        var campaigns = app.MapGroup("/api/survey").Requires(Permissions.ReadSurveys).WithTags("Điều tra xã hội học");
        campaigns.MapGet("campaigns/{id:guid}/coverage", GetCoverage.Handle);
        campaigns.MapGet("campaigns/{id:guid}/leaves", ListSurveyLeaves.Handle);
        campaigns.MapGet("templates", ListTemplates.Handle);

        var homeAffairs = app.MapGroup("/api/survey/surveys").Requires(Permissions.RunSurveys).WithTags("Điều tra xã hội học");
        homeAffairs.MapPost("", CreateSurvey.Handle);
        homeAffairs.MapPut("{id:guid}", ChangeSurvey.Handle);
        homeAffairs.MapDelete("{id:guid}", DeleteDraft.Handle);
        homeAffairs.MapPost("{id:guid}/corrections", CorrectQuestionnaire.Handle);
        homeAffairs.MapPost("{id:guid}/opening", OpenSurvey.Handle);
        homeAffairs.MapPost("{id:guid}/closing", CloseSurvey.Handle);
    }
}
