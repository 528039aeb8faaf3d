using FsCheck;
using FsCheck.Fluent;

namespace CCHC.Scoring.Tests.Properties;

public sealed class ScoringProperties
{
    [Fact]
    public void Points_lie_between_0_and_the_maximum_for_every_sound_rule_and_any_data() =>
        Always.True(from rule in Generate.SoundRule from data in Generate.Data select (rule.Rule, rule.Max, data), x =>
        {
            Assert.Empty(Scorer.Problems(x.Rule, x.Max));
            Assert.NotEmpty(Scorer.Describe(x.Rule, x.Max));
            AssertWithinMaximum(Scorer.Evaluate(x.Rule, x.Max, x.data), x.Max);
        }, times: 10_000);

    [Fact]
    public void No_rule_however_wrong_breaks_the_calculation() =>
        Always.True(
            from rule in Generate.WildRule
            from max in Gen.OneOf(Generate.WildNumber, Generate.Thousandths(1, 10_000))
            from data in Generate.Data
            select (rule, max, data),
            x =>
            {
                var evaluation = Scorer.Evaluate(x.rule, x.max, x.data);
                AssertWithinMaximum(evaluation, Math.Max(x.max, 0));
                Assert.NotEmpty(Scorer.Describe(x.rule, x.max));
                if (Scorer.Problems(x.rule, x.max).Count > 0 && !x.data.NotApplicable)
                {
                    Assert.Equal(EvaluationStatus.Invalid, evaluation.Status);
                }
            }, times: 10_000);

    [Fact]
    public void Every_kind_of_rule_is_among_the_random_ones_and_is_scored()
    {
        var scored = Gen.Sample(from rule in Generate.SoundRule from data in Generate.Data select (rule, data), 5_000, 50)
            .Where(x => Scorer.Evaluate(x.rule.Rule, x.rule.Max, x.data).Status == EvaluationStatus.Scored)
            .Select(x => x.rule.Rule.GetType())
            .ToHashSet();
        Assert.Equal(typeof(ScoringRule).Assembly.GetTypes().Where(x => x.IsSubclassOf(typeof(ScoringRule)) && !x.IsAbstract).ToHashSet(), scored);
    }

    /// <summary>An oracle that divides first, in binary floating point.</summary>
    [Fact]
    public void Proportional_points_agree_with_the_textbook_formula() =>
        Always.True(
            from max in Generate.Thousandths(1, 100_000)
            from numerator in Gen.Choose(0, 5_000)
            from denominator in Gen.Choose(1, 4_000)
            from lower in Gen.Choose(0, 99)
            from upper in Gen.Choose(lower + 1, 120)
            select (max, numerator, denominator, lower, upper),
            x =>
            {
                var data = new LeafData { Numerator = x.numerator, Denominator = x.denominator };
                var percent = 100.0 * x.numerator / x.denominator;
                AssertClose((double)x.max * Math.Clamp((percent - x.lower) / (x.upper - x.lower), 0, 1), new InterpolationRule(x.lower, x.upper));
                AssertClose((double)x.max * Math.Min(1, percent / x.upper), new CappedProportionalRule(x.upper));
                AssertClose((double)x.max * Math.Min(1, percent / 100), new RatioBandsRule([new(0, true, BandValue.Linear)]));

                void AssertClose(double expected, ScoringRule rule) =>
                    Assert.Equal(expected, (double)Scorer.Evaluate(rule, x.max, data).Points, tolerance: 1e-9);
            });

    private static void AssertWithinMaximum(Evaluation evaluation, decimal max)
    {
        Assert.InRange(evaluation.Points, 0, max);
        Assert.True(evaluation.Status == EvaluationStatus.Scored || evaluation.Points == 0);
        Assert.Equal(evaluation.Status is EvaluationStatus.Missing or EvaluationStatus.Invalid, evaluation.Problem is not null);
        Assert.Equal(evaluation.Status is EvaluationStatus.Scored or EvaluationStatus.NotApplicable, evaluation.Steps.Count > 0);
    }
}
