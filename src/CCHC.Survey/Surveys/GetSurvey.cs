using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>One survey with its links, for home affairs, and how many forms each respondent group has sent.</summary>
public static class GetSurvey
{
    public sealed record GroupItem(string Code, string Name, int Submissions);

    public sealed record Response(
        Guid Id, Guid CampaignId, string Code, string Name, string Introduction, SurveyStatus Status, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt,
        IReadOnlyList<GroupItem> RespondentGroups, IReadOnlyList<SurveyLink> Links, IReadOnlyList<AnswerOption> Options, IReadOnlyList<Question> Questions,
        IReadOnlyList<RatedUnit> Units, bool Practice, Guid? OwnerUnitId);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var survey = await db.Surveys.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        var campaign = survey is null
            ? null
            : await db.Campaigns.ReachedBy(user, ReachedCampaigns.Readers).FindHeadAsync(survey.CampaignId, cancellationToken);
        if (survey is null || campaign is null)
        {
            return TypedResults.NotFound();
        }

        var submissions = await db.Answers
            .Where(answer => answer.SurveyId == id)
            .GroupBy(answer => answer.RespondentGroupCode)
            .Select(group => new { Code = group.Key, Count = group.Select(answer => answer.SubmissionId).Distinct().Count() })
            .ToDictionaryAsync(group => group.Code, group => group.Count, cancellationToken);

        return TypedResults.Ok(new Response(
            survey.Id, survey.CampaignId, survey.Code, survey.Name, survey.Introduction, survey.Status, survey.OpenedAt, survey.ClosedAt,
            [.. survey.RespondentGroups.Select(group => new GroupItem(group.Code, group.Name, submissions.GetValueOrDefault(group.Code)))],
            user.Covers(campaign.OwnerUnitId, Roles.HomeAffairs) ? SurveyLink.Of(survey) : [],
            survey.Options, survey.Questions, survey.Units, campaign.Practice, campaign.OwnerUnitId));
    }
}
