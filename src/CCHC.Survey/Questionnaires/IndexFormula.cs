namespace CCHC.Survey.Questionnaires;

/// <summary>How a step of a rating becomes a percentage; other questions always count by the weights of their options.</summary>
public enum IndexFormula
{
    /// <summary>The weight of the chosen option.</summary>
    Weights,

    /// <summary>The share of those who chose 4 or 5.</summary>
    TopTwo,

    /// <summary>The step over 5.</summary>
    MeanOfFive,
}

public static class IndexFormulas
{
    public static IReadOnlyList<int> Steps { get; } = [1, 2, 3, 4, 5];

    /// <summary>1 … 5; null for a code that is no step.</summary>
    public static int? StepOf(string code) => code is [>= '1' and <= '5'] ? code[0] - '0' : null;

    /// <summary>What an answer counts, 0 … 100; null when it does not count (not a choice, or chosen was "không biết").</summary>
    /// <param name="formula">Of the survey.</param>
    /// <param name="question">That was answered.</param>
    /// <param name="chosen">Codes of its options.</param>
    public static decimal? ValueOf(this IndexFormula formula, Question question, IReadOnlyList<string> chosen)
    {
        if (question.Kind == QuestionKind.Rating && formula != IndexFormula.Weights)
        {
            return chosen is [var code] && StepOf(code) is { } step ? (formula == IndexFormula.TopTwo ? (step >= 4 ? 100 : 0) : step * 20) : null;
        }

        // Of several options the weights add up, at most to 100.
        decimal? sum = null;
        foreach (var option in question.Options)
        {
            if (option.Percent is { } percent && chosen.Contains(option.Code, StringComparer.Ordinal))
            {
                sum = (sum ?? 0) + percent;
            }
        }

        return sum is { } value ? Math.Min(value, 100) : null;
    }
}
