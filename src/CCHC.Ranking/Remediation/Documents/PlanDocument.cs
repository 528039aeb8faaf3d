using System.Globalization;
using CCHC.OfficialDocuments;
using CCHC.Ranking.Remediation.Items;

namespace CCHC.Ranking.Remediation.Documents;

/// <summary>The remediation plan for signature, with what is kept (annex 1) and what is put right (annex 2) unit by unit; the same facts give the same bytes.</summary>
internal sealed class PlanDocument(RemediationPlan plan, IReadOnlyList<RemediationItem> items, string? ownerName, Letterhead letterhead, DateOnly today)
{
    private const string None = "Không có.", Committee = "Ủy ban nhân dân";

    private readonly IReadOnlyList<PlanUnit> _units = [.. plan.Units.OrderBy(unit => unit.Position)];

    private readonly ILookup<string, RemediationItem> _byUnit = items.ToLookup(item => item.UnitCode, StringComparer.Ordinal);

    private bool OfProvince => plan.OwnerUnitId is null;

    private string Agency => OfProvince ? letterhead.KnownParentAgency ?? Committee : ownerName ?? $"{Committee} ……………";

    private string State => plan.StateOn(today) == PlanState.Draft ? "dự thảo, chưa phê duyệt" : "đã phê duyệt";

    public OfficialDocument ToDocument() => new(new DocumentHead
    {
        Agency = Agency,
        Symbol = "KH-UBND",
        Place = OfProvince ? letterhead.PlaceOrRoom : "……………",
        Kind = plan.StateOn(today) == PlanState.Draft ? "Dự thảo kế hoạch" : "Kế hoạch",
        Subject = $"Khắc phục những tồn tại, hạn chế của Chỉ số cải cách hành chính năm {Year(plan.ResultYear)},\nduy trì và nâng cao Chỉ số năm {Year(plan.Year)}",
    })
    {
        Body =
        [
            new Heading("Kết quả và nguyên nhân"), .. Result(),
            new Heading("Mục đích, yêu cầu"),
            new Paragraph($"Duy trì các tiêu chí, tiêu chí thành phần đã đạt điểm tối đa; khắc phục các tiêu chí, tiêu chí thành phần không đạt hoặc chưa đạt điểm tối đa của năm {Year(plan.ResultYear)}."),
            new Paragraph("Mỗi nội dung có một cơ quan chủ trì, thời hạn và điểm mục tiêu; người đứng đầu chịu trách nhiệm về kết quả thực hiện."),
            new Heading("Nhiệm vụ"),
            new Paragraph($"Duy trì {Whole(_units.Sum(unit => Kept(unit).Count))} lượt tiêu chí đạt điểm tối đa (chi tiết tại Phụ lục 1 kèm theo)."),
            new Paragraph($"Khắc phục {Whole(items.Count)} lượt tiêu chí chưa đạt điểm tối đa{(plan.IncludesSurvey ? "" : ", trừ các tiêu chí điều tra xã hội học")} (chi tiết tại Phụ lục 2 kèm theo)."),
            new Heading("Tổ chức thực hiện"),
            new Paragraph("Cơ quan chủ trì tổ chức thực hiện đúng thời hạn, báo cáo tiến độ và minh chứng trên hệ thống; cơ quan phối hợp thực hiện phần việc của mình."),
            new Paragraph($"{(OfProvince ? "Sở Nội vụ" : "Cơ quan nội vụ")} theo dõi, đôn đốc, xác nhận kết quả và tổng hợp báo cáo trước ngày {Day(plan.LastDay)}."),
        ],
        Signer = new Signer($"TM. {Committee}\nChủ tịch", null),
        Recipients = [OfProvince ? "Bộ Nội vụ (báo cáo)" : "Sở Nội vụ (báo cáo)", "Các cơ quan, đơn vị có tên trong kế hoạch", "Lưu: VT, NV"],
        Annexes =
        [
            new Annex("Phụ lục 1", $"Tiêu chí đạt điểm tối đa năm {Year(plan.ResultYear)}, cần duy trì năm {Year(plan.Year)}", [.. _units.SelectMany(KeptBlocks)]),
            new Annex("Phụ lục 2", $"Tiêu chí không đạt hoặc chưa đạt điểm tối đa năm {Year(plan.ResultYear)}, cần khắc phục năm {Year(plan.Year)}", items.Count == 0 ? [new Paragraph(None)] : [.. _units.SelectMany(LostBlocks)]),
        ],
    };

