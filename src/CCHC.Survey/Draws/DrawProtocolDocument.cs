using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CCHC.OfficialDocuments;
using CCHC.Sampling;
using CCHC.ServiceDefaults.Time;
using CCHC.Survey.Frames;

namespace CCHC.Survey.Draws;

/// <param name="OfProvince">Whether the home affairs department of the province has drawn; another government's agency is not known by name.</param>
/// <param name="Turn">The how-manieth draw of the frame, from 1: who draws again until the sample pleases is seen.</param>
/// <param name="ClusterSizes">People of each stratum and cluster; empty where people were drawn at once.</param>
public sealed record DrawProtocolFacts(
    string CampaignName, int Year, bool Practice, bool OfProvince, int Turn, SamplingFrame Frame, SampleDraw Draw, IReadOnlyDictionary<(string Stratum, string Cluster), int> ClusterSizes);

/// <summary>The protocol of a draw (biên bản rút mẫu) for signature, with all that is needed to draw again and nobody of the frame; the same facts give the same bytes.</summary>
/// <remarks>By the form of minutes of Decree 30/2020/NĐ-CP, Annex III: no line of place and date, two signers.</remarks>
public sealed class DrawProtocolDocument(DrawProtocolFacts facts, Letterhead letterhead)
{
    private const string HomeAffairs = "Sở Nội vụ";
    private const string Room = "……………………………";

    private readonly SampleDraw _draw = facts.Draw;
    private readonly SamplingFrame _frame = facts.Frame;

    private bool TwoStages => _draw.Clusters is not null;

    private string Key => $"“{_draw.Seed}|số thứ tự”";

    public OfficialDocument ToDocument() => new(new DocumentHead
    {
        ParentAgency = facts.OfProvince ? letterhead.KnownParentAgency : null,
        Agency = facts.OfProvince ? HomeAffairs : Room,
        Symbol = facts.OfProvince ? "BB-SNV" : "BB-……",
        Place = null,
        Kind = "Biên bản",
        Subject = string.Create(CultureInfo.InvariantCulture, $"Rút mẫu điều tra xã hội học năm {facts.Year}{(facts.Practice ? " – tập huấn, số liệu giả định" : "")}"),
    })
    {
        Body =
        [
            new Heading("Thời gian và người rút mẫu"), .. Occasion(),
            new Heading("Khung mẫu"), .. FrameFacts(),
            new Heading("Phương pháp"), .. Method(),
            new Heading("Kết quả"), new Heading("Số lượng theo tầng", 2), .. Strata(), new Heading("Số thứ tự được chọn", 2), .. Numbers(),
            new Heading("Phụ lục: Cách rút lại mẫu"), .. Repetition(),
        ],
        Signer = new Signer("Thủ trưởng cơ quan, đơn vị", null),
        LeftSigner = new Signer("Người rút mẫu", _draw.DrawnBy),
        Recipients = ["Tổ chức, cá nhân thực hiện điều tra", "Lưu: VT, hồ sơ điều tra"],
    };

    private IEnumerable<Block> Occasion() =>
    [
        new Paragraph($"Biên bản này ghi việc rút mẫu để điều tra xã hội học phục vụ {facts.CampaignName}."),
        new Paragraph($"Thời gian: {Time(_draw.DrawnAt)}."),
        new Paragraph($"Người rút mẫu: {_draw.DrawnBy}."),
        new Paragraph($"Lần rút: lần thứ {Whole(facts.Turn)} từ khung mẫu này. Cách rút, mã ngẫu nhiên và kết quả được ghi lại cùng lúc và không ai sửa được; rút lại thì thành một lần khác, có biên bản khác."),
    ];

