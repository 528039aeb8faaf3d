using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace CCHC.OfficialDocuments.Tests;

/// <summary>Decree 30/2020/NĐ-CP, Annex I. A millimetre is 1440 / 25.4 twips.</summary>
public sealed class OfficialDocumentTests : IDisposable
{
    private readonly WordprocessingDocument _report = Samples.OpenWord(Samples.Report());

    private Body Body => _report.MainDocumentPart!.Document!.Body!;

    private List<SectionProperties> Sections => [.. Body.Descendants<SectionProperties>()];

    private List<W.Table> Tables => [.. Body.Elements<W.Table>()];

    [Fact]
    public void The_page_is_A4_with_margins_of_20_20_30_and_15_millimetres()
    {
        var size = Sections[0].GetFirstChild<PageSize>()!;
        Assert.Equal((11906u, 16838u), (size.Width!.Value, size.Height!.Value));
        Assert.All(Sections, section =>
        {
            var margin = section.GetFirstChild<PageMargin>()!;
            Assert.Equal((1134, 1134, 1701u, 850u), (margin.Top!.Value, margin.Bottom!.Value, margin.Left!.Value, margin.Right!.Value));
        });
    }

    [Fact]
    public void Annexes_stand_behind_the_signature_on_pages_of_their_own_and_count_their_headings_anew()
    {
        using var file = Samples.OpenWord(new OfficialDocument(Samples.Head with { Number = null, Date = null, Kind = "Kế hoạch", Symbol = "KH-UBND" })
        {
            Body = [new Heading("Nhiệm vụ"), new Heading("Việc chung", 2)],
            Signer = new("Chủ tịch", null),
            Annexes =
            [
                new Annex("Phụ lục 1", "Tiêu chí cần duy trì", [new Heading("Phường Đông", 2), Samples.Scores(2)]),
                new Annex("Phụ lục 2", "Tiêu chí cần khắc phục", [new Heading("Phường Tây", 2), new Table(new TableColumn("Mã", 8)) { Landscape = true, Rows = [new("1.1")] }]),
            ],
        });
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(file, TestContext.Current.CancellationToken));
        var body = file.MainDocumentPart!.Document!.Body!;
        var text = string.Join('|', body.Elements<W.Paragraph>().Select(line => line.InnerText).Where(line => line.Length > 0));
        Assert.Contains("1. Việc chung|PHỤ LỤC 1|Tiêu chí cần duy trì|(Kèm theo Kế hoạch số       /KH-UBND ngày       tháng       năm         )|1. Phường Đông|PHỤ LỤC 2", text, StringComparison.Ordinal);
        Assert.Contains("|1. Phường Tây", text, StringComparison.Ordinal);
        Assert.Equal([false, false, true], body.Descendants<SectionProperties>().Select(section => section.GetFirstChild<PageSize>()!.Orient?.Value == PageOrientationValues.Landscape));
        Assert.Equal([true, false, false], body.Descendants<SectionProperties>().Select(section => section.GetFirstChild<TitlePage>() is not null));
    }

    [Fact]
    public void The_text_is_Times_New_Roman_of_14_points_justified_with_its_first_line_indented()
    {
        var styles = _report.MainDocumentPart!.StyleDefinitionsPart!.Styles!;
        var font = styles.DocDefaults!.RunPropertiesDefault!.RunPropertiesBaseStyle!;
        Assert.Equal(("Times New Roman", "28"), (font.RunFonts!.Ascii!.Value, font.FontSize!.Val!.Value)); // half points
        var text = styles.Elements<Style>().Single(style => style.StyleId == StyleOf(Paragraph("Tổng điểm tự chấm"))).StyleParagraphProperties!;
        Assert.Equal(JustificationValues.Both, text.Justification!.Val!.Value);
        Assert.Equal("720", text.Indentation!.FirstLine!.Value); // 12.7 mm
        Assert.All(Body.Descendants<RunFonts>(), fonts => Assert.Equal("Times New Roman", fonts.Ascii!.Value));
    }

    [Fact]
    public void The_agency_stands_beside_the_state_and_the_number_beside_place_and_date()
    {
        var head = Tables[0];
        Assert.Equal(
            [
                "UBND TỈNH LÂM ĐỒNG|SỞ NỘI VỤ|", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc|",
                "Số: 05/BC-SNV", "Lâm Đồng, ngày 05 tháng 01 năm 2026",
            ],
            head.Descendants<TableCell>().Select(cell => string.Join('|', cell.Elements<W.Paragraph>().Select(line => line.InnerText))));
        foreach (var cell in head.Elements<W.TableRow>().First().Elements<TableCell>())
        {
            Assert.Equal(BorderValues.Single, cell.Elements<W.Paragraph>().Last().ParagraphProperties!.ParagraphBorders!.TopBorder!.Val!.Value);
        }

        Assert.Equal(["BÁO CÁO", Samples.Head.Subject], Body.Elements<W.Paragraph>().Select(line => line.InnerText).Where(text => text.Length > 0).Take(2));
    }

    [Theory]
    [InlineData(3, 9, "ngày 03 tháng 9 năm 2026")] // months have a zero only before 1 and 2
    [InlineData(15, 2, "ngày 15 tháng 02 năm 2026")]
    [InlineData(30, 12, "ngày 30 tháng 12 năm 2026")]
    public void A_date_is_written_as_the_decree_wants_it(int day, int month, string expected)
    {
        using var report = Samples.OpenWord(new(Samples.Head with { Date = new DateOnly(2026, month, day) }));

        Assert.Contains($"Lâm Đồng, {expected}", report.MainDocumentPart!.Document!.InnerText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_draft_leaves_room_for_number_and_date()
    {
        using var draft = Samples.OpenWord(new(Samples.Head with { Number = null, Date = null, ParentAgency = null }));

        var text = draft.MainDocumentPart!.Document!.InnerText;
        Assert.Matches(@"Số: +/BC-SNV", text);
        Assert.Matches(@"Lâm Đồng, ngày +tháng +năm +", text);
        Assert.DoesNotContain("UBND", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_number_stands_at_the_top_in_the_middle_from_the_second_page()
    {
        Assert.NotNull(Sections[0].GetFirstChild<TitlePage>());
        Assert.All(Sections.Skip(1), section => Assert.Null(section.GetFirstChild<TitlePage>())); // or a turned page would lose its number
        Assert.All(Sections, section =>
        {
            var other = HeaderOf(section, HeaderFooterValues.Default);
            Assert.Equal(" PAGE ", Assert.Single(other.Descendants<SimpleField>()).Instruction!.Value);
            Assert.Equal(JustificationValues.Center, other.Descendants<Justification>().Single().Val!.Value);
            Assert.Empty(HeaderOf(section, HeaderFooterValues.First).Descendants<SimpleField>());
        });
    }

    [Fact]
    public void Headings_are_numbered_by_their_place()
    {
        Assert.Equal(
            ["I. KẾT QUẢ TỰ ĐÁNH GIÁ", "1. Kết quả chung", "2. Tiêu chí chưa đủ tài liệu kiểm chứng", "a) Tiêu chí 1.1", "II. PHỤ BIỂU", "III. KHÓ KHĂN VÀ KIẾN NGHỊ"],
            Body.Elements<W.Paragraph>().Where(line => StyleOf(line)?.StartsWith("Heading", StringComparison.Ordinal) == true).Select(line => line.InnerText));
    }

    [Fact]
    public void Many_headings_go_on_after_twenty_and_after_the_last_letter()
    {
        using var report = Samples.OpenWord(new(Samples.Head)
        {
            Body = [.. Enumerable.Range(1, 49).Select(_ => new Heading("x")), .. Enumerable.Range(1, 25).Select(_ => new Heading("y", 3))],
        });

        var texts = report.MainDocumentPart!.Document!.Body!.Elements<W.Paragraph>().Select(line => line.InnerText).ToList();
        Assert.Superset(new HashSet<string> { "IV. X", "XIX. X", "XXIV. X", "XLIX. X", "đ) y", "y) y", "aa) y", "ab) y" }, texts.ToHashSet());
    }

    [Fact]
    public void A_table_has_its_header_on_every_page_whole_columns_and_numbers_on_the_right()
    {
        var table = Tables[1];
        Assert.Equal([1, .. Enumerable.Repeat(0, 41)], table.Elements<W.TableRow>().Select(row => row.Descendants<TableHeader>().Count()));
        // 11906 − 1701 − 850 = 9355, shared as 6 : 50 : 10 : 10; the last takes what rounding leaves.
        Assert.Equal(["738", "6154", "1230", "1233"], table.GetFirstChild<TableGrid>()!.Elements<GridColumn>().Select(column => column.Width!.Value!));
        var cells = table.Elements<W.TableRow>().Last().Elements<TableCell>().ToList();
        Assert.Equal(["1,50", "1,375"], cells.Skip(2).Select(cell => cell.InnerText));
        Assert.All(cells.Skip(2), cell => Assert.Equal(JustificationValues.Right, cell.Descendants<Justification>().Single().Val!.Value));
    }

    [Fact]
    public void A_wide_table_turns_its_own_pages_only()
    {
        Assert.Equal([null, PageOrientationValues.Landscape, null], Sections.Select(section => section.GetFirstChild<PageSize>()!.Orient?.Value));
        var turned = Body.ChildElements.SkipWhile(block => !block.Descendants<SectionProperties>().Any()).TakeWhile(block => block is not W.Table).ToList();
        Assert.Contains("II. PHỤ BIỂU", turned.Select(block => block.InnerText)); // its heading goes with it
        Assert.Equal(14287, Tables[2].GetFirstChild<TableGrid>()!.Elements<GridColumn>().Sum(column => int.Parse(column.Width!.Value!, null))); // 16838 − 1701 − 850
    }

    [Fact]
    public void A_row_is_broken_between_pages_only_when_it_is_long()
    {
        using var report = Samples.OpenWord(new(Samples.Head) { Body = [new Table(new TableColumn("Giải trình", 1)) { Rows = [new("ngắn"), new(new string('x', 5000))] }] });

        var rows = report.MainDocumentPart!.Document!.Body!.Elements<W.Table>().Last().Elements<W.TableRow>().Skip(1);
        Assert.Equal([1, 0], rows.Select(row => row.Descendants<CantSplit>().Count()));
    }

    [Fact]
    public void A_row_in_bold_stays_with_the_row_below() => Assert.Equal(
        [0, 4, 0, 0], Tables[1].Elements<W.TableRow>().Take(4).Select(row => row.Descendants<KeepNext>().Count()));

    [Fact]
    public void The_signer_stands_beside_the_recipients()
    {
        Assert.Equal(
            ["Nơi nhận:|- Bộ Nội vụ;|- UBND tỉnh (báo cáo);|- Lưu: VT, CCHC.", "KT. GIÁM ĐỐC|PHÓ GIÁM ĐỐC|(Ký, ghi rõ họ tên, đóng dấu)|Nguyễn Văn An"],
            Tables[^1].Descendants<TableCell>().Select(cell => string.Join('|', cell.Elements<W.Paragraph>().Select(line => line.InnerText))));
    }

    [Fact]
    public void Two_signers_stand_side_by_side_and_the_recipients_below()
    {
        using var minutes = Samples.OpenWord(Samples.Minutes());

        var tables = minutes.MainDocumentPart!.Document!.Body!.Elements<W.Table>().TakeLast(2);
        Assert.Equal(
            [
                "THƯ KÝ|(Ký, ghi rõ họ tên)|Lê Thị Bình", "CHỦ TỌA|(Ký, ghi rõ họ tên, đóng dấu)|Nguyễn Văn An",
                "Nơi nhận:|- Thành viên Hội đồng;|- Lưu: VT.", "",
            ],
            tables.SelectMany(table => table.Descendants<TableCell>()).Select(cell => string.Join('|', cell.Elements<W.Paragraph>().Select(line => line.InnerText))));
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(minutes, TestContext.Current.CancellationToken).Select(error => $"{error.Path?.XPath}: {error.Description}"));
    }

    [Fact]
    public void Without_a_place_there_is_no_date_line()
    {
        using var minutes = Samples.OpenWord(Samples.Minutes());

        Assert.Equal(["Số: 05/BB-HĐTĐ", ""], minutes.MainDocumentPart!.Document!.Body!.Elements<W.Table>().First().Elements<W.TableRow>().Last().Elements<TableCell>().Select(cell => cell.InnerText));
    }

    [Fact]
    public void Word_finds_nothing_to_repair() => Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(_report, TestContext.Current.CancellationToken).Select(error => $"{error.Path?.XPath}: {error.Description}"));

    [Fact]
    public void The_same_content_gives_the_same_bytes()
    {
        var first = Samples.Bytes(Samples.Report().Write);
        using (var archive = new ZipArchive(new MemoryStream(first)))
        {
            Assert.All(archive.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
        }

        Assert.Equal(first, Samples.Bytes(Samples.Report().Write));
    }

    [Fact]
    public void Text_is_written_composed_and_without_what_a_file_cannot_hold()
    {
        using var report = Samples.OpenWord(new(Samples.Head)
        {
            Body = [new Paragraph("Tie\u0302\u0301ng Vie\u0323\u0302t\u0001"), new Heading("d\u0323e\u0302"), new Table(new TableColumn("Co\u0323t", 1)) { Rows = [new("o\u0302\u0309")] }],
        });

        var text = report.MainDocumentPart!.Document!.InnerText;
        Assert.True(text.IsNormalized(NormalizationForm.FormC));
        Assert.Contains("Tiếng Việt", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0001', text);
    }

    [Fact]
    public void A_word_as_long_as_a_line_does_not_stretch_the_line_before_it()
    {
        using var report = Samples.OpenWord(new(Samples.Head) { Body = [new Paragraph($"SHA-256: {new string('a', 64)}."), new Paragraph("SHA-256: không có.")] });

        var texts = report.MainDocumentPart!.Document!.Body!.Elements<W.Paragraph>().Where(line => line.InnerText.StartsWith("SHA-256", StringComparison.Ordinal));
        Assert.Equal([JustificationValues.Left, null], texts.Select(line => line.ParagraphProperties!.Justification?.Val?.Value)); // else as the style says
    }

    [Fact]
    public void A_row_that_does_not_fit_its_table_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Table(new TableColumn("A", 1), new TableColumn("B", 1)) { Rows = [new("một")] });

    public void Dispose() => _report.Dispose();

    private Header HeaderOf(SectionProperties section, HeaderFooterValues type) =>
        ((HeaderPart)_report.MainDocumentPart!.GetPartById(section.Elements<HeaderReference>().Single(reference => reference.Type!.Value == type).Id!.Value!)).Header!;

    private W.Paragraph Paragraph(string beginning) => Body.Elements<W.Paragraph>().Single(line => line.InnerText.StartsWith(beginning, StringComparison.Ordinal));

    private static string? StyleOf(W.Paragraph line) => line.ParagraphProperties?.ParagraphStyleId?.Val?.Value;
}
