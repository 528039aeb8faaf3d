namespace CCHC.Scoring.Tests.Rules;

public sealed class RatioBandsRuleTests
{
    /// <summary>100 % → max; 80–&lt;100 % → ratio × max; below 80 % → 0.</summary>
    private static readonly RatioBandsRule _planDone = new([new(100, true, BandValue.Max), new(80, true, BandValue.Linear)]);

    private static readonly RatioBandsRule _tiers = new([new(95, true, BandValue.Max), new(90, false, new PointsBandValue(1.5m))]);

    public static TheoryData<decimal, decimal> Cases => new()
    {
        { 105, 2.5m }, // a budget can be exceeded
        { 100, 2.5m },
        { 99.99m, 2.49975m }, // 2,5 × 0,9999
        { 85, 2.125m }, // 2,5 × 0,85
        { 80, 2 },
        { 79.99m, 0 },
        { 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_plan_is_rewarded_in_proportion_from_80_percent(decimal done, decimal points) =>
        Expect.Points(points, _planDone, 2.5m, Ratio(done, 100));

    public static TheoryData<decimal, decimal> Bounds => new()
    {
        { 95, 4 },
        { 94.999m, 1.5m },
        { 90.001m, 1.5m },
        { 90, 0 }, // "above 90 %" leaves 90 % out
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void A_bound_belongs_to_the_band_only_when_it_is_inclusive(decimal percent, decimal points) =>
        Expect.Points(points, _tiers, 4, Ratio(percent, 100));

    [Fact]
    public void A_threshold_is_met_exactly_even_when_the_division_does_not_end()
    {
        var third = new RatioBandsRule([new(50, true, BandValue.Max)]);
        Expect.Points(1, third, 1, Ratio(3.5m, 7));
        Expect.Points(0, third, 1, Ratio(3.499999m, 7));
    }

    [Fact]
    public void A_linear_band_above_100_percent_stops_at_the_maximum() =>
        Expect.Points(2, new RatioBandsRule([new(0, true, BandValue.Linear)]), 2, Ratio(3, 2));

    [Fact]
    public void The_band_is_explained()
    {
        Expect.Steps(_planDone, 2.5m, Ratio(85, 100), "Tỷ lệ = 85 / 100 = 85,00 %", "Bậc từ 80 % đến dưới 100 %: 2,5 × 85,00 / 100 = 2,125");
        Expect.Steps(_planDone, 2.5m, Ratio(105, 100), "Tỷ lệ = 105 / 100 = 105,00 %", "Bậc từ 100 % trở lên: 2,5 điểm");
        Expect.Steps(_tiers, 4, Ratio(92, 100), "Tỷ lệ = 92 / 100 = 92,00 %", "Bậc trên 90 % đến dưới 95 %: 1,5 điểm");
        Expect.Steps(_tiers, 4, Ratio(9, 10), "Tỷ lệ = 9 / 10 = 90,00 %", "Bậc từ 90 % trở xuống: 0 điểm");
    }

    [Fact]
    public void A_number_that_is_shown_rounded_says_so() => Expect.Steps(
        _planDone, 2.5m, Ratio(1234.5m, 1500.25m),
        "Tỷ lệ = 1.234,5 / 1.500,25 ≈ 82,29 %", "Bậc từ 80 % đến dưới 100 %: 2,5 × 82,29 / 100 ≈ 2,0572");

    [Fact]
    public void Nothing_to_divide_by_means_not_applicable()
    {
        Expect.NotApplicable(_planDone, 2.5m, Ratio(0, 0));
        Expect.NotApplicable(_planDone, 2.5m, Ratio(null, 0));
        Expect.Steps(_planDone, 2.5m, Ratio(0, 0), "Mẫu số bằng 0: không phát sinh, không tính vào điểm tối đa");
    }

    [Fact]
    public void Both_numbers_must_be_entered_and_not_negative()
    {
        Expect.Missing("Chưa nhập mẫu số.", _planDone, 2.5m, Ratio(5, null));
        Expect.Missing("Chưa nhập tử số.", _planDone, 2.5m, Ratio(null, 5));
        Expect.Invalid("Tử số không được âm.", _planDone, 2.5m, Ratio(-1, 5));
        Expect.Invalid("Mẫu số không được âm.", _planDone, 2.5m, Ratio(1, -5));
        Expect.Invalid("Tử số không được âm.", _planDone, 2.5m, Ratio(-1, 0));
        Expect.Invalid("Mẫu số quá nhỏ.", _planDone, 2.5m, Ratio(1, 0.0000001m));
    }

    [Fact]
    public void The_rule_is_described()
    {
        Assert.Equal("Tỷ lệ từ 100 % trở lên: 2,5 điểm; từ 80 % đến dưới 100 %: tỷ lệ × 2,5 điểm; dưới 80 %: 0 điểm.", Scorer.Describe(_planDone, 2.5m));
        Assert.Equal("Tỷ lệ từ 95 % trở lên: 4 điểm; trên 90 % đến dưới 95 %: 1,5 điểm; từ 90 % trở xuống: 0 điểm.", Scorer.Describe(_tiers, 4));
        var fewerIsBetter = new RatioBandsRule([new(5, false, BandValue.Zero), new(0, true, BandValue.Max)]);
        Assert.Equal("Tỷ lệ trên 5 %: 0 điểm; từ 0 % đến 5 %: 3 điểm.", Scorer.Describe(fewerIsBetter, 3));
    }

    [Fact]
    public void Wrong_bands_are_named()
    {
        Expect.Sound(_planDone, 2.5m);
        Expect.Problem("Phải có ít nhất một bậc.", new RatioBandsRule([]), 2);
        var ascending = new RatioBandsRule([new(80, true, BandValue.Linear), new(100, true, BandValue.Max)]);
        Expect.Problem("Các bậc phải xếp từ cao xuống thấp: 100 % đứng sau 80 %.", ascending, 2);
        var repeated = new RatioBandsRule([new(80, true, BandValue.Max), new(80, false, BandValue.Zero)]);
        Expect.Problem("Các bậc phải xếp từ cao xuống thấp: 80 % đứng sau 80 %.", repeated, 2);
        Expect.Problem("Ngưỡng của bậc phải từ 0 đến 1.000 %.", new RatioBandsRule([new(-1, true, BandValue.Max)]), 2);
        Expect.Problem("Ngưỡng của bậc phải từ 0 đến 1.000 %.", new RatioBandsRule([new(1001, true, BandValue.Max)]), 2);
        Expect.Problem("Điểm của bậc từ 90 % phải từ 0 đến 2.", new RatioBandsRule([new(90, true, new PointsBandValue(2.5m))]), 2);
        Expect.Problem("Điểm của bậc trên 90 % phải từ 0 đến 2.", new RatioBandsRule([new(90, false, new PointsBandValue(-1))]), 2);
        Expect.Problem("Bậc từ 90 % chưa có giá trị.", new RatioBandsRule([new(90, true, null!)]), 2);
    }

    [Fact]
    public void A_written_upper_bound_that_meets_the_band_above_changes_neither_points_nor_words()
    {
        var written = new RatioBandsRule([new(95, true, BandValue.Max), new(80, true, new PointsBandValue(1.5m), ToPercent: 95)]);
        Expect.Sound(written, 4);
        Expect.Points(1.5m, written, 4, Ratio(94.999m, 100));
        Expect.Points(4, written, 4, Ratio(95, 100));
        Assert.Equal("Tỷ lệ từ 95 % trở lên: 4 điểm; từ 80 % đến dưới 95 %: 1,5 điểm; dưới 80 %: 0 điểm.", Scorer.Describe(written, 4));
    }

    [Fact]
    public void A_gap_between_two_bands_is_named_with_both_bounds()
    {
        Expect.Problem(
            "Từ 90 % đến dưới 95 % chưa thuộc bậc nào: sửa “dưới 90 %” thành “dưới 95 %”, hoặc thêm một bậc ở giữa.",
            new RatioBandsRule([new(95, true, BandValue.Max), new(80, true, BandValue.Linear, ToPercent: 90)]), 4);
        Expect.Problem(
            "Đúng 95 % chưa thuộc bậc nào: đổi “trên 95 %” thành “từ 95 %”, hoặc bỏ giới hạn trên của bậc dưới.",
            new RatioBandsRule([new(95, false, BandValue.Max), new(80, true, BandValue.Linear, ToPercent: 95)]), 4);
        Expect.Problem(
            "Từ 100 % trở lên chưa thuộc bậc nào: bỏ giới hạn trên của bậc cao nhất, hoặc thêm một bậc từ 100 %.",
            new YearOnYearRule([new(80, true, BandValue.Linear, ToPercent: 100)]), 4);
    }

    [Fact]
    public void An_overlap_and_a_band_that_is_never_reached_are_named()
    {
        Expect.Problem(
            "Bậc từ 80 % đến dưới 97 % chồng lên bậc từ 95 %: sửa “dưới 97 %” thành “dưới 95 %”.",
            new RatioBandsRule([new(95, true, BandValue.Max), new(80, true, BandValue.Linear, ToPercent: 97)]), 4);
        Expect.Problem(
            "Bậc từ 96 % đến dưới 98 % không bao giờ đạt tới vì nằm trọn trong bậc từ 95 %: bỏ bậc này hoặc sửa ngưỡng.",
            new RatioBandsRule([new(95, true, BandValue.Max), new(96, true, BandValue.Linear, ToPercent: 98)]), 4);
        Expect.Problem(
            "Bậc từ 80 % đến dưới 70 % không bao giờ đạt tới: sửa giới hạn trên cho lớn hơn 80 %.",
            new RatioBandsRule([new(95, true, BandValue.Max), new(80, true, BandValue.Linear, ToPercent: 70)]), 4);
    }

    private static LeafData Ratio(decimal? numerator, decimal? denominator) => new() { Numerator = numerator, Denominator = denominator };
}
