using CCHC.OfficialDocuments;

namespace CCHC.Appraisal.Reports;

/// <summary>The council's report on the results of an appraisal (báo cáo kết quả thẩm định) for signature; the same facts give the same bytes.</summary>
internal sealed class AppraisalReport(AppraisalReportFacts facts, Letterhead letterhead)
{
    public const string Council = "Hội đồng thẩm định";
    private const string DraftMark = "Dự thảo, hội đồng chưa thông qua";
    private const string None = "Không có.";

    private readonly AppraisalReportTables _tables = new(facts);

    private bool IsDraft => facts.RatifiedAt is null;

    private string State => facts.RatifiedAt is { } at ? $"hội đồng thông qua lúc {DocumentText.Time(at)}" : DraftMark;

    private string Subtitle =>
        $"{facts.CampaignName} · vòng {DocumentText.Number(facts.Round)} · {State}"
        + $" · số liệu lúc {DocumentText.Time(facts.WrittenAt)}{(facts.Practice ? " · tập huấn, số liệu giả định" : "")}";

    public OfficialDocument ToDocument() => new(new DocumentHead
    {
        ParentAgency = letterhead.KnownParentAgency,
        Agency = Council,
        Symbol = "BC-HĐTĐ",
        Place = letterhead.PlaceOrRoom,
        Kind = IsDraft ? "Dự thảo báo cáo" : "Báo cáo",
        Subject = $"Kết quả thẩm định Chỉ số cải cách hành chính năm {DocumentText.Number(facts.Year)}"
            + (facts.Round > 1 ? $" (vòng {DocumentText.Number(facts.Round)})" : "") + (facts.Practice ? DocumentText.Practice : "") + (IsDraft ? $"\n({DraftMark})" : ""),
    })
    {
        Body =
        [
            new Heading("Kết quả chung"), .. Summary(), _tables.OfGroups(),
            new Heading("Kết quả theo đơn vị"), .. ByGroup(group => [AppraisalReportTables.OfUnits(group)]),
            new Heading("Kết quả theo lĩnh vực"), .. ByGroup(group => [AppraisalReportTables.OfFields(group)]),
            new Heading("Điểm bị trừ và lý do"), .. ByGroup(Changes),
            new Heading("Đơn vị chưa gửi hoặc chưa thẩm định xong"), .. ByGroup(Missing),
        ],
        Signer = new Signer("TM. Hội đồng\nChủ tịch", null),
        Recipients = [$"{letterhead.KnownParentAgency ?? "Ủy ban nhân dân"} (báo cáo)", "Thành viên Hội đồng thẩm định", "Các đơn vị được thẩm định", "Lưu: VT"],
    };

    /// <summary>Three sheets: (a) units, (b) units by field, (c) changed points with their reasons.</summary>
    public ReportWorkbook ToWorkbook() => new(
        new ReportSheet("a. Theo đơn vị", "KẾT QUẢ THẨM ĐỊNH THEO ĐƠN VỊ", Subtitle, Filled(_tables.OfAllUnits())),
        new ReportSheet("b. Theo lĩnh vực", "KẾT QUẢ THẨM ĐỊNH THEO LĨNH VỰC", Subtitle, Filled(_tables.OfUnitsByField())),
        new ReportSheet("c. Điểm thay đổi và lý do", "ĐIỂM THAY ĐỔI SO VỚI TỰ CHẤM VÀ LÝ DO", Subtitle, Filled(_tables.OfAllChanges())));

    private IEnumerable<Paragraph> Summary()
    {
        var units = facts.Groups.SelectMany(group => group.Units).ToList();
        var completed = units.Count(unit => unit.Completed);
        yield return new Paragraph(
            $"{Council} thẩm định kết quả tự đánh giá, chấm điểm của các đơn vị thuộc {facts.CampaignName}, vòng {DocumentText.Number(facts.Round)}. "
            + (facts.RatifiedAt is { } at
                ? $"Kết quả được hội đồng thông qua lúc {DocumentText.Time(at)}{(facts.RatifiedBy is { Length: > 0 } by ? $" (người xác nhận: {by})" : "")}."
                : $"{DraftMark}.")
            + $" Số liệu tính đến {DocumentText.Time(facts.WrittenAt)}.");
        yield return new Paragraph(
            $"Trong {DocumentText.Number(units.Count)} đơn vị có {DocumentText.Number(units.Count(unit => unit.Submitted))} đơn vị đã gửi, "
            + $"{DocumentText.Number(completed)} đơn vị đã thẩm định xong.");
        if (completed > 0)
        {
            var sums = _tables.SumsOfAll();
            yield return new Paragraph(
                $"Tổng điểm tự chấm của các đơn vị đã thẩm định xong: {DocumentText.Rounded(sums.Claimed)} điểm; tổng điểm thẩm định: {DocumentText.Rounded(sums.Appraised)} điểm"
                + $" (bị trừ {DocumentText.Rounded(sums.Cut)} điểm, tăng thêm {DocumentText.Rounded(sums.Raised)} điểm).");
        }

        yield return new Paragraph(
            "Các bảng dưới đây chỉ cộng điểm của đơn vị đã thẩm định xong. Điểm điều tra xã hội học và chỉ số do cơ quan khác đo không nằm trong điểm thẩm định.");
    }

    private static IEnumerable<Block> Changes(ReportedGroup group)
    {
        if (AppraisalReportTables.OfChanges(group) is { Rows.Count: > 0 } table)
        {
            yield return table;
        }

        if (Names(AppraisalReportTables.Unchanged(group)) is { Length: > 0 } names)
        {
            yield return new Paragraph($"Giữ nguyên điểm tự chấm: {names}.");
        }
    }

    private static IEnumerable<Block> Missing(ReportedGroup group)
    {
        if (Names(group.Units.Where(unit => !unit.Submitted)) is { Length: > 0 } waiting)
        {
            yield return new Paragraph($"Chưa gửi: {waiting}.");
        }

        if (Names(group.Units.Where(unit => unit is { Submitted: true, Completed: false })) is { Length: > 0 } open)
        {
            yield return new Paragraph($"Đã gửi, chưa thẩm định xong: {open}.");
        }
    }

    private static string Names(IEnumerable<ReportedUnit> units) => string.Join(", ", units.Select(unit => unit.Name));

    private IEnumerable<Block> ByGroup(Func<ReportedGroup, IEnumerable<Block>> part)
    {
        var parts = facts.Groups.Select(group => (group.Name, Blocks: part(group).ToList())).Where(x => x.Blocks.Count > 0).ToList();
        return parts.Count == 0 ? [new Paragraph(None)] : parts.SelectMany(x => x.Blocks.Prepend(new Heading(x.Name, 2)));
    }

    /// <summary>A sheet with nothing to tell says so.</summary>
    private static Table Filled(Table table) =>
        table.Rows.Count > 0 ? table : table with { Rows = [new TableRow([.. table.Columns.Select((_, i) => (Cell)(i == 1 ? None : null))])] };
}
