using System.Security.Cryptography;
using System.Text;
using CCHC.OfficialDocuments;
using CCHC.Sampling;
using CCHC.Survey.Draws;
using CCHC.Survey.Frames;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace CCHC.Survey.Tests;

/// <summary>Numbers that were drawn were worked out with another program's SHA-256.</summary>
public sealed class DrawProtocolDocumentTests
{
    private const string Seed = "12/QĐ-UBND";

    private static readonly Letterhead _letterhead = new() { ParentAgency = "Ủy ban nhân dân tỉnh Lâm Đồng", Place = "Lâm Đồng" };

    // 600, 300 and 100 people; at least 40 of each stratum.
    private static readonly List<Draw.Person> _people = [.. Enumerable.Range(1, 1_000).Select(number => new Draw.Person(number, number <= 600 ? "A" : number <= 900 ? "B" : "C", null))];

    // Ten communes of twenty people.
    private static readonly List<Draw.Person> _communes = [.. Enumerable.Range(1, 200).Select(number => new Draw.Person(number, "xã", $"c{(number - 1) / 20:00}"))];

    [Fact]
    public void The_protocol_says_who_drew_when_from_what_and_which_time()
    {
        var lines = LinesOf(OneStage());

        Assert.Contains("ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG", lines);
        Assert.Contains("SỞ NỘI VỤ", lines);
        Assert.Contains("BIÊN BẢN", lines);
        Assert.Contains("Rút mẫu điều tra xã hội học năm 2026", lines);
        Assert.Contains("Biên bản này ghi việc rút mẫu để điều tra xã hội học phục vụ Chỉ số cải cách hành chính năm 2026.", lines);
        Assert.Contains("Thời gian: 08 giờ 30 phút, ngày 05/10/2026.", lines); // 01:30 UTC
        Assert.Contains("Người rút mẫu: Lê Thị Bình.", lines);
        Assert.Contains(lines, line => line.StartsWith("Lần rút: lần thứ 2 từ khung mẫu này.", StringComparison.Ordinal));
        Assert.Contains("Tên khung mẫu: Hồ sơ một cửa.", lines);
        Assert.Contains("Nguồn danh sách: Cổng dịch vụ công.", lines);
        Assert.Contains("Số người: 1.000, đánh số từ 1 đến 1.000. Số dòng bỏ ra vì trùng người: 8.", lines);
        Assert.Contains("Mã kiểm tra SHA-256 của khung mẫu đánh số: b87bcd18679980303da89000b9ff30814c846241b30aaa7cb00b388a4f0cc02b.", lines);
        Assert.Contains($"Mã ngẫu nhiên: {Seed}", lines);
    }

