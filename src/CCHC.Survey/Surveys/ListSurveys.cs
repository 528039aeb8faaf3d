using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>Surveys of one campaign or of all, the latest first; home affairs alone gets the links, for a link lets one answer.</summary>
public static class ListSurveys
{
    public sealed record Item(
        Guid Id, Guid CampaignId, string Code, string Name, SurveyStatus Status, int Questions, int Units, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt,
        IReadOnlyList<SurveyLink> Links);

    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Ok<Response>> Handle(Guid? campaignId, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var surveys = await db.Surveys.AsNoTracking().AsSplitQuery()
            .Where(survey => campaignId == null || survey.CampaignId == campaignId)
            .OrderByDescending(survey => survey.CreatedAt)
            .ToListAsync(cancellationToken);
        var items = surveys
            .Select(survey => new Item(
                survey.Id, survey.CampaignId, survey.Code, survey.Name, survey.Status, survey.Questions.Count, survey.Units.Count, survey.OpenedAt, survey.ClosedAt,
                user.IsInRole(Roles.HomeAffairs) ? SurveyLink.Of(survey) : []))
            .ToList();

        return TypedResults.Ok(new Response(items, items.Count));
    }
}
