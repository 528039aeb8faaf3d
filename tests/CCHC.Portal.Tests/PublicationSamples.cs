namespace CCHC.Portal.Tests;

/// <summary>What Ranking says of snapshots and publications.</summary>
internal static class PublicationSamples
{
    public static string Hash { get; } = new('c', 64);

    public static object List(int? publicVersion = null, bool reopened = false, bool practice = false, params object[] items) => new
    {
        campaign = "so-2026", campaignName = "Chỉ số CCHC 2026", practice, publicVersion, reopened, items,
    };

    public static object Item(
        int number = 1, string state = "open", bool mine = false, DateTimeOffset? publicFrom = null, bool isPublic = false, int? corrects = null, string? reason = null, object[]? deeds = null) => new
        {
            number, state, takenAt = "2026-11-28T02:30:00Z", takenBy = "Sở Nội vụ", mine, hash = Hash, units = 3, ranked = 2, corrects, reason, version = corrects is null ? 0 : corrects + 1,
            @public = isPublic,
            approval = publicFrom is { } minute
                ? new { by = "Chủ tịch UBND tỉnh", at = "2026-11-28T08:00:00Z", publicFrom = minute, decisionNumber = "482/QĐ-UBND", decisionDate = "2026-11-28" }
                : null,
            deeds = deeds ?? [],
        };

    public static object Review(object snapshot, object[]? sinceTaken = null, object[]? sincePublished = null, string[]? withheld = null) => new
    {
        campaign = "so-2026", campaignName = "Chỉ số CCHC 2026", snapshot,
        groups = new[]
        {
            new
            {
                code = "so", name = "Khối sở", mean = (decimal?)85.405m,
                items = new object[]
                {
                    Unit(1, "A", "Sở Nội vụ", 90.125m, "Tốt", awarded: true), Unit(2, "B", "Sở Y tế", 80.685m, "Khá", awarded: false), Unit(null, "C", "Sở Tài chính", null, null, awarded: false),
                },
            },
        },
        withheld = withheld ?? [], sinceTaken = sinceTaken ?? [], sincePrevious = (object[]?)null, sincePublished,
    };

    public static object Change { get; } = new
    {
        groupCode = "so", unitCode = "B", unitName = "Sở Y tế", indexBefore = 80.685m, indexAfter = 91.2m, rankBefore = 2, rankAfter = 1, classBefore = "Khá", classAfter = "Tốt",
        leaves = new[] { new { code = "1.1", pointsBefore = 1.5m, pointsAfter = 2m, applicableBefore = true, applicableAfter = true } },
    };

    private static object Unit(int? rank, string code, string name, decimal? index, string? @class, bool awarded) => new
    {
        rank, shared = false, unitCode = code, unitName = name, index, points = 80m, maxPoints = 88.5m, appraised = 60m, survey = 12m, external = 8m, bonus = 0m, penalty = 0m, @class, awarded,
    };
}
