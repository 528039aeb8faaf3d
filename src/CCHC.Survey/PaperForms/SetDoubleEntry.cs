using System.ComponentModel.DataAnnotations;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Survey.PaperForms;

/// <summary>Which share of the paper forms is typed in twice, from the next one on.</summary>
public static class SetDoubleEntry
{
    public sealed record Request(
        [property: Range(typeof(decimal), "0", "1", ErrorMessage = "Tỷ lệ nhập hai lần từ 0 đến 100 %.")] decimal DoubleShare,
        [property: StringLength(100)] string? Seed = null);

    public static async Task<Results<NoContent, NotFound>> Handle(Guid id, Request request, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        if (await db.FindSurveyAsync(id, user, Permissions.RunSurveys, cancellationToken) is not { } survey)
        {
            return TypedResults.NotFound();
        }

        survey.EnterTwice(request.DoubleShare, request.Seed);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
