namespace CCHC.Scoring.Tests.Published;

/// <summary>The illustrative commune set's rules, built by hand from the columns <c>loai_quy_tac</c> and <c>tham_so</c>.</summary>
internal static class CommuneRules
{
    private static readonly RatioBandsRule _linearFrom80 = Bands((100, BandValue.Max), (80, BandValue.Linear));
    private static readonly CappedProportionalRule _proportional = new(100);

    public static IReadOnlyDictionary<string, ScoringRule> ByCode { get; } = new Dictionary<string, ScoringRule>
    {
        ["1.1.1"] = new YesNoRule(),
        ["1.1.2"] = _linearFrom80,
        ["1.2"] = new DeductionRule([new("tre", "Báo cáo trễ", 0.25m), new("thieu", "Thiếu báo cáo", 0.5m)]),
        ["1.3"] = Bands((100, new PointsBandValue(2)), (70, new PointsBandValue(1))),
        ["1.4"] = new CountRule(0.5m, "hình thức"),
        ["1.5"] = new CountRule(1, "sáng kiến"),
        ["1.6"] = Bands((100, BandValue.Max), (90, BandValue.Linear)),
        ["2.1"] = new YesNoRule(),
        ["2.2"] = new DeductionRule([new("vb", "Văn bản trái pháp luật chưa xử lý", 1)]),
        ["2.3"] = new SurveyRule(),
        ["3.1"] = Bands((100, new PointsBandValue(3)), (90, new PointsBandValue(1.5m))),
        ["3.2"] = new InterpolationRule(95, 100),
        ["3.3"] = _proportional,
        ["3.4"] = new YesNoRule(),
        ["3.5"] = _proportional,
        ["3.6"] = new SurveyRule(),
        ["4.1"] = new YesNoRule(),
        ["4.2"] = new YesNoRule(),
        ["4.3"] = new SurveyRule(),
        ["5.1"] = _proportional,
        ["5.2"] = _linearFrom80,
        ["5.3"] = new DeductionRule([new("kt", "Khiển trách", 1), new("cc", "Cảnh cáo", 2), new("cch", "Cách chức trở lên", 0, ZeroesLeaf: true)]),
        ["5.4"] = new SurveyRule(),
        ["6.1"] = Bands((95, new PointsBandValue(4)), (90, new PointsBandValue(2))),
        ["6.2"] = new YesNoRule(),
        ["6.3"] = _proportional,
        ["7.1"] = _proportional,
        ["7.2"] = new CappedProportionalRule(80),
        ["7.3"] = new CappedProportionalRule(60),
        ["7.4"] = new DeductionRule([new("muc", "Thiếu mục", 0.5m)]),
        ["8.1"] = new ExternalIndexRule(),
        ["8.2"] = _linearFrom80,
        ["8.3"] = Bands((105, new PointsBandValue(2)), (100, new PointsBandValue(1))),
        ["DT"] = new BonusRule(),
        ["DP"] = new PenaltyRule(),
    };

    private static RatioBandsRule Bands(params (decimal From, BandValue Value)[] bands) =>
        new([.. bands.Select(x => new RatioBand(x.From, true, x.Value))]);
}