    private IEnumerable<Block> FrameFacts()
    {
        yield return new Paragraph($"Tên khung mẫu: {_frame.Name}.");
        yield return new Paragraph($"Nguồn danh sách: {_frame.Source}.");
        yield return new Paragraph($"Đưa vào hệ thống: {Time(_frame.ImportedAt)}, người đưa vào: {_frame.ImportedBy}.");
        yield return new Paragraph($"Số người: {Whole(_frame.People)}, đánh số từ 1 đến {Whole(_frame.People)}. Số dòng bỏ ra vì trùng người: {Whole(_frame.Duplicates)}.");
        yield return new Paragraph($"Mã kiểm tra SHA-256 của khung mẫu đánh số: {_draw.FrameHash}.");
        if (_frame.ErasedAt is { } erased)
        {
            yield return new Paragraph($"Họ tên và cách liên hệ của những người trong khung mẫu đã xóa khỏi hệ thống lúc {Time(erased)}; số thứ tự, tầng và cụm vẫn còn.");
        }
    }

    private IEnumerable<Block> Method() =>
    [
        new Heading("Cỡ mẫu", 2), .. Size(),
        new Heading("Phân bổ cho các tầng", 2), new Paragraph(Allocated()),
        new Heading("Cách chọn", 2),
        new Paragraph(TwoStages
            ? $"Hai giai đoạn: ở mỗi tầng chọn ngẫu nhiên {Whole(_draw.Clusters!.Value)} cụm (tầng có ít cụm hơn thì lấy tất cả), chia đều số người của tầng cho các cụm đã chọn, rồi chọn ngẫu nhiên người trong từng cụm."
            : "Một giai đoạn: trong mỗi tầng, mọi người có cơ hội được chọn như nhau."),
        new Paragraph(
            $"Mẫu dự phòng: rút thêm {Percent(_draw.Reserve)} số người của từng {(TwoStages ? "cụm" : "tầng")}, làm tròn lên. Chỉ hỏi người dự phòng khi không gặp được người của mẫu chính thức cùng "
            + $"{(TwoStages ? "cụm" : "tầng")}, lần lượt theo thứ tự ghi ở mục IV."),
        new Paragraph("Trọng số: số người trong khung mẫu mà một người được chọn đại diện, bằng nghịch đảo của xác suất được chọn."),
        new Paragraph($"Mã ngẫu nhiên: {_draw.Seed}"),
    ];

    private IEnumerable<Paragraph> Size()
    {
        if (_draw.Error is not { } error)
        {
            yield return new Paragraph($"Cỡ mẫu do người rút mẫu ấn định: {Whole(_draw.Wanted)} người.");
        }
        else
        {
            var divisor = 1 + (_frame.People * error * error);
            var quotient = _frame.People / divisor;
            yield return new Paragraph($"Theo công thức n = N / (1 + N × e²), trong đó N là số người của khung mẫu, e là sai số chọn mẫu ({Percent(error)}):");
            yield return new Paragraph(
                $"n = {Whole(_frame.People)} / (1 + {Whole(_frame.People)} × {Decimals(error)}²) = {Whole(_frame.People)} / {Decimals(divisor)} "
                + (quotient == _draw.Wanted ? $"= {Whole(_draw.Wanted)} người." : $"≈ {Decimals(Math.Round(quotient, 4, MidpointRounding.ToZero))}; làm tròn lên {Whole(_draw.Wanted)} người."));
        }

        if (_draw.Wanted > _frame.People)
        {
            yield return new Paragraph($"Khung mẫu chỉ có {Whole(_frame.People)} người nên lấy tất cả.");
        }
    }

    private string Allocated()
    {
        var way = _draw.Allocation == AllocationKind.Equal
            ? "Chia đều: mỗi tầng số người như nhau; tầng không đủ thì lấy hết, phần thiếu chia cho các tầng khác; phần lẻ dành cho các tầng đứng trước theo tên."
            : "Theo tỷ lệ số người của tầng trong khung mẫu; phần lẻ dành cho các tầng có số dư lớn nhất, số dư bằng nhau thì tầng đứng trước theo tên.";
        var minimum = _draw.Minimum > 0 ? $" Mỗi tầng ít nhất {Whole(_draw.Minimum)} người, hoặc tất cả nếu tầng có ít hơn; các tầng khác chia phần còn lại." : "";
        return $"{way}{minimum} Tổng số phân bổ: {Whole(_draw.Strata.Sum(stratum => stratum.Sample))} người.";
    }

