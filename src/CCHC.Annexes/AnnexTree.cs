using System.Globalization;
using System.Text.RegularExpressions;
using CCHC.Scoring;

namespace CCHC.Annexes;

/// <summary>From the rows of an annex to the nodes of a set; what had to be assumed on the way is a doubt.</summary>
public sealed partial class AnnexTree
{
    private const int Levels = 4;
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    private sealed class Item(AnnexRow row, Item? parent, int rank, int ordinal, string name)
    {
        public AnnexRow Row { get; } = row;
        public Item? Parent { get; } = parent;
        public int Rank { get; } = rank;
        public int Ordinal { get; } = ordinal;
        public string Name { get; set; } = name;
        public string Code { get; set; } = "";
        public string? Typed { get; init; }
        public ExactNode? Exact { get; init; }
        public LeafKind Kind { get; set; }
        public decimal? Max { get; set; }
        public List<string> Method { get; } = [];
        public List<Item> Children { get; } = [];
        public int Depth => Parent is null ? 0 : Parent.Depth + 1;
    }

    private readonly AnnexColumns _columns;
    private readonly List<AnnexDoubt> _doubts = [];
    private readonly List<Item> _items = [];
    private readonly List<Item> _tops = [];
    private readonly List<AnnexRow> _rows = [];
    private readonly List<AnnexRow> _totals = [];
    private readonly List<Item> _tooDeep = [];

    private AnnexTree(AnnexColumns columns) => _columns = columns;

    public IReadOnlyList<AnnexNode> Nodes { get; private set; } = [];
    public IReadOnlyList<AnnexDoubt> Doubts => [.. _doubts.OrderBy(doubt => doubt.Row).ThenBy(doubt => doubt.Column.Length).ThenBy(doubt => doubt.Column, StringComparer.Ordinal)];

    /// <summary>The rows with the decision whether each belongs to the set.</summary>
    public IReadOnlyList<AnnexRow> Rows => _rows;

    public decimal Total => Nodes.Where(node => node is { IsLeaf: true, Kind: LeafKind.Ordinary }).Sum(node => node.MaxPoints);

    /// <exception cref="AnnexException">No row is a criterion, or one is deeper than a set goes.</exception>
    public static AnnexTree Of(AnnexDocument document)
    {
        var tree = Of(document.Columns, document.Rows);
        tree._doubts.AddRange(document.Doubts);
        return tree;
    }

    /// <exception cref="AnnexException">No row is a criterion, or one is deeper than a set goes.</exception>
    public static AnnexTree Of(AnnexColumns columns, IReadOnlyList<AnnexRow> rows)
    {
        var tree = new AnnexTree(columns);
        tree.Place(rows);
        if (tree._items.Count == 0)
        {
            throw new AnnexException("Bảng không có dòng tiêu chí nào dưới dòng tiêu đề.");
        }

        tree.RequireFourLevels();
        tree.Assign(tree._tops);
        tree.CheckTotals();
        tree.Nodes = [.. tree._items.Select(tree.ToNode)];
        return tree;
    }

    private void Place(IReadOnlyList<AnnexRow> rows)
    {
        var footer = false;
        foreach (var row in rows)
        {
            var (code, name) = CodeAndName(row);
            footer = (footer || (row.Skipped != false && row.Code is null && row.MaxPoints is null && Footer().IsMatch(name)))
                && !(Numbering.Parse(code) is not null && Points(row.MaxPoints) is not null);
            var total = code.Length == 0 && row.MaxPoints is not null && TotalLine().IsMatch(name);
            if (total)
            {
                _totals.Add(row with { Name = name });
            }

            var skipped = row.Skipped ?? (footer || total || (code.Length == 0 && TotalLine().IsMatch(name)));
            _rows.Add(row with { Skipped = skipped });
            if (!skipped)
            {
                Place(row, code, name);
            }
        }
    }

