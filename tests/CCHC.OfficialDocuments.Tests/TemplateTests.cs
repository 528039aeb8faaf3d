using System.IO.Compression;
using System.Text;
using CCHC.OfficialDocuments.Templates;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace CCHC.OfficialDocuments.Tests;

public sealed class TemplateTests
{
    private static readonly TemplatePlace[] Known = [new("nam", "Năm"), new("co_quan", "Cơ quan"), new("ghi_chu", "Ghi chú"), new("bang:xep_hang", "Bảng xếp hạng", Whole: true)];

    private static readonly TemplateContent Content = new(
        new Dictionary<string, string> { ["nam"] = "2026", ["co_quan"] = "Sở Nội vụ", ["ghi_chu"] = "" },
        new Dictionary<string, IReadOnlyList<Block>>
        {
            ["bang:xep_hang"] =
            [
                new Heading("Khối sở", 2), new Table(new TableColumn("Hạng", 8) { NumberFormat = "0" }, new TableColumn("Chỉ số", 10)) { Rows = [new(1, 85.4m), new("2=", 80m)] },
                new BarChart("Cao nhất 85,40 %", "Chỉ số (%)", "Biểu đồ") { Bars = [new("A", 85.4m)], Maximum = 100 },
            ],
        });

    [Fact]
    public void A_place_is_filled_in_the_look_of_its_first_letter_however_Word_has_cut_it_into_runs()
    {
        var body = Filled(
            Line(Run("Chỉ số năm {"), Run("{n", bold: true), Run("a"), Run("m}", bold: true), Run("} của {{ co_quan }}.")), // as Word does after a spelling check
            Line(Run("{{"), Run("CO_QUAN"), Run("}}")),
            Line(Run("{{Nam}}{{nam}}")));

        Assert.Equal(["Chỉ số năm 2026 của Sở Nội vụ.", "SỞ NỘI VỤ", "20262026"], body.Elements<W.Paragraph>().Select(line => line.InnerText));
        Assert.Equal(["Chỉ số năm 2026", "", "", "", " của Sở Nội vụ."], body.Elements<W.Paragraph>().First().Descendants<W.Text>().Select(text => text.Text));
    }

    [Fact]
    public void A_place_takes_the_look_of_the_run_it_begins_in()
    {
        var run = Filled(Line(Run("Năm "), Run("{{na", bold: true), Run("m}} qua"))).Descendants<W.Run>().Single(run => run.InnerText == "2026");
        Assert.NotNull(run.RunProperties?.Bold);
    }

    [Fact]
    public void A_paragraph_of_empty_places_alone_goes_and_a_text_beside_them_stays()
    {
        var body = Filled(Line(Run("{{ghi_chu}}")), Line(Run("Ghi chú: {{ghi_chu}}")), Line(Run("")));
        Assert.Equal(["Ghi chú: ", ""], body.Elements<W.Paragraph>().Select(line => line.InnerText));
    }

    [Fact]
    public void A_line_break_in_a_value_stays_one_and_braces_in_a_value_are_only_text()
    {
        var values = new Dictionary<string, string> { ["nam"] = "{{co_quan}}", ["co_quan"] = "UBND\nTỉnh", ["ghi_chu"] = "" };
        var body = Filled(new TemplateContent(values, Content.Blocks), Line(Run("{{nam}} {{co_quan}}")));
        Assert.Equal("{{co_quan}} UBND|Tỉnh", string.Concat(body.Descendants().Select(x => x is W.Break ? "|" : x is W.Text text ? text.Text : "")));
    }

    [Fact]
    public void A_table_stands_where_its_paragraph_was_at_the_width_of_the_section_with_its_header_on_every_page()
    {
        var narrow = new W.SectionProperties(new W.PageSize { Width = 8000, Height = 12000 }, new W.PageMargin { Top = 500, Bottom = 500, Left = 1000, Right = 1000, Header = 0, Footer = 0, Gutter = 0 });
        var body = Filled(Line(Run("Trước")), Line(Run("{{bang:"), Run("xep_hang}}")), Line(Run("Sau")), narrow);

        var table = body.Elements<W.Table>().Single();
        Assert.Equal("6000", table.GetFirstChild<W.TableProperties>()!.TableWidth!.Width!.Value); // 8000 − 1000 − 1000
        Assert.Single(table.Descendants<W.TableHeader>());
        Assert.Equal(["1", "85,40", "2=", "80,00"], table.Elements<W.TableRow>().Skip(1).SelectMany(row => row.Elements<W.TableCell>()).Select(cell => cell.InnerText));
        Assert.Equal(["Trước", "1. Khối sở", "", "", "Sau"], body.Elements<W.Paragraph>().Select(line => line.InnerText));
        Assert.Single(body.Descendants<W.Drawing>());
    }

