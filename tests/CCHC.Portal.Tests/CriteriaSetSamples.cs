namespace CCHC.Portal.Tests;

/// <summary>A draft of one field with two leaves, 12.5 and 7.5 points, as Criteria answers it.</summary>
internal static class CriteriaSetSamples
{
    public static readonly Guid Id = Guid.CreateVersion7();
    public static readonly Guid Other = Guid.CreateVersion7();
    public static readonly Guid Field = Guid.CreateVersion7();
    public static readonly Guid First = Guid.CreateVersion7();
    public static readonly Guid Second = Guid.CreateVersion7();

    public static string Api => $"/api/criteria/sets/{Id}";

    public static object Bands { get; } = new
    {
        kind = "ratio-bands",
        bands = new object[]
        {
            new { fromPercent = 100, value = new { kind = "max" } },
            new { fromPercent = 80, value = new { kind = "linear" } },
            new { fromPercent = 50, fromInclusive = false, value = new { kind = "points", points = 2.5m } },
        },
    };

    public static object Set(string status = "draft", bool canEdit = true, Guid? framework = null, bool isFramework = false, int version = 1) => new
    {
        id = Id, code = "xa-2027", name = "Bộ tiêu chí cấp xã 2027", year = 2027, version, status, isFramework, frameworkId = framework, frameworkName = framework is null ? null : "Bộ khung của tỉnh",
        total = 20m, revision = 7, canEdit,
        nodes = new[]
        {
            Node(Field, null, "1", "Chỉ đạo, điều hành", 0, 20m),
            Node(First, Field, "1.1", "Tỷ lệ hồ sơ đúng hạn", 1, 12.5m, Bands, isFixed: framework is not null),
            Node(Second, Field, "1.2", "Ban hành kế hoạch", 1, 7.5m, new { kind = "yes-no" }, problem: "Thiếu tài liệu kiểm chứng."),
        },
        report = new { errors = new[] { new { nodeId = Second, code = "1.2", text = "Mã 1.2: thiếu tài liệu kiểm chứng." } }, warnings = Array.Empty<object>() },
    };

    public static object Node(
        Guid id, Guid? parent, string code, string name, int depth, decimal max, object? rule = null, string? problem = null, bool isFixed = false, Guid? afterId = null, bool proposed = false) => new
        {
            id, parentId = parent, code, name, depth, position = 1, maxPoints = max, isLeaf = rule is not null, kind = rule is null ? null : "ordinary", source = rule is null ? null : "appraised",
            rule, ruleText = rule is null ? null : "Câu chữ do máy chủ viết.", ruleProposed = proposed, evidenceRequired = true, notApplicableAllowed = false, @fixed = isFixed, problem, afterId,
            examples = rule is null ? [] : new[] { new { id = Guid.CreateVersion7(), data = new { numerator = 9, denominator = 10 }, expectedPoints = 11.25m, note = "Mẫu", actualPoints = 11m, passes = false } },
        };

    public static object Of(object node) => new { revision = 7, status = "draft", isFramework = false, canEdit = true, node };

    public static object Change(Guid selected, object? moved, Guid[] removed, params object[] nodes) =>
        new { revision = 8, selectedId = selected, selected = Array.Find(nodes, node => selected.Equals(node.GetType().GetProperty("id")!.GetValue(node))), moved, removedIds = removed, nodes, total = 20m, errors = Array.Empty<object>(), warnings = Array.Empty<object>() };
}
