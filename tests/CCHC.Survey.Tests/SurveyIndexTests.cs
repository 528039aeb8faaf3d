using System.Net;
using System.Text.Json;
using CCHC.Contracts.Survey;
using CCHC.Survey.Data;
using CCHC.Survey.Invitations;
using CCHC.Survey.Questionnaires;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static CCHC.Survey.Tests.FieldSteps;

namespace CCHC.Survey.Tests;

public sealed class SurveyIndexTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    [Theory]
    [InlineData(IndexFormula.Weights, 75, 25, null)]
    [InlineData(IndexFormula.TopTwo, 100, 0, null)]
    [InlineData(IndexFormula.MeanOfFive, 80, 40, null)]
    public void A_step_counts_as_the_formula_of_the_survey_says(IndexFormula formula, int four, int two, int? none)
    {
        // Steps 4 and 2 of five: weights 75 and 25; among the top two or not; 4/5 and 2/5.
        var question = new Question
        {
            Code = "Q", Kind = QuestionKind.Rating, Text = "?",
            Options = [new("1", "", 0), new("2", "", 25), new("3", "", 50), new("4", "", 75), new("5", "", 100), new("K", "", null)],
        };
        Assert.Equal([four, two, none], new[] { "4", "2", "K" }.Select(code => formula.ValueOf(question, [code])));
    }

    [Fact]
    public async Task Design_weights_make_the_index_of_a_unit_and_its_interval_as_a_hand_calculation_says()
    {
        var survey = await service.OpenField();
        var invited = await service.Read(db => db.Invitations.Where(x => x.SurveyId == survey.Id && !x.Waiting).OrderBy(x => x.Serial).ToListAsync());
        var codes = (await service.Codes(survey)).ToDictionary(code => code.Serial, code => code.Code);

        // Everybody answers: in "Hộ tịch" one in three is content (4), in "Đất đai" two in three (5); the others choose 2.
        var content = invited.ToDictionary(x => x.Serial, x => invited.Where(y => y.Stratum == x.Stratum).ToList().IndexOf(x) % 3 < (x.Stratum == "Hộ tịch" ? 1 : 2));
        foreach (var person in invited)
        {
            await (await service.Send(codes[person.Serial], Rate(person.UnitId!.Value, content[person.Serial] ? (person.Stratum == "Hộ tịch" ? "4" : "5") : "2"))).Json(HttpStatusCode.Created);
        }

        await (await service.Post($"{survey.Path}/closing")).Json();

        // By hand: weights 60/12 = 5 and 20/12; top two count 100. The error of Σwy/Σw over the units' people, others with residual 0 (Särndal et al. 5.8).
        var closed = await service.Published<SurveyClosed>(x => x.SurveyId == survey.Id);
        foreach (var unit in new[] { survey.Campaign.FirstDepartment, survey.Campaign.SecondDepartment })
        {
            double Weight(Invitation person) => person.Stratum == "Hộ tịch" ? 60d / 12 : 20d / 12;
            var mine = invited.Where(x => x.UnitId == unit).ToList();
            var all = mine.Sum(Weight);
            var mean = 100 * mine.Where(x => content[x.Serial]).Sum(Weight) / all;
            var variance = invited.GroupBy(x => x.Stratum).Sum(stratum =>
            {
                var residuals = stratum.Select(x => x.UnitId == unit ? Weight(x) * ((content[x.Serial] ? 100 : 0) - mean) / all : 0).ToList();
                var (n, there, centre) = (residuals.Count, stratum.Key == "Hộ tịch" ? 60d : 20d, residuals.Average());
                return (1 - (n / there)) * n / (n - 1) * residuals.Sum(residual => (residual - centre) * (residual - centre));
            });
            var leaf = closed.Results.Single(x => x.UnitId == unit);
            Assert.Equal((double)leaf.Percentage!.Value, mean, tolerance: 1e-6);
            Assert.Equal((double)leaf.StandardError!.Value, Math.Sqrt(variance), tolerance: 1e-6);
            Assert.Equal((double)leaf.Points!.Value, 3 * mean / 100, tolerance: 1e-6);
        }
    }

    [Fact]
    public async Task Factors_and_the_total_stand_beside_the_questions_and_small_cells_are_left_out()
    {
        var survey = await service.OpenField();
        for (var i = 0; i < 9; i++)
        {
            await (await service.Send(survey.OpenLink, Rate(i < 6 ? survey.Campaign.FirstDepartment : survey.Campaign.SecondDepartment, i % 2 == 0 ? "5" : "3"))).Json(HttpStatusCode.Created);
        }

        await (await service.Post($"{survey.Path}/closing")).Json();
        var statistics = (await service.Get($"{survey.Path}/statistics", CCHC.Contracts.Identity.Roles.Auditor)).GetProperty("statistics").EnumerateArray().ToList();

        // Six about the first department, three of them content: 50 %. Three about the second are too few; with the whole shown, so would be six of nine: both are left out, and the whole stays.
        var whole = statistics.Single(x => Text(x, "kind") == "total" && x.GetProperty("unitId").ValueKind == JsonValueKind.Null);
        Assert.Equal((9, Math.Round(500m / 9, 6)), (whole.GetProperty("respondents").GetInt32(), Math.Round(whole.GetProperty("value").GetDecimal(), 6)));
        Assert.All(statistics.Where(x => x.GetProperty("unitId").ValueKind != JsonValueKind.Null), x => Assert.True(x.GetProperty("suppressed").GetBoolean() && x.GetProperty("value").ValueKind == JsonValueKind.Null));
        Assert.Contains(statistics, x => Text(x, "kind") == "factor" && Text(x, "code") == "Kết quả dịch vụ");

        var csv = await service.Download($"{survey.Path}/results.csv");
        Assert.All(csv.Split('\n').Where(line => line.StartsWith("SO-2", StringComparison.Ordinal)), line => Assert.EndsWith(",,,,,,", line.TrimEnd('\r'), StringComparison.Ordinal));
        var answers = await service.Download($"{survey.Path}/answers.csv");
        Assert.Equal(9 + 1, answers.Trim().Split('\n').Length);
    }

    [Fact]
    public async Task The_templates_are_questionnaires_that_can_be_asked()
    {
        var templates = await service.Get("/api/survey/templates");
        foreach (var template in templates.GetProperty("items").EnumerateArray())
        {
            QuestionnaireRules.Require(template.GetProperty("questionnaire").Deserialize<Questionnaire>(CCHC.Scoring.ScoringJson.Options)!);
        }

        // The five factors of SIPAS, each with opinions and a question about satisfaction.
        var sipas = templates.GetProperty("items")[0].GetProperty("questionnaire").Deserialize<Questionnaire>(CCHC.Scoring.ScoringJson.Options)!;
        Assert.Equal(5, sipas.Questions.Select(question => question.Factor).OfType<string>().Distinct().Count());
        Assert.Equal(5, sipas.Questions.Count(question => question.Aspect == Aspect.Satisfaction));
        Assert.Contains(sipas.Questions, question => question.Aspect == Aspect.Expectation);
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