    [Fact]
    public void An_unknown_place_is_refused_by_its_name_and_the_known_ones_are_listed()
    {
        var refused = Assert.Throws<TemplateException>(() => DocumentTemplate.Read(File(Line(Run("{{so_"), Run("tien}} {{nam}} {{lanh_dao}}"))), Known));
        Assert.Equal("template.unknown-place", refused.Code);
        Assert.Contains("{{so_tien}}, {{lanh_dao}}.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["{{nam}}: Năm", "{{co_quan}}: Cơ quan", "{{ghi_chu}}: Ghi chú", "{{bang:xep_hang}}: Bảng xếp hạng"], refused.Details);
    }

    [Fact]
    public void An_unfinished_place_and_a_table_within_a_text_or_a_cell_are_refused()
    {
        Assert.Contains("“Năm {{nam}”", Assert.Throws<TemplateException>(() => DocumentTemplate.Read(File(Line(Run("Năm {{nam}"))), Known)).Message, StringComparison.Ordinal);
        Assert.Equal("template.misplaced-place", Refusal(File(Line(Run("Bảng: {{bang:xep_hang}}")))));
        Assert.Equal("template.misplaced-place", Refusal(File(new W.Table(new W.TableRow(new W.TableCell(Line(Run("{{bang:xep_hang}}"))))))));
    }

    [Fact]
    public void Places_in_the_head_of_the_page_are_filled_and_checked_too()
    {
        var file = File([Line(Run("x"))], header: "{{co_quan}} – {{nam}}");
        using var filled = Open(DocumentTemplate.Read(file, Known), Content);
        Assert.Equal("Sở Nội vụ – 2026", filled.MainDocumentPart!.HeaderParts.Single().Header!.InnerText);
        Assert.Equal("template.unknown-place", Refusal(File([Line(Run("x"))], header: "{{la}}")));
    }

    [Fact]
    public void What_is_written_as_a_document_is_a_template_that_stays_valid_when_it_is_filled_and_gives_the_same_bytes()
    {
        using var written = new MemoryStream();
        new OfficialDocument(Samples.Head with { Agency = "{{co_quan}}", NumberText = "{{nam}}/QĐ-UBND", DateText = "ngày 05 tháng 01 năm 2026", Kind = "Quyết định" })
        {
            Body = [new Centred("Chủ tịch"), new Ground("Căn cứ Luật;"), new Centred("Quyết định:"), new Article("Phê duyệt."), new Article("Thi hành."), new Paragraph("{{bang:xep_hang}}")],
            Signer = new("Chủ tịch", null),
            Annexes = [new Annex("Phụ lục", "Kết quả năm {{nam}}", [new Paragraph("{{bang:xep_hang}}")])],
        }.Write(written);
        var template = DocumentTemplate.Read(written.ToArray(), Known);
        using var file = Open(template, Content);

        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(file, TestContext.Current.CancellationToken).Select(error => error.Description));
        var text = string.Join('|', file.MainDocumentPart!.Document!.Body!.Descendants<W.Paragraph>().Select(line => line.InnerText).Where(line => line.Length > 0));
        foreach (var part in (string[])["SỞ NỘI VỤ", "Số: 2026/QĐ-UBND", "Điều 1. Phê duyệt.|Điều 2. Thi hành.", "|(Kèm theo Quyết định số 2026/QĐ-UBND ngày 05 tháng 01 năm 2026)|"])
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.Equal(2, file.MainDocumentPart.ChartParts.Count());
        Assert.Equal(Bytes(template), Bytes(template));
    }

    [Fact]
    public void Styles_that_a_template_names_otherwise_are_used_and_those_it_lacks_are_brought_along()
    {
        using var stream = new MemoryStream();
        stream.Write(File(Line(Run("{{bang:xep_hang}}"))));
        using (var document = WordprocessingDocument.Open(stream, isEditable: true))
        {
            document.MainDocumentPart!.AddNewPart<StyleDefinitionsPart>().Styles = new W.Styles(new W.Style(new W.StyleName { Val = "heading 2" }) { Type = W.StyleValues.Paragraph, StyleId = "Tieude2" });
        }

        using var filled = Open(DocumentTemplate.Read(stream.ToArray(), Known), Content);
        Assert.Equal("Tieude2", filled.MainDocumentPart!.Document!.Body!.Descendants<W.ParagraphStyleId>().First().Val!.Value);
        Assert.Contains(filled.MainDocumentPart.StyleDefinitionsPart!.Styles!.Elements<W.Style>(), style => style.StyleId == "Text");
    }

