using System.Globalization;
using CCHC.Assessment.Submissions;
using CCHC.Contracts.Criteria;
using CCHC.OfficialDocuments;
using CCHC.Scoring;

namespace CCHC.Assessment.Reports;

/// <summary>The three tables of a report: the points, the explanations, difficulties and proposals.</summary>
internal sealed class ReportTables
{
    private const string NotApplicable = "Không phát sinh";
    private const string None = "Không có";
    private const string Dash = "–";
    private const string Collector = "Đơn vị tổng hợp";

    private static readonly Cell Blank = (string?)null;

    private readonly ReportFacts _facts;
    private readonly List<(CriterionSnapshot Node, SubmittedLeafEntry Entry)> _leaves;

    public ReportTables(ReportFacts facts)
    {
        _facts = facts;
        var entries = facts.Content.Leaves.ToDictionary(leaf => leaf.LeafCode, StringComparer.Ordinal);
        _leaves = [.. facts.Set.Leaves().Where(node => entries.ContainsKey(node.Code)).Select(node => (node, entries[node.Code]))];
        Total = IndexOf(_leaves);
    }

    public UnitIndex Total { get; }

    /// <summary>Fields with what the unit gave itself, leaf by leaf; bonus and penalty are fields of their own.</summary>
    public IEnumerable<(CriterionSnapshot Field, UnitIndex Index)> Fields =>
        from node in _facts.Set.Nodes
        where node.Depth == 0
        let under = Under(node)
        where under.Count > 0
        select (node, IndexOf(under));

    public int Unproven => Explained.Count(leaf => !IsProven(leaf.Entry));

    public int NotApplicableLeaves => _leaves.Count(leaf => leaf.Entry.Status == EvaluationStatus.NotApplicable);

    public Table OfFields() => new(
        new TableColumn("Mã", 6, CellAlignment.Centre), new TableColumn("Lĩnh vực", 42), Points("Điểm tối đa áp dụng"), Points("Điểm tự chấm"), Points("Tỷ lệ (%)"))
    {
        Rows =
        [
            .. Fields.Where(x => x.Field.Leaf is null).Select(x => new TableRow(x.Field.Code, x.Field.Name, x.Index.MaxPoints, x.Index.Points, Percent(x.Index))),
            .. Fields.Where(x => x.Field.Leaf is not null).Select(x => new TableRow(x.Field.Code, x.Field.Name, Dash, Signed(x.Field, x.Index.Points), Dash)),
            new TableRow(Blank, "Tổng cộng", Total.MaxPoints, Total.Points, Percent(Total)) { Bold = true },
        ],
    };

    /// <summary>(a): every leaf with its calculation and what proves it.</summary>
    public Table OfPoints() => new(
        new TableColumn("Mã", 7, CellAlignment.Centre), new TableColumn("Lĩnh vực, tiêu chí", 36), Points("Điểm tối đa"), Points("Điểm tự chấm"),
        new TableColumn("Cách tính", 30), new TableColumn("Tài liệu kiểm chứng", 34))
    {
        Landscape = true,
        Rows = [.. _facts.Set.Nodes.SelectMany(RowsOf), new TableRow(Blank, "Tổng cộng", Total.MaxPoints, Total.Points, Blank, Blank) { Bold = true }],
    };

    /// <summary>(b): every leaf that no document proves, and whatever else was explained.</summary>
    public Table OfExplanations()
    {
        List<TableColumn> columns = [new("Mã", 8, CellAlignment.Centre), new("Tiêu chí", 26), Points("Điểm tự chấm"), new("Tài liệu", 12, CellAlignment.Centre), new("Giải trình", 46)];
        if (_facts.Assembled)
        {
            columns.Insert(2, new TableColumn("Cơ quan trả lời", 16));
        }

        return new Table([.. columns])
        {
            Rows = [.. Explained.Select(leaf =>
            {
                List<Cell> cells =
                [
                    leaf.Node.Code, leaf.Node.Name, PointsOf(leaf.Node, leaf.Entry), IsProven(leaf.Entry) ? "Có" : None, Lines(leaf.Entry.Explanation, Supplement(leaf.Entry)),
                ];
                if (_facts.Assembled)
                {
                    cells.Insert(2, leaf.Entry.AnsweredBy ?? Collector);
                }

                return new TableRow([.. cells]);
            })],
        };
    }

