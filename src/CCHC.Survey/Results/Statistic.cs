using CCHC.Sampling;

namespace CCHC.Survey.Results;

public enum StatisticKind
{
    Question,

    /// <summary>A factor of the satisfaction index.</summary>
    Factor,

    /// <summary>The index of the unit: of its questions about satisfaction where there are such, else of all that count.</summary>
    Total,

    /// <summary>Of the questions that make a leaf's points.</summary>
    Leaf,
}

/// <summary>What the answers say, of one unit or of all together.</summary>
public sealed record Statistic
{
    /// <summary>Null for all units together, and for questions that are asked once.</summary>
    public Guid? UnitId { get; init; }

    public required StatisticKind Kind { get; init; }

    /// <summary>Of the question, the factor or the leaf; empty for the total.</summary>
    public required string Code { get; init; }

    /// <summary>Answers that count.</summary>
    public required int Answers { get; init; }

    /// <summary>People who gave one that counts.</summary>
    public required int Respondents { get; init; }

    /// <summary>Weighted mean, 0 … 100, unrounded; null when nothing counts.</summary>
    public decimal? Value { get; init; }

    /// <summary>Null where too few answered for one.</summary>
    public decimal? StandardError { get; init; }

    /// <summary>How often each option was chosen; of questions with options only.</summary>
    public IReadOnlyList<OptionShare> Options { get; init; } = [];

    /// <summary>95 in 100 samples hold the whole's value within.</summary>
    public (decimal Low, decimal High)? Interval() => Value is { } value && new Estimate(value, StandardError).Interval is var (low, high)
        ? (Math.Max(0, low), Math.Min(100, high))
        : null;
}

/// <param name="Count">People who chose it.</param>
/// <param name="Share">Weighted, of all who answered the question, 0 … 100.</param>
public sealed record OptionShare(string Code, int Count, decimal Share);
