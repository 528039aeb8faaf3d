using System.Globalization;
using CCHC.Scoring;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>What an officer must (errors) or should (warnings) put right before a set is published.</summary>
public sealed record PublicationReport(IReadOnlyList<ReportLine> Errors, IReadOnlyList<ReportLine> Warnings)
{
    internal static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    internal static PublicationReport Of(CriteriaSet set)
    {
        var errors = new List<ReportLine>();
        var warnings = new List<ReportLine>();
        var fields = set.Tree.ChildrenOf(null).Select(field => field.Code).ToHashSet(StringComparer.Ordinal);
        var seen = set.Nodes.GroupBy(node => node.Code, StringComparer.Ordinal).Where(same => same.Count() > 1).ToDictionary(same => same.Key, same => same.Count(), StringComparer.Ordinal);

        if (set.Total <= 0)
        {
            errors.Add(new ReportLine(null, "no-points", "Bộ tiêu chí chưa có tiêu chí nào tính điểm: thêm tiêu chí và điểm tối đa."));
        }
        else if (set.Total != 100)
        {
            warnings.Add(new ReportLine(null, "total", $"Tổng điểm là {Text(set.Total)}, thường là 100: kiểm tra lại điểm tối đa."));
        }

        foreach (var node in set.Tree.InReadingOrder())
        {
            if (seen.TryGetValue(node.Code, out var times))
            {
                errors.Add(Line(node, "duplicate-code", $"mã này dùng {times} lần; đặt cho mỗi tiêu chí một mã riêng."));
            }

            if (!node.IsLeaf)
            {
                errors.AddRange(SumErrors(set, node));
                continue;
            }

            errors.AddRange(LeafErrors(node, fields));
            warnings.AddRange(LeafWarnings(node));
        }

        return new PublicationReport(errors, warnings);
    }

    internal Dictionary<Guid, string> ProblemByNode()
    {
        var problems = new Dictionary<Guid, string>();
        foreach (var line in Errors)
        {
            if (line.NodeId is { } nodeId)
            {
                problems.TryAdd(nodeId, line.Text);
            }
        }

        return problems;
    }

    internal static string Text(decimal number) => number.ToString("#,##0.###", Vietnamese);

    private static IEnumerable<ReportLine> SumErrors(CriteriaSet set, CriterionNode node)
    {
        var sum = set.Tree.ChildrenOf(node.Id).Sum(child => child.OrdinaryPoints);
        if (sum == node.MaxPoints)
        {
            yield break;
        }

        var difference = Text(Math.Abs(node.MaxPoints - sum));
        yield return node is { Fixed: true, FrameworkNodeId: not null }
            ? Line(node, "fixed-sum", $"bộ khung quy định {Text(node.MaxPoints)} điểm, các tiêu chí con cộng lại {Text(sum)}; {(sum < node.MaxPoints ? "thêm" : "bớt")} {difference} điểm ở các tiêu chí con.")
            : Line(node, "sum", $"điểm tối đa {Text(node.MaxPoints)} khác tổng các tiêu chí con {Text(sum)}; sửa điểm tiêu chí con, hoặc lưu lại tiêu chí này để lấy tổng.");
    }

    private static IEnumerable<ReportLine> LeafErrors(CriterionNode leaf, HashSet<string> fields)
    {
        if (leaf.MaxPoints <= 0 || decimal.Round(leaf.MaxPoints, 3) != leaf.MaxPoints)
        {
            yield return Line(leaf, "leaf-points", "điểm tối đa phải lớn hơn 0 và có tối đa 3 chữ số thập phân.");
        }

        if (!fields.Contains(leaf.FieldCode))
        {
            yield return Line(leaf, "field-unknown", $"lĩnh vực thẩm định “{leaf.FieldCode}” không có trong bộ tiêu chí; chọn một trong: {string.Join(", ", fields)}.");
        }

        if (leaf.Rule is not { } rule)
        {
            yield return leaf.Depth == 0
                ? Line(leaf, "parent-empty", "chưa có tiêu chí nào bên trong và thiếu quy tắc chấm điểm; thêm tiêu chí con hoặc chọn quy tắc.")
                : Line(leaf, "rule-missing", "thiếu quy tắc chấm điểm; chọn quy tắc cho tiêu chí này.");
            yield break;
        }

        if (leaf.RuleProposed)
        {
            yield return Line(leaf, "rule-unconfirmed", "quy tắc do hệ thống đọc từ văn bản, chưa ai xác nhận; xem lại rồi bấm “Xác nhận quy tắc”.");
        }

        if (Misplaced(leaf, rule) is { } misplaced)
        {
            yield return Line(leaf, "rule-misplaced", misplaced);
        }

        var problems = Scorer.Problems(rule, leaf.MaxPoints);
        foreach (var problem in problems)
        {
            yield return Line(leaf, "rule-unsound", problem);
        }

        foreach (var example in problems.Count == 0 ? leaf.Examples : [])
        {
            if (ExampleRun.Of(leaf, example) is { Passes: false } run)
            {
                yield return Line(leaf, "example-failed", run.Explain());
            }
        }
    }

    private static string? Misplaced(CriterionNode leaf, ScoringRule rule) => (rule, leaf) switch
    {
        (SurveyRule, { Source: not PointSource.Survey }) or (not SurveyRule, { Source: PointSource.Survey }) =>
            "quy tắc điều tra xã hội học và nguồn điểm “điều tra xã hội học” phải đi với nhau; sửa quy tắc hoặc nguồn điểm.",
        (ExternalIndexRule, { Source: not PointSource.External }) or (not ExternalIndexRule, { Source: PointSource.External }) =>
            "quy tắc chỉ số bên ngoài và nguồn điểm “chỉ số bên ngoài” phải đi với nhau; sửa quy tắc hoặc nguồn điểm.",
        (BonusRule, { Kind: not LeafKind.Bonus }) => "quy tắc điểm thưởng chỉ dùng cho tiêu chí điểm thưởng; sửa quy tắc hoặc loại tiêu chí.",
        (PenaltyRule, { Kind: not LeafKind.Penalty }) => "quy tắc điểm trừ chỉ dùng cho tiêu chí điểm trừ; sửa quy tắc hoặc loại tiêu chí.",
        _ => null,
    };

    private static IEnumerable<ReportLine> LeafWarnings(CriterionNode leaf)
    {
        if (leaf.Source == PointSource.Survey && string.IsNullOrWhiteSpace(leaf.SurveyQuestion))
        {
            yield return Line(leaf, "survey-question", "chưa có câu hỏi điều tra; viết ở đây hoặc khi lập phiếu điều tra.");
        }

        if (leaf.EvidenceRequired && string.IsNullOrWhiteSpace(leaf.RequiredEvidence))
        {
            yield return Line(leaf, "evidence-text", "bắt buộc tài liệu kiểm chứng nhưng chưa nêu là tài liệu nào; ghi rõ để đơn vị chuẩn bị.");
        }
    }

    private static ReportLine Line(CriterionNode node, string code, string text) => new(node.Id, code, $"Mã {node.Code}: {text}");
}

/// <summary>One thing to put right, in words; the node is null where the whole set is meant.</summary>
public sealed record ReportLine(Guid? NodeId, string Code, string Text);