    /// <summary>Two sheets, one per annex, with the unit in every row, so that they can be filtered.</summary>
    public ReportWorkbook ToWorkbook() => new(
        new ReportSheet("Phụ lục 1", "TIÊU CHÍ ĐẠT ĐIỂM TỐI ĐA, CẦN DUY TRÌ", Subtitle, Filled(new Table([new TableColumn("Đơn vị", 26), .. KeptColumns])
        {
            Rows = [.. _units.SelectMany(unit => Kept(unit).Select(row => new TableRow([unit.UnitName, .. row.Cells])))],
        })),
        new ReportSheet("Phụ lục 2", "TIÊU CHÍ CHƯA ĐẠT ĐIỂM TỐI ĐA, CẦN KHẮC PHỤC", Subtitle, Filled(new Table([new TableColumn("Đơn vị", 26), .. LostColumns])
        {
            Rows = [.. _units.SelectMany(unit => Lost(unit).Select(row => new TableRow([unit.UnitName, .. row.Cells])))],
        })));

    private string Subtitle => $"{plan.CampaignName} · kế hoạch năm {Year(plan.Year)} · {State}";

    private static TableColumn[] KeptColumns =>
        [new("Mã", 8), new("Tiêu chí", 46), new("Lĩnh vực", 28), new("Điểm tối đa", 9, CellAlignment.Right)];

    private static TableColumn[] LostColumns =>
    [
        new("Mã", 7), new("Tiêu chí", 30), new("Điểm tối đa", 8, CellAlignment.Right), new("Điểm đạt", 8, CellAlignment.Right), new("Điểm mất", 8, CellAlignment.Right), new("Lý do mất điểm", 26),
        new("Biện pháp khắc phục", 32), new("Cơ quan chủ trì", 18), new("Cơ quan phối hợp", 16), new("Thời hạn", 12, CellAlignment.Centre), new("Điểm mục tiêu", 9, CellAlignment.Right),
    ];

    private IEnumerable<Paragraph> Result()
    {
        var classes = _units.Where(unit => unit.Class is not null).CountBy(unit => unit.Class!, StringComparer.Ordinal)
            .Select(x => $"{Whole(x.Value)}/{Whole(_units.Count)} đơn vị xếp loại {x.Key}").ToList();
        yield return new Paragraph(
            $"Theo kết quả đã công bố của {plan.CampaignName}, {(classes.Count > 0 ? string.Join(", ", classes) + ". Các đơn vị" : $"{Whole(_units.Count)} đơn vị được đánh giá")} còn mất điểm ở "
            + $"{Whole(items.Count)} lượt tiêu chí thuộc phạm vi kế hoạch, tổng cộng {VietnameseNumbers.Exact(items.Sum(item => item.Lost))} điểm.");
        if (plan.Imported)
        {
            yield return new Paragraph("Kết quả được nhập từ tệp nên không kèm lý do của người thẩm định.");
        }
    }

    private IEnumerable<Block> KeptBlocks(PlanUnit unit) =>
        [new Heading(unit.UnitName, 2), Kept(unit) is { Count: > 0 } rows ? new Table(KeptColumns) { Rows = rows } : new Paragraph(None)];

    /// <summary>Units that lost nothing have no place in annex 2.</summary>
    private Block[] LostBlocks(PlanUnit unit) => Lost(unit) is { Count: > 0 } rows ? [new Heading(unit.UnitName, 2), new Table(LostColumns) { Rows = rows, Landscape = true }] : [];

    private List<TableRow> Kept(PlanUnit unit) => [.. plan.Group(unit.GroupCode).Kept(unit).Select(row => new TableRow(row.Criterion.Code, row.Criterion.Name, row.Criterion.FieldName, row.Leaf.MaxPoints))];

    private List<TableRow> Lost(PlanUnit unit) => [.. _byUnit[unit.UnitCode].Select(item => new TableRow(
        item.CriterionCode, item.CriterionName, item.MaxPoints, item.Points, item.Lost, item.Reason, item.Measure, item.LeadName, string.Join("; ", item.CoOrdinators),
        item.DueOn is { } due ? Day(due) : null, item.TargetPoints))];

    /// <summary>A sheet with nothing to tell says so.</summary>
    private static Table Filled(Table table) => table.Rows.Count > 0 ? table : table with { Rows = [new TableRow([None, .. table.Columns.Skip(1).Select(_ => (Cell)(string?)null)])] };

    private static string Whole(int value) => VietnameseNumbers.Whole(value);

    private static string Year(int year) => year.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
