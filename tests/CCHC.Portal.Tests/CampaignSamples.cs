namespace CCHC.Portal.Tests;

/// <summary>A campaign as Criteria tells of it, in the states that its pages know.</summary>
internal static class CampaignSamples
{
    public static readonly Guid SetId = Guid.CreateVersion7();
    public static readonly Guid CommuneId = Guid.CreateVersion7();
    public static readonly Guid DepartmentId = Guid.CreateVersion7();
    public static readonly Guid StepId = Guid.CreateVersion7();
    public static readonly Guid FileId = Guid.CreateVersion7();

    public static object Campaign(string phase = "SelfAssessment", bool practice = false, bool canManage = true, bool prepared = true) => new
    {
        id = Samples.Id, code = "cchc-2026", name = "Chỉ số CCHC 2026", year = 2026, phase, round = phase == "Draft" ? 0 : 1, rounds = 2, surveyHeld = true,
        phaseName = phase == "Draft" ? "Chuẩn bị" : "Tự đánh giá", phaseOpen = phase != "Draft", closesAt = "2026-11-30T10:00:00Z", practice,
        wipeOn = practice ? "2026-12-31" : null, canManage, prepared, next = new { phase = "Appraisal", round = 1, name = "Thẩm định lần 1" },
        groups = new[]
        {
            new
            {
                code = "xa", name = "Khối xã", criteriaSetId = SetId, units = new[] { new { unitId = CommuneId, code = "X1", name = "Phường Hạc Thành" } },
                classBands = new[] { new { name = "Tốt", threshold = 85.5m, inclusive = true } }, tieBreakers = new[] { "surveyPoints" }, awards = 3,
            },
        },
        calendar = new object[]
        {
            new { phase = "SelfAssessment", round = 1, name = "Tự đánh giá", opensAt = "2026-11-01T01:00:00Z", closesAt = "2026-11-30T10:00:00Z", state = phase == "Draft" ? "planned" : "open" },
            new { phase = "Appraisal", round = 1, name = "Thẩm định lần 1", opensAt = "2026-12-01T01:00:00Z", closesAt = "2026-12-15T10:00:00Z", state = "planned" },
            new { phase = "Council", round = 1, name = "Hội đồng thông qua", state = "planned" },
        },
        extensions = new[]
        {
            new
            {
                number = 1, phase = "SelfAssessment", round = 1, phaseName = "Tự đánh giá", unitId = CommuneId, unitName = "Phường Hạc Thành",
                until = "2026-12-02T10:00:00Z", reopens = false, reason = "Mất điện do bão", grantedBy = "Lê Thị B", grantedAt = "2026-11-24T03:00:00Z",
            },
        },
    };

    public static object Journal { get; } = new { items = new[] { new { at = "2026-11-24T03:00:00Z", by = "Lê Thị B", text = "Gia hạn Tự đánh giá", reason = "Mất điện do bão" } } };

    public static object Plan { get; } = new
    {
        number = "197/KH-UBND", issuedOn = "2026-07-11",
        steps = new object[]
        {
            new
            {
                id = StepId, position = 1, name = "Tổ chức tập huấn", leadName = "Sở Nội vụ", coordinators = "Các sở", dueOn = "2026-09-30", dueText = "Tháng 9/2026",
                product = "Hội nghị", state = "overdue", files = new[] { new { id = FileId, name = "giấy mời.pdf", size = 20480 } },
            },
            new { id = Guid.CreateVersion7(), position = 2, name = "Tự đánh giá", leadName = "Các sở", dueOn = "2026-11-30", state = "waiting", daysLeft = 6, files = Array.Empty<object>() },
        },
    };

    public static object UnitChoices { get; } = new
    {
        items = new[]
        {
            new { unitId = CommuneId, code = "X1", name = "Phường Hạc Thành", type = "phuong", groupCode = "xa", groupName = "Khối xã", governs = true, partOfYear = true },
            new { unitId = DepartmentId, code = "SNV", name = "Sở Nội vụ", type = "so", groupCode = "so", groupName = "Khối sở", governs = false, partOfYear = false },
        },
    };

    public static object Sets { get; } = new { items = new[] { new { id = SetId, code = "xa-2026", name = "Bộ tiêu chí cấp xã", year = 2026, version = 1 } }, total = 1, page = 1, pageSize = 100 };

    public static object Outline { get; } = new
    {
        nodes = new[]
        {
            new { code = "1", name = "Chỉ đạo điều hành", depth = 0, isLeaf = false, source = "appraised" },
            new { code = "1.1", name = "Kế hoạch", depth = 1, isLeaf = true, source = "appraised" },
            new { code = "1.2", name = "Tuyên truyền", depth = 1, isLeaf = true, source = "appraised" },
            new { code = "2", name = "Hài lòng", depth = 0, isLeaf = false, source = "survey" },
            new { code = "2.1", name = "Mức hài lòng", depth = 1, isLeaf = true, source = "survey" },
        },
    };
}
