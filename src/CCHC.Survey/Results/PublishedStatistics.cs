using CCHC.Survey.Questionnaires;
using CCHC.Survey.Surveys;

namespace CCHC.Survey.Results;

/// <summary>The statistics of a survey as they may be shown: with what would give somebody's answer away left out.</summary>
public sealed class PublishedStatistics
{
    private readonly IReadOnlySet<string> _hidden;

    public PublishedStatistics(SurveyCampaign survey)
    {
        var people = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var statistic in survey.Statistics)
        {
            people[Cell(statistic)] = People(statistic);
            foreach (var option in statistic.Options)
            {
                people[Cell(statistic, option.Code)] = option.Count;
            }
        }

        _hidden = Disclosure.Hidden(people, [.. Lines(survey)]);
    }

    public bool IsHidden(Statistic statistic) => _hidden.Contains(Cell(statistic));

    public bool IsHidden(Statistic statistic, OptionShare option) => IsHidden(statistic) || _hidden.Contains(Cell(statistic, option.Code));

    // Of a question that is about nobody's opinion in percent, those who chose something.
    private static int People(Statistic statistic) => Math.Max(statistic.Respondents, statistic.Options.Count == 0 ? 0 : statistic.Options.Max(option => option.Count));

    private static IEnumerable<Disclosure.Line<string>> Lines(SurveyCampaign survey)
    {
        var satisfaction = survey.Questionnaire.Questions.Any(question => question.Aspect == Aspect.Satisfaction);
        var factors = survey.Questionnaire.Questions.Where(question => !satisfaction || question.Aspect == Aspect.Satisfaction)
            .ToDictionary(question => question.Code, question => question.Factor, StringComparer.Ordinal);

        // All units together are published beside each of them.
        foreach (var table in survey.Statistics.GroupBy(statistic => (statistic.Kind, statistic.Code)))
        {
            var units = table.Where(statistic => statistic.UnitId is not null).ToList();
            var all = table.FirstOrDefault(statistic => statistic.UnitId is null);
            if (units.Count > 0)
            {
                yield return new(all is null ? null : Cell(all), units.ConvertAll(statistic => Cell(statistic)));
                foreach (var option in units.SelectMany(statistic => statistic.Options).Select(option => option.Code).Distinct(StringComparer.Ordinal))
                {
                    yield return new(
                        all is null ? null : Cell(all, option), [.. units.Where(statistic => statistic.Options.Any(x => x.Code == option)).Select(statistic => Cell(statistic, option))]);
                }
            }
        }

        // Options add up to the question, questions to their factor, factors to the total.
        foreach (var unit in survey.Statistics.GroupBy(statistic => statistic.UnitId))
        {
            var questions = unit.Where(statistic => statistic.Kind == StatisticKind.Question).ToList();
            foreach (var question in questions.Where(question => question.Options.Count > 0))
            {
                yield return new(Total: null, [.. question.Options.Select(option => Cell(question, option.Code))]);
            }

            foreach (var factor in unit.Where(statistic => statistic.Kind == StatisticKind.Factor))
            {
                yield return new(Cell(factor), [.. questions.Where(question => factors.GetValueOrDefault(question.Code) == factor.Code).Select(question => Cell(question))]);
            }

            if (unit.FirstOrDefault(statistic => statistic.Kind == StatisticKind.Total) is { } total)
            {
                yield return new(Cell(total), [.. questions.Where(question => factors.ContainsKey(question.Code) && question.Respondents > 0).Select(question => Cell(question))]);
            }
        }
    }

    private static string Cell(Statistic statistic, string? option = null) => $"{statistic.UnitId}|{statistic.Kind}|{statistic.Code}|{option}";
}
