using CCHC.OfficialDocuments;
using CCHC.OfficialDocuments.Templates;
using CCHC.RankingArchive;

namespace CCHC.ResultDocuments;

/// <summary>The invitation to the conference at which the result is told, with the table in which those who come sign.</summary>
internal sealed class InvitationDocument(DocumentResult result, Letterhead letterhead) : ResultDocument(result, letterhead)
{
    public static IReadOnlyList<TemplatePlace> Places { get; } = [.. CommonPlaces, new("bang:moi", "danh sách mời của từng khối, có cột ký", Whole: true)];

    public override IReadOnlyList<ReportSheet> Sheets =>
        [.. Groups.Select((group, i) => new ReportSheet(SheetName(i + 1, group.Name), $"DANH SÁCH MỜI: {group.Name}", Subtitle, Invited(group)))];

    protected override IReadOnlyDictionary<string, IReadOnlyList<Block>> Blocks => new Dictionary<string, IReadOnlyList<Block>>(StringComparer.Ordinal)
    {
        ["bang:moi"] = ByGroup(group => [Invited(group)]),
    };

    public static OfficialDocument BuiltIn() => new(new DocumentHead
    {
        ParentAgency = "{{uy_ban}}",
        Agency = "{{co_quan_noi_vu}}",
        Symbol = "GM-{{ky_hieu_noi_vu}}",
        Place = "{{dia_danh}}",
        Kind = "Giấy mời",
        Subject = "Dự Hội nghị công bố Chỉ số cải cách hành chính năm {{nam}}",
    })
    {
        Body =
        [
            new Centred("{{trang_thai}}", Italic: true),
            new Paragraph("{{co_quan_noi_vu}} trân trọng kính mời người đứng đầu các cơ quan, đơn vị có tên trong danh sách kèm theo tới dự Hội nghị công bố Chỉ số cải cách hành chính năm {{nam}}."),
            new Paragraph("Thời gian: …… giờ ……, ngày …… tháng …… năm ………"),
            new Paragraph("Địa điểm: ……………………………………………………………"),
            new Paragraph("Chủ trì: ……………………………………………………………"),
            new Paragraph("Đề nghị đại biểu dự đúng thành phần; trường hợp không dự được thì cử cấp phó dự thay và báo {{co_quan_noi_vu}} trước hội nghị./."),
        ],
        Signer = new Signer("{{chuc_danh_noi_vu}}", null),
        Recipients = ["Như danh sách mời", "{{uy_ban}} (báo cáo)", "Lưu: VT"],
        Annexes = [new Annex("Danh sách", "Đại biểu dự Hội nghị công bố Chỉ số cải cách hành chính năm {{nam}}", [new Paragraph("{{bang:moi}}")])],
    };

    private static Table Invited(ArchivedGroup group) => new(
        NumberColumn, new TableColumn("Cơ quan, đơn vị", 28), RankColumn, new TableColumn("Thành phần mời", 21), new TableColumn("Họ và tên, chức vụ người dự", 23), new TableColumn("Ký tên", 15))
    {
        Rows = [.. group.Units.Select((unit, i) => new TableRow(i + 1, unit.Name, RankCell(unit.Place), unit.Place.Awarded ? "Người đứng đầu (nhận khen thưởng)" : "Người đứng đầu", null as string, null as string))],
    };
}
