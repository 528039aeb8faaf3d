namespace CCHC.Scoring.Tests.Rules;

public sealed class CappedProportionalRuleTests
{
    private static readonly CappedProportionalRule _onlineFiles = new(80);

    public static TheoryData<decimal, decimal> Cases => new()
    {
        { 100, 5 },
        { 80, 5 },
        { 60, 3.75m }, // 5 × 60 / 80
        { 1, 0.0625m }, // 5 × 1 / 80
        { 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Online_files_are_rewarded_in_proportion_up_to_the_target(decimal online, decimal points) =>
        Expect.Points(points, _onlineFiles, 5, new LeafData { Numerator = online, Denominator = 100 });

    [Fact]
    public void A_target_of_100_percent_is_ratio_times_maximum() =>
        Expect.Points(3.2m, new CappedProportionalRule(100), 4, new LeafData { Numerator = 8, Denominator = 10 }); // 4 × 0,8

    [Fact]
    public void The_proportion_is_explained()
    {
        Expect.Steps(_onlineFiles, 5, new LeafData { Numerator = 60, Denominator = 100 }, "Tỷ lệ = 60 / 100 = 60,00 %", "5 × 60,00 / 80 = 3,75");
        Expect.Steps(_onlineFiles, 5, new LeafData { Numerator = 9, Denominator = 10 }, "Tỷ lệ = 9 / 10 = 90,00 %", "Đạt mục tiêu 80 %: 5 điểm");
    }

    [Fact]
    public void No_files_in_the_year_means_not_applicable() =>
        Expect.NotApplicable(_onlineFiles, 5, new LeafData { Numerator = 0, Denominator = 0 });

    [Fact]
    public void The_rule_is_described() =>
        Assert.Equal("Tỷ lệ từ 80 % trở lên: 5 điểm; thấp hơn: 5 × tỷ lệ / 80.", Scorer.Describe(_onlineFiles, 5));

    [Theory]
    [InlineData(0)]
    [InlineData(-80)]
    [InlineData(1001)]
    public void A_wrong_target_is_named(decimal target)
    {
        Expect.Sound(_onlineFiles, 5);
        Expect.Problem("Mục tiêu phải từ 0,001 đến 1.000 %.", new CappedProportionalRule(target), 5);
    }
}
