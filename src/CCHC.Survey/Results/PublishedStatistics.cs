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

    // Of a question that has no percentage, those who chose something.
    private static int People(Statistic statistic) => statistic.Respondents > 0 || statistic.Options.Count == 0 ? statistic.Respondents : statistic.Options.Max(option => option.Count);

    private static IEnumerable<Disclosure.Line<string>> Lines(SurveyCampaign survey)
    {
        var questions = survey.Questionnaire.Questions.ToDictionary(question => question.Code, StringComparer.Ordinal);
        var satisfaction = questions.Values.Any(question => question.Aspect == Aspect.Satisfaction);
        var factors = questions.Values.Where(question => !satisfaction || question.Aspect == Aspect.Satisfaction)
            .ToDictionary(question => question.Code, question => question.Factor is { Length: > 0 } factor ? factor : null, StringComparer.Ordinal);
        var several = survey.RespondentGroups.Any(group => group.Rates == RatedUnits.All);
        return [.. survey.Statistics.GroupBy(statistic => (statistic.Kind, statistic.Code)).SelectMany(table => AcrossUnits([.. table], several)),
            .. survey.Statistics.GroupBy(statistic => statistic.UnitId).SelectMany(unit => WithinUnit([.. unit], questions, factors))];
    }

    /// <summary>All units together are published beside each of them.</summary>
    private static IEnumerable<Disclosure.Line<string>> AcrossUnits(List<Statistic> table, bool several)
    {
        var units = table.FindAll(statistic => statistic.UnitId is not null);
        var all = table.Find(statistic => statistic.UnitId is null);

        // Whoever only said "không biết" adds nothing to a mean, and so hides nobody in it.
        yield return new(all is null ? null : Cell(all), [.. units.Where(statistic => statistic.Respondents > 0).Select(statistic => Cell(statistic))], several);
        foreach (var option in units.SelectMany(statistic => statistic.Options).Select(option => option.Code).Distinct(StringComparer.Ordinal))
        {
            yield return new(
                all?.Options.Any(x => x.Code == option) == true ? Cell(all, option) : null,
                [.. units.Where(statistic => statistic.Options.Any(x => x.Code == option)).Select(statistic => Cell(statistic, option))], several);
        }
    }

    /// <summary>Options add up to the question, questions to their factor, factors and what has none to the total, and so do all questions.</summary>
    private static IEnumerable<Disclosure.Line<string>> WithinUnit(List<Statistic> unit, Dictionary<string, Question> questions, Dictionary<string, string?> factors)
    {
        foreach (var question in unit.Where(statistic => statistic.Kind == StatisticKind.Question && statistic.Options.Count > 0))
        {
            yield return new(
                Cell(question), [.. question.Options.Select(option => Cell(question, option.Code))], Overlapping: questions.GetValueOrDefault(question.Code)?.Kind == QuestionKind.Multiple);
        }

        var counted = unit.FindAll(statistic => statistic.Kind == StatisticKind.Question && statistic.Respondents > 0 && factors.ContainsKey(statistic.Code));
        var parts = unit.FindAll(statistic => statistic.Kind == StatisticKind.Factor);
        foreach (var factor in parts)
        {
            yield return new(Cell(factor), [.. counted.Where(question => factors[question.Code] == factor.Code).Select(question => Cell(question))], Overlapping: true);
        }

        if (unit.Find(statistic => statistic.Kind == StatisticKind.Total) is { } total)
        {
            yield return new(Cell(total), counted.ConvertAll(question => Cell(question)), Overlapping: true);
            yield return new(Cell(total), [.. parts.Select(factor => Cell(factor)), .. counted.Where(question => factors[question.Code] is null).Select(question => Cell(question))], Overlapping: true);
        }
    }

    private static string Cell(Statistic statistic, string? option = null) => $"{statistic.UnitId}|{statistic.Kind}|{statistic.Code}|{option}";
}
