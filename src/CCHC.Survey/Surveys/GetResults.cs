using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>Percentage and points per unit and leaf of a closed survey; what fewer than five answers say is for home affairs alone.</summary>
public static class GetResults
{
    /// <summary>Fewer answers could be traced to those who gave them (Law 91/2025/QH15).</summary>
    public const int SmallestCell = 5;

    /// <summary>One cell; when it is suppressed its figures are null.</summary>
    public sealed record Item(
        Guid UnitId, string UnitCode, string UnitName, string GroupCode, string LeafCode, decimal MaxPoints, int? Answers, decimal? Percentage, decimal? Points, bool Suppressed);

    public sealed record Response(Guid Id, string Code, string Name, DateTimeOffset ClosedAt, IReadOnlyList<Item> Items, bool Practice);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var survey = await db.Surveys.Include(x => x.Results).AsNoTracking().AsSplitQuery().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        var campaign = survey is null
            ? null
            : await db.Campaigns.ReachedBy(user, ReachedCampaigns.Readers).FindHeadAsync(survey.CampaignId, cancellationToken);
        if (survey is null || campaign is null)
        {
            return TypedResults.NotFound();
        }

        return survey.Status == SurveyStatus.Closed
            ? TypedResults.Ok(ToResponse(survey, campaign, user))
            : throw new RuleViolationException("survey.not-closed", "Cuộc điều tra chưa kết thúc nên chưa có kết quả.");
    }

    internal static Response ToResponse(SurveyCampaign survey, CampaignHead campaign, CurrentUser user)
    {
        var results = survey.Results.ToDictionary(result => (result.UnitId, result.LeafCode));
        var seesSmallCells = user.Covers(campaign.OwnerUnitId, Roles.HomeAffairs);
        return new Response(
            survey.Id, survey.Code, survey.Name, survey.ClosedAt!.Value,
            [
                .. from unit in survey.Units
                   from leaf in survey.Questions.Where(question => question.GroupCode == unit.GroupCode).DistinctBy(question => question.LeafCode)
                   select ToItem(unit, leaf, results[(unit.Id, leaf.LeafCode)], seesSmallCells),
            ],
            campaign.Practice);
    }

    private static Item ToItem(RatedUnit unit, Question leaf, SurveyResult result, bool seesSmallCells)
    {
        var suppressed = result.Answers < SmallestCell && !seesSmallCells;
        return new Item(
            unit.Id, unit.Code, unit.Name, unit.GroupCode, leaf.LeafCode, leaf.MaxPoints,
            suppressed ? null : result.Answers, suppressed ? null : result.Percentage, suppressed ? null : result.Points, suppressed);
    }
}
