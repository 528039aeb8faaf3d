using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Persistence;
using CCHC.Survey.Data;
using CCHC.Survey.FieldWork;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.PaperForms;

/// <summary>Paper forms that are typed in, those that wait first, how well both entries agree, and what a typist needs to know of the survey; never an answer.</summary>
public static class ListPaperForms
{
    public sealed record Item(string Number, PaperFormState State, string FirstBy, string? SecondBy, bool MayEnterSecond);

    /// <param name="Strata">Of its sample; empty where none was drawn.</param>
    public sealed record GroupItem(string Code, string Name, IReadOnlyList<string> Strata);

    public sealed record Response(
        Guid CampaignId, string SurveyName, SurveyStatus Status, bool Practice, IReadOnlyList<GroupItem> RespondentGroups, decimal DoubleShare, IReadOnlyList<Item> Items, int Total, int AwaitingSecond, int Mismatch, int Drawn, int Compared, int Differences);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, string? state, int? page, int? pageSize, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var wanted = QueryChoice.Of<PaperFormState>(state, "state");
        var survey = await db.Surveys.AsNoTracking().AsSplitQuery().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (survey is null || !await user.WorksOnAsync(survey, db, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var size = Math.Clamp(pageSize ?? 50, 1, 200);
        var forms = db.PaperForms.AsNoTracking().Where(form => form.SurveyId == id);
        var items = await forms.Where(form => wanted == null || form.State == wanted)
            .OrderBy(form => form.State == PaperFormState.Mismatch ? 0 : form.State == PaperFormState.AwaitingSecond ? 1 : 2).ThenBy(form => form.Number.Length).ThenBy(form => form.Number)
            .Page(Math.Max(page ?? 1, 1), size)
            .Select(form => new Item(form.Number, form.State, form.FirstBy, form.SecondBy, form.State == PaperFormState.AwaitingSecond && form.FirstById != user.Id))
            .ToListAsync(cancellationToken);
        var sums = await forms.GroupBy(_ => 1).Select(all => new
        {
            Total = all.Count(),
            Waiting = all.Count(form => form.State == PaperFormState.AwaitingSecond),
            Mismatch = all.Count(form => form.State == PaperFormState.Mismatch),
            Drawn = all.Count(form => form.Drawn),
            Compared = all.Sum(form => form.Compared),
            Differences = all.Sum(form => form.Differences),
        }).SingleOrDefaultAsync(cancellationToken);
        var strata = (await db.SampleStrata.AsNoTracking().Where(stratum => stratum.SurveyId == id).OrderBy(stratum => stratum.Stratum)
            .Select(stratum => new { stratum.RespondentGroupCode, stratum.Stratum }).ToListAsync(cancellationToken)).ToLookup(stratum => stratum.RespondentGroupCode, stratum => stratum.Stratum);
        var practice = await db.Campaigns.AnyAsync(campaign => campaign.Id == survey.CampaignId && campaign.Practice, cancellationToken);
        return TypedResults.Ok(new Response(
            survey.CampaignId, survey.Name, survey.Status, practice, [.. survey.RespondentGroups.Select(group => new GroupItem(group.Code, group.Name, [.. strata[group.Code]]))],
            survey.DoubleEntryShare, items, sums?.Total ?? 0, sums?.Waiting ?? 0, sums?.Mismatch ?? 0, sums?.Drawn ?? 0, sums?.Compared ?? 0, sums?.Differences ?? 0));
    }
}
