using CCHC.OfficialDocuments;
using CCHC.OfficialDocuments.Templates;
using CCHC.RankingArchive;
using CCHC.Scoring;

namespace CCHC.ResultDocuments;

/// <summary>The units that are proposed for an award, by rank and for what they have improved.</summary>
internal sealed class AwardDocument(DocumentResult result, Letterhead letterhead) : ResultDocument(result, letterhead)
{
    private IReadOnlyList<AwardList> Lists => field ??= [.. Groups.Select(group => AwardList.Of(Result, group))];

    public static IReadOnlyList<TemplatePlace> Places { get; } =
    [
        .. CommonPlaces, new("bang:khen_thuong", "đơn vị được khen theo thứ hạng của từng khối", Whole: true), new("bang:tien_bo", "đơn vị tiến bộ nhiều nhất của từng khối", Whole: true),
    ];

    public override IReadOnlyList<ReportSheet> Sheets =>
    [
        new("Khen theo thứ hạng", "ĐƠN VỊ ĐƯỢC KHEN THEO THỨ HẠNG", Subtitle, new Table([new TableColumn("Khối", 24), .. AwardColumns])
        {
            Rows = [.. Lists.SelectMany(list => AwardRows(list).Select(row => new TableRow([list.Group.Name, .. row.Cells])))],
        }),
        new("Tiến bộ nhiều nhất", "ĐƠN VỊ TIẾN BỘ NHIỀU NHẤT", Subtitle, Improved(Lists)),
    ];

    protected override IReadOnlyDictionary<string, IReadOnlyList<Block>> Blocks => new Dictionary<string, IReadOnlyList<Block>>(StringComparer.Ordinal)
    {
        ["bang:khen_thuong"] = ByGroup(Awarded),
        ["bang:tien_bo"] = Lists.Any(list => list.Improved.Count > 0)
            ? [Improved([.. Lists.Where(list => list.Improved.Count > 0)])]
            : [new Paragraph($"Không có: chưa có kết quả năm {Whole(Result.Result.Year - 1)} để so sánh, hoặc không đơn vị nào tăng chỉ số.")],
    };

    private static TableColumn[] AwardColumns => [RankColumn, new("Cơ quan, đơn vị", 34), Figure("Chỉ số (%)", 12), new("Xếp loại", 12, CellAlignment.Centre), new("Ghi chú", 34)];

    public static OfficialDocument BuiltIn() => new(new DocumentHead
    {
        ParentAgency = "{{uy_ban}}",
        Agency = "{{co_quan_noi_vu}}",
        Symbol = "DS-{{ky_hieu_noi_vu}}",
        Place = "{{dia_danh}}",
        Kind = "Danh sách",
        Subject = "Cơ quan, đơn vị đề nghị khen thưởng theo kết quả\nChỉ số cải cách hành chính năm {{nam}}",
    })
    {
        Body =
        [
            new Centred("{{trang_thai}}", Italic: true),
            new Heading("Khen thưởng theo thứ hạng"),
            new Paragraph("{{bang:khen_thuong}}"),
            new Heading("Đơn vị tiến bộ nhiều nhất so với năm {{nam_truoc}}"),
            new Paragraph("{{bang:tien_bo}}"),
        ],
        Signer = new Signer("{{chuc_danh_noi_vu}}", null),
        Recipients = ["{{uy_ban}} (trình)", "Lưu: VT"],
    };

    private IEnumerable<Block> Awarded(ArchivedGroup group) => Lists.Single(list => list.Group == group) switch
    {
        { Awarded.Count: > 0 } list => [new Table(AwardColumns) { Rows = AwardRows(list) }],
        _ when group.Settings.Awards == 0 => [new Paragraph("Kỳ đánh giá không đặt số hạng khen thưởng cho khối này.")],
        _ => [new Paragraph("Không có đơn vị đủ dữ liệu để xếp hạng.")],
    };

    private static List<TableRow> AwardRows(AwardList list) =>
        [.. list.Awarded.Select(award => new TableRow(RankCell(award.Unit.Place), award.Unit.Name, IndexCell(award.Unit), award.Unit.Place.Class ?? "–", award.Tie))];

    private static Table Improved(IReadOnlyList<AwardList> lists) =>
        new(new TableColumn("Khối", 22), new TableColumn("Cơ quan, đơn vị", 32), Figure("Năm trước (%)", 12), Figure("Năm nay (%)", 12), Figure("Tăng (điểm %)", 12))
        {
            Rows =
            [
                .. lists.SelectMany(list => list.Improved.Select(improved => new TableRow(
                    list.Group.Name, improved.Unit.Name, IndexCalculator.Round2(improved.LastYear), IndexCell(improved.Unit), IndexCalculator.Round2(improved.Gain)))),
            ],
        };
}
