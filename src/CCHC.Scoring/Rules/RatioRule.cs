namespace CCHC.Scoring;

/// <summary>A rule on a ratio of two entered quantities; nothing to divide by means "not applicable".</summary>
public abstract record RatioRule : ScoringRule
{
    private protected RatioRule()
    {
    }

    private protected virtual string Subject => "Tỷ lệ";

    private protected virtual (decimal? Value, string Name) Over(LeafData data) => (data.Numerator, "Tử số");

    private protected virtual (decimal? Value, string Name) Under(LeafData data) => (data.Denominator, "Mẫu số");

    /// <summary>The points for a ratio and the sentence that explains them.</summary>
    private protected abstract (decimal Points, string Step) Score(Ratio ratio, decimal max);

    internal sealed override Evaluation Evaluate(decimal max, LeafData data)
    {
        var (over, overName) = Over(data);
        var (under, underName) = Under(data);

        // The denominator alone can settle the matter, unless the other number is nonsense.
        if (Entry.Problem(under, underName) is { } underProblem)
        {
            return underProblem;
        }

        var overProblem = Entry.Problem(over, overName);
        if (under == 0 && overProblem?.Status != EvaluationStatus.Invalid)
        {
            return Evaluation.NotApplicable($"{underName} bằng 0: không phát sinh, không tính vào điểm tối đa");
        }

        if (overProblem is not null)
        {
            return overProblem;
        }

        if (under < Entry.SmallestDivisor)
        {
            return Evaluation.Invalid($"{underName} quá nhỏ.");
        }

        var ratio = new Ratio(over.GetValueOrDefault(), under.GetValueOrDefault());
        var (points, step) = Score(ratio, max);
        return Evaluation.Scored(points, ratio.Explain(Subject), step);
    }
}
