using System.Globalization;
using CCHC.OfficialDocuments;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Assessment.Reports;

/// <summary>The report on a self-assessment (báo cáo tự đánh giá, chấm điểm) for signature; the same submission gives the same bytes.</summary>
internal sealed class SelfAssessmentReport(ReportFacts facts, Letterhead letterhead)
{
    private const string PeoplesCommittee = "Ủy ban nhân dân";
    private const string None = "Không có.";

    private readonly ReportTables _tables = new(facts);

    private bool OfCommittee => facts.UnitName.StartsWith(PeoplesCommittee, StringComparison.OrdinalIgnoreCase);

    private string Subject => string.Create(
        CultureInfo.InvariantCulture,
        $"Tự đánh giá, chấm điểm Chỉ số cải cách hành chính năm {facts.Year}{(facts.Round > 1 ? $" (bổ sung vòng {facts.Round})" : "")}{(facts.Practice ? " – tập huấn, số liệu giả định" : "")}");

    public OfficialDocument ToDocument() => new(new DocumentHead
    {
        ParentAgency = OfCommittee ? null : letterhead.KnownParentAgency,
        Agency = facts.UnitName,
        Symbol = OfCommittee ? "BC-UBND" : $"BC-{facts.UnitCode}",
        Place = letterhead.PlaceOrRoom,
        Kind = facts.Submission is null ? "Dự thảo báo cáo" : "Báo cáo",
        Subject = Subject,
    })
    {
        Body =
        [
            new Heading("Kết quả chung"), .. Summary(), _tables.OfFields(),
            new Heading("Điểm tự chấm theo từng tiêu chí"), _tables.OfPoints(),
            new Heading("Giải trình"), .. OrNone(_tables.OfExplanations(), "Những tiêu chí không có tài liệu kiểm chứng, không phát sinh hoặc cần nói rõ thêm:"),
            new Heading("Khó khăn, vướng mắc và đề xuất, kiến nghị"), .. Situation(),
            .. Accepted(),
        ],
        Signer = OfCommittee ? new Signer($"TM. {PeoplesCommittee}\nChủ tịch", null) : new Signer("Thủ trưởng cơ quan, đơn vị", null),
        Recipients = facts.Assembled ? ["Bộ Nội vụ", "Các cơ quan được giao chấm điểm", "Lưu: VT"] : ["Hội đồng thẩm định", "Sở Nội vụ", "Lưu: VT"],
    };

    /// <summary>Three sheets: (a) points, (b) explanations, (c) difficulties and proposals.</summary>
    public ReportWorkbook ToWorkbook() => new(
        new ReportSheet("a. Điểm tự chấm", "BẢNG TỔNG HỢP ĐIỂM TỰ ĐÁNH GIÁ", Subtitle, _tables.OfPoints()),
        new ReportSheet("b. Giải trình", "GIẢI TRÌNH CÁC TIÊU CHÍ KHÔNG ĐỦ TÀI LIỆU KIỂM CHỨNG", Subtitle, Filled(_tables.OfExplanations())),
        new ReportSheet("c. Khó khăn, đề xuất", "KHÓ KHĂN, VƯỚNG MẮC VÀ ĐỀ XUẤT, KIẾN NGHỊ", Subtitle, Filled(_tables.OfSituation())));

    private string Subtitle => $"{facts.UnitName} · {facts.CampaignName} · {(facts.Submission is null ? "dự thảo, chưa gửi" : SentText)}{(facts.Practice ? " · tập huấn, số liệu giả định" : "")}";

    private string SentText => string.Create(
        CultureInfo.InvariantCulture, $"bản gửi lần {facts.Submission!.Number}, vòng {facts.Round}, lúc {VietnamTime.Of(facts.Submission.SubmittedAt):HH:mm 'ngày' dd/MM/yyyy}");

    private IEnumerable<Paragraph> Summary()
    {
        yield return new Paragraph(facts.Submission is null
            ? $"{facts.UnitName} đang tự đánh giá, chấm điểm theo bộ tiêu chí “{facts.Set.Name}” của {facts.CampaignName}; số liệu dưới đây là dự thảo, chưa gửi."
            : $"{facts.UnitName} tự đánh giá, chấm điểm theo bộ tiêu chí “{facts.Set.Name}” của {facts.CampaignName} ({SentText}).");
        var total = _tables.Total;
        yield return new Paragraph(
            $"Tổng điểm tự chấm: {ReportTables.Text(total.Points)} điểm trên {ReportTables.Text(total.MaxPoints)} điểm tối đa áp dụng"
            + (total.MaxPoints == 0 ? "." : $", đạt {ReportTables.Text(total.Points * 100 / total.MaxPoints)} %.")
            + (total.Bonus > 0 ? $" Trong đó điểm thưởng {ReportTables.Text(total.Bonus)} điểm." : "")
            + (total.Penalty > 0 ? $" Đã trừ {ReportTables.Text(total.Penalty)} điểm phạt." : "")
            + " Điểm điều tra xã hội học và chỉ số do cơ quan khác đo không nằm trong tự chấm.");
        if (_tables.NotApplicableLeaves > 0 || _tables.Unproven > 0)
        {
            yield return new Paragraph(string.Create(
                CultureInfo.InvariantCulture, $"Không phát sinh: {_tables.NotApplicableLeaves} tiêu chí. Chưa có tài liệu kiểm chứng, có giải trình: {_tables.Unproven} tiêu chí."));
        }

        if (facts.Submission is { DaysLate: > 0 } late)
        {
            yield return new Paragraph(string.Create(CultureInfo.InvariantCulture, $"Phiếu gửi sau hạn {late.DaysLate} ngày (tính cả ngày chưa tròn)."));
        }
    }

    private Block[] Situation()
    {
        var told = facts.Content.Narratives.Where(narrative => narrative.Difficulties is not null || narrative.Proposals is not null).ToList();
        if (facts.Assembled)
        {
            return OrNone(_tables.OfSituation(), "Theo báo cáo của các cơ quan:");
        }

        return
        [
            new Heading("Khó khăn, vướng mắc", 2), new Paragraph(told is [{ Difficulties: { } difficulties }, ..] ? difficulties : None),
            new Heading("Đề xuất, kiến nghị", 2), new Paragraph(told is [{ Proposals: { } proposals }, ..] ? proposals : None),
        ];
    }

    private IEnumerable<Block> Accepted() => facts.Content.AcceptedWarnings.Count == 0
        ? []
        :
        [
            new Heading("Nội dung thủ trưởng đã rà soát trước khi gửi"),
            .. facts.Content.AcceptedWarnings.Select(warning => new Paragraph($"- {warning.Text}")),
        ];

    private static Block[] OrNone(Table table, string lead) => table.Rows.Count == 0 ? [new Paragraph(None)] : [new Paragraph(lead), table];

    /// <summary>A sheet with nothing to tell says so.</summary>
    private static Table Filled(Table table) =>
        table.Rows.Count > 0 ? table : table with { Rows = [new TableRow([.. table.Columns.Select((_, i) => (Cell)(i == 1 ? None : null))])] };
}
