using CCHC.Annexes;
using CCHC.Scoring;

namespace CCHC.Annexes.Tests;

public sealed class AnnexPhraseTests
{
    private static readonly BandValue Max = BandValue.Max;
    private static readonly BandValue Linear = BandValue.Linear;

    public static TheoryData<decimal, string, ScoringRule> Phrases => new()
    {
        // Có/không
        { 1, "Có: 1 điểm; không: 0 điểm", new YesNoRule() },
        { 1, "Có: 1 điểm, không có: 0 điểm", new YesNoRule() },
        { 0.5m, "Ban hành kịp thời: 0,5 điểm\nKhông ban hành: 0 điểm", new YesNoRule() },
        { 2, "Ban hành kế hoạch đầy đủ, kịp thời: 2 điểm; không ban hành: không tính điểm", new YesNoRule() },
        { 1, "- Đúng thời hạn: 1\n- Không đúng thời hạn: 0", new YesNoRule() },
        { 1.5m, "Thực hiện đúng quy định được 1,5 điểm", new YesNoRule() },
        { 3, "Có thực hiện: điểm tối đa. Không thực hiện: 0 điểm.", new YesNoRule() },
        { 1, "Có: 1 điểm; không: 0 điểm; không phát sinh thì không đánh giá", new YesNoRule() },
        // Tỷ lệ theo bậc
        { 2, "Từ 90% trở lên: 2 điểm; từ 70% đến dưới 90%: 1 điểm; dưới 70%: 0 điểm", Bands((90, P(2)), (70, P(1))) },
        { 2, "- Từ 90 % trở lên: 2\n- Từ 70 % đến dưới 90 %: 1,5\n- Dưới 70 %: 0", Bands((90, P(2)), (70, P(1.5m))) },
        { 1, "Đạt 100%: 1 điểm; từ 80% - dưới 100%: 0,5 điểm; dưới 80%: 0 điểm", Bands((100, P(1)), (80, P(0.5m))) },
        { 1, "Đạt 100% được 1 điểm, đạt từ 80% đến dưới 100% được 0,5 điểm, dưới 80% không tính điểm", Bands((100, P(1)), (80, P(0.5m))) },
        { 1, "Dưới 50%: 0 điểm; từ 50% đến dưới 80%: 0,5 điểm; từ 80% trở lên: 1 điểm", Bands((80, P(1)), (50, P(0.5m))) },
        { 2, "Trên 95%: 2 điểm; từ 80% đến 95%: 1 điểm; dưới 80%: 0 điểm", new RatioBandsRule([new(95, false, P(2)), new(80, true, P(1))]) },
        { 2, "≥ 95%: 2 điểm; 90% - <95%: 1 điểm; < 90%: 0 điểm", Bands((95, P(2)), (90, P(1))) },
        { 3, "Hoàn thành 100% kế hoạch: 3 điểm; hoàn thành từ 85% đến dưới 100% kế hoạch: 2 điểm; hoàn thành dưới 85% kế hoạch: 0 điểm", Bands((100, P(3)), (85, P(2))) },
        { 2, "Từ 80% trở lên: 2 điểm; dưới 80%: 1 điểm", Bands((80, P(2)), (0, P(1))) },
        { 2.5m, "Đạt 100% được 2,5 điểm; từ 80% đến dưới 100% tính theo tỷ lệ; dưới 80%: 0 điểm", Bands((100, Max), (80, Linear)) },
        { 3, "100% nhiệm vụ: điểm tối đa; từ 90% - dưới 100%: tỷ lệ % x điểm tối đa; dưới 90%: không tính điểm", Bands((100, Max), (90, Linear)) },
        { 2, "Từ 105% dự toán trở lên: 2 điểm; từ 100% đến dưới 105%: 1 điểm; dưới 100%: 0 điểm", Bands((105, P(2)), (100, P(1))) },
        { 2, "Tăng so với năm trước: từ 105% trở lên: 2 điểm; từ 100% đến dưới 105%: 1 điểm; dưới 100%: 0 điểm", new YearOnYearRule([new(105, true, P(2)), new(100, true, P(1))]) },
        // Công thức
        { 4, "Tính theo công thức (b/a) x điểm tối đa", new CappedProportionalRule(100) },
        { 4, "Điểm đánh giá = tỷ lệ % × điểm tối đa", new CappedProportionalRule(100) },
        { 4, "Tính điểm theo tỷ lệ hồ sơ được số hóa", new CappedProportionalRule(100) },
        { 4, "Số hồ sơ đúng hạn / tổng số hồ sơ nhân với điểm tối đa", new CappedProportionalRule(100) },
        { 5, "Đạt mục tiêu 80%: điểm tối đa; dưới 80%: 5 × tỷ lệ / 80", new CappedProportionalRule(80) },
        { 7, "Từ 100% trở lên: 7 điểm; từ 95% đến dưới 100%: 7 x (tỷ lệ - 95)/(100 - 95); dưới 95%: 0 điểm", new InterpolationRule(95, 100) },
        { 7, "Từ 99% trở lên: điểm tối đa; từ 90% đến dưới 99%: nội suy; dưới 90%: 0 điểm", new InterpolationRule(90, 99) },
        // Trừ điểm
        { 2, "Mỗi báo cáo trễ hạn trừ 0,25 điểm; mỗi báo cáo thiếu trừ 0,5 điểm", Deduct(("Báo cáo trễ hạn", 0.25m), ("Báo cáo thiếu", 0.5m)) },
        { 2, "Cứ 01 báo cáo chậm bị trừ 0,25 điểm", Deduct(("Báo cáo chậm", 0.25m)) },
        { 3, "Mỗi văn bản trái pháp luật bị trừ 1 điểm, trừ tối đa 3 điểm", Deduct(("Văn bản trái pháp luật", 1)) },
        { 3, "- Mỗi mục còn thiếu: trừ 0,5 điểm", Deduct(("Mục còn thiếu", 0.5m)) },
        { 4, "Mỗi công chức bị khiển trách trừ 1 điểm; có công chức bị cách chức thì 0 điểm", new DeductionRule([new("V1", "Công chức bị khiển trách", 1), new("V2", "Công chức bị cách chức", 0, true)]) },
        // Mỗi … điểm
        { 1.5m, "Mỗi hình thức được 0,5 điểm, tối đa 1,5 điểm", new CountRule(0.5m, "hình thức") },
        { 2, "Mỗi sáng kiến: 1 điểm; tối đa 2 điểm", new CountRule(1, "sáng kiến") },
        { 2, "Cứ 01 mô hình mới được cộng 0,5 điểm nhưng không quá 2 điểm", new CountRule(0.5m, "mô hình mới") },
        { 2, "Mỗi giải pháp được tính 0,25 điểm", new CountRule(0.25m, "giải pháp") },
        // Mức
        { 2, "Xuất sắc: 2 điểm; tốt: 1,5 điểm; khá: 1 điểm; trung bình: 0 điểm", Choice(("Xuất sắc", 2), ("tốt", 1.5m), ("khá", 1), ("trung bình", 0)) },
        { 2, "Tốt: 100%; Khá: 75%; Đạt: 50%; Chưa đạt: 0%", new ChoiceRule([new("M1", "Tốt", null, 100), new("M2", "Khá", null, 75), new("M3", "Đạt", null, 50), new("M4", "Chưa đạt", null, 0)]) },
        { 1, "Đúng hạn: 1 điểm; trễ hạn: 0,5 điểm; không có: 0 điểm", Choice(("Đúng hạn", 1), ("trễ hạn", 0.5m), ("không có", 0)) },
        // Điều tra, chỉ số ngoài, chấm tay
        { 2, "Điều tra xã hội học", new SurveyRule() },
        { 2, "Điểm lấy từ kết quả điều tra XHH", new SurveyRule() },
        { 2, "Phiếu khảo sát cán bộ, công chức", new SurveyRule() },
        { 8, "Chỉ số SIPAS x điểm tối đa", new ExternalIndexRule() },
        { 8, "Theo chỉ số hài lòng của người dân do Sở Nội vụ công bố", new ExternalIndexRule() },
        { 3, "Hội đồng thẩm định chấm theo bước 0,25 điểm", new ManualRule(0.25m) },
    };

