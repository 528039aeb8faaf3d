namespace CCHC.Scoring.Tests.Rules;

public sealed class InterpolationRuleTests
{
    /// <summary>≥ 100 % → max; 95–&lt;100 % → max × (x − 95) / 5; below 95 % → 0.</summary>
    private static readonly InterpolationRule _filesInTime = new(95, 100);

    public static TheoryData<decimal, decimal> Cases => new()
    {
        { 101, 7 },
        { 100, 7 },
        { 98.5m, 4.9m }, // 7 × 3,5 / 5
        { 97, 2.8m }, // 7 × 2 / 5
        { 95.1m, 0.14m }, // 7 × 0,1 / 5
        { 95, 0 },
        { 60, 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Files_in_time_are_rewarded_on_a_line_between_the_thresholds(decimal inTime, decimal points) =>
        Expect.Points(points, _filesInTime, 7, Ratio(inTime, 100));

    [Fact]
    public void A_ratio_that_does_not_end_still_gives_exact_points()
    {
        // 29/30 is 96,666… %; 7 × (96,666… − 95) / 5 = 7 × 1,666… / 5 = 7 / 3
        var evaluation = Scorer.Evaluate(_filesInTime, 7, Ratio(29, 30));
        Assert.Equal(7m / 3m, evaluation.Points);
        Assert.Equal(["Tỷ lệ = 29 / 30 ≈ 96,67 %", "7 × (96,67 − 95) / (100 − 95) ≈ 2,3333"], evaluation.Steps);
    }

    [Fact]
    public void The_line_is_explained()
    {
        Expect.Steps(_filesInTime, 7, Ratio(97, 100), "Tỷ lệ = 97 / 100 = 97,00 %", "7 × (97,00 − 95) / (100 − 95) = 2,8");
        Expect.Steps(_filesInTime, 7, Ratio(5, 5), "Tỷ lệ = 5 / 5 = 100,00 %", "Từ 100 % trở lên: 7 điểm");
        Expect.Steps(_filesInTime, 7, Ratio(95, 100), "Tỷ lệ = 95 / 100 = 95,00 %", "Từ 95 % trở xuống: 0 điểm");
    }

    [Fact]
    public void No_files_in_the_year_means_not_applicable() => Expect.NotApplicable(_filesInTime, 7, Ratio(0, 0));

    [Fact]
    public void The_rule_is_described() => Assert.Equal(
        "Tỷ lệ từ 100 % trở lên: 7 điểm; trên 95 % đến dưới 100 %: 7 × (tỷ lệ − 95) / (100 − 95); từ 95 % trở xuống: 0 điểm.",
        Scorer.Describe(_filesInTime, 7));

    [Fact]
    public void Wrong_thresholds_are_named()
    {
        Expect.Sound(_filesInTime, 7);
        Expect.Problem("Ngưỡng dưới phải nhỏ hơn ngưỡng trên.", new InterpolationRule(100, 95), 7);
        Expect.Problem("Ngưỡng dưới phải nhỏ hơn ngưỡng trên.", new InterpolationRule(95, 95), 7);
        Expect.Problem("Hai ngưỡng phải cách nhau ít nhất 0,001 %.", new InterpolationRule(95, 95.0001m), 7);
        Expect.Problem("Ngưỡng phải từ 0 đến 1.000 %.", new InterpolationRule(-5, 100), 7);
        Expect.Problem("Ngưỡng phải từ 0 đến 1.000 %.", new InterpolationRule(95, 1001), 7);
        Expect.Problem("Ngưỡng phải từ 0 đến 1.000 %.", new InterpolationRule(decimal.MinValue, decimal.MaxValue), 7);
    }

    private static LeafData Ratio(decimal? numerator, decimal? denominator) => new() { Numerator = numerator, Denominator = denominator };
}
