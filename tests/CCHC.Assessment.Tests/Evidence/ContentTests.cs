using System.Net;
using System.Text;
using CCHC.Testing;

namespace CCHC.Assessment.Tests.Evidence;

public sealed class ContentTests(EvidenceHost host) : IClassFixture<EvidenceHost>
{
    [Fact]
    public async Task Documents_of_office_work_are_taken_for_what_they_are_whatever_their_name()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var signed = """<?xml version="1.0"?><HoSo><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignatureValue>AA==</SignatureValue></Signature></HoSo>""";
        (byte[] Content, string Name, string KeptAs, string Type)[] files =
        [
            (SampleFiles.Pdf(), "Báo cáo.PDF", "Báo cáo.PDF", "application/pdf"),
            (SampleFiles.Pdf("3 0 obj\n(Ma lenh JavaScript)\nendobj"), "quy-dinh", "quy-dinh.pdf", "application/pdf"),
            (SampleFiles.PdfWithObjectStream("<< /Type /Page >>"), "nen.pdf", "nen.pdf", "application/pdf"),
            (SampleFiles.Png(100), "anh.pdf", "anh.pdf.png", "image/png"),
            (SampleFiles.Word(), "bc.docx", "bc.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            (SampleFiles.Zip(("mimetype", "application/vnd.oasis.opendocument.text"u8.ToArray()), ("content.xml", "<x/>"u8.ToArray())), "a.odt", "a.odt", "application/vnd.oasis.opendocument.text"),
            (SampleFiles.OldOffice("Workbook"), "a.xls", "a.xls", "application/vnd.ms-excel"),
            (SampleFiles.Zip(
                ("a/b.txt", "x"u8.ToArray()), ("a/", []), ("Biên bản.PDF", SampleFiles.Pdf()), ("a/bc.docx", SampleFiles.Word()), ("a/c.xls", SampleFiles.OldOffice("Workbook")), ("anh.png", SampleFiles.Png(100)),
                (".DS_Store", [0, 0, 0, 1, .. "Bud1"u8]), ("__MACOSX/a/._b.txt", [0, 5, 0x16, 7, 0])), "a.zip", "a.zip", "application/zip"),
            (Encoding.UTF8.GetBytes(signed), "hs.xml", "hs.xml", "application/xml"),
        ];
        foreach (var (content, name, keptAs, type) in files)
        {
            var document = await sheet.DocumentAsync(await sheet.UploadAsync(content, name));
            Assert.Equal((keptAs, type), (document.GetProperty("name").GetString(), document.GetProperty("contentType").GetString()));
        }
    }

    /// <summary>The first two would take in a file of the server, the third its memory, and all are well signed to look at.</summary>
    [Theory]
    [InlineData("""<!DOCTYPE HoSo [<!ENTITY x SYSTEM "file:///etc/hostname">]>""", "&x;")]
    [InlineData("""<!DOCTYPE HoSo SYSTEM "file:///dev/null">""", "")]
    [InlineData("""<!DOCTYPE HoSo [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>""", "&c;")]
    public async Task A_signed_document_that_refers_to_something_outside_of_it_is_refused(string declaration, string content)
    {
        using var sheet = await Sheet.OpenAsync(host);
        var xml = $"""<?xml version="1.0"?>{declaration}<HoSo>{content}<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignatureValue>AA==</SignatureValue></Signature></HoSo>""";
        Assert.Equal("evidence.type-not-allowed", (await sheet.RefusedAsync(Encoding.UTF8.GetBytes(xml), "hs.xml")).Code);
        Assert.Empty(await sheet.DocumentsAsync());
    }

    [Theory]
    [InlineData("a program", "cai-dat.exe", "evidence.type-not-allowed")]
    [InlineData("a program", "bao-cao.pdf", "evidence.type-not-allowed")]
    [InlineData("a program", "ghi-chu.txt", "evidence.zip-content")]
    [InlineData("a program", "._bao-cao.pdf", "evidence.type-not-allowed")]
    [InlineData("a picture", "bao-cao.pdf", "evidence.zip-content")]
    [InlineData("a picture", "anh.png.exe", "evidence.zip-content")]
    [InlineData("a web page", "bao-cao.html", "evidence.type-not-allowed")]
    [InlineData("a macro", "mau.docx", "evidence.macro")]
    [InlineData("a script in a PDF", "mau.pdf", "evidence.pdf-active")]
    [InlineData("another archive", "ho-so.zip", "evidence.zip-content")]
    [InlineData("nothing", "rong.pdf", "evidence.empty")]
    public async Task What_would_not_be_taken_alone_is_not_taken_in_a_zip_either(string what, string name, string code)
    {
        byte[] content = what switch
        {
            "a program" => [(byte)'M', (byte)'Z', 0x90, 0, 3, 0, 0, 0],
            "a picture" => SampleFiles.Png(100),
            "a web page" => "<!DOCTYPE html><html><script>alert(1)</script></html>"u8.ToArray(),
            "a macro" => SampleFiles.Word(("word/vbaProject.bin", [1])),
            "a script in a PDF" => SampleFiles.Pdf("3 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj"),
            "another archive" => SampleFiles.Zip(("a.pdf", SampleFiles.Pdf())),
            _ => [],
        };
        using var sheet = await Sheet.OpenAsync(host);
        var (told, message) = await sheet.RefusedAsync(SampleFiles.Zip(("a.pdf", SampleFiles.Pdf()), ($"thu-muc/{name}", content)), "ho-so.zip");
        Assert.Equal(code, told);
        Assert.Contains($"“{name}”", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_page_named_pdf_is_refused_by_what_it_is()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var (code, message) = await sheet.RefusedAsync("<!DOCTYPE html><html><script>alert(1)</script></html>"u8.ToArray(), "bao-cao.pdf");
        Assert.Equal("evidence.type-not-allowed", code);
        Assert.Contains("“bao-cao.pdf”", message, StringComparison.Ordinal);
        Assert.Empty(await sheet.DocumentsAsync());
    }

    [Theory]
    [InlineData("3 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj")]
    [InlineData("3 0 obj\n<< /S /J#61vaScr#69pt >>\nendobj")]
    [InlineData("3 0 obj\n<< /S /Rendition /JS (x) >>\nendobj")]
    [InlineData("3 0 obj\n<< /OpenAction << /S /Launch /F (cmd.exe) >> >>\nendobj")]
    public async Task A_pdf_that_would_run_something_is_refused(string objects)
    {
        using var sheet = await Sheet.OpenAsync(host);
        Assert.Equal("evidence.pdf-active", (await sheet.RefusedAsync(SampleFiles.Pdf(objects), "a.pdf")).Code);
    }

    [Fact]
    public async Task A_script_packed_away_in_a_pdf_is_found()
    {
        using var sheet = await Sheet.OpenAsync(host);
        Assert.Equal("evidence.pdf-active", (await sheet.RefusedAsync(SampleFiles.PdfWithObjectStream("<< /S /JavaScript /JS (x) >>"), "a.pdf")).Code);
    }

    [Fact]
    public async Task A_zip_that_unpacks_to_a_thousand_times_its_size_is_refused()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var bomb = SampleFiles.Zip(("0.txt", new byte[30 * 1024 * 1024]));
        Assert.True(bomb.Length < 100_000);
        Assert.Equal("evidence.zip-bomb", (await sheet.RefusedAsync(bomb, "ho-so.zip")).Code);
    }