    [Theory]
    [MemberData(nameof(Phrases))]
    public void Words_of_an_annex_become_the_rule_an_officer_would_choose(decimal max, string text, ScoringRule rule)
    {
        var reading = RulePhrases.Read(text, max);

        Assert.Equal(rule, reading?.Rule);
        Assert.NotEqual(true, reading?.Exact);
    }

    [Theory]
    [InlineData(2, "Theo hướng dẫn của Sở Nội vụ")]
    [InlineData(2, "Từ 90% trở lên: 2 điểm; từ 70% đến dưới 85%: 1 điểm; dưới 70%: 0 điểm")] // 85–90 is nowhere
    [InlineData(2, "Từ 90% trở lên: 5 điểm; dưới 90%: 0 điểm")] // more than the maximum
    [InlineData(2, "Có: 1 điểm; không: 0 điểm và bị phê bình")]
    [InlineData(2, "")]
    public void No_rule_is_proposed_where_the_words_do_not_bear_one(decimal max, string text) => Assert.Null(RulePhrases.Read(text, max));

    public static TheoryData<decimal, ScoringRule> OwnWords => new()
    {
        { 2, new YesNoRule() },
        { 2, Choice(("Tốt", 2), ("Khá", 1), ("Yếu", 0)) },
        { 2, new ChoiceRule([new("M1", "Tốt", null, 75), new("M2", "Khá", null, 50)]) },
        { 2, new CountRule(0.5m, "hình thức") },
        { 4, new DeductionRule([new("V1", "Khiển trách", 1), new("V2", "Cảnh cáo", 2), new("V3", "Từ cách chức trở lên", 0, true)]) },
        { 2.5m, Bands((100, Max), (80, Linear)) },
        { 2, Bands((105, P(2)), (100, P(1))) },
        { 2, new RatioBandsRule([new(95, false, P(2)), new(80, true, P(1))]) },
        { 7, new InterpolationRule(95, 100) },
        { 5, new CappedProportionalRule(80) },
        { 4, new CappedProportionalRule(100) },
        { 2, new SurveyRule() },
        { 8, new ExternalIndexRule() },
        { 3, new ManualRule(0.25m) },
        { 2, new YearOnYearRule([new(105, true, P(2)), new(100, true, P(1))]) },
        { 3, new BonusRule() },
        { 3, new PenaltyRule() },
    };

    [Theory]
    [MemberData(nameof(OwnWords))]
    public void What_the_system_writes_of_a_rule_comes_back_as_that_rule(decimal max, ScoringRule rule)
    {
        var reading = RulePhrases.Read(Scorer.Describe(rule, max), max);

        Assert.Equal(rule, reading?.Rule);
        Assert.True(reading!.Exact);
    }

    private static PointsBandValue P(decimal points) => new(points);

    private static RatioBandsRule Bands(params (decimal From, BandValue Value)[] bands) => new([.. bands.Select(band => new RatioBand(band.From, true, band.Value))]);

    private static DeductionRule Deduct(params (string Name, decimal Points)[] kinds) => new([.. kinds.Select((kind, i) => new DeductionKind($"V{i + 1}", kind.Name, kind.Points))]);

    private static ChoiceRule Choice(params (string Name, decimal Points)[] levels) => new([.. levels.Select((level, i) => new ChoiceLevel($"M{i + 1}", level.Name, level.Points, null))]);
}
