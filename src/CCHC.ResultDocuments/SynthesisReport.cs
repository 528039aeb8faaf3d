using CCHC.OfficialDocuments;
using CCHC.OfficialDocuments.Templates;
using CCHC.RankingArchive;
using CCHC.Scoring;

namespace CCHC.ResultDocuments;

/// <summary>The report on the whole result: every group's ranking, fields, strong and weak leaves and what has changed since the year before, with charts.</summary>
internal sealed class SynthesisReport(DocumentResult result, Letterhead letterhead) : ResultDocument(result, letterhead)
{
    private readonly SynthesisTables _tables = new(result);

    public static IReadOnlyList<TemplatePlace> Places { get; } =
    [
        .. CommonPlaces, new("doan:ket_qua_chung", "đoạn văn nêu kết quả từng khối", Whole: true), new("bang:tong_hop_khoi", "số đơn vị, trung bình, cao nhất, thấp nhất của từng khối", Whole: true),
        new("bang:xep_hang", "bảng xếp hạng của từng khối", Whole: true), new("bieu_do:chi_so", "biểu đồ chỉ số của từng khối", Whole: true),
        new("bang:linh_vuc", "kết quả theo lĩnh vực của từng khối", Whole: true), new("bieu_do:linh_vuc", "biểu đồ tỷ lệ đạt theo lĩnh vực của từng khối", Whole: true),
        new("bang:tieu_chi_cao_thap", "tiêu chí đạt cao nhất và thấp nhất của từng khối", Whole: true), new("bang:so_sanh", "so sánh chỉ số với năm trước", Whole: true),
    ];

    public override IReadOnlyList<ReportSheet> Sheets =>
    [
        new("Tổng hợp", "TỔNG HỢP THEO KHỐI", Subtitle, _tables.OfGroups()),
        .. Groups.SelectMany((group, i) => new[]
        {
            new ReportSheet(SheetName(i + 1, $"XH {group.Name}"), $"XẾP HẠNG: {group.Name}", Subtitle, RankingTable(group)) { Chart = IndexChart(group) },
            new ReportSheet(SheetName(i + 1, $"LV {group.Name}"), $"KẾT QUẢ THEO LĨNH VỰC: {group.Name}", Subtitle, _tables.OfFields(group)) { Chart = _tables.FieldSheetChart(group) },
            new ReportSheet(SheetName(i + 1, $"TC {group.Name}"), $"TIÊU CHÍ ĐẠT CAO NHẤT VÀ THẤP NHẤT: {group.Name}", Subtitle, _tables.OfExtremes(group)),
            new ReportSheet(SheetName(i + 1, $"SS {group.Name}"), $"SO SÁNH VỚI NĂM {Whole(Result.Result.Year - 1)}: {group.Name}", Subtitle, _tables.OfChanges(group)),
        }),
    ];

    protected override IReadOnlyDictionary<string, IReadOnlyList<Block>> Blocks => new Dictionary<string, IReadOnlyList<Block>>(StringComparer.Ordinal)
    {
        ["doan:ket_qua_chung"] = [.. Groups.Select(group => new Paragraph(SynthesisTables.Finding(group)))],
        ["bang:tong_hop_khoi"] = [_tables.OfGroups()],
        ["bang:xep_hang"] = ByGroup(group => [RankingTable(group)]),
        ["bieu_do:chi_so"] = [.. Groups.SelectMany(SynthesisTables.IndexCharts)],
        ["bang:linh_vuc"] = ByGroup(group => [_tables.OfFields(group)]),
        ["bieu_do:linh_vuc"] = [.. Groups.SelectMany(_tables.FieldChart)],
        ["bang:tieu_chi_cao_thap"] = ByGroup(group => [_tables.OfExtremes(group)]),
        ["bang:so_sanh"] = Result.LastYear.Count == 0
            ? [new Paragraph($"Chưa có kết quả năm {Whole(Result.Result.Year - 1)} để so sánh.")]
            : ByGroup(group => [_tables.OfChanges(group)]),
    };

    public static OfficialDocument BuiltIn() => new(new DocumentHead
    {
        ParentAgency = "{{uy_ban}}",
        Agency = "{{co_quan_noi_vu}}",
        Symbol = "BC-{{ky_hieu_noi_vu}}",
        Place = "{{dia_danh}}",
        Kind = "Báo cáo",
        Subject = "Tổng hợp kết quả xác định Chỉ số cải cách hành chính năm {{nam}}",
    })
    {
        Body =
        [
            new Centred("{{trang_thai}}", Italic: true),
            new Heading("Kết quả chung"),
            new Paragraph("Kỳ đánh giá “{{ky_danh_gia}}” đánh giá {{so_don_vi}} cơ quan, đơn vị thuộc {{so_khoi}} khối."),
            new Paragraph("{{doan:ket_qua_chung}}"), new Paragraph("{{chua_du_du_lieu}}"), new Paragraph("{{dinh_chinh}}"), new Paragraph("{{bang:tong_hop_khoi}}"),
            new Heading("Chỉ số và xếp hạng"), new Paragraph("{{bang:xep_hang}}"), new Paragraph("{{bieu_do:chi_so}}"),
            new Heading("Kết quả theo lĩnh vực"), new Paragraph("{{bang:linh_vuc}}"), new Paragraph("{{bieu_do:linh_vuc}}"),
            new Heading("Tiêu chí đạt cao nhất và thấp nhất"), new Paragraph("{{bang:tieu_chi_cao_thap}}"),
            new Heading("So sánh với năm {{nam_truoc}}"), new Paragraph("{{bang:so_sanh}}"),
            new Heading("Kiến nghị"),
            new Paragraph("Đề nghị các cơ quan, đơn vị rà soát các tiêu chí đạt thấp, xây dựng kế hoạch khắc phục và duy trì các tiêu chí đã đạt điểm tối đa."),
        ],
        Signer = new Signer("{{chuc_danh_noi_vu}}", null),
        Recipients = ["{{uy_ban}} (báo cáo)", "{{noi_bao_cao}} (báo cáo)", "Các cơ quan, đơn vị được đánh giá", "Lưu: VT"],
    };

    /// <summary>Below the ranking, without the row of the mean and those who have no index.</summary>
    private static SheetChart? IndexChart(ArchivedGroup group) => group.Units.Count(unit => unit.Place.Index is not null) is > 0 and var ranked
        ? new SheetChart(SynthesisTables.IndexFinding(group), "Chỉ số (%)", $"Biểu đồ chỉ số của {group.Name}", 1, 4) { Rows = ..ranked, Maximum = 100 }
        : null;
}
