using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using CCHC.Survey.FieldWork;
using CCHC.Survey.Submissions;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.PaperForms;

/// <summary>Both entries of a form that differ, side by side.</summary>
public static class GetPaperForm
{
    public sealed record FieldItem(string QuestionCode, string QuestionText, Guid? UnitId, string? UnitName, string First, string Second, bool Differs);

    public sealed record Response(string Number, string RespondentGroup, PaperFormState State, string FirstBy, string? SecondBy, IReadOnlyList<FieldItem> Fields);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, string number, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var survey = await db.Surveys.AsNoTracking().AsSplitQuery().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (survey is null || !await user.WorksOnAsync(survey, db, cancellationToken)
            || await db.PaperForms.AsNoTracking().SingleOrDefaultAsync(x => x.SurveyId == id && x.Number == number, cancellationToken) is not { } form)
        {
            return TypedResults.NotFound();
        }

        // Until the second entry is made, nobody is told what the first one says.
        var fields = form.State == PaperFormState.Mismatch ? form.Fields() : [];
        return TypedResults.Ok(new Response(
            form.Number, form.RespondentGroupCode, form.State, form.FirstBy, form.SecondBy,
            [
                .. from field in fields
                   let question = survey.Questionnaire.Questions.First(question => question.Code == field.Question)
                   select new FieldItem(
                       field.Question, question.Text.Vietnamese, field.UnitId, survey.Units.FirstOrDefault(unit => unit.Id == field.UnitId)?.Name,
                       ReadableAnswer.Of(question, field.First), ReadableAnswer.Of(question, field.Second), field.Differs),
            ]));
    }
}
