using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Assessment.Workbooks;

/// <summary>
/// Tells what somebody changed in a workbook from what only was there. A cell that still says what was written into it says nothing, even where
/// the system says something else by now.
/// </summary>
internal sealed class WorkbookComparison
{
    private readonly DataEntry _entering;
    private readonly Dictionary<string, (CriterionSnapshot Leaf, LeafField Field)> _rows;
    private readonly Dictionary<string, List<(LeafField Field, string? Value)>> _changes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<PreviewWorkbook.IgnoredCell> _ignored = [];

    public WorkbookComparison(DataEntry entering, IReadOnlyList<WorkbookLine> lines)
    {
        _entering = entering;
        _rows = entering.Set.Leaves().SelectMany(leaf => LeafField.Of(leaf, entering.Assessment.Round).Select(field => (leaf, field)))
            .ToDictionary(x => WorkbookRow.KeyOf(entering.Assessment.Id, x.field, x.leaf.Code), StringComparer.Ordinal);
        RequireThisSheet(lines);
        foreach (var line in lines)
        {
            Compare(line);
        }
    }

    public IReadOnlyList<PreviewWorkbook.IgnoredCell> Ignored => _ignored;

    public bool Differs(CriterionSnapshot leaf) => _changes.ContainsKey(leaf.Code);

    public LeafInput ContentOf(CriterionSnapshot leaf) =>
        _changes[leaf.Code].Aggregate(_entering.EntryOf(leaf.Code).ToInput(), (content, change) => change.Field.Write(content, change.Value));

    public IReadOnlyList<PreviewWorkbook.Line> LinesOf(CriterionSnapshot leaf)
    {
        var now = _entering.EntryOf(leaf.Code).ToInput();
        return [.. _changes[leaf.Code].Select(change => new PreviewWorkbook.Line(change.Field.Label, change.Field.Read(now), change.Value))];
    }

    private void RequireThisSheet(IReadOnlyList<WorkbookLine> lines)
    {
        var sheets = lines.Select(line => line.Key is null ? null : WorkbookRow.SheetOf(line.Key)).OfType<Guid>().Distinct().ToList();
        if (sheets.Count == 0)
        {
            throw new InvalidInputException(
                "file", "Tệp không phải phiếu tải từ hệ thống, hoặc các cột ẩn đã bị xóa. Vào trang phiếu, chọn “Tải phiếu Excel”, chép giá trị sang phiếu mới rồi nạp lại.");
        }

        if (sheets.Exists(sheet => sheet != _entering.Assessment.Id))
        {
            throw new RuleViolationException(
                "workbook.of-another-sheet", $"Tệp này là phiếu của đơn vị hoặc kỳ đánh giá khác, không phải phiếu của {_entering.Assessment.UnitName}. Tải đúng phiếu rồi nhập lại.");
        }
    }

    private void Compare(WorkbookLine line)
    {
        if (line.Key is null || !_rows.TryGetValue(line.Key, out var row))
        {
            IgnoreUnknown(line);
            return;
        }

        var (leaf, field) = row;
        if (line.Code != leaf.Code || line.Label != LeafField.Lines(field.Label))
        {
            Ignore(line.Row, 'A', $"Mã hoặc nội dung nhập của dòng không khớp với dòng đã tải (đúng là {leaf.Code} – {field.Label}); có thể chỉ một phần các cột được sắp xếp.");
            return;
        }

        ComparePoints(line);
        if (!_seen.Add(line.Key))
        {
            Ignore(line.Row, 'F', $"Dòng lặp của tiêu chí {leaf.Code} – {field.Label}; chỉ dòng đầu tiên được đọc.");
            return;
        }

        if (line.Value.IsFormula)
        {
            Ignore(line.Row, 'F', $"Ô chứa công thức (tiêu chí {leaf.Code} – {field.Label}); dán giá trị thay cho công thức.");
            return;
        }

        CompareValue(line, leaf, field);
    }

    private void CompareValue(WorkbookLine line, CriterionSnapshot leaf, LeafField field)
    {
        if (field.Kind == FieldKind.None)
        {
            if (line.Value.Text is not null)
            {
                Ignore(line.Row, 'F', $"Tiêu chí {leaf.Code} {(leaf.Leaf!.Source == PointSource.Survey ? "lấy điểm từ điều tra xã hội học" : "lấy điểm từ chỉ số bên ngoài")}, đơn vị không nhập.");
            }

            return;
        }

        var (value, why) = TypedValue.Read(field, line.Value);
        if (why is null && TypedValue.IsSame(field, value, line.ValueBefore))
        {
            return;
        }

        if (!_entering.Answers(leaf.Code))
        {
            Ignore(line.Row, 'F', $"Tiêu chí {leaf.Code} do đơn vị khác phụ trách nên chỉ xem được.");
        }
        else if (why is not null)
        {
            Ignore(line.Row, 'F', $"Tiêu chí {leaf.Code} – {field.Label}: {why}");
        }
        else if (!TypedValue.IsSame(field, value, field.Read(_entering.EntryOf(leaf.Code).ToInput())))
        {
            if (!_changes.TryGetValue(leaf.Code, out var changes))
            {
                _changes[leaf.Code] = changes = [];
            }

            changes.Add((field, value));
        }
    }

    private void ComparePoints(WorkbookLine line)
    {
        var shown = line.Points.Type == CellType.Number && line.Points.Text is { } raw && TypedValue.Exact(raw) is { } number
            ? LeafField.Text(decimal.Round(number, 4, MidpointRounding.AwayFromZero))
            : LeafField.Lines(line.Points.Text);
        if (line.Points.IsFormula || (shown is not null && shown != line.PointsBefore))
        {
            Ignore(line.Row, 'G', line.Points.IsFormula ? "Ô chứa công thức; điểm do máy chủ tính." : $"Điểm “{shown}” ghi tay không được nhận; điểm do máy chủ tính.");
        }
    }

    private void IgnoreUnknown(WorkbookLine line)
    {
        var typed = line.Value.Text is not null || line.Value.IsFormula;
        if (line.Label == WorkbookWriter.LabelHeader || (line.Key is null && !typed))
        {
            return;
        }

        var known = line.Code is not null && _entering.Set.Nodes.Any(node => node.Code == line.Code);
        Ignore(line.Row, line.Key is null ? 'F' : 'A', known
            ? $"Dòng này không có trong phiếu đã tải; nhập vào dòng có sẵn của {line.Code}."
            : $"Phiếu không có tiêu chí {(line.Code is null ? "ở dòng này" : $"“{line.Code}”")}.");
    }

    private void Ignore(int row, char column, string why) => _ignored.Add(new PreviewWorkbook.IgnoredCell($"{column}{row}", why));
}