    private void Place(AnnexRow row, string code, string name)
    {
        var last = _items.LastOrDefault();
        var exact = ExactNode.Read(row.Exact);
        var numbering = Numbering.Parse(code);
        var marked = numbering is null or { Rank: >= Numbering.Dash };
        if (exact is null && last is not null && marked && code.Length <= 1 && row.Level is null && Continues(row, name, code.Length > 0))
        {
            AppendMethod(last, row, name);
            return;
        }

        if (name.Length == 0)
        {
            name = exact?.Node.Name ?? "";
            Doubt(row, _columns.Name, row.Name, "Dòng có điểm nhưng không có tên; tạm để tên trống, cần nhập tên tiêu chí.");
        }
        else if (row.NameRepeated)
        {
            Doubt(row, _columns.Name, row.Name, "Ô tên gộp với dòng trên nhưng dòng có số thứ tự và điểm riêng; tạm lấy cùng tên, cần sửa cho khác nhau.");
        }

        var item = exact is not null && exact.Node.Code == code && exact.Node.Depth <= (last?.Depth + 1 ?? 0)
            ? Exactly(row, exact, code, name)
            : ByNumbering(row, code, name, numbering, last);
        item.Kind = item.Exact?.Node.Kind ?? KindOf(item.Name, item.Parent);
        item.Max = MaxOf(item);
        if (item.Max is null && RangeCell().Match(row.MaxPoints ?? "") is { Success: true } range && Points(range.Groups["high"].Value) is { } high)
        {
            item.Max = high;
            Doubt(row, _columns.MaxPoints ?? _columns.Name, row.MaxPoints, string.Create(Vietnamese, $"Ô ghi một khoảng điểm; tạm lấy mức cao nhất là {high:0.###} điểm."));
        }

        if (row.Method is { } method)
        {
            item.Method.Add(method);
        }

        _items.Add(item);
        (item.Parent?.Children ?? _tops).Add(item);
    }

    private static Item NewItem(AnnexRow row, Item? parent, int rank, int ordinal, string name, string? typed, ExactNode? exact = null) =>
        new(row, parent, rank, ordinal, name) { Typed = typed, Exact = exact };

    private Item Exactly(AnnexRow row, ExactNode exact, string code, string name)
    {
        var parent = exact.Node.Depth == 0 ? null : _items.Last(item => item.Depth == exact.Node.Depth - 1);
        var item = NewItem(row, parent, Numbering.Parse(code)?.Rank ?? 2 + exact.Node.Depth, Numbering.Parse(code)?.Ordinal ?? 0, name, code, exact);
        item.Code = code;
        return item;
    }

    private Item ByNumbering(AnnexRow row, string code, string name, Numbering? numbering, Item? last)
    {
        Item? parent;
        var rank = numbering?.Rank ?? 0;
        if (row.Level is { } level)
        {
            parent = Ancestors(last).FirstOrDefault(item => item.Depth < level);
            rank = 2 + level;
        }
        else if (numbering is not null)
        {
            parent = Ancestors(last).FirstOrDefault(item => item.Rank < rank && (item.Kind == LeafKind.Ordinary || !IsHead(name)));
        }
        else
        {
            parent = KindOf(name, null) != LeafKind.Ordinary ? null : last?.Parent;
            rank = parent is null ? last is null ? 1 : _tops[^1].Rank : last!.Rank;
            if (KindOf(name, null) == LeafKind.Ordinary)
            {
                Doubt(row, _columns.Code ?? _columns.Name, row.Code,
                    code.Length > 0 ? $"Chưa hiểu số thứ tự “{code}”; tạm xếp ngang hàng dòng trên." : "Thiếu số thứ tự; tạm lấy số tiếp theo, ngang hàng dòng trên.");
            }
        }

        if (numbering?.Parent is { } above && row.Level is null && parent?.Typed is { } typed && Numbering.Parse(typed) is { } known
            && known.Rank == rank - 1 && !string.Equals(typed.Trim().TrimEnd('.'), above, StringComparison.Ordinal) && !LosesZero(typed, above))
        {
            Doubt(row, _columns.Code ?? _columns.Name, row.Code ?? code, $"Số thứ tự không thuộc mục {typed.Trim().TrimEnd('.')} đứng trên; tạm xếp vào mục đó.");
        }

        var item = NewItem(row, parent, rank, numbering?.Ordinal ?? 0, name, code.Length == 0 ? null : code);
        if (item.Depth >= Levels)
        {
            _tooDeep.Add(item);
        }

        return item;
    }

    private void RequireFourLevels()
    {
        if (_tooDeep.Count == 0)
        {
            return;
        }

        var named = string.Join(", ", _tooDeep.Take(10).Select(item => $"dòng {item.Row.Row} (“{$"{item.Typed} {item.Name}".Trim()}”)"));
        throw new AnnexException(
            $"Bộ tiêu chí có nhiều nhất 4 cấp, bảng này có dòng ở cấp 5: {named}{(_tooDeep.Count > 10 ? ", …" : "")}. Gộp vào tiêu chí đứng trên hoặc đưa lên cấp trên rồi tải lại.");
    }