    private IEnumerable<Block> Strata()
    {
        yield return new Table(
        [
            new TableColumn(TwoStages ? "Tầng, cụm" : "Tầng", 36), new TableColumn("Số người trong khung mẫu", 14, CellAlignment.Right),
            .. TwoStages ? [new TableColumn("Số cụm được chọn", 12, CellAlignment.Right)] : Array.Empty<TableColumn>(),
            new TableColumn("Mẫu chính thức", 12, CellAlignment.Right), new TableColumn("Dự phòng", 12, CellAlignment.Right), new TableColumn("Trọng số", 14, CellAlignment.Right),
        ])
        {
            Rows = [.. _draw.Strata.SelectMany(RowsOf), Row("Cộng", _frame.People, null, _draw.Selected, null, bold: true)],
        };
        foreach (var stratum in _draw.Strata)
        {
            var drawn = Of(stratum).Count(person => !person.Reserve);
            if (drawn < stratum.Sample)
            {
                yield return new Paragraph($"Tầng {stratum.Name} được phân bổ {Whole(stratum.Sample)} người, nhưng các cụm được chọn chỉ có {Whole(drawn)} người.");
            }
        }
    }

    private IEnumerable<TableRow> RowsOf(StratumShare stratum)
    {
        var selected = Of(stratum).ToList();
        if (!TwoStages)
        {
            return [Row(stratum.Name, stratum.People, null, selected, selected.FirstOrDefault()?.Weight, bold: false)];
        }

        var chosen = Math.Min(_draw.Clusters!.Value, stratum.Clusters);
        return
        [
            Row(stratum.Name, stratum.People, $"{Whole(chosen)} trên {Whole(stratum.Clusters)}", selected, null, bold: true),
            .. ByCluster(selected).Select(cluster => Row(
                cluster.Key!, facts.ClusterSizes[(stratum.Name, cluster.Key!)], null, [.. cluster], cluster.First().Weight, bold: false)),
        ];
    }

    private TableRow Row(string name, int people, string? clusters, IReadOnlyCollection<Draw.Selected> selected, decimal? weight, bool bold) => new(
    [
        name, Whole(people), .. TwoStages ? [clusters] : Array.Empty<Cell>(),
        Whole(selected.Count(person => !person.Reserve)), Whole(selected.Count(person => person.Reserve)), weight is > 0 ? Math.Round(weight.Value, 4) : "",
    ])
    { Bold = bold };

    private IEnumerable<Block> Numbers() => _draw.Strata.SelectMany(stratum => (IEnumerable<Block>)
    [
        new Heading($"Tầng {stratum.Name}", 3),
        .. TwoStages
            ? ByCluster(Of(stratum)).SelectMany(cluster => Lists($"Cụm {cluster.Key}, mẫu", $"Cụm {cluster.Key}, dự", [.. cluster]))
            : Lists("Mẫu", "Dự", [.. Of(stratum)]),
    ]);

    private static IEnumerable<Paragraph> Lists(string sample, string reserve, IReadOnlyList<Draw.Selected> selected) =>
    [
        Listed($"{sample} chính thức", "theo thứ tự rút", selected.Where(person => !person.Reserve)),
        Listed($"{reserve} phòng", "theo thứ tự được gọi", selected.Where(person => person.Reserve)),
    ];

    private static Paragraph Listed(string title, string order, IEnumerable<Draw.Selected> people)
    {
        var numbers = people.OrderBy(person => person.Position).Select(person => person.Number.ToString(CultureInfo.InvariantCulture)).ToList();
        return new Paragraph(numbers.Count == 0 ? $"{title}: không có." : $"{title} ({Whole(numbers.Count)} người, {order}): {string.Join(", ", numbers)}.");
    }

