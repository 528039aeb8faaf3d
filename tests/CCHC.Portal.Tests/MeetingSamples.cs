namespace CCHC.Portal.Tests;

/// <summary>A meeting of the council and a ratification as the appraisal service tells of them.</summary>
internal static class MeetingSamples
{
    public static readonly Guid MeetingId = Guid.CreateVersion7();
    public static readonly Guid CaseId = Guid.CreateVersion7();
    public static readonly Guid SheetId = Guid.CreateVersion7();
    public static readonly Guid DisputedId = Guid.CreateVersion7();
    public static readonly Guid ProposedId = Guid.CreateVersion7();
    public static readonly Guid AdoptedId = Guid.CreateVersion7();
    public static readonly Guid OtherMemberId = Guid.CreateVersion7();

    public static object Campaigns(bool runs, params object[] items) => new { campaignId = Samples.Id, campaignName = "Chỉ số CCHC 2026", practice = false, runs, items };

    public static object ListItem { get; } = new { id = MeetingId, number = 1, heldAt = "2026-12-01T01:30:00Z", place = "Phòng họp số 2", status = "open", items = 3, pending = 2 };

    /// <param name="status">prepared, open or closed.</param>
    /// <param name="runs">The caller is chair or secretary.</param>
    /// <param name="present">The caller is there.</param>
    /// <param name="vote">The caller's vote on what is proposed.</param>
    /// <param name="cast">Votes on what is proposed.</param>
    /// <param name="practice">The campaign is a practice copy.</param>
    public static object Meeting(string status = "open", bool runs = true, bool present = true, string? vote = null, int cast = 3, bool practice = false) => new
    {
        id = MeetingId, campaignId = Samples.Id, campaignName = "Chỉ số CCHC 2026", year = 2026, practice, number = 1, heldAt = "2026-12-01T01:30:00Z", place = "Phòng họp số 2", status,
        conclusion = status == "closed" ? "Thống nhất kết quả thẩm định." : null, closedAt = status == "closed" ? "2026-12-01T04:00:00Z" : null, runs, quorum = 0.666667m,
        members = new[]
        {
            new { userId = Guid.Empty, displayName = "Nguyễn Văn A", office = runs ? "chair" : "member", present },
            new { userId = OtherMemberId, displayName = "Trần Thị B", office = "secretary", present = true },
        },
        items = new[] { Disputed, Proposed(vote, cast, mayVote: status == "open" && present), Adopted },
    };

    public static object Ratification(
        bool ratified = false, string[]? blockers = null, bool mayRatify = false, bool mayAsk = false, bool mayAgree = false, bool asked = false, bool practice = false) => new
        {
            campaignId = Samples.Id, campaignName = "Chỉ số CCHC 2026", practice, ratifiedAt = ratified ? "2026-12-05T03:00:00Z" : null, blockers = blockers ?? [], mayRatify, mayAsk, mayAgree, asked,
            steps = !ratified ? [] : asked ? new object[] { StepRatified, StepAsked } : [StepRatified],
        };

    private static object StepRatified { get; } = new { kind = "ratified", by = "Lê Văn Chủ", at = "2026-12-05T03:00:00Z", reason = "Theo kết luận phiên họp số 1" };

    private static object StepAsked { get; } = new { kind = "reopeningAsked", by = "Trần Thị B", at = "2026-12-06T03:00:00Z", reason = "Phát hiện nhầm số liệu" };

    private static object Disputed { get; } = Item(
        DisputedId, "1.1.1", "Ban hành kế hoạch cải cách hành chính", ["disputed", "askedFor"], note: "Phạm Văn C: cần xem lại minh chứng",
        positions: [new { by = "Trần Thị B", points = 1.75m, applicable = true, reason = "Ban hành chậm" }, new { by = "Phạm Văn C", points = 2m, applicable = true, reason = (string?)null! }]);

    private static object Adopted { get; } = Item(
        AdoptedId, "3.2.1", "Giải quyết hồ sơ đúng hạn", ["arbitrated"], outcome: "adopted", proposal: new { points = 1.5m, reason = "Hồ sơ trễ hạn", by = "Lê Văn Chủ" }, yes: 3, no: 1, abstain: 1,
        notVoting: ["Đỗ Thị D"], decidedAt: "2026-12-01T03:00:00Z");

    private static object Proposed(string? vote, int cast, bool mayVote) => Item(
        ProposedId, "2.1.3", "Xử lý văn bản sau rà soát", ["changed"], proposal: new { points = 1.25m, reason = "Mới xử lý một phần", by = "Lê Văn Chủ" }, cast: cast, vote: vote, mayVote: mayVote);

    private static object Item(
        Guid id, string leafCode, string leafName, string[] why, string? note = null, object[]? positions = null, object? proposal = null, int cast = 0, string? vote = null, bool mayVote = false,
        string outcome = "pending", int yes = 0, int no = 0, int abstain = 0, string[]? notVoting = null, string? decidedAt = null) => new
        {
            id, caseId = CaseId, unitCode = "X1", unitName = "Phường Hạc Thành", groupCode = "xa", leafCode, leafName, maxPoints = 2m, ruleText = "Mỗi hình thức: 0,5 điểm",
            rule = new { kind = "count", pointsPerUnit = 0.5m, unitName = "hình thức" }, why, note,
            self = new { data = new { count = 4 }, points = 2m, applicable = true, explanation = "Đã ban hành đủ", evidence = "QĐ 12/QĐ-UBND" },
            result = new { points = 1.75m, applicable = true }, positions = positions ?? [], proposal, cast, eligible = 5, myVote = vote, mayVote, outcome, yes, no, abstain,
            notVoting = notVoting ?? [], decidedAt, selfAssessmentId = SheetId,
        };
}
