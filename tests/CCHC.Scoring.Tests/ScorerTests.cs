namespace CCHC.Scoring.Tests;

public sealed class ScorerTests
{
    [Fact]
    public void A_leaf_that_did_not_arise_is_not_scored_whatever_was_entered()
    {
        Expect.NotApplicable(new YesNoRule(), 1, new LeafData { Yes = true, NotApplicable = true });
        Expect.NotApplicable(new InterpolationRule(95, 100), 7, new LeafData { Numerator = -1, NotApplicable = true });
        Expect.Steps(new YesNoRule(), 1, new LeafData { NotApplicable = true }, "Không phát sinh: không tính vào điểm tối đa");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    public void A_maximum_must_be_positive_and_of_a_sensible_size(decimal max) =>
        Expect.Problem("Điểm tối đa phải lớn hơn 0 và không quá 10.000.", new YesNoRule(), max);

    [Fact]
    public void A_maximum_has_up_to_three_decimals()
    {
        Expect.Sound(new YesNoRule(), 0.125m);
        Expect.Problem("Điểm tối đa có tối đa 3 chữ số thập phân.", new YesNoRule(), 0.0625m);
    }

    [Fact]
    public void Nothing_is_scored_by_an_unsound_rule()
    {
        const string Problem = "Quy tắc chấm điểm chưa đúng: Ngưỡng dưới phải nhỏ hơn ngưỡng trên.";
        var unsound = new InterpolationRule(100, 95);
        Expect.Invalid(Problem, unsound, 7, new LeafData { Numerator = 97, Denominator = 100 });
        Assert.Equal(Problem, Scorer.Describe(unsound, 7));
    }

    [Fact]
    public void Numbers_are_accepted_up_to_a_thousand_billion()
    {
        var ratio = new CappedProportionalRule(100);
        Expect.Points(0.5m, ratio, 1, new LeafData { Numerator = 500_000_000_000, Denominator = 1_000_000_000_000 });
        Expect.Invalid(
            "Tử số không được quá 1.000.000.000.000.", ratio, 1, new LeafData { Numerator = 1_000_000_000_001, Denominator = 1_000_000_000_000 });
    }

    [Fact]
    public void Rules_data_and_results_are_equal_when_their_contents_are()
    {
        Assert.Equal(Bands(100), Bands(100));
        Assert.Equal(Bands(100).GetHashCode(), Bands(100).GetHashCode());
        Assert.NotEqual(Bands(100), Bands(99));
        Assert.NotEqual<ScoringRule>(Bands(100), new YearOnYearRule(Bands(100).Bands));

        Assert.Equal(Violations("a", "b"), Violations("b", "a"));
        Assert.Equal(Violations("a", "b").GetHashCode(), Violations("b", "a").GetHashCode());
        Assert.NotEqual(Violations("a"), Violations("b"));
        Assert.NotEqual(Violations(), new LeafData());

        Assert.Equal(Scorer.Evaluate(Bands(100), 2, Violations()), Scorer.Evaluate(Bands(100), 2, Violations()));
    }

    private static RatioBandsRule Bands(decimal from) => new([new(from, true, BandValue.Max), new(50, true, new PointsBandValue(1))]);

    private static LeafData Violations(params string[] kinds) => new() { Violations = kinds.ToDictionary(x => x, _ => 1m) };
}
