using CCHC.OfficialDocuments;
using CCHC.Scoring;
using CCHC.Survey.Submissions;

namespace CCHC.Survey.Results;

/// <summary>A unit with its index and its place in its group; what may not be shown has neither.</summary>
internal sealed record ReportedUnit(GetStatistics.Item Index, int? Rank, bool Shared)
{
    public string Place => Rank is { } rank ? $"{VietnameseNumbers.Whole(rank)}{(Shared ? "=" : "")}" : SurveyReportTables.Hidden;
}

/// <summary>The tables of the report on a survey.</summary>
/// <param name="facts">Of the survey.</param>
/// <param name="numbers">Counts are numbers, for Excel; else they are written out, as Word has no format for them.</param>
internal sealed class SurveyReportTables(SurveyReportFacts facts, bool numbers)
{
    public const string Hidden = "–";
    private const string Total = "Tổng cộng";
    private const string All = "Chung";
    private const string Change = "+#,##0.00;−#,##0.00;0.00";

    private readonly IReadOnlyList<GetStatistics.Item> _statistics = facts.Results.Statistics;

    private readonly Dictionary<(Guid?, StatisticKind, string), GetStatistics.Item> _byKey = facts.Results.Statistics.ToDictionary(item => (item.UnitId, item.Kind, item.Code));

    /// <summary>Of all units together; null where no question counts.</summary>
    public GetStatistics.Item? Overall => Find(unitId: null, StatisticKind.Total, "");

    public IReadOnlyList<string> Factors => [.. _statistics.Where(item => item.Kind == StatisticKind.Factor).Select(item => item.Code).Distinct(StringComparer.Ordinal)];

    public bool HasLastYear => facts.Results.LastYearName is not null;

    /// <summary>Ranked on the unrounded index, in the order of the ranks; units that may not be shown stand last.</summary>
    public IReadOnlyList<ReportedUnit> UnitsOf(string groupCode)
    {
        var units = _statistics.Where(item => item.Kind == StatisticKind.Total && item.UnitId is not null && item.GroupCode == groupCode).ToDictionary(item => item.UnitCode!, StringComparer.Ordinal);
        return [.. CompetitionRanking.Rank(units.Values.Select(unit => new RankingCandidate(unit.UnitCode!, unit.Value))).Select(unit => new ReportedUnit(units[unit.Key], unit.Rank, unit.Shared))];
    }

    public Table OfStrata() => new(
        new TableColumn("Nhóm người trả lời", 24), new TableColumn("Tầng", 22), Count("Số người trong khung mẫu"), Count("Mẫu"), Count("Phiếu thu được"), Count("Phiếu được tính"), Figure("Được tính so với mẫu (%)"))
    {
        Rows =
        [
            .. facts.Strata.Select(stratum => OfStratum(stratum.RespondentGroup, stratum.Name, [stratum], bold: false)),
            .. facts.Strata.Count < 2 ? Array.Empty<TableRow>() : [OfStratum(Total, "", facts.Strata, bold: true)],
        ],
    };

    public Table OfRespondents() => new(new TableColumn("Nhóm người trả lời", 40), Count("Phiếu thu được"), Count("Phiếu được tính"), Count("Phiếu bị loại"))
    {
        Rows =
        [
            .. facts.Respondents.Select(group => OfRespondents(group.Name, [group], bold: false)),
            .. facts.Respondents.Count < 2 ? Array.Empty<TableRow>() : [OfRespondents(Total, facts.Respondents, bold: true)],
        ],
    };

    public Table OfChannels() => new(new TableColumn("Kênh trả lời", 40), Count("Số phiếu"))
    {
        Rows = [.. facts.Channels.Select(channel => new TableRow(NameOf(channel.Channel), Whole(channel.Forms)))],
    };

    public Table OfFlags() => new(new TableColumn("Dấu hiệu", 40), Count("Số phiếu"), Count("Kết luận hợp lệ"), Count("Bị loại"))
    {
        Rows = [.. facts.Flags.Select(flag => new TableRow(NameOf(flag.Flag), Whole(flag.Counted + flag.Excluded), Whole(flag.Counted), Whole(flag.Excluded)))],
    };

    public Table OfExclusions() => new(new TableColumn("Lý do loại", 60), Count("Số phiếu"))
    {
        Rows = [.. facts.Exclusions.Select(exclusion => new TableRow(exclusion.Reason, Whole(exclusion.Forms)))],
    };

