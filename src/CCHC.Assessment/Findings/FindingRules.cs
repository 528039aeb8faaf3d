using CCHC.Assessment.Evidence;
using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using static CCHC.Assessment.Findings.FindingSeverity;

namespace CCHC.Assessment.Findings;

/// <summary>A rule of the catalogue.</summary>
/// <param name="Id">Stable.</param>
/// <param name="Severity">Of everything it finds.</param>
/// <param name="Title">In Vietnamese, as a list of rules shows it.</param>
/// <param name="Find">What it finds: the leaf, or null for the sheet, and the sentence.</param>
public sealed record FindingRule(string Id, FindingSeverity Severity, string Title, Func<SheetFacts, IEnumerable<(string? Leaf, string Text)>> Find);

/// <summary>The catalogue of what is looked for before a sheet is submitted; a new rule is a new line here.</summary>
public static class FindingRules
{
    /// <summary>A ratio that moves by more than 30 points of a hundred within a year is a typing error more often than an achievement.</summary>
    private const decimal FarRatio = 0.30m;

    /// <summary>Counts below this move by chance.</summary>
    private const decimal SmallCount = 5;

    /// <summary>With fewer others nothing follows from what they do.</summary>
    private const int EnoughOthers = 3;

    public static IReadOnlyList<FindingRule> All { get; } =
    [
        new("data-missing", Error, "Chưa nhập số liệu", DataMissing),
        new("not-applicable-unexplained", Error, "Không phát sinh mà chưa giải trình", NotApplicableUnexplained),
        new("unproven", Error, "Không có tài liệu kiểm chứng, cũng không giải trình", Unproven),
        new("evidence-unreadable", Error, "Tài liệu không đọc được", EvidenceUnreadable),
        new("evidence-out-of-year", Warning, "Tài liệu ngoài năm đánh giá", EvidenceOutOfYear),
        new("evidence-unscanned", Warning, "Tài liệu chưa quét mã độc xong", EvidenceUnscanned),
        new("evidence-of-another-unit", Warning, "Đơn vị khác cũng dùng tài liệu này", EvidenceOfAnotherUnit),
        new("numerator-above-denominator", Warning, "Tử số lớn hơn mẫu số", NumeratorAboveDenominator),
        new("far-from-last-year", Warning, "Số liệu khác xa năm trước", FarFromLastYear),
        new("not-applicable-alone", Warning, "Chỉ đơn vị này ghi không phát sinh", NotApplicableAlone),
        new("explanation-alone", Hint, "Chỉ có giải trình, chưa có tài liệu", ExplanationAlone),
        new("evidence-twice", Hint, "Cùng một tài liệu tải lên nhiều lần", EvidenceTwice),
        new("evidence-unused", Hint, "Tài liệu chưa gắn với tiêu chí nào", EvidenceUnused),
    ];

    /// <summary>Everything that is found, errors first, in the order of the sheet.</summary>
    public static IReadOnlyList<Finding> Find(SheetFacts facts)
    {
        var order = facts.Set.Nodes.Select((node, i) => (node.Code, i)).ToDictionary(x => x.Code, x => x.i, StringComparer.Ordinal);
        return
        [
            .. All.SelectMany(rule => rule.Find(facts).Select(found => new Finding(rule.Id, rule.Severity, found.Leaf, found.Text)))
                .OrderBy(finding => finding.Severity).ThenBy(finding => finding.LeafCode is { } code ? order[code] : int.MaxValue),
        ];
    }

    private static IEnumerable<(string?, string)> DataMissing(SheetFacts facts) =>
        from x in facts.Leaves
        where x.Leaf.Kind == LeafKind.Ordinary && x.Entry.Status == EvaluationStatus.Missing
        select (x.Code, $"Tiêu chí {x.Code} chưa nhập số liệu.");

    private static IEnumerable<(string?, string)> NotApplicableUnexplained(SheetFacts facts) =>
        from x in facts.Leaves
        where x.Entry.Status == EvaluationStatus.NotApplicable && !x.Entry.IsExplained
        select (x.Code, $"Tiêu chí {x.Code} ghi không phát sinh nhưng chưa giải trình lý do.");

    private static IEnumerable<(string?, string)> Unproven(SheetFacts facts) =>
        from x in facts.Leaves
        where x.Entry.Status == EvaluationStatus.Scored && (x.Leaf.EvidenceRequired || x.Entry.Points > 0)
        where !x.Entry.IsExplained && x.Entry.Evidence is null && !facts.Sheet.DocumentsOf(x.Code).Any()
        select (x.Code, $"Tiêu chí {x.Code} chưa có tài liệu kiểm chứng. Đính kèm tài liệu, hoặc ghi số, ký hiệu tài liệu, hoặc giải trình vì sao không có.");

    private static IEnumerable<(string?, string)> EvidenceUnreadable(SheetFacts facts) => OnLeaves(facts, document =>
        document.Scan == ScanState.Infected ? $"“{document.Name}” có mã độc nên đã bị xóa; tải lên bản sạch hoặc bỏ tài liệu này."
        : document.Sha256 is { } file && facts.LostFiles.Contains(file) ? $"“{document.Name}” không mở được trong kho lưu trữ; tải lại tài liệu này."
        : null);