    /// <summary>(c): who writes of which difficulties and proposes what.</summary>
    public Table OfSituation() => new(new TableColumn("Cơ quan, đơn vị", 24), new TableColumn("Khó khăn, vướng mắc", 46), new TableColumn("Đề xuất, kiến nghị", 46))
    {
        Rows =
        [
            .. _facts.Content.Narratives.Where(narrative => narrative.Difficulties is not null || narrative.Proposals is not null)
                .Select(narrative => new TableRow(narrative.UnitName ?? (_facts.Assembled ? Collector : _facts.UnitName), narrative.Difficulties ?? None, narrative.Proposals ?? None)),
        ],
    };

    private IEnumerable<TableRow> RowsOf(CriterionSnapshot node)
    {
        if (node.Leaf is null)
        {
            var under = Under(node);
            var index = IndexOf(under);
            return under.Count == 0 ? [] : [new TableRow(node.Code, node.Name, index.MaxPoints, index.Points, Blank, Blank) { Bold = true }];
        }

        return _leaves.Where(leaf => leaf.Node == node).Select(leaf => new TableRow(
            node.Code, node.Name, node.MaxPoints, PointsOf(node, leaf.Entry),
            Lines([.. Scorer.Evaluate(node.Leaf.Rule, node.MaxPoints, leaf.Entry.Data).Steps]), Proof(leaf.Entry)));
    }

    private static Cell PointsOf(CriterionSnapshot node, SubmittedLeafEntry entry) => entry.Status switch
    {
        EvaluationStatus.NotApplicable => NotApplicable,
        EvaluationStatus.Scored => Signed(node, entry.Points),
        _ => "Chưa nhập",
    };

    private static decimal Signed(CriterionSnapshot node, decimal points) => node.Leaf?.Kind == LeafKind.Penalty ? -Math.Abs(points) : points;

    private static string Proof(SubmittedLeafEntry entry) => Lines(
    [
        entry.Evidence,
        .. entry.Documents.Select(document => (document.Reference.Length > 0 ? document.Reference : document.Name) + (document.Round > 1 ? $" (bổ sung vòng {document.Round})" : "")),
        !IsProven(entry) && entry.Explanation is not null ? "Không có tài liệu, xem giải trình" : null,
    ]);

    private string? Supplement(SubmittedLeafEntry entry) => entry.Supplement is null ? null : $"Bổ sung vòng {_facts.Round}: {entry.Supplement}";

    /// <summary>The leaves under a node, or the node itself where it is one.</summary>
    private List<(CriterionSnapshot Node, SubmittedLeafEntry Entry)> Under(CriterionSnapshot node)
    {
        var nodes = _facts.Set.Nodes.SkipWhile(other => other != node).Skip(1).TakeWhile(other => other.Depth > node.Depth).Prepend(node).ToHashSet();
        return [.. _leaves.Where(leaf => nodes.Contains(leaf.Node))];
    }

    private static UnitIndex IndexOf(IEnumerable<(CriterionSnapshot Node, SubmittedLeafEntry Entry)> leaves) => IndexCalculator.Compute(leaves.Select(leaf => new LeafScore(
        leaf.Node.Code, leaf.Node.Leaf!.Kind, leaf.Node.Leaf.Source, leaf.Node.MaxPoints,
        leaf.Entry.Status == EvaluationStatus.Scored ? leaf.Entry.Points : null, leaf.Entry.Status != EvaluationStatus.NotApplicable)));

    private static bool IsProven(SubmittedLeafEntry entry) => entry.Evidence is not null || entry.Documents.Count > 0;

    /// <summary>A leaf without a document, where the set asks for one or points are claimed, and every leaf that was explained all the same.</summary>
    private IEnumerable<(CriterionSnapshot Node, SubmittedLeafEntry Entry)> Explained => _leaves.Where(leaf =>
        leaf.Entry.Explanation is not null || leaf.Entry.Supplement is not null
        || (leaf.Entry.Status == EvaluationStatus.Scored && !IsProven(leaf.Entry) && (leaf.Entry.Points > 0 || (leaf.Node.Leaf!.EvidenceRequired && leaf.Node.Leaf.Kind == LeafKind.Ordinary))));

    private static TableColumn Points(string title) => new(title, 10, CellAlignment.Right);

    private static Cell Percent(UnitIndex index) => index.MaxPoints == 0 ? Dash : IndexCalculator.Round2(index.Points * 100 / index.MaxPoints);

    private static string Lines(params IReadOnlyList<string?> lines) => string.Join('\n', lines.Where(line => !string.IsNullOrEmpty(line)));

    internal static string Text(decimal value) => IndexCalculator.Round2(value).ToString("0.00", CultureInfo.InvariantCulture).Replace('.', ',');
}
