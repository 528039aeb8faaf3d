using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using CCHC.Survey.FieldWork;
using CCHC.Survey.Forms;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>The form as a respondent group will read it, whatever the survey's state; and the questionnaire as a file.</summary>
public static class PreviewForm
{
    private static readonly JsonSerializerOptions Readable = new(ScoringJson.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static async Task<Results<Ok<GetForm.Response>, NotFound>> Handle(Guid id, string? group, string? lang, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, user, db, cancellationToken) is not { } survey)
        {
            return TypedResults.NotFound();
        }

        var asked = survey.RespondentGroups.FirstOrDefault(x => x.Code == group) ?? (survey.RespondentGroups is [var first, ..] ? first : null);
        return asked is null ? TypedResults.NotFound() : TypedResults.Ok(GetForm.Of(new Respondent(survey, asked, Invitation: null), notice: null, lang, practice: false));
    }

    public static async Task<Results<FileContentHttpResult, NotFound>> Export(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken) =>
        await db.FindSurveyAsync(id, user, Permissions.ReadSurveys, cancellationToken) is { } survey
            ? TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(survey.Questionnaire, Readable), "application/json", $"phieu-hoi-{survey.Code}.json")
            : TypedResults.NotFound();

    /// <summary>For readers, and for enumerators who type in paper forms of it.</summary>
    private static async Task<SurveyCampaign?> FindAsync(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        if (await db.FindSurveyAsync(id, user, Permissions.ReadSurveys, cancellationToken) is { } reached)
        {
            return reached;
        }

        return await db.Surveys.AsNoTracking().AsSplitQuery().SingleOrDefaultAsync(x => x.Id == id, cancellationToken) is { } survey && await user.WorksOnAsync(survey, db, cancellationToken) ? survey : null;
    }
}
