using DocumentFormat.OpenXml.Packaging;

namespace CCHC.OfficialDocuments.Tests;

/// <summary>A report as a department sends it, with a narrow table, a wide one on a turned page, and text after it.</summary>
internal static class Samples
{
    public static DocumentHead Head { get; } = new()
    {
        ParentAgency = "UBND tỉnh Lâm Đồng",
        Agency = "Sở Nội vụ",
        Number = 5,
        Symbol = "BC-SNV",
        Place = "Lâm Đồng",
        Date = new DateOnly(2026, 1, 5),
        Kind = "Báo cáo",
        Subject = "Tự đánh giá, chấm điểm công tác cải cách hành chính năm 2025",
    };

    public static Table Scores(int rows) => new(new("STT", 6, CellAlignment.Centre), new("Tiêu chí", 50), new("Điểm tối đa", 10, CellAlignment.Right), new("Điểm tự chấm", 10, CellAlignment.Right))
    {
        Rows =
        [
            new("I", "Công tác chỉ đạo, điều hành", 10m, 8.5m) { Bold = true },
            .. Enumerable.Range(1, rows).Select(i => new TableRow($"1.{i}", $"Tiêu chí thành phần số {i}: kế hoạch cải cách hành chính được ban hành đúng thời hạn", 1.5m, 1.375m)),
        ],
    };

    public static OfficialDocument Report() => new(Head)
    {
        Body =
        [
            new Heading("Kết quả tự đánh giá"),
            new Paragraph("Căn cứ Kế hoạch cải cách hành chính năm 2025, Sở Nội vụ báo cáo kết quả tự đánh giá, chấm điểm các tiêu chí thuộc trách nhiệm của cơ quan như sau, kèm theo tài liệu kiểm chứng của từng tiêu chí thành phần."),
            new Heading("Kết quả chung", 2),
            new Paragraph("Tổng điểm tự chấm của các tiêu chí do cơ quan tự đánh giá."),
            Scores(40),
            new Heading("Tiêu chí chưa đủ tài liệu kiểm chứng", 2),
            new Heading("Tiêu chí 1.1", 3),
            new Paragraph("Văn bản đang trình ký."),
            new Heading("Phụ biểu"),
            new Table(new("Mã", 8), new("Tiêu chí", 40), new("Giải trình", 60), new("Tài liệu kiểm chứng", 50), new("Điểm", 10, CellAlignment.Right))
            {
                Landscape = true,
                Rows = [.. Enumerable.Range(1, 12).Select(i => new TableRow($"2.{i}", "Thực hiện chế độ báo cáo định kỳ", "Cơ quan đã gửi báo cáo nhưng chưa cập nhật số, ngày văn bản trên hệ thống.", "Báo cáo số 12/BC-SNV\nngày 05/3/2025", 0.5m))],
            },
            new Heading("Khó khăn và kiến nghị"),
            new Paragraph("Đề nghị hướng dẫn thống nhất cách xác định tỷ lệ hồ sơ trực tuyến.\nĐề nghị kéo dài thời gian cập nhật tài liệu."),
        ],
        Signer = new("KT. Giám đốc\nPhó Giám đốc", "Nguyễn Văn An"),
        Recipients = ["Bộ Nội vụ", "UBND tỉnh (báo cáo)", "Lưu: VT, CCHC"],
    };

    public static OfficialDocument Minutes() => new(Head with { Agency = "Hội đồng thẩm định", Symbol = "BB-HĐTĐ", Place = null, Kind = "Biên bản", Subject = "Họp Hội đồng thẩm định" })
    {
        Signer = new("Chủ tọa", "Nguyễn Văn An"),
        LeftSigner = new("Thư ký", "Lê Thị Bình"),
        Recipients = ["Thành viên Hội đồng", "Lưu: VT"],
    };

    public static ReportWorkbook Workbook() => new(
        new ReportSheet("Điểm tự chấm", "BẢNG ĐIỂM TỰ CHẤM", "Năm 2025", Scores(60)),
        new ReportSheet("Giải trình của đơn vị's", "GIẢI TRÌNH", null, new Table(new("Mã", 8), new("Giải trình", 60)) { Rows = [new("1.1", "Dòng một\ndòng hai")] }));

    /// <summary>Three communes, of which the second was asked too seldom to say anything with confidence, and the third gave no interval.</summary>
    public static BarChart Satisfaction { get; } = new("Hai trong ba xã đạt trên 80 %", "Chỉ số hài lòng (%)", "Biểu đồ cột ngang: xã Đạ Huoai 85,41 %, phường 1 Bảo Lộc 9,50 %, đặc khu Phú Quý 80,00 %.")
    {
        Bars = [new("Xã Đạ Huoai", 85.41m, new Interval(82.1m, 88.02m)), new("Phường 1 Bảo Lộc", 9.5m, new Interval(4.25m, 19.75m)), new("Đặc khu Phú Quý", 80m)],
        Maximum = 100,
    };

    public static OfficialDocument ReportWithCharts() => new(Head)
    {
        Body =
        [
            new Heading("Kết quả khảo sát"),
            Satisfaction,
            new Table(new("Xã, phường, đặc khu", 30), new("Chỉ số hài lòng (%)", 12)) { Rows = [.. Satisfaction.Bars.Select(bar => new TableRow(bar.Label, bar.Value))] },
            new Heading("Không có khoảng tin cậy"),
            Satisfaction with { Bars = [.. Enumerable.Range(1, BarChart.MostBars).Select(i => new Bar($"Ủy ban nhân dân xã số {i}", i * 2.5m))] },
        ],
    };

    public static ReportWorkbook WorkbookWithCharts() => new(
        new ReportSheet("Khảo sát của tỉnh's", "KẾT QUẢ KHẢO SÁT", "Năm 2025", new Table(new("Đơn vị", 40), new("Chỉ số (%)", 14), new("Sai số", 10) { Hidden = true })
        {
            Rows = [new("Toàn tỉnh", 84.2m, 0.9m) { Bold = true }, new("Xã Đạ Huoai", 85.41m, 3.2m), new("Phường 1 Bảo Lộc", 9.5m, 5m), new("Đặc khu Phú Quý", 80m, 6.75m)],
        })
        { Chart = new("Hai trong ba xã đạt trên 80 %", "Chỉ số hài lòng (%)", "Biểu đồ cột ngang của bảng phía trên.", Labels: 0, Values: 1) { Margin = 2, Rows = 1.., Maximum = 100 } },
        new ReportSheet("Điểm", "ĐIỂM", null, Scores(3)) { Chart = new("Ba tiêu chí bằng nhau", "Điểm", "Biểu đồ cột ngang của điểm.", Labels: 1, Values: 3) });

    public static byte[] Bytes(Action<Stream> write)
    {
        using var file = new MemoryStream();
        write(file);
        return file.ToArray();
    }

    public static WordprocessingDocument OpenWord(OfficialDocument document) => WordprocessingDocument.Open(new MemoryStream(Bytes(document.Write)), isEditable: false);

    public static SpreadsheetDocument OpenExcel(ReportWorkbook workbook) => SpreadsheetDocument.Open(new MemoryStream(Bytes(workbook.Write)), isEditable: false);
}
