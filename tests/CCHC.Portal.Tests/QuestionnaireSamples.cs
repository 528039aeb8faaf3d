namespace CCHC.Portal.Tests;

/// <summary>A survey of two sections as the service answers it; P1 asks C1 and C2, P2 asks C3 only of those who chose 1 or 2 in C1.</summary>
internal static class QuestionnaireSamples
{
    public static readonly Guid Id = Guid.CreateVersion7();

    public static string Api => $"/api/survey/surveys/{Id}";

    public static string Page => $"/dieu-tra/{Samples.Id}/cuoc/{Id}";

    public static object Campaign(bool canManage = true) => new { id = Samples.Id, name = "Kỳ 2026", year = 2026, practice = false, canManage };

    public static object[] Scale { get; } =
        [.. new[] { "Rất kém", "Kém", "Trung bình", "Tốt", "Rất tốt" }.Select((text, step) => new { code = $"{step + 1}", text = (object)new { vi = text, en = $"Step {step + 1}" }, percent = (decimal?)(step * 25) })];

    public static object Survey(string status = "draft", int version = 7, string third = "C3") => new
    {
        id = Id, campaignId = Samples.Id, code = "sipas-2026", name = "Khảo sát hài lòng", introduction = "Kính mời ông/bà.", status, formula = "topTwo", version, endsAt = "2026-11-30T10:00:00Z",
        openedAt = status == "draft" ? null : "2026-10-01T01:00:00Z",
        respondentGroups = new[] { new { code = "nguoi-dan", name = "Người dân", rates = "one", ratedGroups = new[] { "xa" }, submissions = status == "draft" ? 0 : 61 } },
        ratedGroups = new[] { "xa" },
        links = status == "draft" ? [] : new[] { new { respondentGroup = "nguoi-dan", respondentGroupName = "Người dân", code = "ABCDEFGH12", path = "/khao-sat/ABCDEFGH12" } },
        questionnaire = new
        {
            languages = new[] { "vi", "en" },
            sections = new object[]
            {
                new
                {
                    code = "P1", title = "Tiếp cận",
                    questions = new object[]
                    {
                        new { code = "C1", kind = "rating", text = new { vi = "Nơi ngồi chờ", en = "Waiting area" }, required = true, perUnit = true, options = Scale, factor = "Tiếp cận dịch vụ", aspect = "satisfaction", leaves = new[] { new { groupCode = "xa", leafCode = "8.1", maxPoints = 2m } } },
                        new { code = "C2", kind = "number", text = "Số lần đi lại", least = 0, most = 20 },
                    },
                },
                new
                {
                    code = "P2", title = "Ý kiến",
                    questions = new object[] { new { code = third, kind = "text", text = "Vì sao chưa hài lòng", perUnit = true, longest = 500, showIf = new { question = "C1", options = new[] { "1", "2" } } } },
                },
            },
        },
        units = new[] { new { id = Guid.CreateVersion7(), code = "X1", name = "Phường Hạc Thành", groupCode = "xa" } }, practice = false, ownerUnitId = (Guid?)null,
        corrections = status == "draft" ? [] : new[] { new { version = 8, reason = "Sai chính tả câu C2", correctedBy = "Nguyễn Văn A", correctedAt = "2026-10-02T01:00:00Z" } },
    };

    public static object LeafChoices { get; } = new
    {
        groups = new[]
        {
            new
            {
                code = "xa", name = "Khối xã", units = 166,
                leaves = new object[] { new { code = "8.1", name = "Hài lòng về tiếp cận", maxPoints = 2m, question = "Ông/bà hài lòng thế nào về tiếp cận?" }, new { code = "8.2", name = "Hài lòng về thủ tục", maxPoints = 1.5m } },
            },
        },
    };
}
