using System.Globalization;
using CCHC.OfficialDocuments;
using CCHC.OfficialDocuments.Templates;
using CCHC.RankingArchive;
using CCHC.Scoring;

namespace CCHC.ResultDocuments;

/// <summary>What a document made from a result consists of, apart from the template that lays it out; the same result gives the same bytes.</summary>
public abstract class ResultDocument(DocumentResult result, Letterhead letterhead)
{
    /// <summary>A title that is not broken within "tối đa".</summary>
    protected const string Maximum = "Điểm tối\u00A0đa";

    private const string Committee = "Ủy ban nhân dân", Room = "……………";

    /// <summary>Of every kind.</summary>
    protected static readonly TemplatePlace[] CommonPlaces =
    [
        new("ky_danh_gia", "tên kỳ đánh giá"), new("nam", "năm đánh giá"), new("nam_truoc", "năm trước đó"),
        new("uy_ban", "Ủy ban nhân dân ban hành kết quả"), new("co_quan_noi_vu", "cơ quan nội vụ"), new("ky_hieu_noi_vu", "ký hiệu của cơ quan nội vụ trong số văn bản"),
        new("chuc_danh_noi_vu", "chức danh người đứng đầu cơ quan nội vụ"), new("noi_bao_cao", "cơ quan cấp trên nhận báo cáo"), new("dia_danh", "địa danh trước ngày tháng"),
        new("so_quyet_dinh", "số và ký hiệu quyết định phê duyệt; để trống nếu chưa có"), new("ngay_quyet_dinh", "ngày của quyết định phê duyệt; để trống nếu chưa có"),
        new("trang_thai", "ghi rõ khi kết quả chưa công khai; hết khi đã công khai"), new("dinh_chinh", "lý do đính chính; hết khi công bố lần đầu"),
        new("so_don_vi", "số cơ quan, đơn vị"), new("so_khoi", "số khối"), new("chua_du_du_lieu", "câu nêu các đơn vị chưa đủ dữ liệu, không xếp hạng; hết khi không có"),
    ];

    public abstract IReadOnlyList<ReportSheet> Sheets { get; }

    protected DocumentResult Result => result;

    protected IReadOnlyList<ArchivedGroup> Groups => result.Result.Groups;

    protected string Year => Whole(result.Result.Year);

    protected string Subtitle => $"{result.Result.CampaignName}{(result.Draft is { } draft ? $" · {draft}" : "")}";

    private bool OfProvince => result.OwnerUnitId is null;

