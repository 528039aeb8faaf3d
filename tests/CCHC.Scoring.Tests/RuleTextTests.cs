namespace CCHC.Scoring.Tests;

/// <summary>The sentence printed beside a leaf, word for word, for each of the 13 kinds of rule.</summary>
public sealed class RuleTextTests
{
    public static TheoryData<ScoringRule, decimal, string> Texts => new()
    {
        { new YesNoRule(), 1.5m, "Có: 1,5 điểm; không: 0 điểm." },
        {
            new ChoiceRule([new("a", "Hoàn thành xuất sắc", null, 100), new("b", "Hoàn thành tốt", null, 75), new("c", "Hoàn thành", 0.5m, null)]), 2,
            "Hoàn thành xuất sắc: 100 % × 2 = 2 điểm; Hoàn thành tốt: 75 % × 2 = 1,5 điểm; Hoàn thành: 0,5 điểm."
        },
        { new CountRule(0.5m, "hình thức tuyên truyền"), 1.5m, "Mỗi hình thức tuyên truyền: 0,5 điểm; tối đa 1,5 điểm." },
        {
            new DeductionRule([new("a", "Báo cáo trễ hạn", 0.25m), new("b", "Làm giả tài liệu", 0, ZeroesLeaf: true)]), 2,
            "Điểm tối đa 2; mỗi lần “Báo cáo trễ hạn” trừ 0,25 điểm; có “Làm giả tài liệu” thì 0 điểm; thấp nhất 0 điểm."
        },
        {
            new RatioBandsRule([new(100, true, BandValue.Max), new(80, true, BandValue.Linear), new(70, false, new PointsBandValue(0.5m))]), 2.5m,
            "Tỷ lệ từ 100 % trở lên: 2,5 điểm; từ 80 % đến dưới 100 %: tỷ lệ × 2,5 điểm; trên 70 % đến dưới 80 %: 0,5 điểm; từ 70 % trở xuống: 0 điểm."
        },
        {
            new InterpolationRule(95, 100), 3,
            "Tỷ lệ từ 100 % trở lên: 3 điểm; trên 95 % đến dưới 100 %: 3 × (tỷ lệ − 95) / (100 − 95); từ 95 % trở xuống: 0 điểm."
        },
        { new CappedProportionalRule(80), 2, "Tỷ lệ từ 80 % trở lên: 2 điểm; thấp hơn: 2 × tỷ lệ / 80." },
        { new SurveyRule(), 12.5m, "12,5 điểm × kết quả điều tra xã hội học (%)." },
        { new ExternalIndexRule(), 8, "8 điểm × chỉ số bên ngoài (%)." },
        { new ManualRule(0.25m), 1, "Người thẩm định cho điểm từ 0 đến 1, mỗi bước 0,25 điểm." },
        {
            new YearOnYearRule([new(105, true, BandValue.Max), new(100, true, new PointsBandValue(1))]), 2,
            "Năm nay so với năm trước từ 105 % trở lên: 2 điểm; từ 100 % đến dưới 105 %: 1 điểm; dưới 100 %: 0 điểm."
        },
        { new BonusRule(), 3, "Điểm thưởng ngoài thang điểm, tối đa 3 điểm mỗi năm." },
        { new PenaltyRule(), 3, "Điểm trừ ngoài thang điểm, tối đa 3 điểm mỗi năm." },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_rule_reads_as_an_official_would_write_it(ScoringRule rule, decimal max, string text) => Assert.Equal(text, Scorer.Describe(rule, max));

    [Fact]
    public void No_kind_of_rule_is_left_out() =>
        Assert.Equal(
            typeof(ScoringRule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ScoringRule)) && !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal),
            Texts.Select(row => row.Data.Item1.GetType().Name).Order(StringComparer.Ordinal));
}
