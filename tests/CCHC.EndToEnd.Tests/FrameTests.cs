using System.Globalization;
using System.Text;
using CCHC.Testing;
using CCHC.Testing.Installations;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>Home affairs brings a list of dossiers and draws whom to ask.</summary>
public sealed class FrameTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Campaign = "rut-mau";

    [Fact]
    public async Task A_list_of_5000_dossiers_becomes_a_sample_whose_protocol_anybody_can_follow()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var admin = await province.System.SignInAsync("admin");
        await admin.PostCsvAsync("/api/identity/units/import", "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\nRM1,Xã Rút Mẫu,Xã,rut-mau,Khối rút mẫu,UBNDT,,,\n");
        var units = await TrialCampaign.UnitsAsync(homeAffairs, "rut-mau");
        var campaign = await TrialCampaign.OpenAsync(
            homeAffairs, Campaign, "rut-mau", "ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n1,LV,Chỉ đạo,100,,SUM,\n1.1,TC,Kế hoạch,100,TD,YESNO,có=100;không=0\n", [.. units.Values]);
        await Eventually.Holds(() => homeAffairs.GetAsync($"/api/survey/campaigns/{campaign.Id}/frames"), TimeSpan.FromSeconds(30));

        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.ClickLinkAsync("Điều tra");
        await page.InspectAsync("dieu-tra");
        await page.ClickLinkAsync($"Kỳ thử {Campaign}");
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("Chưa có cuộc điều tra");
        await page.ClickLinkAsync("Khung mẫu và rút mẫu");
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("Chưa có khung mẫu");

        // A wrong file is refused line by line and what was typed stays.
        await BringAsync(page, "name,contact,stratum\n,0901,Hộ tịch\n");
        await Assertions.Expect(page.Page.Locator(".error-summary")).ToContainTextAsync("Thiếu họ tên");
        await Assertions.Expect(page.Page.GetByLabel("Tên khung mẫu")).ToHaveValueAsync("Hồ sơ một cửa 2026");
        await BringAsync(page, Dossiers());
        await Assertions.Expect(page.Page.Locator(".figures")).ToContainTextAsync("5.000");
        await page.InspectAsync("khung-mau", "status of 400");
        await page.Page.Locator("summary").Filter(new() { HasText = "Rút mẫu" }).ClickAsync();
        await page.Page.GetByLabel("Sai số e (%)").FillAsync("năm");
        await SubmitDrawAsync(page);
        await Assertions.Expect(page.Page.Locator(".alert-danger")).ToContainTextAsync("Sai số e (%): gõ một số");
        await page.Page.GetByLabel("Sai số e (%)").FillAsync("5");
        await page.Page.GetByLabel("Mã ngẫu nhiên").FillAsync("12/QĐ-UBND");
        await page.TabThroughAsync();
        await SubmitDrawAsync(page);

        // 5000 / (1 + 5000 × 0,0025) = 370,37 → 371; "Đất đai" has 100 people, whose share of 7 is raised to 30.
        await Assertions.Expect(page.Page.Locator(".figures")).ToContainTextAsync("371");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Row, new() { Name = "Đất đai" })).ToContainTextAsync("30");
        await page.InspectAsync("bien-ban-rut-mau", "status of 400", "Applying inline style");
        await page.TabThroughAsync();
        var sample = await page.Page.APIRequest.GetAsync(new Uri(page.Page.Url).AbsolutePath + "/mau.csv");
        Assert.Equal((200, true), (sample.Status, (await sample.TextAsync()).Contains("Nguyễn Văn ", StringComparison.Ordinal)));

        var protocol = await page.Page.APIRequest.GetAsync(new Uri(page.Page.Url).AbsolutePath + "/bien-ban.docx");
        Assert.Equal((200, (byte)'P', (byte)'K'), (protocol.Status, (await protocol.BodyAsync())[0], (await protocol.BodyAsync())[1]));

        await page.ClickLinkAsync("Khung mẫu và rút mẫu");
        await ForgetAsync(page);
        await page.Page.Locator("summary").Filter(new() { HasText = "Xóa danh tính" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Xóa vĩnh viễn" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("Danh tính đã xóa lúc");
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("Khóa mở danh sách đã hủy (SHA-256 ");
        page.Forgive("the server responded with a status of 400");
        page.Forgive("Applying inline style");
        Assert.Empty(page.Complaints);
    }

    private static async Task BringAsync(BrowserPage page, string csv)
    {
        await page.Page.GetByLabel("Tên khung mẫu").FillAsync("Hồ sơ một cửa 2026");
        await page.Page.GetByLabel("Nguồn danh sách").FillAsync("Cổng dịch vụ công");
        await page.Page.GetByLabel("Tệp CSV").SetInputFilesAsync(new FilePayload { Name = "ho-so.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Nhập khung mẫu" }).ClickAsync();
        await page.Page.WaitForLoadStateAsync();
    }

    /// <summary>The last but one asks to be forgotten: is found, is erased for a reason, and stands in the list of erasures without a name.</summary>
    private static async Task ForgetAsync(BrowserPage page)
    {
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Xóa một người theo yêu cầu" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("Chưa có ai trong khung mẫu này yêu cầu xóa");
        await FindAsync("nguyen van 4999");
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("Tìm thấy 1 người");
        Assert.DoesNotContain("4999", page.Page.Url, StringComparison.Ordinal);
        await page.Page.Locator("summary").Filter(new() { HasText = "Xóa người này" }).ClickAsync();
        await page.InspectAsync("xoa-mot-nguoi", "status of 400", "Applying inline style");
        await page.TabThroughAsync();
        await page.Page.GetByLabel("Căn cứ").FillAsync("Đơn số 12 ngày 30/11/2026");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Xóa vĩnh viễn" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Row, new() { Name = "Đơn số 12" })).ToContainTextAsync("4999");
        await page.InspectAsync("da-xoa-mot-nguoi", "status of 400", "Applying inline style");
        await FindAsync("nguyen van 4999");
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("Không tìm thấy ai");
        await page.ClickLinkAsync("Khung mẫu và rút mẫu");

        async Task FindAsync(string name)
        {
            await page.Page.GetByLabel("Họ tên hoặc liên hệ").FillAsync(name);
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Tìm", Exact = true }).ClickAsync();
        }
    }

    private static Task SubmitDrawAsync(BrowserPage page) => page.Page.Locator("details[open] button[type=submit]").Filter(new() { HasText = "Rút mẫu" }).ClickAsync();

    private static string Dossiers()
    {
        var csv = new StringBuilder("name,contact,stratum,cluster,unit_code\n");
        for (var number = 1; number <= 5_000; number++)
        {
            var stratum = number % 50 == 0 ? "Đất đai" : number % 3 == 0 ? "Tư pháp" : "Hộ tịch";
            csv.Append(CultureInfo.InvariantCulture, $"Nguyễn Văn {number},09{number:00000000},{stratum},Thôn {number % 5},RM1\n");
        }

        return csv.ToString();
    }
}
