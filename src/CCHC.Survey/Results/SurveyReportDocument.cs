using System.Globalization;
using CCHC.OfficialDocuments;
using CCHC.ServiceDefaults.Time;
using CCHC.Survey.Questionnaires;

namespace CCHC.Survey.Results;

/// <summary>The report on a survey (báo cáo kết quả điều tra) for signature; the same facts give the same bytes.</summary>
public sealed class SurveyReportDocument(SurveyReportFacts facts, Letterhead letterhead)
{
    private const string Room = "……………………………";
    private const string None = "Không có.";

    /// <summary>More bars say less than the table above them.</summary>
    private const int MostCharted = 200;

    private readonly GetStatistics.Response _results = facts.Results;
    private readonly SurveyReportTables _tables = new(facts, numbers: false);

    private string Practice => _results.Practice ? " – tập huấn, số liệu giả định" : "";

    private int Forms => facts.Respondents.Sum(group => group.Forms);

    private int Counted => facts.Respondents.Sum(group => group.Counted);

    public OfficialDocument ToDocument() => new(new DocumentHead
    {
        ParentAgency = facts.OfProvince ? letterhead.KnownParentAgency : null,
        Agency = facts.OfProvince ? "Sở Nội vụ" : Room,
        Symbol = facts.OfProvince ? "BC-SNV" : "BC-……",
        Place = facts.OfProvince ? letterhead.PlaceOrRoom : "……………",
        Kind = "Báo cáo",
        Subject = string.Create(CultureInfo.InvariantCulture, $"Kết quả điều tra xã hội học năm {facts.Year}{Practice}\n({_results.Name})"),
    })
    {
        Body =
        [
            new Heading("Mục đích, phạm vi"), .. Purpose(),
            new Heading("Mẫu điều tra"), .. Sample(),
            new Heading("Phiếu thu được"), .. Response(),
            new Heading("Chất lượng phiếu"), .. Checks(),
            new Heading("Kết quả"), .. Overall(), .. ByGroup(Units),
            new Heading("Kết quả theo yếu tố"), .. _tables.Factors.Count == 0 ? [new Paragraph("Phiếu hỏi không chia theo yếu tố.")] : ByGroup(group => [_tables.OfFactors(group.Code)]),
            new Heading("Kết quả theo câu hỏi, chung các đơn vị"), _tables.OfQuestions(),
            new Heading("So với năm trước"), .. Years(),
            new Heading("Phương pháp"), .. Method(),
        ],
        Signer = new Signer(facts.OfProvince ? "Giám đốc" : "Thủ trưởng cơ quan, đơn vị", null),
        Recipients = [facts.OfProvince ? $"{letterhead.KnownParentAgency ?? "Ủy ban nhân dân"} (báo cáo)" : "Ủy ban nhân dân (báo cáo)", "Các cơ quan, đơn vị được lấy ý kiến", "Lưu: VT, hồ sơ điều tra"],
    };

    /// <summary>Six sheets: (a) units with their chart, (b) units by factor, (c) questions and options, (d) sample and forms, (e) what was odd, (g) why forms do not count; as Vietnamese lists go from e to g.</summary>
    public ReportWorkbook ToWorkbook()
    {
        var tables = new SurveyReportTables(facts, numbers: true);
        var units = tables.OfAllUnits();
        return new ReportWorkbook(
            new ReportSheet("a. Theo đơn vị", "CHỈ SỐ THEO CƠ QUAN, ĐƠN VỊ", Subtitle, Filled(units)) { Chart = ChartOf(units) },
            new ReportSheet("b. Theo yếu tố", "CHỈ SỐ THEO YẾU TỐ", Subtitle, Filled(tables.OfAllFactors())),
            new ReportSheet("c. Theo câu hỏi", "CÂU HỎI VÀ PHƯƠNG ÁN, CHUNG CÁC ĐƠN VỊ", Subtitle, Filled(tables.OfOptions())),
            facts.Strata.Count > 0
                ? new ReportSheet("d. Mẫu và phiếu", "MẪU VÀ PHIẾU THU ĐƯỢC THEO TẦNG", Subtitle, tables.OfStrata())
                : new ReportSheet("d. Phiếu thu được", "PHIẾU THU ĐƯỢC", Subtitle, Filled(tables.OfRespondents())),
            new ReportSheet("e. Dấu hiệu bất thường", "PHIẾU CÓ DẤU HIỆU BẤT THƯỜNG VÀ KẾT LUẬN", Subtitle, Filled(tables.OfFlags())),
            new ReportSheet("g. Lý do loại phiếu", "LÝ DO LOẠI PHIẾU", Subtitle, Filled(tables.OfExclusions())));
    }

