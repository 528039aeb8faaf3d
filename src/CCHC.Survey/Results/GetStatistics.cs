using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using CCHC.Survey.Questionnaires;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Results;

/// <summary>Indices of every unit, factor and question with their intervals, beside last year's; of too few people, nothing.</summary>
public static class GetStatistics
{
    public sealed record OptionItem(string Code, string Text, int? Count, decimal? Share);

    /// <summary>Figures are null where they are suppressed.</summary>
    public sealed record Item(
        Guid? UnitId, string? UnitCode, string? UnitName, StatisticKind Kind, string Code, string Name, int? Respondents, decimal? Value, decimal? StandardError, decimal? Low, decimal? High, decimal? LastYear,
        bool Suppressed, IReadOnlyList<OptionItem> Options)
    {
        /// <summary>Of the unit.</summary>
        public string? GroupCode { get; init; }

        /// <summary>Of the question.</summary>
        public string? Factor { get; init; }
    }

    public sealed record GroupItem(string Code, string Name);

    public sealed record Response(
        Guid Id, string Name, IndexFormula Formula, DateTimeOffset ClosedAt, IReadOnlyList<Item> Statistics, string? LastYearName, bool Practice, IReadOnlyList<GroupItem> Groups);

    /// <param name="unitId">Of one unit only.</param>
    /// <param name="summary">Without the questions of single units, which are most of it.</param>
    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, Guid? unitId, bool? summary, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, user, db, cancellationToken) is not { } response)
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Ok(response with
        {
            Statistics =
            [
                .. response.Statistics.Where(item => (unitId is null || item.UnitId == unitId) && (summary != true || item.UnitId is null || item.Kind != StatisticKind.Question)),
            ],
        });
    }

    internal static async Task<Response?> FindAsync(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        if (await db.FindSurveyAsync(id, user, Permissions.ReadSurveys, cancellationToken) is not { } survey)
        {
            return null;
        }

        GetResults.RefuseOpen(survey);
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(x => x.Id == survey.CampaignId, cancellationToken);
        var earlier = await LastYearAsync(survey, campaign, db, cancellationToken);
        return Of(survey, campaign, earlier);
    }

    internal static Response Of(SurveyCampaign survey, Campaign campaign, SurveyCampaign? earlier) => new(
        survey.Id, survey.Name, survey.Formula, survey.ClosedAt!.Value, [.. Items(survey, earlier)], earlier?.Name, campaign.Practice,
        [
            .. survey.Units.Select(unit => unit.GroupCode).Distinct(StringComparer.Ordinal).Select(code => new GroupItem(code, campaign.FindGroup(code)?.Name ?? code)),
        ]);

    /// <summary>The survey with the same code in the campaign of the year before, of the same government.</summary>
    private static async Task<SurveyCampaign?> LastYearAsync(SurveyCampaign survey, Campaign campaign, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var candidates = await (
            from other in db.Surveys.AsNoTracking()
            join theirs in db.Campaigns on other.CampaignId equals theirs.Id
            where other.Code == survey.Code && other.Status == SurveyStatus.Closed && theirs.OwnerUnitId == campaign.OwnerUnitId && theirs.Practice == campaign.Practice && other.Id != survey.Id
            select new { other, theirs.State }).AsSplitQuery().ToListAsync(cancellationToken);
        return candidates.Find(candidate => candidate.State.Year == campaign.State.Year - 1)?.other;
    }

    private static IEnumerable<Item> Items(SurveyCampaign survey, SurveyCampaign? earlier)
    {
        var published = new PublishedStatistics(survey);
        var before = earlier is null ? null : new PublishedStatistics(earlier);
        var lastYear = earlier?.Statistics.Where(statistic => !before!.IsHidden(statistic)).ToDictionary(statistic => (statistic.UnitId, statistic.Kind, statistic.Code), statistic => statistic.Value);
        var units = survey.Units.ToDictionary(unit => unit.Id);
        var questions = survey.Questionnaire.Questions.ToDictionary(question => question.Code, StringComparer.Ordinal);
        foreach (var statistic in survey.Statistics)
        {
            var hidden = published.IsHidden(statistic);
            var unit = statistic.UnitId is { } id ? units[id] : null;
            var question = statistic.Kind == StatisticKind.Question ? questions.GetValueOrDefault(statistic.Code) : null;
            var interval = hidden ? null : statistic.Interval();
            yield return new Item(
                unit?.Id, unit?.Code, unit?.Name, statistic.Kind, statistic.Code, question?.Text.Vietnamese ?? statistic.Code, hidden ? null : statistic.Respondents, hidden ? null : statistic.Value,
                hidden ? null : statistic.StandardError, interval?.Low, interval?.High, lastYear?.GetValueOrDefault((statistic.UnitId, statistic.Kind, statistic.Code)), hidden,
                [
                    .. (question?.Options ?? []).Select(option => (option, share: statistic.Options.FirstOrDefault(share => share.Code == option.Code) ?? new OptionShare(option.Code, 0, 0)))
                        .Select(x => (x.option, x.share, hidden: published.IsHidden(statistic, x.share)))
                        .Select(x => new OptionItem(x.option.Code, x.option.Text.Vietnamese, x.hidden ? null : x.share.Count, x.hidden ? null : x.share.Share)),
                ])
            { GroupCode = unit?.GroupCode, Factor = question?.Factor };
        }

        // A unit of which nobody said anything that counts is listed all the same.
        var answered = survey.Statistics.Where(statistic => statistic.Kind == StatisticKind.Total).Select(statistic => statistic.UnitId).ToHashSet();
        var satisfaction = questions.Values.Any(question => question.Aspect == Aspect.Satisfaction);
        var counted = questions.Values.Where(question => (!satisfaction || question.Aspect == Aspect.Satisfaction) && question.Options.Any(option => option.Percent is not null)).ToList();
        foreach (var unit in survey.Units.Where(unit => !answered.Contains(unit.Id) && counted.Exists(question => question.IsAbout(unit.GroupCode))))
        {
            yield return new Item(
                unit.Id, unit.Code, unit.Name, StatisticKind.Total, "", "", Respondents: 0, Value: null, StandardError: null, Low: null, High: null,
                lastYear?.GetValueOrDefault((unit.Id, StatisticKind.Total, "")), Suppressed: false, [])
            { GroupCode = unit.GroupCode };
        }
    }
}
