namespace CCHC.Scoring;

public enum EvaluationStatus
{
    /// <summary>There are points.</summary>
    Scored,

    /// <summary>Something the rule reads was not entered.</summary>
    Missing,

    /// <summary>The leaf leaves the unit's maximum.</summary>
    NotApplicable,

    /// <summary>What was entered, or the rule itself, cannot be right.</summary>
    Invalid,
}

/// <summary>The points of one leaf and how they came about.</summary>
/// <param name="Status">Whether there are points, and if not why.</param>
/// <param name="Points">0 to the leaf's maximum, unrounded; 0 unless scored. A penalty's points are positive too.</param>
/// <param name="Steps">The calculation in Vietnamese, one line a step; "≈" marks a number that is shown rounded.</param>
/// <param name="Problem">What to put right, in Vietnamese, when missing or invalid.</param>
public sealed record Evaluation(EvaluationStatus Status, decimal Points, IReadOnlyList<string> Steps, string? Problem)
{
    public IReadOnlyList<string> Steps { get; init => field = ValueList.Of(value); } = ValueList.Of(Steps);

    internal static Evaluation Scored(decimal points, params IReadOnlyList<string> steps) => new(EvaluationStatus.Scored, points, steps, null);

    internal static Evaluation NotApplicable(string step) => new(EvaluationStatus.NotApplicable, 0, [step], null);

    internal static Evaluation Missing(string problem) => new(EvaluationStatus.Missing, 0, [], problem);

    internal static Evaluation Invalid(string problem) => new(EvaluationStatus.Invalid, 0, [], problem);
}