    private string Subtitle => $"{_results.Name} · {facts.CampaignName} · kết thúc {Day(_results.ClosedAt)}{Practice} · “–”: dưới 5 người trả lời hoặc có thể suy ra";

    private IEnumerable<Paragraph> Purpose()
    {
        yield return new Paragraph(
            $"Cuộc điều tra “{_results.Name}” lấy ý kiến về {Whole(facts.Units)} cơ quan, đơn vị, phục vụ {facts.CampaignName}. Phiếu hỏi có {Whole(facts.Questions)} câu. "
            + $"Thời gian: {(facts.OpenedAt is { } opened ? $"từ ngày {Day(opened)} " : "")}đến ngày {Day(_results.ClosedAt)}.");
        if (facts.Introduction.Length > 0)
        {
            yield return new Paragraph(facts.Introduction);
        }
    }

    private IEnumerable<Block> Sample() => facts.Strata.Count > 0
        ? [_tables.OfStrata()]
        : [new Paragraph("Cuộc điều tra không rút mẫu: người trả lời dùng đường dẫn chung của nhóm. Kết quả nói về những người đã trả lời; sai số tính như mẫu ngẫu nhiên trong từng nhóm.")];

    private IEnumerable<Block> Response()
    {
        yield return new Paragraph($"Thu được {Whole(Forms)} phiếu, trong đó {Whole(Counted)} phiếu được tính vào kết quả, {Whole(Forms - Counted)} phiếu bị loại.");
        if (Forms > 0)
        {
            yield return _tables.OfRespondents();
            yield return _tables.OfChannels();
        }
    }

    private IEnumerable<Block> Checks()
    {
        yield return new Paragraph("Hệ thống đánh dấu phiếu có dấu hiệu bất thường; từng phiếu được xem xét và kết luận trước khi kết thúc. Một phiếu có thể có nhiều dấu hiệu. Phiếu bị loại vẫn được lưu cùng lý do.");
        if (facts.Flags.Count == 0)
        {
            yield return new Paragraph("Không có phiếu nào có dấu hiệu bất thường.");
        }
        else
        {
            yield return _tables.OfFlags();
        }

        if (facts.Exclusions.Count > 0)
        {
            yield return _tables.OfExclusions();
        }
    }

    private IEnumerable<Paragraph> Overall()
    {
        if (_tables.Overall is { Value: { } value } whole)
        {
            var interval = whole is { Low: { } low, High: { } high } ? $" (khoảng tin cậy 95 %: {Text(low)} – {Text(high)})" : "";
            var change = whole.LastYear is { } before ? $" Năm trước: {Text(before)} %." : "";
            yield return new Paragraph($"Chỉ số chung của các cơ quan, đơn vị: {Text(value)} %{interval}, theo ý kiến của {Whole(whole.Respondents!.Value)} người.{change}");
        }
        else
        {
            yield return new Paragraph("Chưa có chỉ số chung: không có câu trả lời được tính, hoặc dưới 5 người trả lời.");
        }
    }

    private IEnumerable<Block> Units(GetStatistics.GroupItem group)
    {
        var units = _tables.UnitsOf(group.Code);
        if (units.Count == 0)
        {
            yield return new Paragraph(None);
            yield break;
        }

        yield return _tables.OfUnits(group.Code);
        var shown = units.Where(unit => unit.Index.Value is not null).ToList();
        if (units.Count(unit => unit.Index.Suppressed) is > 0 and var hidden)
        {
            yield return new Paragraph($"“{SurveyReportTables.Hidden}”: dưới 5 người trả lời, hoặc từ số liệu khác có thể suy ra câu trả lời của dưới 5 người ({Whole(hidden)} cơ quan, đơn vị).");
        }

        if (units.Count(unit => unit.Index is { Suppressed: false, Value: null }) is > 0 and var silent)
        {
            yield return new Paragraph($"{Whole(silent)} cơ quan, đơn vị chưa có câu trả lời được tính.");
        }

        if (shown.Count is > 1 and <= MostCharted)
        {
            foreach (var part in shown.Chunk(BarChart.MostBars))
            {
                yield return new BarChart(Finding(group.Name, shown), "Chỉ số (%)", $"Biểu đồ cột ngang: chỉ số và khoảng tin cậy 95 % của {Whole(part.Length)} cơ quan, đơn vị, theo thứ tự xếp hạng; số liệu ở bảng trên.")
                {
                    Bars = [.. part.Select(unit => new Bar(unit.Index.UnitName!, Rounded(unit.Index.Value!.Value), IntervalOf(unit.Index)))],
                    Maximum = 100,
                };
            }
        }
    }

    private static string Finding(string group, List<ReportedUnit> shown) =>
        $"{group}: từ {Text(shown[^1].Index.Value!.Value)} % đến {Text(shown[0].Index.Value!.Value)} %, cao nhất là {shown[0].Index.UnitName}{(shown[0].Shared ? " và đơn vị đồng hạng" : "")}";