    private IEnumerable<Paragraph> Repetition()
    {
        yield return new Paragraph("Ai có biên bản này và khung mẫu đánh số đều rút lại được đúng mẫu trên, bằng bất kỳ công cụ nào tính được SHA-256. Không cần họ tên của người trong khung mẫu.");
        yield return new Paragraph(
            "Bước 1. Tải khung mẫu đánh số ở trang của lần rút này trên hệ thống: tệp CSV UTF-8 có các cột number (số thứ tự), stratum (tầng), cluster (cụm). Bỏ dòng tiêu đề, giữ nguyên mọi dòng còn lại, kể cả ký tự "
            + $"xuống dòng (LF) ở cuối mỗi dòng. SHA-256 của phần ấy phải đúng là {_draw.FrameHash}.");
        yield return new Paragraph("Bước 2. Xét từng tầng. Số người của mẫu chính thức n ở mỗi tầng lấy theo bảng ở mục IV" + (TwoStages ? ", dòng của tầng; nếu phía dưới bảng có ghi số phân bổ của tầng thì lấy số ấy." : "."));
        if (TwoStages)
        {
            yield return new Paragraph(
                $"Bước 3. Với mỗi cụm của tầng, tính khóa = SHA-256 của chuỗi “{_draw.Seed}|tầng|cụm”. Xếp các cụm theo khóa tăng dần và lấy {Whole(_draw.Clusters!.Value)} cụm đầu.");
            yield return new Paragraph(
                "Bước 4. Xếp các cụm đã lấy theo tên và chia đều n cho chúng: mỗi cụm phần nguyên của n chia cho số cụm, phần lẻ thêm một người cho mỗi cụm từ cụm đầu. Cụm không đủ người thì lấy hết; "
                + "số còn lại chia đều như vậy cho các cụm khác.");
        }

        var (step, group) = TwoStages ? ("Bước 5", "cụm đã lấy") : ("Bước 3", "tầng");
        yield return new Paragraph($"{step}. Với mỗi người của {group}, tính khóa = SHA-256 của chuỗi {Key}. Xếp mọi người theo khóa tăng dần.");
        yield return new Paragraph(
            $"{(TwoStages ? "Bước 6" : "Bước 4")}. Lấy từ trên xuống: {(TwoStages ? "số người của cụm" : "n người")} đầu là mẫu chính thức; tiếp theo là mẫu dự phòng, bằng số người ấy × {Decimals(_draw.Reserve)}, làm tròn lên, "
            + "hoặc đến hết danh sách.");
        yield return new Paragraph(
            "Quy ước: chuỗi viết bằng UTF-8 dựng sẵn (NFC), số thứ tự viết bằng chữ số không có dấu chấm, dấu | không có khoảng trắng hai bên; khóa viết bằng hệ 16, chữ thường, so sánh như chữ; "
            + "tên tầng, tên cụm xếp theo mã UTF-16 của từng ký tự.");
        if (_draw.Selected is [{ } first, ..])
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{_draw.Seed}|{first.Number}");
            yield return new Paragraph(
                $"Để thử: SHA-256 của chuỗi “{text}” là {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}; "
                + $"đó là khóa nhỏ nhất của tầng {first.Stratum}{(TwoStages ? $", cụm {first.Cluster}" : "")}, nên số {first.Number.ToString(CultureInfo.InvariantCulture)} được rút đầu tiên.");
        }
    }

    private IEnumerable<Draw.Selected> Of(StratumShare stratum) => _draw.Selected.Where(person => person.Stratum == stratum.Name);

    private static IEnumerable<IGrouping<string?, Draw.Selected>> ByCluster(IEnumerable<Draw.Selected> selected) => selected.GroupBy(person => person.Cluster, StringComparer.Ordinal);

    private static string Time(DateTimeOffset instant) => VietnamTime.Of(instant).ToString("HH 'giờ' mm 'phút, ngày' dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static string Whole(int value) => VietnameseNumbers.Whole(value);

    private static string Decimals(decimal value) => value.ToString("#,##0.##########", VietnameseNumbers.Format);

    private static string Percent(decimal share) => $"{Decimals(share * 100)} %";
}
