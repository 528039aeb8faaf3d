namespace CCHC.Portal.Tests;

/// <summary>Answers of the services, as large as the pages meet them.</summary>
internal static class Samples
{
    public static readonly Guid Id = Guid.CreateVersion7();

    public static object Campaigns { get; } = new[]
    {
        new { code = "so-2024", name = "Chỉ số CCHC 2024 – khối sở", year = 2024, status = "published", groups = new[] { new { code = "so", name = "Khối sở" } } },
        new { code = "kin-2025", name = "Kỳ đang mở", year = 2025, status = "open", groups = new[] { new { code = "so", name = "Khối sở" } } },
    };

    public static object Ranking { get; } = new
    {
        publishedAt = DateTimeOffset.UnixEpoch,
        mean = 85.405m,
        items = Enumerable.Range(1, 27).Select(i => new
        {
            rank = i == 3 ? 2 : i, unitCode = $"S{i}", unitName = $"Sở thứ {i} và các đơn vị trực thuộc", index = 90.125m - i, points = 80m, maxPoints = 88.5m,
            @class = "Tốt", status = "complete",
        }),
    };

    public static object Sheet { get; } = new
    {
        id = Id, campaignId = Id, campaignName = "Chỉ số CCHC 2026", year = 2026, unitCode = "X1", unitName = "Phường Hạc Thành", groupName = "Khối xã", round = 1,
        rounds = 2, status = "draft", phaseOpen = true, selfPoints = 0.5m, maxPoints = 1.5m, filled = 1, leafCount = 1,
        nodes = new object[]
        {
            new { code = "1", name = "Chỉ đạo, điều hành", depth = 0, maxPoints = 1.5m },
            new
            {
                code = "1.4", parentCode = "1", name = "Tuyên truyền", depth = 1, maxPoints = 1.5m,
                leaf = new
                {
                    source = "appraised", kind = "ordinary", rule = new { kind = "count", pointsPerUnit = 0.5m, unitName = "hình thức" }, ruleText = "Mỗi hình thức: 0,5 điểm",
                    data = new { count = 1 }, points = 0.5m, status = "scored", steps = new[] { "1 hình thức × 0,5 = 0,5" }, version = 7,
                },
            },
        },
    };

    public static object Board { get; } = new
    {
        id = Id, code = "x", name = "Kỳ 2026", year = 2026, phase = "SelfAssessment", round = 1, phaseName = "Tự đánh giá", rounds = 2, surveyHeld = true,
        next = new { phase = "Appraisal", round = 1, name = "Thẩm định lần 1" },
        groups = new[] { new { code = "xa", name = "Khối xã", units = new[] { new { unitId = Id, code = "X1", name = "Phường Hạc Thành" } } } },
    };

    public static object Progress { get; } = new
    {
        items = new[] { new { unitId = Id, status = "submitted", round = 1, filled = 34, leafCount = 34, selfPoints = 80.5m, maxPoints = 86m } },
    };
}
