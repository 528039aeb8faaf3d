using CCHC.Survey.Results;
using CCHC.Survey.Surveys;
using static CCHC.Survey.Tests.ClosedSurvey;

namespace CCHC.Survey.Tests;

public sealed class PublishedStatisticsTests
{
    [Fact]
    public void The_index_of_three_people_takes_another_unit_along_for_the_mean_of_all_is_published() => Assert.Equal(
        ["Total  of A", "Total  of C"],
        Hidden(With(
            RatedUnits.One,
            Of(UnitA, StatisticKind.Total, "", 3), Of(UnitB, StatisticKind.Total, "", 40), Of(UnitC, StatisticKind.Total, "", 12), Of(unit: null, StatisticKind.Total, "", 55))));

    [Fact]
    public void Where_each_person_rates_all_units_two_units_of_the_same_four_people_are_four_people() => Assert.Equal(
        ["Total  of A", "Total  of B", "Total  of C"],
        Hidden(With(
            RatedUnits.All,
            Of(UnitA, StatisticKind.Total, "", 4), Of(UnitB, StatisticKind.Total, "", 4), Of(UnitC, StatisticKind.Total, "", 12), Of(unit: null, StatisticKind.Total, "", 12))));

    [Fact]
    public void A_factor_of_few_people_takes_another_factor_along_for_the_index_less_the_others_would_be_it()
    {
        var hidden = Hidden(With(
            RatedUnits.One,
            Of(UnitA, StatisticKind.Question, "Q1", 3), Of(UnitA, StatisticKind.Question, "Q2", 20), Of(UnitA, StatisticKind.Question, "Q3", 30),
            Of(UnitA, StatisticKind.Factor, "Tiếp cận", 3), Of(UnitA, StatisticKind.Factor, "Thủ tục", 20), Of(UnitA, StatisticKind.Total, "", 30)));

        Assert.Equal(["Factor Thủ tục of A", "Factor Tiếp cận of A", "Question Q1 of A", "Question Q2 of A"], hidden);
    }

    [Fact]
    public void The_opinion_of_three_people_is_hidden_however_many_said_that_they_do_not_know()
    {
        var survey = With(
            RatedUnits.One,
            Of(UnitA, StatisticKind.Question, "Q1", 3, 80, new("A", 1, 10), new("B", 2, 20), new("K", 7, 70)), Of(unit: null, StatisticKind.Question, "Q1", 3, 80, new("A", 1, 10), new("B", 2, 20), new("K", 7, 70)));

        Assert.Equal(["Question Q1 of A", "Question Q1 of all"], Hidden(survey));
        Assert.All(survey.Statistics, statistic => Assert.All(statistic.Options, option => Assert.True(new PublishedStatistics(survey).IsHidden(statistic, option))));
    }

    [Fact]
    public void A_question_about_no_percentage_is_shown_by_those_who_chose_something()
    {
        var survey = With(RatedUnits.One, new Statistic { Kind = StatisticKind.Question, Code = "Q3", Answers = 0, Respondents = 0, Options = [new("A", 12, 60), new("B", 8, 40)] });

        var published = new PublishedStatistics(survey);
        Assert.False(published.IsHidden(survey.Statistics[0]));
        Assert.All(survey.Statistics[0].Options, option => Assert.False(published.IsHidden(survey.Statistics[0], option)));
    }

    [Fact]
    public void An_option_that_two_people_chose_takes_the_next_along_for_the_rest_of_the_question_would_be_it()
    {
        var survey = With(RatedUnits.One, Of(UnitA, StatisticKind.Question, "Q1", 50, 80, new("A", 30, 60), new("B", 18, 36), new("D", 2, 4)));

        var published = new PublishedStatistics(survey);
        Assert.Equal(["B", "D"], survey.Statistics[0].Options.Where(option => published.IsHidden(survey.Statistics[0], option)).Select(option => option.Code));
        Assert.False(published.IsHidden(survey.Statistics[0]));
    }

    // Two people said D of A; all units together less B and C would tell so.
    [Fact]
    public void An_option_of_one_unit_is_not_given_away_by_the_other_units_and_the_whole()
    {
        var survey = With(
            RatedUnits.One,
            Of(UnitA, StatisticKind.Question, "Q1", 50, 80, new("A", 30, 60), new("B", 18, 36), new("D", 2, 4)),
            Of(UnitB, StatisticKind.Question, "Q1", 50, 80, new("A", 25, 50), new("B", 15, 30), new("D", 10, 20)),
            Of(UnitC, StatisticKind.Question, "Q1", 60, 80, new("A", 25, 42), new("B", 20, 33), new("D", 15, 25)),
            Of(unit: null, StatisticKind.Question, "Q1", 160, 80, new("A", 80, 50), new("B", 53, 33), new("D", 27, 17)));

        var published = new PublishedStatistics(survey);
        var hidden = survey.Statistics.ToDictionary(
            statistic => survey.Units.FirstOrDefault(unit => unit.Id == statistic.UnitId)?.Code ?? "all",
            statistic => string.Concat(statistic.Options.Where(option => published.IsHidden(statistic, option)).Select(option => option.Code)));
        Assert.Equal(("BD", "BD", "", ""), (hidden["A"], hidden["B"], hidden["C"], hidden["all"]));
    }

    private static IEnumerable<string> Hidden(SurveyCampaign survey)
    {
        var published = new PublishedStatistics(survey);
        return survey.Statistics.Where(published.IsHidden)
            .Select(statistic => $"{statistic.Kind} {statistic.Code} of {survey.Units.FirstOrDefault(unit => unit.Id == statistic.UnitId)?.Code ?? "all"}").Order(StringComparer.Ordinal);
    }
}
