using CCHC.Sampling;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using CCHC.Survey.Questionnaires;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Results;

/// <summary>Percentage and points per unit and leaf of a closed survey; what fewer than five people say is for home affairs alone.</summary>
public static class GetResults
{
    /// <summary>One cell; when it is suppressed its figures are null.</summary>
    public sealed record Item(
        Guid UnitId, string UnitCode, string UnitName, string GroupCode, string LeafCode, decimal MaxPoints, int? Answers, decimal? Percentage, decimal? Points, bool Suppressed)
    {
        public int? Respondents { get; init; }

        /// <summary>Of the percentage, as are the bounds of the interval that holds it in 95 of 100 samples.</summary>
        public decimal? StandardError { get; init; }

        public decimal? Low { get; init; }
        public decimal? High { get; init; }
    }

    public sealed record Response(Guid Id, string Code, string Name, DateTimeOffset ClosedAt, IReadOnlyList<Item> Items, bool Practice);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var survey = await db.Surveys.Include(x => x.Results).AsNoTracking().AsSplitQuery().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        var campaign = survey is null
            ? null
            : await db.Campaigns.ReachedBy(user, Permissions.ReadSurveys).FindHeadAsync(survey.CampaignId, cancellationToken);
        if (survey is null || campaign is null)
        {
            return TypedResults.NotFound();
        }

        RefuseOpen(survey);
        return TypedResults.Ok(ToResponse(survey, campaign, user));
    }

    internal static void RefuseOpen(SurveyCampaign survey)
    {
        if (survey.Status != SurveyStatus.Closed)
        {
            throw new RuleViolationException("survey.not-closed", "Cuộc điều tra chưa kết thúc nên chưa có kết quả.");
        }
    }

    internal static Response ToResponse(SurveyCampaign survey, CampaignHead campaign, CurrentUser user)
    {
        var results = survey.Results.ToDictionary(result => (result.UnitId, result.LeafCode));
        var seesSmallCells = user.Covers(campaign.OwnerUnitId, Permissions.RunSurveys);
        return new Response(
            survey.Id, survey.Code, survey.Name, survey.ClosedAt!.Value,
            [.. survey.Leaves().Select(leaf => ToItem(leaf.Unit, leaf.Link, results[(leaf.Unit.Id, leaf.Link.LeafCode)], seesSmallCells))], campaign.Practice);
    }

    private static Item ToItem(RatedUnit unit, LeafLink leaf, SurveyResult result, bool seesSmallCells)
    {
        if (result.Respondents < Disclosure.SmallestCell && !seesSmallCells)
        {
            return new Item(unit.Id, unit.Code, unit.Name, unit.GroupCode, leaf.LeafCode, leaf.MaxPoints, Answers: null, Percentage: null, Points: null, Suppressed: true);
        }

        var interval = result.Percentage is { } value ? new Estimate(value, result.StandardError).Interval : null;
        return new Item(unit.Id, unit.Code, unit.Name, unit.GroupCode, leaf.LeafCode, leaf.MaxPoints, result.Answers, result.Percentage, result.Points, Suppressed: false)
        {
            Respondents = result.Respondents, StandardError = result.StandardError, Low = interval is var (low, _) ? Math.Max(0, low) : null, High = interval is var (_, high) ? Math.Min(100, high) : null,
        };
    }
}
