using System.IO.Compression;
using System.Security;
using System.Text;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>Whoever has no mouse reaches everything: these walks press keys and type, nothing else.</summary>
public sealed class CriteriaSetKeyboardTests(Province province, Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_set_is_drawn_up_given_rules_and_issued_with_the_keyboard_alone()
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync("/bo-tieu-chi/moi");
        await TabToAsync(page, "#Code");
        await TypeAsync(page, "mã có dấu");
        await TabToAsync(page, "#Name");
        await TypeAsync(page, "Bộ tiêu chí soạn bằng bàn phím");
        await TabToAsync(page, "#Year");
        await TypeAsync(page, "2027");
        await page.Page.Keyboard.PressAsync("Enter");

        // Refused: the keyboard stands at the wrong field, which says what is wrong.
        await Assertions.Expect(page.Page.Locator("#Code")).ToBeFocusedAsync();
        await Assertions.Expect(page.Page.Locator("#Code")).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("Mã gồm chữ không dấu", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await TypeAsync(page, "ban-phim-moi");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync(url => Guid.TryParse(url.Split('/')[^1].Split('?')[0], out _));

        await TabToAsync(page, "#tree-actions button[value=them]");
        await page.Page.Keyboard.PressAsync("Enter");
        await NameAsync(page, "Chỉ đạo, điều hành");
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.Keyboard.PressAsync("Alt+Shift+N");
        await NameAsync(page, "Ban hành kế hoạch");
        await PointsAsync(page, "40");
        await RuleAsync(page, "yes-no");

        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.Keyboard.PressAsync("Alt+n");
        await NameAsync(page, "Xử lý hồ sơ");
        await PointsAsync(page, "sáu mươi");
        await Assertions.Expect(page.Page.Locator("#m-max")).ToHaveAttributeAsync("aria-invalid", "true");
        await TabToAsync(page, "main button[type=submit].btn-primary");
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#m-max")).ToBeFocusedAsync();
        await Assertions.Expect(page.Page.Locator("#m-max")).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("sáu mươi", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await TypeAsync(page, "60");
        await page.Page.Keyboard.PressAsync("Enter");
        await SavedAsync(page);
        await Assertions.Expect(page.Page.Locator("#m-max")).Not.ToHaveAttributeAsync("aria-invalid", "true");

        // Two levels: the row that is added has the keyboard at once.
        await RuleAsync(page, "choice");
        await Assertions.Expect(page.Page.Locator("#r-name-0")).ToBeVisibleAsync();
        await LevelAsync(page, 0, "Đúng hạn", "60");
        await TabToAsync(page, "#rule-fields button[value=add]");
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#r-name-1")).ToBeFocusedAsync();
        await LevelAsync(page, 1, "Trễ hạn", "0");
        await page.Page.Keyboard.PressAsync("Tab");
        await SavedAsync(page);

        await page.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Page.Locator("#tree-rows [aria-selected=true]")).ToBeFocusedAsync();
        await Assertions.Expect(page.Page.Locator("#tree-total")).ToHaveTextAsync("100,00");
        await TabToAsync(page, "main a[href$='/cong-bo']", back: true);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync("**/cong-bo");
        await TabToAsync(page, "#q-number");
        await TypeAsync(page, "12/QĐ-UBND");
        await TabToAsync(page, "#q-date");
        await page.Page.Keyboard.TypeAsync("01152027"); // the browser's own order of day and month
        await TabToAsync(page, "#q-issuer");
        await TypeAsync(page, "Ủy ban nhân dân tỉnh");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync(url => Guid.TryParse(url.Split('/')[^1], out _));
        Assert.Contains("12/QĐ-UBND", await page.MainTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(page.Complaints, complaint => !complaint.Contains("400", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_annex_with_doubts_is_corrected_and_taken_over_with_the_keyboard_alone()
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync("/bo-tieu-chi/nhap");
        await page.Page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "phu-luc.xlsx", MimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Buffer = Annex() });
        await TabToAsync(page, "main form button[type=submit]");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Locator("#doubts").WaitForAsync();
        await page.InspectAsync("bo-tieu-chi-nhap-xem-truoc");
        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);

        // The doubt leads to its row.
        await TabToAsync(page, "#doubts a");
        await page.Page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, ".doubtful [name=rowMax]");
        await Assertions.Expect(page.Page.Locator(".doubtful [name=rowMax]")).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("không phải là số", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await TypeAsync(page, "40");
        await TabToAsync(page, "button[value=xem]", back: true);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.GetByText("Không có ô nào cần xem lại.").WaitForAsync();

        await TabToAsync(page, "button[value=tao]");
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#code")).ToBeFocusedAsync();
        await TypeAsync(page, "phu-luc-ban-phim");
        await TabToAsync(page, "#name");
        await TypeAsync(page, "Bộ tiêu chí nhập từ phụ lục");
        await TabToAsync(page, "#year");
        await TypeAsync(page, "2027");
        await TabToAsync(page, "button[value=tao]");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Locator("#criteria-tree").WaitForAsync();
        Assert.Equal("100,00", await page.Page.Locator("#tree-total").InnerTextAsync()); // 60 + 40

        // What the import proposed is confirmed by its own button and by no other save.
        await TabToAsync(page, "#tree-rows [aria-selected=true]");
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Page.Locator("#m-name")).ToHaveValueAsync("Ban hành kế hoạch");
        await TabToAsync(page, "#m-evidence");
        await TypeAsync(page, "Kế hoạch đã ban hành");
        await page.Page.Keyboard.PressAsync("Tab");
        await SavedAsync(page);
        await Assertions.Expect(page.Page.Locator("#tree-rows [aria-selected=true] .ct-marks")).ToContainTextAsync("Đề xuất");
        await TabToAsync(page, "button[name=ruleConfirmed]", back: true);
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#tree-rows [aria-selected=true] .ct-marks")).Not.ToContainTextAsync("Đề xuất");
        await Assertions.Expect(page.Page.Locator("#m-rule")).ToBeFocusedAsync();
        Assert.DoesNotContain(page.Complaints, complaint => !complaint.Contains("400", StringComparison.Ordinal));
    }

    private static async Task TabToAsync(BrowserPage page, string selector, bool back = false)
    {
        for (var presses = 0; presses < 150; presses++)
        {
            if (await page.Page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
            {
                return;
            }

            await page.Page.Keyboard.PressAsync(back ? "Shift+Tab" : "Tab");
        }

        Assert.Fail($"The keyboard never reaches {selector}; it stands at {await page.Page.EvaluateAsync<string>("document.activeElement.outerHTML.slice(0, 200)")}");
    }

    private static async Task TypeAsync(BrowserPage page, string text)
    {
        await page.Page.Keyboard.PressAsync("Control+a");
        await page.Page.Keyboard.InsertTextAsync(text);
    }

    private static async Task NameAsync(BrowserPage page, string name)
    {
        await Assertions.Expect(page.Page.Locator("#m-name")).ToBeFocusedAsync();
        await TypeAsync(page, name);
        await page.Page.Keyboard.PressAsync("Tab");
        await SavedAsync(page);
    }

    private static async Task PointsAsync(BrowserPage page, string points)
    {
        await TabToAsync(page, "#m-max");
        await TypeAsync(page, points);
        await page.Page.Keyboard.PressAsync("Tab");
    }

    private static async Task RuleAsync(BrowserPage page, string kind)
    {
        await TabToAsync(page, "#m-rule");
        while (await page.Page.Locator("#m-rule").InputValueAsync() != kind)
        {
            await page.Page.Keyboard.PressAsync("ArrowDown");
        }

        await page.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Page.Locator("#rule-fields [name=kindShown]")).ToHaveValueAsync(kind);
    }

    private static async Task LevelAsync(BrowserPage page, int row, string name, string points)
    {
        await TabToAsync(page, $"#r-name-{row}");
        await TypeAsync(page, name);
        await TabToAsync(page, $"#r-value-{row}");
        await TypeAsync(page, points);
    }

    private static Task SavedAsync(BrowserPage page) => Assertions.Expect(page.Page.Locator("#node-form [data-save-state]")).ToContainTextAsync("Đã lưu");

    /// <summary>Of one field with two criteria; the points of the second are words.</summary>
    private static byte[] Annex()
    {
        string[][] rows =
        [
            ["STT", "Lĩnh vực/Tiêu chí", "Điểm tối đa", "Cách tính điểm"],
            ["1", "Chỉ đạo, điều hành", "100", ""],
            ["1.1", "Ban hành kế hoạch", "60", "Đạt yêu cầu: điểm tối đa; không đạt: 0 điểm"],
            ["1.2", "Báo cáo", "bốn mươi điểm", "Có: 40 điểm; không: 0 điểm."],
        ];
        var sheet = string.Concat(rows.Select((row, at) => $"<row r=\"{at + 1}\">{string.Concat(row.Select((text, column) => $"<c r=\"{(char)('A' + column)}{at + 1}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(text)}</t></is></c>"))}</row>"));
        const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Package = "http://schemas.openxmlformats.org/package/2006";
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("[Content_Types].xml", $"<Types xmlns=\"{Package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>");
            Add("_rels/.rels", $"<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"r1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets><sheet name=\"Phụ lục\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
            Add("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"r1\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            Add("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{sheet}</sheetData></worksheet>");

            void Add(string path, string xml)
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml));
            }
        }

        return file.ToArray();
    }
}
