using CCHC.OfficialDocuments;
using CCHC.OfficialDocuments.Templates;
using CCHC.RankingArchive;
using CCHC.Scoring;

namespace CCHC.ResultDocuments;

/// <summary>What a unit is told of its result: points and maxima by field and leaf, where points were lost, and how the group did.</summary>
internal sealed class ReportCard : ResultDocument
{
    private readonly GroupShares _group;
    private readonly ArchivedUnit _unit;

    public ReportCard(DocumentResult result, Letterhead letterhead, string unitCode)
        : base(result, letterhead)
    {
        (var group, _unit) = result.FindUnit(unitCode)!.Value;
        _group = new GroupShares(group);
    }

    public static IReadOnlyList<TemplatePlace> Places { get; } =
    [
        .. CommonPlaces, new("don_vi", "tên đơn vị"), new("khoi", "tên khối"), new("hang", "thứ hạng trong khối"), new("so_xep_hang", "số đơn vị được xếp hạng của khối"),
        new("chi_so", "chỉ số, phần trăm"), new("diem", "điểm đạt"), new("diem_toi_da", "điểm tối đa áp dụng"), new("xep_loai", "xếp loại"), new("xep_loai_nguoi_dung_dau", "xếp loại người đứng đầu, kèm lý do khi khác xếp loại của đơn vị"), new("trung_binh_khoi", "chỉ số trung bình của khối"),
        new("cao_nhat_khoi", "chỉ số cao nhất của khối"), new("chi_so_nam_truoc", "chỉ số năm trước"),
        new("bang:linh_vuc", "điểm theo lĩnh vực, so với khối", Whole: true), new("bieu_do:linh_vuc", "biểu đồ tỷ lệ đạt theo lĩnh vực", Whole: true),
        new("bang:diem_mat", "tiêu chí mất điểm, mất nhiều nhất trước", Whole: true), new("bang:tieu_chi", "điểm theo từng tiêu chí", Whole: true),
    ];

    public override IReadOnlyList<ReportSheet> Sheets =>
    [
        new("Lĩnh vực", $"KẾT QUẢ THEO LĨNH VỰC: {_unit.Name}", Subtitle, FieldTable),
        new("Điểm mất", $"TIÊU CHÍ MẤT ĐIỂM: {_unit.Name}", Subtitle, LostTable),
        new("Tiêu chí", $"KẾT QUẢ THEO TIÊU CHÍ: {_unit.Name}", Subtitle, LeafTable),
    ];