    [Fact]
    public void The_size_is_worked_out_with_its_numbers()
    {
        // 0,05² = 0,0025; 1000 × 0,0025 = 2,5; 1000 / 3,5 = 285,7142…
        Assert.Contains("n = 1.000 / (1 + 1.000 × 0,05²) = 1.000 / 3,5 ≈ 285,7142; làm tròn lên 286 người.", LinesOf(OneStage()));

        // 400 / 2 = 200, which needs no rounding.
        var even = Drawn(_people[..400], 0.05m, 200, minimum: 0, clusters: null, 0.2m, Seed);
        Assert.Contains("n = 400 / (1 + 400 × 0,05²) = 400 / 2 = 200 người.", LinesOf(even));

        var given = LinesOf(Drawn(_people, error: null, 286, minimum: 0, clusters: null, 0.2m, Seed));
        Assert.Contains("Cỡ mẫu do người rút mẫu ấn định: 286 người.", given);
        Assert.DoesNotContain(given, line => line.StartsWith("n = ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_tells_people_sample_reserve_and_weight_of_each_stratum()
    {
        Assert.Equal(
            [
                "Tầng|Số người trong khung mẫu|Mẫu chính thức|Dự phòng|Trọng số",
                "A|600|164|33|3,6585", // C gets 40, the other 246 are shared 2 : 1; 164 / 5 = 32,8; 600 / 164
                "B|300|82|17|3,6585", // 82 / 5 = 16,4
                "C|100|40|8|2,50",
                "Cộng|1.000|286|58|",
            ],
            TableOf(OneStage()));
        Assert.Contains(LinesOf(OneStage()), line => line.Contains("Mỗi tầng ít nhất 40 người", StringComparison.Ordinal) && line.EndsWith("Tổng số phân bổ: 286 người.", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_was_drawn_is_told_by_number_in_order_and_so_is_the_reserve()
    {
        var lines = LinesOf(OneStage());

        Assert.Equal(
            [
                "c) Tầng C",
                "Mẫu chính thức (40 người, theo thứ tự rút): 973, 979, 990, 919, 945, 955, 938, 912, 961, 986, 982, 902, 984, 913, 920, 917, 934, 991, 927, 921, 932, 948, 964, 983, 989, 951, 977, 918, 978, "
                    + "905, 942, 993, 908, 944, 904, 952, 924, 967, 928, 954.",
                "Dự phòng (8 người, theo thứ tự được gọi): 992, 975, 929, 997, 941, 930, 956, 970.",
            ],
            lines.SkipWhile(line => line != "c) Tầng C").Take(3));
        Assert.Contains(lines, line => line.StartsWith("Mẫu chính thức (164 người, theo thứ tự rút): 140, 51, 79, ", StringComparison.Ordinal) && line.EndsWith(", 155.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_annex_gives_the_key_by_which_the_first_was_drawn_so_that_a_repetition_can_be_tried() => Assert.Contains(
        "Để thử: SHA-256 của chuỗi “12/QĐ-UBND|140” là 011a0bc87d3bb310d6253bb112ddad214a587a7455f95edd1ad783c6d3d744d8; đó là khóa nhỏ nhất của tầng A, nên số 140 được rút đầu tiên.",
        LinesOf(OneStage()));

    [Fact]
    public void Two_stages_tell_the_clusters_that_were_drawn_and_how_to_draw_them_again()
    {
        var facts = TwoStages(12);
        var lines = LinesOf(facts);

        // 10/4 × 20/3 people for each; half of three in reserve is two.
        Assert.Equal(
            [
                "Tầng, cụm|Số người trong khung mẫu|Số cụm được chọn|Mẫu chính thức|Dự phòng|Trọng số",
                "xã|200|4 trên 10|12|8|", "c03|20||3|2|16,6667", "c06|20||3|2|16,6667", "c07|20||3|2|16,6667", "c08|20||3|2|16,6667", "Cộng|200||12|8|",
            ],
            TableOf(facts));
        Assert.Contains("Cụm c03, mẫu chính thức (3 người, theo thứ tự rút): 73, 71, 62.", lines);
        Assert.Contains("Cụm c03, dự phòng (2 người, theo thứ tự được gọi): 63, 70.", lines);
        Assert.Contains("Cụm c08, mẫu chính thức (3 người, theo thứ tự rút): 177, 173, 176.", lines);
        Assert.Contains("Bước 3. Với mỗi cụm của tầng, tính khóa = SHA-256 của chuỗi “2026|tầng|cụm”. Xếp các cụm theo khóa tăng dần và lấy 4 cụm đầu.", lines);
    }

    [Fact]
    public void Clusters_that_have_too_few_people_are_told() =>
        Assert.Contains("Tầng xã được phân bổ 100 người, nhưng các cụm được chọn chỉ có 80 người.", LinesOf(TwoStages(100))); // four of twenty

    [Fact]
    public void Another_governments_agency_is_written_by_hand_and_practice_says_so()
    {
        var lines = LinesOf(OneStage() with { OfProvince = false, Practice = true });

        Assert.DoesNotContain("SỞ NỘI VỤ", lines);
        Assert.DoesNotContain("ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG", lines);
        Assert.Contains("Rút mẫu điều tra xã hội học năm 2026 – tập huấn, số liệu giả định", lines);
    }

    [Fact]
    public void Word_finds_nothing_to_repair_and_the_same_draw_gives_the_same_bytes()
    {
        foreach (var facts in new[] { OneStage(), TwoStages(100) })
        {
            using var document = WordprocessingDocument.Open(new MemoryStream(Bytes(facts)), isEditable: false);
            Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document, TestContext.Current.CancellationToken).Select(error => $"{error.Path?.XPath}: {error.Description}"));
            Assert.Equal(Bytes(facts), Bytes(facts));
        }
    }

    internal static DrawProtocolFacts OneStage() => Drawn(_people, 0.05m, 286, minimum: 40, clusters: null, 0.2m, Seed);

    internal static DrawProtocolFacts TwoStages(int size) => Drawn(_communes, error: null, size, minimum: 0, clusters: 4, 0.5m, "2026");

    private static DrawProtocolFacts Drawn(List<Draw.Person> people, decimal? error, int wanted, int minimum, int? clusters, decimal reserve, string seed)
    {
        var (frame, sizes) = (Guid.NewGuid(), Allocation.Of(people.CountBy(person => person.Stratum).ToDictionary(), wanted, minimum, AllocationKind.Proportional));
        var lines = string.Concat(people.Select(person => $"{person.Number},{person.Stratum},{person.Cluster}\n"));
        return new DrawProtocolFacts(
            "Chỉ số cải cách hành chính năm 2026", 2026, Practice: false, OfProvince: true, Turn: 2,
            new SamplingFrame
            {
                Id = frame, CampaignId = Guid.NewGuid(), Name = "Hồ sơ một cửa", Source = "Cổng dịch vụ công", People = people.Count, Duplicates = 8, ImportedBy = "Trần Văn Nam",
                ImportedAt = new DateTimeOffset(2026, 10, 1, 2, 0, 0, TimeSpan.Zero),
            },
            new SampleDraw
            {
                Id = Guid.NewGuid(), FrameId = frame, Seed = seed, Error = error, Wanted = wanted, Allocation = AllocationKind.Proportional, Minimum = minimum, Clusters = clusters, Reserve = reserve,
                FrameHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines))), DrawnBy = "Lê Thị Bình", DrawnAt = new DateTimeOffset(2026, 10, 5, 1, 30, 0, TimeSpan.Zero),
                Strata =
                [
                    .. people.GroupBy(person => person.Stratum).Select(stratum => new StratumShare(
                        stratum.Key, stratum.Count(), stratum.Select(person => person.Cluster).OfType<string>().Distinct().Count(), sizes[stratum.Key])),
                ],
                Selected = Draw.From(people, sizes, reserve, clusters, seed),
            },
            people.Where(person => person.Cluster is not null).CountBy(person => (person.Stratum, person.Cluster!)).ToDictionary());
    }

    private static byte[] Bytes(DrawProtocolFacts facts)
    {
        using var file = new MemoryStream();
        new DrawProtocolDocument(facts, _letterhead).ToDocument().Write(file);
        return file.ToArray();
    }

    private static List<string> LinesOf(DrawProtocolFacts facts)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(Bytes(facts)), isEditable: false);
        return [.. document.MainDocumentPart!.Document!.Body!.Descendants<W.Paragraph>().Select(line => line.InnerText)];
    }

    private static List<string> TableOf(DrawProtocolFacts facts)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(Bytes(facts)), isEditable: false);
        return
        [
            .. document.MainDocumentPart!.Document!.Body!.Elements<W.Table>().Single(table => table.Descendants<W.TableHeader>().Any())
                .Elements<W.TableRow>().Select(row => string.Join('|', row.Elements<W.TableCell>().Select(cell => cell.InnerText))),
        ];
    }
}
