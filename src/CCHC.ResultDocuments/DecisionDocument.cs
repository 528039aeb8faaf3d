using CCHC.OfficialDocuments;
using CCHC.OfficialDocuments.Templates;

namespace CCHC.ResultDocuments;

/// <summary>The decision that approves the result, with the table of every group as its annex; a draft until the leader has approved.</summary>
internal sealed class DecisionDocument(DocumentResult result, Letterhead letterhead) : ResultDocument(result, letterhead)
{
    public static IReadOnlyList<TemplatePlace> Places { get; } = [.. CommonPlaces, new("bang:xep_hang", "bảng xếp hạng của từng khối", Whole: true)];

    public override IReadOnlyList<ReportSheet> Sheets => [.. RankingSheets("KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH")];

    protected override IReadOnlyDictionary<string, IReadOnlyList<Block>> Blocks => new Dictionary<string, IReadOnlyList<Block>>(StringComparer.Ordinal)
    {
        ["bang:xep_hang"] = ByGroup(group => [RankingTable(group)]),
    };

    public static OfficialDocument BuiltIn() => new(new DocumentHead
    {
        Agency = "{{uy_ban}}",
        Symbol = "QĐ-UBND",
        NumberText = "{{so_quyet_dinh}}",
        Place = "{{dia_danh}}",
        DateText = "{{ngay_quyet_dinh}}",
        Kind = "Quyết định",
        Subject = "Về việc phê duyệt kết quả xác định\nChỉ số cải cách hành chính năm {{nam}}",
    })
    {
        Body =
        [
            new Centred("{{trang_thai}}", Italic: true),
            new Centred("CHỦ TỊCH {{UY_BAN}}"),
            new Ground("Căn cứ Luật Tổ chức chính quyền địa phương;"),
            new Ground("Căn cứ quyết định ban hành Bộ tiêu chí xác định Chỉ số cải cách hành chính năm {{nam}};"),
            new Ground("Căn cứ kết quả thẩm định của Hội đồng thẩm định;"),
            new Ground("Theo đề nghị của {{co_quan_noi_vu}}."),
            new Centred("QUYẾT ĐỊNH:"),
            new Article("Phê duyệt kết quả xác định Chỉ số cải cách hành chính năm {{nam}} của {{so_don_vi}} cơ quan, đơn vị thuộc {{so_khoi}} khối (chi tiết tại Phụ lục kèm theo)."),
            new Paragraph("{{chua_du_du_lieu}}"),
            new Paragraph("{{dinh_chinh}}"),
            new Article("{{co_quan_noi_vu}} công bố kết quả, đề xuất khen thưởng; theo dõi, đôn đốc việc khắc phục các tiêu chí chưa đạt điểm tối đa."
                + "\nNgười đứng đầu cơ quan, đơn vị căn cứ kết quả từng tiêu chí, chỉ đạo khắc phục hạn chế và nâng cao Chỉ số năm tiếp theo."),
            new Article("Quyết định này có hiệu lực kể từ ngày ký."),
            new Article("Chánh Văn phòng {{uy_ban}}, người đứng đầu {{co_quan_noi_vu}} và các cơ quan, đơn vị có tên tại Phụ lục chịu trách nhiệm thi hành Quyết định này./."),
        ],
        Signer = new Signer("Chủ tịch", null),
        Recipients = ["Như Điều 4", "{{noi_bao_cao}} (báo cáo)", "Lưu: VT, NV"],
        Annexes = [new Annex("Phụ lục", "Kết quả xác định Chỉ số cải cách hành chính năm {{nam}}", [new Paragraph("{{bang:xep_hang}}")])],
    };
}