    /// <summary>Of the kind alone.</summary>
    protected virtual IReadOnlyDictionary<string, string> Texts { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    protected abstract IReadOnlyDictionary<string, IReadOnlyList<Block>> Blocks { get; }

    public TemplateContent Content => new(new Dictionary<string, string>(CommonTexts.Concat(Texts), StringComparer.Ordinal), Blocks);

    public ReportWorkbook ToWorkbook() => new([.. Sheets]);

    /// <summary>"1. Khối sở" as the name of a sheet.</summary>
    protected static string SheetName(int number, string name)
    {
        const int longest = 31;
        var clean = string.Concat($"{Whole(number)}. {name}".Select(letter => "[]:*?/\\'".Contains(letter, StringComparison.Ordinal) ? ' ' : letter));
        return clean.Length <= longest ? clean : clean[..longest].TrimEnd();
    }

    /// <summary>A shared rank is marked.</summary>
    protected static Cell RankCell(UnitPlace place) => (place.Rank, place.Shared) switch
    {
        (null, _) => "–",
        ({ } rank, true) => $"{Whole(rank)}=",
        ({ } rank, false) => rank,
    };

    protected static Cell IndexCell(ArchivedUnit unit) => unit.Place.Index is { } index ? IndexCalculator.Round2(index) : "Chưa đủ dữ liệu";

    protected static Cell Shown(decimal? percent) => percent is { } value ? IndexCalculator.Round2(value) : "–";

    /// <summary>Exactly where three decimals are enough.</summary>
    protected static decimal Points(decimal points) => points == decimal.Round(points, 3) ? points : IndexCalculator.Round2(points);

    protected static string Percent(decimal? value) => value is { } percent ? $"{VietnameseNumbers.Exact(IndexCalculator.Round2(percent))}\u00A0%" : "–";

    protected static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    protected static TableColumn RankColumn => new("Hạng", 9, CellAlignment.Centre) { NumberFormat = "0" };

    protected static TableColumn NumberColumn => new("TT", 6, CellAlignment.Centre) { NumberFormat = "0" };

    protected static TableColumn Figure(string title, double width = 11) => new(title, width, CellAlignment.Right);

    /// <summary>A heading with the group's name before each of its blocks; without one where there is a single group.</summary>
    protected IReadOnlyList<Block> ByGroup(Func<ArchivedGroup, IEnumerable<Block>> blocks) =>
        [.. Groups.SelectMany(group => blocks(group).Prepend(new Heading(group.Name, 2)).Skip(Groups.Count == 1 ? 1 : 0))];

    /// <summary>Rank, unit, points, index and class of everybody, in the order of the ranks.</summary>
    protected static Table RankingTable(ArchivedGroup group)
    {
        var classified = group.Settings.ClassBands.Count > 0;
        var heads = group.Units.Any(unit => unit.Head is not null);
        TableColumn[] classes = [.. classified ? [new TableColumn("Xếp loại", 12, CellAlignment.Centre)] : Array.Empty<TableColumn>(), .. heads ? [new TableColumn("Người đứng đầu", 12, CellAlignment.Centre)] : Array.Empty<TableColumn>()];
        TableColumn[] columns = [RankColumn, new("Cơ quan, đơn vị", heads ? 27 : 37), Figure("Điểm đạt", 10), Figure(Maximum, 10), Figure("Chỉ số (%)", 12), .. classes];
        return new Table(columns)
        {
            Rows =
            [
                .. group.Units.Select(unit => new TableRow(
                [
                    RankCell(unit.Place), unit.Name, Points(unit.Place.Points), Points(unit.Place.MaxPoints), IndexCell(unit),
                    .. ((Cell[])[unit.Place.Class ?? "–", unit.HeadClass ?? "–"]).Take(classes.Length),
                ])),
                new TableRow([null as string, "Trung bình của khối", null as string, null as string, Shown(group.Mean), .. classes.Select(_ => (Cell)(null as string))]) { Bold = true },
            ],
        };
    }

    /// <summary>One sheet a group.</summary>
    protected IEnumerable<ReportSheet> RankingSheets(string title) =>
        Groups.Select((group, i) => new ReportSheet(SheetName(i + 1, group.Name), $"{title}: {group.Name}", Subtitle, RankingTable(group)));

    private IEnumerable<KeyValuePair<string, string>> CommonTexts
    {
        get
        {
            var agency = OfProvince ? letterhead.KnownParentAgency ?? $"{Committee} {Room}" : result.OwnerName ?? $"{Committee} {Room}";
            var incomplete = result.Units.Where(unit => unit.Place.Rank is null).Select(unit => unit.Name).ToList();
            return new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ky_danh_gia"] = result.Result.CampaignName,
                ["nam"] = Year,
                ["nam_truoc"] = Whole(result.Result.Year - 1),
                ["uy_ban"] = agency,
                ["co_quan_noi_vu"] = OfProvince ? "Sở Nội vụ" : Room,
                ["ky_hieu_noi_vu"] = OfProvince ? "SNV" : "……",
                ["chuc_danh_noi_vu"] = OfProvince ? "Giám đốc" : "Thủ trưởng cơ quan",
                ["noi_bao_cao"] = OfProvince ? "Bộ Nội vụ" : "Sở Nội vụ",
                ["dia_danh"] = OfProvince ? letterhead.PlaceOrRoom : Room,
                ["so_quyet_dinh"] = result.DecisionNumber ?? "        /QĐ-UBND",
                ["ngay_quyet_dinh"] = DocumentHead.DayText(result.DecisionDate),
                ["trang_thai"] = result.Draft is { } draft ? $"({draft})" : "",
                ["dinh_chinh"] = result.CorrectionReason is { } reason ? $"Kết quả này thay kết quả đã công bố trước đó. Lý do đính chính: {reason.TrimEnd('.')}." : "",
                ["so_don_vi"] = VietnameseNumbers.Whole(result.Units.Count()),
                ["so_khoi"] = VietnameseNumbers.Whole(Groups.Count),
                ["chua_du_du_lieu"] = incomplete.Count == 0 ? "" : $"Chưa xếp hạng {VietnameseNumbers.Whole(incomplete.Count)} đơn vị vì chưa đủ dữ liệu: {string.Join("; ", incomplete)}.",
            };
        }
    }
}
