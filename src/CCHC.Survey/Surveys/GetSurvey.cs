using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using CCHC.Survey.Questionnaires;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>One survey with its links, for home affairs, and how many forms each respondent group has sent.</summary>
public static class GetSurvey
{
    public sealed record GroupItem(string Code, string Name, RatedUnits Rates, IReadOnlyList<string> RatedGroups, int Submissions);

    public sealed record CorrectionItem(int Version, string Reason, string CorrectedBy, DateTimeOffset CorrectedAt);

    public sealed record Response(
        Guid Id, Guid CampaignId, string Code, string Name, string Introduction, SurveyStatus Status, IndexFormula Formula, int Version, DateTimeOffset? OpenedAt, DateTimeOffset? EndsAt,
        DateTimeOffset? ClosedAt, IReadOnlyList<GroupItem> RespondentGroups, IReadOnlyList<SurveyLink> Links, IReadOnlyList<string> RatedGroups, Questionnaire Questionnaire, IReadOnlyList<RatedUnit> Units,
        IReadOnlyList<CorrectionItem> Corrections, bool Practice, Guid? OwnerUnitId);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var survey = await db.Surveys.AsNoTracking().AsSplitQuery().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        var campaign = survey is null
            ? null
            : await db.Campaigns.ReachedBy(user, Permissions.ReadSurveys).FindHeadAsync(survey.CampaignId, cancellationToken);
        if (survey is null || campaign is null)
        {
            return TypedResults.NotFound();
        }

        var submissions = await db.Submissions.Where(submission => submission.SurveyId == id)
            .GroupBy(submission => submission.RespondentGroupCode).Select(group => new { Code = group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Code, group => group.Count, cancellationToken);

        return TypedResults.Ok(new Response(
            survey.Id, survey.CampaignId, survey.Code, survey.Name, survey.Introduction, survey.Status, survey.Formula, survey.Version, survey.OpenedAt, survey.EndsAt, survey.ClosedAt,
            [.. survey.RespondentGroups.Select(group => new GroupItem(group.Code, group.Name, group.Rates, group.RatedGroups, submissions.GetValueOrDefault(group.Code)))],
            user.Covers(campaign.OwnerUnitId, Permissions.RunSurveys) ? SurveyLink.Of(survey) : [], survey.RatedGroups, survey.Questionnaire, survey.Units,
            [.. survey.Corrections.Select(correction => new CorrectionItem(correction.Version, correction.Reason, correction.CorrectedBy, correction.CorrectedAt))], campaign.Practice, campaign.OwnerUnitId));
    }
}
