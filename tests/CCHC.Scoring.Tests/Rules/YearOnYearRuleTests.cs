namespace CCHC.Scoring.Tests.Rules;

public sealed class YearOnYearRuleTests
{
    /// <summary>≥ 105 % → 2; 100–&lt;105 % → 1; less than last year → 0.</summary>
    private static readonly YearOnYearRule _revenue = new([new(105, true, BandValue.Max), new(100, true, new PointsBandValue(1))]);

    [Theory]
    [InlineData(220, 200, 2)] // 110 %
    [InlineData(210, 200, 2)] // 105 %
    [InlineData(209, 200, 1)] // 104,5 %
    [InlineData(200, 200, 1)]
    [InlineData(199, 200, 0)] // 99,5 %
    public void This_year_is_compared_with_last_year(decimal thisYear, decimal lastYear, decimal points) =>
        Expect.Points(points, _revenue, 2, new LeafData { ThisYear = thisYear, LastYear = lastYear });

    [Fact]
    public void The_comparison_is_explained() => Expect.Steps(
        _revenue, 2, new LeafData { ThisYear = 1_045, LastYear = 1_000 },
        "Năm nay so với năm trước = 1.045 / 1.000 = 104,50 %", "Bậc từ 100 % đến dưới 105 %: 1 điểm");

    [Fact]
    public void No_last_year_means_not_applicable() => Expect.NotApplicable(_revenue, 2, new LeafData { ThisYear = 10, LastYear = 0 });

    [Fact]
    public void Both_years_must_be_entered_and_not_negative()
    {
        Expect.Missing("Chưa nhập số liệu năm nay.", _revenue, 2, new LeafData { LastYear = 1 });
        Expect.Missing("Chưa nhập số liệu năm trước.", _revenue, 2, new LeafData { ThisYear = 1 });
        Expect.Invalid("Số liệu năm nay không được âm.", _revenue, 2, new LeafData { ThisYear = -1, LastYear = 1 });
        Expect.Missing("Chưa nhập số liệu năm trước.", _revenue, 2, new LeafData { Numerator = 1, Denominator = 1 });
    }

    [Fact]
    public void The_rule_is_described() => Assert.Equal(
        "Năm nay so với năm trước từ 105 % trở lên: 2 điểm; từ 100 % đến dưới 105 %: 1 điểm; dưới 100 %: 0 điểm.", Scorer.Describe(_revenue, 2));

    [Fact]
    public void Wrong_bands_are_named()
    {
        Expect.Sound(_revenue, 2);
        Expect.Problem("Phải có ít nhất một bậc.", new YearOnYearRule([]), 2);
        Expect.Problem("Điểm của bậc từ 100 % phải từ 0 đến 0,5.", _revenue, 0.5m);
    }
}
