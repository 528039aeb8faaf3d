namespace CCHC.Survey.Surveys;

/// <summary>What a respondent may choose for every question.</summary>
/// <param name="Code">Short, such as A.</param>
/// <param name="Text">As the respondent reads it.</param>
/// <param name="Percent">0 to 100; null for an answer that does not count, "Không biết".</param>
public sealed record AnswerOption(string Code, string Text, decimal? Percent)
{
    /// <summary>The weights usual in officials' surveys.</summary>
    public static IReadOnlyList<AnswerOption> Usual { get; } =
    [
        new("A", "Tốt", 100), new("B", "Khá", 60), new("C", "Trung bình", 20), new("D", "Kém", 0), new("K", "Không biết", null),
    ];
}