    /// <summary>1.10 typed into a cell that takes it for a number shows 1.1.</summary>
    private static bool LosesZero(string shown, string meant) =>
        shown.Contains('.', StringComparison.Ordinal) && string.Equals(shown.Trim() + "0", meant, StringComparison.Ordinal);

    private static IEnumerable<Item> Ancestors(Item? item)
    {
        for (; item is not null; item = item.Parent)
        {
            yield return item;
        }
    }

    /// <summary>Codes that say the place: parent's code, dot, ordinal. What was typed decides the ordinal where it can.</summary>
    private void Assign(List<Item> siblings)
    {
        var prefix = siblings.Count == 0 || siblings[0].Parent is not { } parent ? "" : parent.Code + ".";
        var typed = siblings.Where(item => item.Ordinal > 0).Select(item => prefix + Text(item.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var used = new HashSet<string>(siblings.Where(item => item.Code.Length > 0).Select(item => item.Code), StringComparer.Ordinal);
        var next = 1;
        foreach (var item in siblings)
        {
            if (item.Code.Length == 0)
            {
                item.Code = CodeOf(item);
            }

            next = Math.Max(next, item.Ordinal) + 1;
            Assign(item.Children);
        }

        foreach (var item in siblings)
        {
            Fit(item);
        }

        string CodeOf(Item item)
        {
            var wanted = item.Ordinal > 0 ? prefix + Text(item.Ordinal)
                : item.Parent is null && item.Kind != LeafKind.Ordinary ? item.Typed ?? (item.Kind == LeafKind.Bonus ? "DT" : "DP")
                : null;
            if (wanted is not null && used.Add(wanted))
            {
                return wanted;
            }

            var below = wanted is null ? null : item.Children.Select(child => Numbering.Parse(child.Typed)?.Parent).FirstOrDefault(above => above is not null && LosesZero(wanted, above));
            var free = below is not null && !typed.Contains(below) && used.Add(below)
                ? below
                : Enumerable.Range(next, 10_000).Select(number => prefix + Text(number)).First(code => !typed.Contains(code) && used.Add(code));
            if (item.Ordinal > 0)
            {
                var zero = LosesZero(wanted!, free) ? " vì ô kiểu số làm mất số 0 ở cuối" : "";
                Doubt(item.Row, _columns.Code ?? _columns.Name, item.Row.Code ?? item.Typed, $"Số thứ tự trùng với dòng trên; tạm lấy mã {free}{zero}.");
            }

            return free;
        }

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Makes a parent the sum of its children; one child without a readable number takes what is left of the parent.</summary>
    private void Fit(Item item)
    {
        var unread = item.Children.Where(child => child.Max is null).ToList();
        if (item.Children.Count == 0)
        {
            return; // an unread leaf waits for its parent
        }

        var known = item.Children.Where(child => child.Kind == item.Kind || child.Kind == LeafKind.Ordinary).Sum(child => child.Max ?? 0);
        foreach (var child in unread)
        {
            var rest = unread.Count == 1 && item.Max - known is > 0 and var left ? left : (decimal?)null;
            child.Max = rest ?? 0;
            Doubt(child.Row, _columns.MaxPoints ?? _columns.Name, child.Row.MaxPoints, rest is null
                ? $"{Unread(child)}; tạm lấy 0 điểm, cần nhập lại."
                : string.Create(Vietnamese, $"{Unread(child)}; tạm lấy {rest:0.###} điểm, là phần còn lại của mục {item.Code}."));
            known += child.Max.Value;
        }

        if (item.Max is { } max && max != known)
        {
            Doubt(item.Row, _columns.MaxPoints ?? _columns.Name, item.Row.MaxPoints, string.Create(Vietnamese, $"Điểm tối đa khác tổng các mục con; tạm lấy tổng {known:0.###} điểm."));
        }
        else if (item.Max is null && item.Row.MaxPoints is not null)
        {
            Doubt(item.Row, _columns.MaxPoints ?? _columns.Name, item.Row.MaxPoints, string.Create(Vietnamese, $"Điểm tối đa không phải là số; tạm lấy tổng các mục con {known:0.###} điểm."));
        }

        if (item.Max != known)
        {
            item.Max = known;
        }
    }

    private static string Unread(Item item) => item.Row.MaxPoints is null ? "Thiếu điểm tối đa" : "Điểm tối đa không phải là số";

    private void CheckTotals()
    {
        foreach (var item in _tops.Where(item => item.Max is null))
        {
            item.Max = 0;
            Doubt(item.Row, _columns.MaxPoints ?? _columns.Name, item.Row.MaxPoints, $"{Unread(item)}; tạm lấy 0 điểm, cần nhập lại.");
        }

        var leaves = _items.Where(item => item.Children.Count == 0).ToList();
        var ordinary = leaves.Where(item => item.Kind == LeafKind.Ordinary).Sum(item => item.Max ?? 0);
        var withBonus = ordinary + leaves.Where(item => item.Kind == LeafKind.Bonus).Sum(item => item.Max ?? 0);
        foreach (var row in _totals.Where(row => GrandTotal().IsMatch(row.Name!)))
        {
            if (Points(row.MaxPoints) is not { } typed || (typed != ordinary && typed != withBonus))
            {
                Doubt(row, _columns.MaxPoints ?? _columns.Name, row.MaxPoints, string.Create(Vietnamese, $"Dòng tổng khác tổng điểm các tiêu chí; tạm lấy {ordinary:0.###} điểm."));
            }
        }
    }

    private AnnexNode ToNode(Item item)
    {
        var method = string.Join('\n', item.Method);
        var exact = item.Exact?.Node;
        var node = (exact ?? new AnnexNode { Code = "", Name = "", Depth = 0, MaxPoints = 0, FieldCode = "" }) with
        {
            Row = item.Row.Row,
            Code = item.Code,
            ParentCode = item.Parent?.Code,
            Name = item.Name,
            Depth = item.Depth,
            MaxPoints = item.Max!.Value,
            Kind = item.Kind,
            IsLeaf = item.Children.Count == 0,
            FieldCode = exact?.FieldCode ?? Ancestors(item).Last().Code,
            RequiredEvidence = item.Row.Evidence ?? (exact is null || _columns.Evidence is not null ? null : exact.RequiredEvidence),
        };
        if (!node.IsLeaf)
        {
            return node with { Kind = exact?.Kind ?? LeafKind.Ordinary, Rule = null, RuleProposed = false };
        }

        // Only while the visible words and maximum are those that were exported.
        return exact is not null && exact.MaxPoints == node.MaxPoints && exact.IsLeaf && Same(item.Exact!.Method, method)
            && (exact.Rule is null || Scorer.Problems(exact.Rule, node.MaxPoints).Count == 0)
            ? node
            : WithRule(node, item, method);
    }

    private AnnexNode WithRule(AnnexNode node, Item item, string method)
    {
        var reading = node.MaxPoints > 0 ? RulePhrases.Read(method, node.MaxPoints) ?? (method.Length == 0 ? ByName(node) : null) : null;
        ScoringRule? rule = node.Kind switch
        {
            LeafKind.Bonus => new BonusRule(),
            LeafKind.Penalty => new PenaltyRule(),
            _ when reading?.Rule is BonusRule or PenaltyRule => null,
            _ => reading?.Rule,
        };
        if (node.MaxPoints <= 0 || (rule is not null && Scorer.Problems(rule, node.MaxPoints).Count > 0))
        {
            rule = null;
        }

        if (rule is null && method.Length > 0)
        {
            Doubt(item.Row, _columns.Method ?? _columns.Name, method, "Chưa hiểu cách tính điểm nên chưa đề xuất quy tắc; giữ nguyên văn trong phần hướng dẫn.");
        }

        var own = reading is { Exact: true } && reading.Rule == rule;
        var source = rule switch { SurveyRule => PointSource.Survey, ExternalIndexRule => PointSource.External, _ => PointSource.Appraised };
        return node with
        {
            Rule = rule,
            RuleProposed = rule is not null && !own,
            Source = source,
            EvidenceRequired = source == PointSource.Appraised && node.Kind == LeafKind.Ordinary,
            NotApplicableAllowed = reading?.NotApplicableAllowed == true || (own && item.Exact?.Node.NotApplicableAllowed == true),
            Guidance = own || method.Length == 0 ? node.Guidance : method,
        };
    }

    /// <summary>A leaf without a method whose name alone says that it is surveyed or measured elsewhere.</summary>
    private static RulePhrases.Reading? ByName(AnnexNode node) =>
        RulePhrases.Read(node.Name, node.MaxPoints) is { Rule: SurveyRule or ExternalIndexRule } reading ? reading with { Exact = false } : null;

    private static (string Code, string Name) CodeAndName(AnnexRow row)
    {
        var code = row.Code?.Normalize().Trim() ?? "";
        var name = Spaces().Replace(row.Name?.Normalize() ?? "", " ").Trim();
        if (code.Length == 0)
        {
            return Numbering.Split(name);
        }

        // A total typed into the first column, merged across.
        return name.Length == 0 && row.Exact is null && Numbering.Parse(code) is null ? Numbering.Split(code) : (code, name);
    }

    /// <summary>A row below a criterion that is a level of its rule, or goes on with its words.</summary>
    private static bool Continues(AnnexRow row, string name, bool dashed)
    {
        if (row.MaxPoints is null)
        {
            return row.Code is null || dashed;
        }

        return name.Length == 0 || (LevelLine().IsMatch(name) && KindOf(name, null) == LeafKind.Ordinary);
    }

    private static void AppendMethod(Item item, AnnexRow row, string name)
    {
        var words = string.Join(": ", new[] { name, row.MethodRepeated ? "" : row.Method ?? "" }.Where(text => text.Length > 0));
        if (row.MaxPoints is { } points && !ValueAtEnd().IsMatch(words))
        {
            words = words.Length == 0 ? points : $"{words.TrimEnd(':', ' ')}: {points} điểm";
        }

        if (words.Length > 0)
        {
            item.Method.Add(words);
        }
    }

    private static LeafKind KindOf(string name, Item? parent) =>
        BonusName().IsMatch(name) ? LeafKind.Bonus : PenaltyName().IsMatch(name) ? LeafKind.Penalty : parent?.Kind ?? LeafKind.Ordinary;

    private static bool IsHead(string name) => KindOf(name, null) != LeafKind.Ordinary;

    private static decimal? MaxOf(Item item) => item.Kind == LeafKind.Penalty ? Points(item.Row.MaxPoints?.TrimStart('-', '−', '–')) : Points(item.Row.MaxPoints);

    /// <summary>"1,5", "1.5", "1,5 điểm"; null for what is no number, and for points finer than a thousandth.</summary>
    private static decimal? Points(string? text)
    {
        var match = PointsCell().Match(text ?? "");
        return match.Success && decimal.TryParse(match.Groups["points"].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var points)
            && decimal.Round(points, 3) == points && points <= 10_000 ? points : null;
    }

    private static bool Same(string exported, string visible) => string.Equals(Spaces().Replace(exported, " ").Trim(), Spaces().Replace(visible, " ").Trim(), StringComparison.Ordinal);

    private void Doubt(AnnexRow row, string column, string? text, string assumed) => _doubts.Add(new AnnexDoubt(row.Row, column, text ?? "", assumed));

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(nơi nhận|ghi chú\b|người lập|tm\.|kt\.|chủ tịch$|phó chủ tịch$|giám đốc$|lưu:)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Footer();

    [GeneratedRegex(@"^(tổng cộng|tổng( số)? điểm|tổng|cộng)( (lĩnh vực|mục|phần|chung|toàn bộ|tối đa|của|điểm|\(|[IVX]+|\d+).*)?\s*[:.]?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex TotalLine();

    [GeneratedRegex(@"^(tổng cộng|tổng( số)? điểm|tổng|cộng)( chung| toàn bộ| tối đa| điểm|\s*\(.*\))*\s*[:.]?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex GrandTotal();

    [GeneratedRegex(@"^(từ|trên|dưới|đạt|không đạt|hoàn thành)\b.*%|^(dưới|trên|từ) \d", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex LevelLine();

    [GeneratedRegex(@"[:=]\s*\d+([.,]\d+)?\s*(điểm|đ)?\s*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ValueAtEnd();

    [GeneratedRegex(@"^((phần|các|nội dung|tiêu chí) )*điểm (thưởng|cộng)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex BonusName();

    [GeneratedRegex(@"^((phần|các|nội dung|tiêu chí) )*điểm (trừ|phạt)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PenaltyName();

    [GeneratedRegex(@"^\s*(từ\s*)?\d{1,5}([.,]\d+)?\s*(điểm|đ)?\s*(-|–|—|÷|đến|tới)\s*(?<high>\d{1,5}([.,]\d+)?)\s*(điểm|đ)?\s*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex RangeCell();

    [GeneratedRegex(@"^\s*(tối đa\s*)?(?<points>\d{1,5}([.,]\d+)?)\s*(điểm|đ)?\s*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PointsCell();
}