    [Fact]
    public async Task A_zip_that_lies_about_the_size_of_what_is_in_it_is_refused()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var zip = SampleFiles.Zip(("0.txt", new byte[1024 * 1024]));
        var directory = zip.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(zip.AsSpan(directory + 24), 10); // of the unpacked size
        Assert.Equal("evidence.damaged", (await sheet.RefusedAsync(zip, "ho-so.zip")).Code);
    }

    [Fact]
    public async Task A_zip_of_more_than_ten_thousand_files_is_refused()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var many = SampleFiles.Zip([.. Enumerable.Range(0, 10_001).Select(number => ($"{number}", Array.Empty<byte>()))]);
        Assert.Equal("evidence.zip-bomb", (await sheet.RefusedAsync(many, "ho-so.zip")).Code);
    }

    [Fact]
    public async Task An_empty_file_is_refused_before_it_is_sent()
    {
        using var sheet = await Sheet.OpenAsync(host);
        using var response = await sheet.CreateAsync(0, "trong.pdf");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var (code, message) = await Sheet.ProblemAsync(response);
        Assert.Equal("evidence.empty", code);
        Assert.Contains("0 byte", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Macros_passwords_damage_and_what_is_not_signed_are_each_refused_with_their_reason()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var word = SampleFiles.Word();
        (byte[] Content, string Code)[] files =
        [
            (SampleFiles.Word(("word/vbaProject.bin", [1])), "evidence.macro"),
            (SampleFiles.OldOffice("Macros"), "evidence.macro"),
            (SampleFiles.OldOffice("EncryptedPackage"), "evidence.encrypted"),
            (SampleFiles.Pdf("6 0 obj\n<< /Encrypt 7 0 R >>\nendobj"), "evidence.encrypted"),
            (word[..^30], "evidence.damaged"),
            (SampleFiles.Pdf("5 0 obj\n<< /Type /ObjStm /Filter /LZWDecode >>\nstream\nxxxx\nendstream\nendobj"), "evidence.damaged"),
            ("<HoSo><So>1</So></HoSo>"u8.ToArray(), "evidence.type-not-allowed"),
            ("MZ this program cannot be run in DOS mode"u8.ToArray(), "evidence.type-not-allowed"),
            (SampleFiles.Eicar, "evidence.type-not-allowed"),
        ];
        foreach (var (content, code) in files)
        {
            Assert.Equal(code, (await sheet.RefusedAsync(content, "tep.docx")).Code);
        }

        Assert.Empty(await sheet.DocumentsAsync());
    }

    [Fact]
    public async Task A_name_of_400_characters_with_folders_becomes_one_of_200_without()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var name = "../../etc/" + new string('đ', 386) + ".pdf";
        Assert.Equal(400, name.Length);

        var document = await sheet.DocumentAsync(await sheet.UploadAsync(SampleFiles.Pdf(), name));

        Assert.Equal(new string('đ', 196) + ".pdf", document.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_name_that_hides_its_end_or_spells_vietnamese_in_pieces_is_put_right()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var document = await sheet.DocumentAsync(await sheet.UploadAsync(SampleFiles.Pdf(), @"C:\hồ sơ\" + "Ba\u0301o ca\u0301o\u202Efdp.exe\0.pdf"));
        Assert.Equal("Báo cáofdp.exe.pdf", document.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_refused_file_leaves_no_bytes_and_its_refusal_can_be_asked_for_again()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var kept = host.Kept.Count;
        var upload = await sheet.BeginAsync(5, "a.pdf");
        using var refused = await sheet.SendAsync(upload, 0, "hello"u8.ToArray());
        using var again = await sheet.SendAsync(upload, 5, Array.Empty<byte>());

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity], [refused.StatusCode, again.StatusCode]);
        Assert.Equal(kept, host.Kept.Count);
        await Eventually.Is(() => Task.FromResult(File.Exists(host.StagingPath(Guid.Parse(upload.OriginalString.Split('/')[^1])))), there => !there);
    }
}
