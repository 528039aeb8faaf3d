using System.Text;
using CCHC.Testing.Installations;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>An officer of the Department of Finance fills in the sheet by Excel.</summary>
public sealed class WorkbookTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,100,,SUM,
        1.1,TC,Ban hành kế hoạch cải cách hành chính,20,TD,YESNO,có=20;không=0
        1.2,TC,Tỷ lệ hồ sơ giải quyết đúng hạn,40,TD,PROPORTIONAL,ty_le*max
        1.3,TC,Báo cáo định kỳ,40,TD,DEDUCT,mỗi báo cáo trễ hạn -0.25
        """;

    [Fact]
    public async Task The_sheet_goes_to_Excel_and_back_and_only_what_is_ticked_is_stored()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var units = await TrialCampaign.UnitsAsync(homeAffairs, "so");
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, "thu-excel", "so", Criteria, [units["STC"], units["SNV"]]);
        var sheet = (await campaign.SheetsAsync(await province.System.SignInAsync("canbo.stc")))["STC"];
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("canbo.stc");
        await page.GoAsync($"/phieu/{sheet}");
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.GetByRole(AriaRole.Link, new() { Name = "Tải phiếu Excel" }).ClickAsync());
        Assert.Equal("phieu-STC-2025.xlsx", download.SuggestedFilename);
        var file = Path.Combine(province.Evidence, "phieu.xlsx");
        await download.SaveAsAsync(file);
        FillIn(file);

        await page.ClickLinkAsync("Nạp phiếu Excel");
        await page.InspectAsync("phieu-excel");
        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);
        await page.Page.GetByLabel("Phiếu đã nhập").SetInputFilesAsync(file);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Xem trước thay đổi" }).ClickAsync();

        // 40 × 93.5 / 100 = 37.4; 40 − 2 × 0.25 = 39.5.
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Áp dụng 3 thay đổi" })).ToBeVisibleAsync();
        Assert.Equal(["– → 20,00 / 20,00", "– → 37,40 / 40,00", "– → 39,50 / 40,00"], await page.TextsAsync(".changes td.num"));
        Assert.Contains("Tử số: (trống) → 93,5", await page.MainTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Điểm “40” ghi tay không được nhận", await page.MainTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Ô chứa công thức (tiêu chí 1.1 – Giải trình)", await page.MainTextAsync(), StringComparison.Ordinal);
        await page.InspectAsync("phieu-excel-xem-truoc");
        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);
        await page.Page.GetByLabel("1.3. Báo cáo định kỳ").FocusAsync();
        await page.Page.Keyboard.PressAsync("Space");
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Áp dụng 2 thay đổi", await page.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Page.Keyboard.PressAsync("Enter");

        await page.Page.GetByText("Đã áp dụng 2, bỏ qua 1").WaitForAsync();
        Assert.Contains("57,40 / 100,00", await page.MainTextAsync(), StringComparison.Ordinal);
        Assert.Equal(["1.3. Báo cáo định kỳ: không được đánh dấu"], await page.TextsAsync("#left li"));
        await page.InspectAsync("phieu-excel-da-ap-dung");

        // The same file again, in a browser without scripts: what is in the sheet already is no change.
        await using var plain = await browser.OpenAsync(province, javaScript: false, phone: true);
        await plain.SignInAsync("canbo.stc");
        await plain.GoAsync($"/phieu/{sheet}/excel");
        await plain.Page.GetByLabel("Phiếu đã nhập").SetInputFilesAsync(new FilePayload { Name = "phieu.xlsx", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes("không phải Excel") });
        await plain.Page.GetByRole(AriaRole.Button, new() { Name = "Xem trước thay đổi" }).ClickAsync();
        await plain.Page.GetByText("đây không phải tệp Excel .xlsx").WaitForAsync();
        await plain.Page.GetByLabel("Phiếu đã nhập").SetInputFilesAsync(file);
        await plain.Page.GetByRole(AriaRole.Button, new() { Name = "Xem trước thay đổi" }).ClickAsync();
        await plain.Page.GetByRole(AriaRole.Button, new() { Name = "Áp dụng 1 thay đổi" }).ClickAsync();
        await plain.Page.GetByText("Đã áp dụng 1, bỏ qua 0").WaitForAsync();
        Assert.Contains("96,90 / 100,00", await plain.MainTextAsync(), StringComparison.Ordinal);
    }

    private static void FillIn(string file)
    {
        using var document = SpreadsheetDocument.Open(file, isEditable: true);
        var sheet = document.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>().Single(sheet => sheet.Name == "Phiếu");
        var rows = ((WorksheetPart)document.WorkbookPart.GetPartById(sheet.Id!)).Worksheet!.GetFirstChild<SheetData>()!.Elements<Row>().ToList();
        Set("1.1", "Có/Không", "F", text: "có");
        Set("1.1", "Giải trình", "F", number: "1").CellFormula = new CellFormula("1+0");
        Set("1.2", "Tử số", "F", text: "93,5");
        Set("1.2", "Mẫu số", "F", number: "100");
        Set("1.2", "Tử số", "G", number: "40");
        Set("1.3", Cell(rows.First(row => Cell(row, "A").InnerText == "1.3"), "E").InnerText, "F", number: "2");

        static Cell Cell(Row row, string column) => row.Elements<Cell>().FirstOrDefault(cell => cell.CellReference!.Value![..1] == column) ?? new Cell();

        Cell Set(string code, string label, string column, string? text = null, string? number = null)
        {
            var cell = Cell(rows.Single(row => Cell(row, "A").InnerText == code && Cell(row, "E").InnerText == label), column);
            cell.RemoveAllChildren();
            cell.DataType = text is null ? null : CellValues.InlineString;
            cell.Append(text is null ? new CellValue(number!) : new InlineString(new Text(text)));
            return cell;
        }
    }
}