    private static IEnumerable<(string?, string)> EvidenceOutOfYear(SheetFacts facts) => OnLeaves(facts, document =>
        document.Details.Doubts(facts.Year, facts.Today).ToList() is { Count: > 0 } doubts ? $"“{document.Name}”: {string.Join(" ", doubts)}" : null);

    private static IEnumerable<(string?, string)> EvidenceUnscanned(SheetFacts facts) => OnLeaves(facts, document =>
        document.Scan == ScanState.Quarantined ? $"“{document.Name}” chưa quét mã độc xong nên hội đồng chưa mở được." : null);

    private static IEnumerable<(string?, string)> EvidenceOfAnotherUnit(SheetFacts facts) => OnLeaves(facts, document =>
        facts.UsedElsewhere.Contains(document.Sha256 ?? document.Url!) ? $"“{document.Name}” cũng được đơn vị khác dùng làm tài liệu kiểm chứng." : null);

    private static IEnumerable<(string?, string)> NumeratorAboveDenominator(SheetFacts facts) =>
        from x in facts.Leaves
        where x.Entry.Status == EvaluationStatus.Scored && x.Leaf.Rule is RatioRule and not YearOnYearRule && x.Entry.Data.Numerator > x.Entry.Data.Denominator
        select (x.Code, $"Tiêu chí {x.Code}: tử số {Text(x.Entry.Data.Numerator!.Value)} lớn hơn mẫu số {Text(x.Entry.Data.Denominator!.Value)}; xem lại số liệu.");

    private static IEnumerable<(string?, string)> FarFromLastYear(SheetFacts facts) =>
        from x in facts.Leaves
        let before = facts.LastYear.GetValueOrDefault(x.Code)
        where before is not null && x.Entry.Status == EvaluationStatus.Scored
        let difference = Difference(x.Leaf.Rule, before, x.Entry.Data)
        where difference is not null
        select (x.Code, $"Tiêu chí {x.Code}: {difference}; xem lại số liệu, hoặc giải trình.");

    private static IEnumerable<(string?, string)> NotApplicableAlone(SheetFacts facts) =>
        from x in facts.Leaves
        where x.Entry.Data.NotApplicable && facts.Others.TryGetValue(x.Code, out var others) && others is { Filled: >= EnoughOthers, Claiming: 0 }
        select (x.Code, $"Tiêu chí {x.Code} ghi không phát sinh, trong khi các đơn vị khác cùng khối đều có số liệu.");

    private static IEnumerable<(string?, string)> ExplanationAlone(SheetFacts facts) =>
        from x in facts.Leaves
        where x.Entry.Status == EvaluationStatus.Scored && x.Entry is { Points: > 0, IsExplained: true, Evidence: null } && !facts.Sheet.DocumentsOf(x.Code).Any()
        select (x.Code, $"Tiêu chí {x.Code} có điểm nhưng chỉ có giải trình; hội đồng có thể yêu cầu tài liệu.");

    private static IEnumerable<(string?, string)> EvidenceTwice(SheetFacts facts) =>
        from copies in facts.Sheet.Documents.Where(document => document.IsCurrent).GroupBy(document => document.Sha256 ?? document.Url!, StringComparer.Ordinal)
        where copies.Count() > 1
        select ((string?)null, $"{string.Join(", ", copies.Select(copy => $"“{copy.Name}”"))} là cùng một tài liệu; một tài liệu gắn được với nhiều tiêu chí.");

    private static IEnumerable<(string?, string)> EvidenceUnused(SheetFacts facts) =>
        from document in facts.Sheet.Documents
        where document is { IsCurrent: true, Leaves.Count: 0, SignedSubmission: null }
        select ((string?)null, $"“{document.Name}” chưa gắn với tiêu chí nào.");

    private static IEnumerable<(string?, string)> OnLeaves(SheetFacts facts, Func<EvidenceDocument, string?> problem)
    {
        foreach (var document in facts.Sheet.Documents.Where(document => document.SupersededById is null))
        {
            var leaves = document.Leaves.Select(leaf => leaf.LeafCode).Where(facts.Covers).ToList();
            if (leaves.Count > 0 && problem(document) is { } text)
            {
                foreach (var leaf in leaves)
                {
                    yield return (leaf, $"Tiêu chí {leaf}: {text}");
                }
            }
        }
    }

    private static string? Difference(ScoringRule rule, LeafData before, LeafData now)
    {
        if (rule is RatioRule and not YearOnYearRule && before is { Numerator: { } a, Denominator: > 0 and { } b } && now is { Numerator: { } c, Denominator: > 0 and { } d })
        {
            var (then, today) = (a / b, c / d);
            return Math.Abs(today - then) > FarRatio ? $"tỷ lệ {Text(today * 100)} %, năm trước {Text(then * 100)} %" : null;
        }

        if (rule is CountRule && before.Count is { } past && now.Count is { } present)
        {
            var (few, many) = (Math.Min(past, present), Math.Max(past, present));
            return many >= SmallCount && many > few * 2 ? $"số lượng {Text(present)}, năm trước {Text(past)}" : null;
        }

        return null;
    }

    private static string Text(decimal value) =>
        decimal.Round(value, 2, MidpointRounding.AwayFromZero).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture).Replace('.', ',');
}