    protected override IReadOnlyDictionary<string, string> Texts => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["don_vi"] = _unit.Name,
        ["khoi"] = _group.Group.Name,
        ["hang"] = _unit.Place.Rank is { } rank ? $"{Whole(rank)}{(_unit.Place.Shared ? " (đồng hạng)" : "")}" : "chưa xếp hạng",
        ["so_xep_hang"] = VietnameseNumbers.Whole(_group.Ranked.Count),
        ["chi_so"] = _unit.Place.Index is { } index ? Percent(index) : "chưa đủ dữ liệu",
        ["diem"] = VietnameseNumbers.Exact(Points(_unit.Place.Points)),
        ["diem_toi_da"] = VietnameseNumbers.Exact(Points(_unit.Place.MaxPoints)),
        ["xep_loai"] = _unit.Place.Class ?? "không xếp loại",
        ["xep_loai_nguoi_dung_dau"] = _unit.Head is { } head ? $"{head.Class} (lý do: {head.Reason.TrimEnd('.')})" : _unit.Place.Class ?? "không xếp loại",
        ["trung_binh_khoi"] = Percent(_group.Group.Mean),
        ["cao_nhat_khoi"] = Percent(_group.Ranked.Max(unit => unit.Place.Index)),
        ["chi_so_nam_truoc"] = Result.LastYearOf(_unit) is { } before ? Percent(before) : "chưa có",
    };

    protected override IReadOnlyDictionary<string, IReadOnlyList<Block>> Blocks => new Dictionary<string, IReadOnlyList<Block>>(StringComparer.Ordinal)
    {
        ["bang:linh_vuc"] = [FieldTable],
        ["bieu_do:linh_vuc"] = Chart,
        ["bang:diem_mat"] = Lost.Count > 0 ? [LostTable] : [new Paragraph("Không có: đơn vị đạt điểm tối đa ở mọi tiêu chí.")],
        ["bang:tieu_chi"] = [LeafTable],
    };

    private IReadOnlyList<(ArchivedCriterion Leaf, ArchivedScore Score, decimal Points)> Lost =>
    [
        .. Scores.Where(x => x.Score is { Applicable: true, Points: not null }).Select(x => (x.Leaf, x.Score, x.Score.ToScore().Lost)).Where(x => x.Lost > 0)
            .OrderByDescending(x => x.Lost), // stable: in reading order where as much was lost
    ];

    private IEnumerable<(ArchivedCriterion Leaf, ArchivedScore Score)> Scores =>
        _group.Group.Criteria.Where(node => node.Leaf is not null).Join(_unit.Scores, leaf => leaf.Code, score => score.Leaf, (leaf, score) => (leaf, score), StringComparer.Ordinal);

    private Table FieldTable => new(
        new TableColumn("Lĩnh vực", 36), Figure("Điểm đạt", 10), Figure(Maximum, 10), Figure("Tỷ lệ (%)", 10), Figure("Bình quân khối (%)", 12), Figure("Cao nhất khối (%)", 12))
    {
        Rows =
        [
            .. _group.Fields.Select(top =>
            {
                var leaves = _group.LeavesOf(top);
                var (points, max) = _group.PointsOf(_unit, leaves);
                var shares = _group.SharesOf(leaves);
                return new TableRow($"{top.Code}. {top.Name}", Points(points), Points(max), Shown(_group.ShareOf(_unit, leaves)), Shown(IndexCalculator.Mean(shares)), Shown(shares.Count == 0 ? null : shares.Max()));
            }),
            .. Outside("Điểm cộng", _unit.Place.Bonus), .. Outside("Điểm trừ", -_unit.Place.Penalty),
            new TableRow("Tổng cộng", Points(_unit.Place.Points), Points(_unit.Place.MaxPoints), Shown(_unit.Place.Index), Shown(_group.Group.Mean), Shown(_group.Ranked.Max(unit => unit.Place.Index))) { Bold = true },
        ],
    };

    private Table LostTable => new(
        NumberColumn, new TableColumn("Tiêu chí", 48), Figure("Điểm đạt", 10), Figure(Maximum, 10), Figure("Điểm mất", 10))
    {
        Rows = Lost.Count == 0
            ? [new TableRow(null as string, "Không có", null as string, null as string, null as string)]
            : [.. Lost.Select((x, i) => new TableRow(i + 1, NameOf(x.Leaf), Points(Counted(x.Score)), x.Score.Kind == LeafKind.Penalty ? "điểm trừ" : Points(x.Score.Max), Points(x.Points)))],
    };

    private Table LeafTable => new(new TableColumn("Tiêu chí", 52), new TableColumn("Nguồn điểm", 20), Figure("Điểm đạt", 10), Figure(Maximum, 10))
    {
        Rows =
        [
            .. _group.Group.Criteria.Where(node => node.Depth == 0).SelectMany(top => Scores.Where(x => x.Leaf.Leaf!.FieldCode == top.Code)
                .Select(x => new TableRow(NameOf(x.Leaf), SourceOf(x.Score), PointsCell(x.Score), Points(x.Score.Max)))
                .Prepend(new TableRow(NameOf(top), null as string, null as string, null as string) { Bold = true })
                .Skip(top.Leaf is null ? 0 : 1)), // a field that is itself a leaf is told once
        ],
    };

    private IReadOnlyList<Block> Chart => _group.Fields.Select(top => (Field: top, Share: _group.ShareOf(_unit, _group.LeavesOf(top)))).Where(x => x.Share is not null).ToList() is { Count: > 0 and <= BarChart.MostBars } bars
        ?
        [
            new BarChart($"Thấp nhất: {bars.MinBy(x => x.Share).Field.Name}, {Percent(bars.Min(x => x.Share))}", "Tỷ lệ đạt so với điểm tối đa (%)", "Biểu đồ tỷ lệ đạt theo lĩnh vực, số liệu ở bảng trên")
            {
                Bars = [.. bars.Select(x => new Bar($"{x.Field.Code}. {x.Field.Name}", IndexCalculator.Round2(x.Share!.Value)))],
                Maximum = 100,
            },
        ]
        : [];

    public static OfficialDocument BuiltIn() => new(new DocumentHead
    {
        ParentAgency = "{{uy_ban}}",
        Agency = "{{co_quan_noi_vu}}",
        Symbol = "TB-{{ky_hieu_noi_vu}}",
        Place = "{{dia_danh}}",
        Kind = "Thông báo",
        Subject = "Kết quả Chỉ số cải cách hành chính năm {{nam}}\ncủa {{don_vi}}",
    })
    {
        Body =
        [
            new Centred("{{trang_thai}}", Italic: true),
            new Heading("Kết quả chung"),
            new Paragraph("Chỉ số cải cách hành chính năm {{nam}} của {{don_vi}}: {{chi_so}} ({{diem}} trên {{diem_toi_da}} điểm áp dụng); xếp hạng: {{hang}} trong {{so_xep_hang}} đơn vị được xếp hạng thuộc {{khoi}}; xếp loại: {{xep_loai}}; xếp loại người đứng đầu: {{xep_loai_nguoi_dung_dau}}."),
            new Paragraph("Trung bình của khối: {{trung_binh_khoi}}; cao nhất của khối: {{cao_nhat_khoi}}; chỉ số năm {{nam_truoc}} của đơn vị: {{chi_so_nam_truoc}}."),
            new Paragraph("{{dinh_chinh}}"),
            new Heading("Kết quả theo lĩnh vực"), new Paragraph("{{bang:linh_vuc}}"), new Paragraph("{{bieu_do:linh_vuc}}"),
            new Heading("Tiêu chí mất điểm"), new Paragraph("{{bang:diem_mat}}"),
            new Heading("Kết quả theo tiêu chí"), new Paragraph("{{bang:tieu_chi}}"),
        ],
        Signer = new Signer("{{chuc_danh_noi_vu}}", null),
        Recipients = ["{{don_vi}}", "{{uy_ban}} (báo cáo)", "Lưu: VT"],
    };

    private static IEnumerable<TableRow> Outside(string name, decimal points) =>
        points == 0 ? [] : [new TableRow(name, Points(points), "–", "–", "–", "–")];

    private static decimal Counted(ArchivedScore score) => score.Kind == LeafKind.Penalty ? -score.ToScore().Achieved : score.ToScore().Achieved;

    private static Cell PointsCell(ArchivedScore score) => !score.Applicable ? "Không phát sinh" : score.Points is null ? "–" : Points(Counted(score));

    private static string NameOf(ArchivedCriterion leaf) => $"{leaf.Code}. {leaf.Name}";

    private static string SourceOf(ArchivedScore score) => (score.Kind, score.Source) switch
    {
        (LeafKind.Bonus, _) => "Điểm cộng",
        (LeafKind.Penalty, _) => "Điểm trừ",
        (_, PointSource.Survey) => "Điều tra xã hội học",
        (_, PointSource.External) => "Chỉ số ngoài",
        _ => "Thẩm định",
    };
}