    public Table OfUnits(string groupCode) => new(
        new TableColumn("Hạng", 8, CellAlignment.Centre), new TableColumn("Cơ quan, đơn vị", 34), Count("Số người trả lời"), Figure("Chỉ số (%)"), new TableColumn("Khoảng tin cậy 95 %", 20, CellAlignment.Centre),
        Figure("Sai số chuẩn"))
    {
        Rows =
        [
            .. UnitsOf(groupCode).Select(unit => new TableRow(
                unit.Place, unit.Index.UnitName, CountOf(unit.Index), FigureOf(unit.Index.Value), IntervalOf(unit.Index), FigureOf(unit.Index.StandardError))),
        ],
    };

    public Table OfFactors(string groupCode) => new(
    [
        new TableColumn("Cơ quan, đơn vị", 34), .. Factors.Select(factor => Figure(factor)), Figure("Chỉ số (%)"),
    ])
    {
        Rows = [OfFactors(All, unitId: null) with { Bold = true }, .. UnitsOf(groupCode).Select(unit => OfFactors(unit.Index.UnitName!, unit.Index.UnitId))],
        Landscape = Factors.Count > 4,
    };

    public Table OfYears(string groupCode) => new(new TableColumn("Cơ quan, đơn vị", 34), Figure("Năm nay (%)"), Figure("Năm trước (%)"), Figure("Chênh lệch"))
    {
        Rows = [.. Overall is { } whole ? [OfYear(All, whole) with { Bold = true }] : Array.Empty<TableRow>(), .. UnitsOf(groupCode).Select(unit => OfYear(unit.Index.UnitName!, unit.Index))],
    };

    /// <summary>Of all units together.</summary>
    public Table OfQuestions() => new(
        new TableColumn("Câu hỏi", 50), Count("Số người trả lời"), Figure("Chỉ số (%)"), new TableColumn("Khoảng tin cậy 95 %", 20, CellAlignment.Centre))
    {
        Rows = [.. Questions(unitId: null).Select(question => new TableRow(question.Name, CountOf(question), FigureOf(question.Value), IntervalOf(question)))],
    };

    /// <summary>Sheet a, also for the chart: half of the interval stands in its last, hidden column.</summary>
    public Table OfAllUnits() => new(
        new TableColumn("Khối", 24), new TableColumn("Hạng", 8, CellAlignment.Centre), new TableColumn("Mã", 12, CellAlignment.Centre), new TableColumn("Cơ quan, đơn vị", 36),
        Count("Số người trả lời"), Figure("Chỉ số (%)"), Figure("Cận dưới 95 %"), Figure("Cận trên 95 %"), Figure("Sai số chuẩn"), Figure("Năm trước (%)"),
        Figure("Chênh lệch") with { NumberFormat = Change }, Figure("Nửa khoảng tin cậy") with { Hidden = true })
    {
        Rows =
        [
            .. from grouped in facts.Results.Groups
               from unit in UnitsOf(grouped.Code)
               let item = unit.Index
               select new TableRow(
                   grouped.Name, unit.Place, item.UnitCode, item.UnitName, CountOf(item), FigureOf(item.Value), FigureOf(item.Low), FigureOf(item.High), FigureOf(item.StandardError), FigureOf(item.LastYear),
                   FigureOf(item.Value - item.LastYear), Rounded(item.High - item.Value)),
        ],
    };

    public Table OfAllFactors() => new([new TableColumn("Khối", 24), new TableColumn("Cơ quan, đơn vị", 36), .. Factors.Select(factor => Figure(factor)), Figure("Chỉ số (%)")])
    {
        Rows =
        [
            new TableRow(["", .. OfFactors(All, unitId: null).Cells]) { Bold = true },
            .. from grouped in facts.Results.Groups from unit in UnitsOf(grouped.Code) select new TableRow([grouped.Name, .. OfFactors(unit.Index.UnitName!, unit.Index.UnitId).Cells]),
        ],
    };

