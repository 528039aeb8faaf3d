namespace CCHC.Ranking.OpenData;

/// <summary>What can be had as a table, and what each column means: the CSV files are written by it, so that it cannot say anything else than they do.</summary>
public static class Codebook
{
    private const string Whole = "integer", Number = "decimal", Text = "string", Truth = "boolean", Moment = "dateTime";
    private const string InPoints = "điểm", InPercent = "%";

    private static readonly Column[] Unit = [new("unitCode", Text, null, "Mã cơ quan, đơn vị"), new("unitName", Text, null, "Tên cơ quan, đơn vị khi công bố")];
    private static readonly Column[] Field = [new("fieldCode", Text, null, "Mã lĩnh vực"), new("fieldName", Text, null, "Tên lĩnh vực")];

    private static readonly Column[] Criterion =
    [
        new("criterionCode", Text, null, "Mã tiêu chí, tiêu chí thành phần"), new("criterionName", Text, null, "Tên tiêu chí"),
        new("kind", Text, null, "ordinary: tính trong thang 100; bonus: điểm thưởng; penalty: điểm trừ"),
        new("source", Text, null, "appraised: tự đánh giá, hội đồng thẩm định; survey: điều tra xã hội học; external: chỉ số do nơi khác đo"),
    ];

    public static Table Rankings { get; } = new(
        "rankings", "Bảng xếp hạng của một khối", "/api/public/v1/campaigns/{code}/rankings?group={group}",
        [
            new("rank", Whole, null, "Thứ hạng theo chỉ số chưa làm tròn; bằng nhau thì đồng hạng; trống khi chưa đủ dữ liệu"),
            .. Unit,
            new("index", Number, InPercent, "Chỉ số cải cách hành chính = điểm đạt / điểm tối đa áp dụng × 100, chưa làm tròn; trống khi chưa đủ dữ liệu"),
            new("points", Number, InPoints, "Điểm đạt, gồm điểm thưởng, trừ điểm trừ"), new("maxPoints", Number, InPoints, "Điểm tối đa áp dụng cho đơn vị"),
            new("class", Text, null, "Xếp loại"), new("status", Text, null, "complete: đủ dữ liệu; incomplete: chưa đủ dữ liệu nên không xếp hạng"),
        ]);

    public static Table Fields { get; } = new(
        "fields", "Điểm theo lĩnh vực của từng đơn vị", "/api/public/v1/campaigns/{code}/fields?group={group}",
        [
            .. Unit, .. Field, new("points", Number, InPoints, "Điểm đạt trong lĩnh vực"),
            new("maxPoints", Number, InPoints, "Điểm tối đa áp dụng cho đơn vị trong lĩnh vực; 0 với điểm thưởng, điểm trừ"),
            new("percent", Number, InPercent, "Điểm đạt / điểm tối đa × 100; trống khi điểm tối đa bằng 0 hoặc còn tiêu chí chưa có điểm"),
        ]);

    public static Table Criteria { get; } = new(
        "criteria", "Thống kê từng tiêu chí trong khối", "/api/public/v1/campaigns/{code}/criteria?group={group}",
        [
            .. Field, .. Criterion, new("maxPoints", Number, InPoints, "Điểm tối đa; nếu các đơn vị khác nhau thì là mức cao nhất"),
            new("units", Whole, null, "Số đơn vị áp dụng tiêu chí và có điểm"), new("mean", Number, InPoints, "Trung bình cộng điểm của các đơn vị đó, chưa làm tròn"),
            new("lowest", Number, InPoints, "Điểm thấp nhất"), new("highest", Number, InPoints, "Điểm cao nhất"),
        ]);

    public static Table Points { get; } = new(
        "points", "Điểm từng tiêu chí của từng đơn vị", "/api/public/v1/campaigns/{code}/points?group={group}",
        [
            .. Unit, .. Field, .. Criterion, new("maxPoints", Number, InPoints, "Điểm tối đa của tiêu chí với đơn vị"),
            new("points", Number, InPoints, "Điểm đạt; trống khi không áp dụng hoặc chưa có điểm"), new("applicable", Truth, null, "false: tiêu chí không áp dụng cho đơn vị, không tính vào điểm tối đa"),
        ]);

    public static Table Satisfaction { get; } = new(
        "satisfaction", "Chỉ số hài lòng theo điều tra xã hội học", "/api/public/v1/campaigns/{code}/satisfaction?group={group}",
        [
            .. Unit, new("points", Number, InPoints, "Điểm đạt ở các tiêu chí điều tra xã hội học"), new("maxPoints", Number, InPoints, "Điểm tối đa của các tiêu chí đó áp dụng cho đơn vị"),
            new("index", Number, InPercent, "Điểm đạt / điểm tối đa × 100, chưa làm tròn; trống khi còn tiêu chí chưa có điểm"),
        ]);

    public static Table History { get; } = new(
        "history", "Kết quả các năm của một đơn vị", "/api/public/v1/units/{unitCode}/history",
        [
            new("year", Whole, null, "Năm đánh giá"), new("campaign", Text, null, "Mã kỳ đánh giá"), new("campaignName", Text, null, "Tên kỳ đánh giá"),
            new("group", Text, null, "Mã khối"), new("groupName", Text, null, "Tên khối"), new("unitName", Text, null, "Tên đơn vị khi công bố"),
            new("rank", Whole, null, "Thứ hạng; trống khi chưa đủ dữ liệu"), new("ranked", Whole, null, "Số đơn vị được xếp hạng trong khối"),
            new("index", Number, InPercent, "Chỉ số cải cách hành chính, chưa làm tròn"), new("points", Number, InPoints, "Điểm đạt"), new("maxPoints", Number, InPoints, "Điểm tối đa áp dụng"),
            new("class", Text, null, "Xếp loại"), new("status", Text, null, "complete hoặc incomplete"),
            new("publishedAt", Moment, null, "Lúc công bố kết quả hiện hành"), new("version", Whole, null, "0: công bố lần đầu; n: đính chính số n"),
        ]);

    /// <summary>Those of a group of a campaign.</summary>
    public static IReadOnlyList<Table> OfGroup { get; } = [Rankings, Fields, Criteria, Points, Satisfaction];

    public static IReadOnlyList<Table> All { get; } = [.. OfGroup, History];

    /// <param name="Name">As in the address.</param>
    /// <param name="Title">For people.</param>
    /// <param name="Path">Where it is read; <c>format=csv</c> gives it as CSV.</param>
    /// <param name="Columns">In the order of the CSV file; members of the JSON items bear the same names.</param>
    public sealed record Table(string Name, string Title, string Path, IReadOnlyList<Column> Columns);

    /// <param name="Name">Heading in the CSV file.</param>
    /// <param name="Type">Of XML Schema: integer, decimal, string, boolean, dateTime.</param>
    /// <param name="Unit">Of the figures.</param>
    /// <param name="Meaning">In Vietnamese.</param>
    public sealed record Column(string Name, string Type, string? Unit, string Meaning);
}
