using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>Lets answers in; the answer has the link of each respondent group.</summary>
public static class OpenSurvey
{
    public sealed record Response(Guid Id, SurveyStatus Status, IReadOnlyList<SurveyLink> Links);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var survey = await db.Surveys.SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (survey is null)
        {
            return TypedResults.NotFound();
        }

        survey.Open(clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(new Response(survey.Id, survey.Status, SurveyLink.Of(survey)));
    }
}
