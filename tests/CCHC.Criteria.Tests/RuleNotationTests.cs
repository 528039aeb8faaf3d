using CCHC.Criteria.CriteriaSets;
using CCHC.Scoring;

namespace CCHC.Criteria.Tests;

public sealed class RuleNotationTests
{
    [Theory]
    [InlineData("YESNO", "co=1;khong=0", "yes-no")]
    [InlineData("YESNO_NA", "co=1;khong=0;khong phat sinh=khong ap dung", "yes-no")]
    [InlineData("PROPORTIONAL_NA", "ty_le*max;khong phat sinh=khong ap dung", "capped-proportional")]
    [InlineData("SURVEY", "A=100;B=60;C=20;D=0", "survey")]
    [InlineData("EXTERNAL_PERCENT", "sipas%*max", "external-index")]
    [InlineData("BONUS", "tran 3", "bonus")]
    [InlineData("PENALTY", "tran 3", "penalty")]
    public void The_kind_of_rule_is_recognised(string kind, string parameters, string expected) =>
        Assert.Contains($"\"kind\":\"{expected}\"", System.Text.Json.JsonSerializer.Serialize(RuleNotation.Parse(kind, parameters), ScoringJson.Options), StringComparison.Ordinal);

    [Fact]
    public void Bands_with_a_share_of_the_maximum_are_read_from_high_to_low() =>
        Assert.Equal(
            new RatioBandsRule([new RatioBand(100, true, BandValue.Max), new RatioBand(80, true, BandValue.Linear)]),
            RuleNotation.Parse("THRESHOLD_PROPORTIONAL", "100%=max;80%..<100%=ty_le*max;<80%=0"));

    [Fact]
    public void Bands_with_fixed_points_may_begin_above_one_hundred_percent() =>
        Assert.Equal(
            new RatioBandsRule([new RatioBand(105, true, new PointsBandValue(2)), new RatioBand(100, true, new PointsBandValue(1))]),
            RuleNotation.Parse("TIERS", ">=105%=2;100%..<105%=1;<100%=0"));

    [Fact]
    public void Words_between_a_threshold_and_its_value_are_skipped() =>
        Assert.Equal(
            new RatioBandsRule([new RatioBand(100, true, BandValue.Max), new RatioBand(90, true, BandValue.Linear)]),
            RuleNotation.Parse("THRESHOLD_PROPORTIONAL", "100% đúng hạn=max;90%..<100%=ty_le*max;<90%=0"));

    [Fact]
    public void An_interpolation_keeps_both_thresholds() =>
        Assert.Equal(new InterpolationRule(95, 100), RuleNotation.Parse("INTERPOLATE", ">=100%=max;95%..<100%=max*(x-95)/5;<95%=0"));

    [Fact]
    public void A_target_of_sixty_percent_is_read() =>
        Assert.Equal(new CappedProportionalRule(60), RuleNotation.Parse("CAPPED_PROPORTIONAL", "đạt>=mục tiêu 60%=max;dưới: x/60*max"));

    [Fact]
    public void Points_per_thing_counted_are_read_with_the_name_of_the_thing() =>
        Assert.Equal(new CountRule(0.5m, "hình thức"), RuleNotation.Parse("COUNT", "mỗi hình thức 0.5; tối đa 1.5"));

    [Fact]
    public void Deductions_are_read_and_the_gravest_kind_takes_all_points() =>
        Assert.Equal(
            new DeductionRule([new("V1", "Khiển trách", 1), new("V2", "Cảnh cáo", 2), new("V3", "Từ cách chức trở lên", 0, ZeroesLeaf: true)]),
            RuleNotation.Parse("DEDUCT", "khiển trách -1;cảnh cáo -2;từ cách chức trở lên=0"));

    [Fact]
    public void Levels_are_points_or_shares_of_the_maximum() =>
        Assert.Equal(
            new ChoiceRule([new("M1", "Xuất sắc", null, 100), new("M2", "Đạt", 1.5m, null)]),
            RuleNotation.Parse("CHOICE", "Xuất sắc=100%;Đạt=1.5"));

    [Theory]
    [InlineData("LOTTERY", "")]
    [InlineData("COUNT", "tối đa 2")]
    [InlineData("INTERPOLATE", "95%=max")]
    [InlineData("TIERS", "chín mươi=2")]
    public void What_cannot_be_read_is_refused_in_words(string kind, string parameters) =>
        Assert.NotEmpty(Assert.Throws<FormatException>(() => RuleNotation.Parse(kind, parameters)).Message);
}