    [Fact]
    public void Programs_ways_out_and_things_that_are_no_Word_file_are_refused()
    {
        var good = File(Line(Run("{{nam}}")));
        Assert.Equal("template.not-word", Refusal(Encoding.UTF8.GetBytes("không phải Word")));
        Assert.Equal("template.not-word", Refusal(With(good, "word/document.xml", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>")));
        Assert.Equal("template.not-word", Refusal(With(good, "word/document.xml", string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000)))));
        Assert.Equal("template.macros", Refusal(With(good, "word/vbaProject.bin", "x")));
        Assert.Equal("template.macros", Refusal(Macro()));
        Assert.Equal("template.external", Refusal(With(good, "word/_rels/document.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"x/attachedTemplate\" Target=\"http://a.example/t.dotm\" TargetMode=\"External\"/></Relationships>")));
        Assert.Equal("template.external", Refusal(File(Line(new W.Run(new W.FieldCode(" INCLUDE")), new W.Run(new W.FieldCode("TEXT \"c:\\\\x\""))))));
        using var sheet = Samples.OpenExcel(new ReportWorkbook(new ReportSheet("A", "B", "C", Samples.Scores(1))));
        using var bytes = new MemoryStream();
        using (sheet.Clone(bytes))
        {
        }

        Assert.Equal("template.not-word", Refusal(bytes.ToArray()));
    }

    [Fact]
    public void A_file_that_is_small_only_while_it_is_packed_is_refused()
    {
        var bomb = With(File(Line(Run("x"))), "word/media/image1.png", new string('0', 60 * 1024 * 1024));
        Assert.True(bomb.Length < DocumentTemplate.LargestFile, $"{bomb.Length} bytes");
        Assert.Equal("template.too-large", Refusal(bomb));
        Assert.Equal("template.too-large", Refusal(new byte[DocumentTemplate.LargestFile + 1]));
    }

    private static string Refusal(byte[] file) => Assert.Throws<TemplateException>(() => DocumentTemplate.Read(file, Known)).Code;

    private static byte[] Macro()
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.MacroEnabledDocument))
        {
            document.AddMainDocumentPart().Document = new W.Document(new W.Body(Line(Run("x"))));
        }

        return stream.ToArray();
    }

    private static byte[] With(byte[] file, string name, string content)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(name)?.Delete();
            using var entry = new StreamWriter(zip.CreateEntry(name).Open());
            entry.Write(content);
        }

        return stream.ToArray();
    }

    private static W.Body Filled(params OpenXmlElement[] body) => Filled(Content, body);

    private static W.Body Filled(TemplateContent content, params OpenXmlElement[] body)
    {
        using var filled = Open(DocumentTemplate.Read(File(body), Known), content);
        return filled.MainDocumentPart!.Document!.Body!;
    }

    private static byte[] Bytes(DocumentTemplate template)
    {
        using var stream = new MemoryStream();
        template.Fill(Content, stream);
        return stream.ToArray();
    }

    private static WordprocessingDocument Open(DocumentTemplate template, TemplateContent content)
    {
        var stream = new MemoryStream();
        template.Fill(content, stream);
        return WordprocessingDocument.Open(stream, isEditable: false);
    }

    private static byte[] File(params OpenXmlElement[] body) => File(body, header: null);

    private static byte[] File(OpenXmlElement[] body, string? header)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.Document = new W.Document(new W.Body(body));
            if (header is not null)
            {
                main.AddNewPart<HeaderPart>().Header = new W.Header(Line(Run(header)));
            }
        }

        return stream.ToArray();
    }

    private static W.Paragraph Line(params W.Run[] runs) => new(runs.Cast<OpenXmlElement>());

    private static W.Run Run(string text, bool bold = false) => bold
        ? new W.Run(new W.RunProperties(new W.Bold()), new W.Text(text) { Space = SpaceProcessingModeValues.Preserve })
        : new W.Run(new W.Text(text) { Space = SpaceProcessingModeValues.Preserve });
}