    private static SheetChart? ChartOf(Table units)
    {
        const int Names = 3, Values = 5, Margins = 11;
        var shown = units.Rows.Count(row => row.Cells[Values].Number is not null);
        return units.Rows.Count <= BarChart.MostBars && shown > 1
            ? new SheetChart("Chỉ số theo cơ quan, đơn vị", "Chỉ số (%)", $"Biểu đồ cột ngang: chỉ số và khoảng tin cậy 95 % của {Whole(shown)} cơ quan, đơn vị; số liệu ở bảng trên.", Names, Values)
            {
                Margin = units.Rows.Any(row => row.Cells[Margins].Number is not null) ? Margins : null,
                Maximum = 100,
            }
            : null;
    }

    private IEnumerable<Block> Years() => _results.LastYearName is { } name
        ?
        [
            new Paragraph($"So với “{name}” của kỳ đánh giá năm trước. Chênh lệch nhỏ hơn khoảng tin cậy có thể chỉ do chọn mẫu; câu hỏi khác nhau giữa hai năm thì chỉ số chung không so sánh được hoàn toàn."),
            .. ByGroup(group => [_tables.OfYears(group.Code)]),
        ]
        : [new Paragraph("Chưa có kết quả năm trước của cuộc điều tra cùng mã.")];

    private IEnumerable<Paragraph> Method()
    {
        yield return new Paragraph("Cách tính chỉ số. " + _results.Formula switch
        {
            IndexFormula.TopTwo => "Câu hỏi theo thang 5 mức: tỷ lệ phần trăm người chọn mức 4 hoặc mức 5. Câu hỏi khác: trung bình giá trị phần trăm của phương án đã chọn.",
            IndexFormula.MeanOfFive => "Câu hỏi theo thang 5 mức: điểm trung bình chia cho 5, nhân 100. Câu hỏi khác: trung bình giá trị phần trăm của phương án đã chọn.",
            _ => "Trung bình giá trị phần trăm (0 đến 100) của phương án đã chọn.",
        } + " Câu trả lời “Không biết” không tính. Chỉ số của yếu tố, của đơn vị là trung bình mọi câu trả lời được tính thuộc yếu tố, đơn vị đó; nếu phiếu có câu hỏi về mức độ hài lòng thì chỉ tính các câu đó.");
        yield return new Paragraph(
            "Quyền số. Mỗi phiếu có quyền số bằng số người trong khung mẫu mà người trả lời đại diện (số người của tầng chia cho số được chọn; không rút mẫu thì bằng 1). Khi có nhiều nhóm người trả lời, quyền số trong "
            + "từng nhóm được chuẩn hóa để trung bình bằng 1.");
        yield return new Paragraph(
            "Sai số chuẩn tính bằng tuyến tính hóa Taylor của tỷ số, theo tầng và cụm của mẫu, có hiệu chỉnh tổng thể hữu hạn (Särndal, Swensson và Wretman, 1992, mục 5.6 và 5.8). "
            + "Khoảng tin cậy 95 % bằng chỉ số ± 1,96 × sai số chuẩn, giới hạn trong 0 đến 100.");
        yield return new Paragraph(
            "Bảo vệ dữ liệu cá nhân (Luật số 91/2025/QH15). Không nêu số liệu của dưới 5 người; số liệu mà cộng trừ với các số khác sẽ suy ra số liệu của dưới 5 người cũng được để “–”. "
            + "Xếp hạng theo chỉ số chưa làm tròn, trong từng khối; đơn vị có số liệu để “–” không xếp hạng ở báo cáo này.");
    }

    private IEnumerable<Block> ByGroup(Func<GetStatistics.GroupItem, IEnumerable<Block>> part) => _results.Groups.Count == 0
        ? [new Paragraph(None)]
        : _results.Groups.SelectMany(group => part(group).Prepend(new Heading(group.Name, 2)));

    /// <summary>A sheet with nothing to tell says so.</summary>
    private static Table Filled(Table table) => table.Rows.Count > 0 ? table : table with { Rows = [new TableRow([None, .. table.Columns.Skip(1).Select(_ => (Cell)(string?)null)])] };

    private static Interval? IntervalOf(GetStatistics.Item item) => item is { Low: { } low, High: { } high } ? new Interval(Rounded(low), Rounded(high)) : null;

    private static decimal Rounded(decimal value) => Scoring.IndexCalculator.Round2(value);

    private static string Text(decimal value) => SurveyReportTables.Text(value);

    private static string Whole(int value) => VietnameseNumbers.Whole(value);

    private static string Day(DateTimeOffset instant) => VietnamTime.Of(instant).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
