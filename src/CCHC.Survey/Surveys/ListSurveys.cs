using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using CCHC.Survey.Questionnaires;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>Surveys of one campaign or of all that the caller's roles reach, the latest first; home affairs alone gets the links, for a link lets one answer.</summary>
public static class ListSurveys
{
    public sealed record Item(
        Guid Id, Guid CampaignId, string Code, string Name, SurveyStatus Status, int Questions, int Units, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt,
        IReadOnlyList<SurveyLink> Links, bool Practice, Guid? OwnerUnitId, int Version, IndexFormula Formula, int Submissions);

    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Ok<Response>> Handle(Guid? campaignId, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var campaigns = await db.Campaigns.ReachedBy(user, Permissions.ReadSurveys)
            .Where(campaign => campaignId == null || campaign.Id == campaignId)
            .Select(CampaignHead.Of)
            .ToDictionaryAsync(campaign => campaign.Id, cancellationToken);
        var reached = campaigns.Keys.ToList();
        var surveys = await db.Surveys.AsNoTracking().AsSplitQuery()
            .Where(survey => reached.Contains(survey.CampaignId))
            .OrderByDescending(survey => survey.CreatedAt)
            .ToListAsync(cancellationToken);
        var submissions = await db.Submissions.Where(submission => reached.Contains(db.Surveys.First(survey => survey.Id == submission.SurveyId).CampaignId))
            .GroupBy(submission => submission.SurveyId).Select(survey => new { survey.Key, Count = survey.Count() }).ToDictionaryAsync(survey => survey.Key, survey => survey.Count, cancellationToken);
        var items = (
            from survey in surveys
            let campaign = campaigns[survey.CampaignId]
            select new Item(
                survey.Id, survey.CampaignId, survey.Code, survey.Name, survey.Status, survey.Questionnaire.Questions.Count(), survey.Units.Count, survey.OpenedAt, survey.ClosedAt,
                user.Covers(campaign.OwnerUnitId, Permissions.RunSurveys) ? SurveyLink.Of(survey) : [], campaign.Practice, campaign.OwnerUnitId, survey.Version, survey.Formula,
                submissions.GetValueOrDefault(survey.Id))).ToList();

        return TypedResults.Ok(new Response(items, items.Count));
    }
}