    /// <summary>Of all units together, with every option.</summary>
    public Table OfOptions() => new(
        new TableColumn("Yếu tố", 26), new TableColumn("Câu hỏi", 50), new TableColumn("Phương án", 28), Count("Số người"), Figure("Tỷ lệ (%)"), Figure("Chỉ số (%)"))
    {
        Rows =
        [
            .. Questions(unitId: null).SelectMany(question => question.Options
                .Select(option => new TableRow(question.Factor, question.Name, option.Text, option.Count is { } count ? Whole(count) : Hidden, FigureOf(option.Share), (string?)null))
                .Prepend(new TableRow(question.Factor, question.Name, (string?)null, CountOf(question), (string?)null, FigureOf(question.Value)) { Bold = true })),
        ],
    };

    public static string NameOf(string flag) => flag switch
    {
        Quality.Speeding => "Trả lời quá nhanh",
        Quality.StraightLining => "Chọn cùng một phương án ở mọi câu",
        Quality.SameDevice => "Cùng một thiết bị",
        Quality.ImpossibleTime => "Thời gian không hợp lý",
        Quality.Duplicate => "Trùng người trả lời",
        _ => flag,
    };

    private static string NameOf(SubmissionChannel channel) => channel switch
    {
        SubmissionChannel.Link => "Đường dẫn chung của nhóm",
        SubmissionChannel.Kiosk => "Máy đặt tại bộ phận một cửa",
        SubmissionChannel.Personal => "Mã cá nhân",
        SubmissionChannel.Paper => "Phiếu giấy",
        SubmissionChannel.Import => "Nhập từ tệp",
        _ => "Máy tính bảng của điều tra viên",
    };

    private TableRow OfStratum(string group, string name, IReadOnlyList<ReportedStratum> strata, bool bold)
    {
        var (sample, counted) = (strata.Sum(stratum => stratum.Sample), strata.Sum(stratum => stratum.Counted));
        return new TableRow(
            group, name, Whole(strata.Sum(stratum => stratum.People)), Whole(sample), Whole(strata.Sum(stratum => stratum.Forms)), Whole(counted), FigureOf(sample == 0 ? null : counted * 100m / sample))
        { Bold = bold };
    }

    private TableRow OfRespondents(string name, IReadOnlyList<ReportedRespondents> groups, bool bold)
    {
        var (forms, counted) = (groups.Sum(group => group.Forms), groups.Sum(group => group.Counted));
        return new TableRow(name, Whole(forms), Whole(counted), Whole(forms - counted)) { Bold = bold };
    }

    private static TableRow OfYear(string name, GetStatistics.Item item) => new(name, FigureOf(item.Value), FigureOf(item.LastYear), SignedOf(item.Value - item.LastYear));

    private TableRow OfFactors(string name, Guid? unitId) => new(
    [
        name, .. Factors.Select(factor => FigureOf(Find(unitId, StatisticKind.Factor, factor)?.Value)), FigureOf(Find(unitId, StatisticKind.Total, "")?.Value),
    ]);

    private IEnumerable<GetStatistics.Item> Questions(Guid? unitId) => _statistics.Where(item => item.Kind == StatisticKind.Question && item.UnitId == unitId);

    private GetStatistics.Item? Find(Guid? unitId, StatisticKind kind, string code) => _byKey.GetValueOrDefault((unitId, kind, code));

    private static TableColumn Figure(string title) => new(title, 12, CellAlignment.Right) { NumberFormat = "#,##0.00" };

    private static TableColumn Count(string title) => new(title, 11, CellAlignment.Right) { NumberFormat = "#,##0" };

    private Cell Whole(int value) => numbers ? value : VietnameseNumbers.Whole(value);

    private Cell CountOf(GetStatistics.Item item) => item.Respondents is { } people ? Whole(people) : Hidden;

    private static Cell FigureOf(decimal? value) => Rounded(value) is { } rounded ? rounded : Hidden;

    private static Cell IntervalOf(GetStatistics.Item item) => item is { Low: { } low, High: { } high } ? $"{Text(low)} – {Text(high)}" : Hidden;

    private static Cell SignedOf(decimal? value) => Rounded(value) is { } rounded ? $"{(rounded > 0 ? "+" : "")}{VietnameseNumbers.Exact(rounded)}" : Hidden;

    private static decimal? Rounded(decimal? value) => value is { } number ? IndexCalculator.Round2(number) : null;

    internal static string Text(decimal value) => VietnameseNumbers.Exact(IndexCalculator.Round2(value));
}
