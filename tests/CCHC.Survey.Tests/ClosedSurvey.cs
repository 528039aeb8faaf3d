using CCHC.Survey.Questionnaires;
using CCHC.Survey.Results;
using CCHC.Survey.Surveys;

namespace CCHC.Survey.Tests;

/// <summary>A survey that was closed with given statistics, without a database.</summary>
internal static class ClosedSurvey
{
    public static RatedUnit UnitA { get; } = new(Guid.Parse("a0000000-0000-0000-0000-000000000000"), "A", "Sở A", "so");

    public static RatedUnit UnitB { get; } = new(Guid.Parse("b0000000-0000-0000-0000-000000000000"), "B", "Sở B", "so");

    public static RatedUnit UnitC { get; } = new(Guid.Parse("c0000000-0000-0000-0000-000000000000"), "C", "Sở C", "so");

    /// <summary>Two factors of one question each, and one without; whether everybody rates all units.</summary>
    public static SurveyCampaign With(RatedUnits rates, params IReadOnlyList<Statistic> statistics)
    {
        var survey = SurveyCampaign.Draft(
            Guid.NewGuid(), "hai-long",
            new SurveyContent
            {
                Name = "Khảo sát hài lòng",
                RespondentGroups = [new RespondentGroup { Code = "dan", Name = "Người dân", Rates = rates }],
                RatedGroups = ["so"],
                Units = [UnitA, UnitB, UnitC],
                Questionnaire = new Questionnaire
                {
                    Sections = [new Section { Code = "1", Title = "Chung", Questions = [Question("Q1", "Tiếp cận"), Question("Q2", "Thủ tục"), Question("Q3", factor: null)] }],
                },
            },
            DateTimeOffset.UnixEpoch);
        survey.Open(DateTimeOffset.UnixEpoch);
        survey.Close(statistics, DateTimeOffset.UnixEpoch.AddDays(30));
        return survey;
    }

    public static Statistic Of(RatedUnit? unit, StatisticKind kind, string code, int people, decimal? value = 50, params IReadOnlyList<OptionShare> options) => new()
    {
        UnitId = unit?.Id, Kind = kind, Code = code, Answers = people, Respondents = people, Value = value, Options = options,
    };

    private static Question Question(string code, string? factor) => new()
    {
        Code = code, Kind = QuestionKind.Single, Text = $"Câu {code}", PerUnit = true, Factor = factor, Options = AnswerOption.Usual,
    };
}
