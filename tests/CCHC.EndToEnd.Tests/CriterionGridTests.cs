using System.Globalization;
using CCHC.Testing;
using CCHC.Testing.Installations;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>A member of the council judges one criterion across all units of a group.</summary>
public sealed class CriterionGridTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Password = "mat-khau-rat-dai-2025";
    private const string Member = "thanhvien.luoi";

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,100,,SUM,
        1.1,TC,Mức độ hoàn thành kế hoạch,80,TD,PROPORTIONAL,ty_le*max
        1.2,TC,Ban hành kế hoạch,20,TD,YESNO,có=20;không=0
        """;

    /// <summary>Percent of the plan that each unit claims; 20 × 80 % = 16 of 80 stands out beside 72 and more.</summary>
    private static readonly int[] Claims = [90, 92, 94, 96, 98, 20];

    [Fact]
    public async Task A_member_agrees_and_corrects_in_the_grid_and_the_ranking_follows()
    {
        var campaign = await SubmittedAsync();
        await using var page = await browser.OpenAsync(province);
        await page.GoAsync("/dang-nhap");
        await page.Page.GetByLabel("Tên đăng nhập").FillAsync(Member);
        await page.Page.GetByLabel("Mật khẩu").FillAsync(Password);
        await page.Page.Locator("main button[type=submit].btn-primary").ClickAsync();
        await page.Page.WaitForURLAsync("**/bang-viec");
        await page.GoAsync("/tham-dinh");
        await page.ClickLinkAsync("Theo tiêu chí");
        await page.InspectAsync("tham-dinh-theo-tieu-chi");
        await page.TabThroughAsync();
        await page.ClickLinkAsync("1.1. Mức độ hoàn thành kế hoạch");
        await Assertions.Expect(page.Page.Locator(".figures")).ToContainTextAsync("74,40"); // the middle of 72, 73.6, 75.2, 76.8, 78.4 and 16: (73.6 + 75.2) / 2
        await page.ClickLinkAsync("Nổi bật");
        Assert.Equal(["Xã Lưới 6"], (await page.TextsAsync(".unit-grid tbody th a")));
        await page.InspectAsync("luoi-tham-dinh");
        await page.TabThroughAsync();

        // Points that differ need a reason; with it the row shows them at once.
        var row = page.Page.Locator(".unit-grid tbody tr");
        await row.GetByText("Cho điểm", new() { Exact = false }).First.ClickAsync();
        await row.GetByLabel("Điểm (từ 0 đến 80,00)").FillAsync("40,5");
        await row.GetByLabel("Lý do").FillAsync("Đối chiếu báo cáo quý: 50,6 %.");
        await row.GetByRole(AriaRole.Button, new() { Name = "Lưu" }).ClickAsync();
        await Assertions.Expect(row.Locator("strong")).ToHaveTextAsync("40,50");
        await Assertions.Expect(row).ToContainTextAsync("Đối chiếu báo cáo quý: 50,6 %.");

        // The others as they claim, from one to the next with the arrow keys.
        await page.GoAsync(page.Page.Url.Split('?')[0] + "?loc=chua&xep=tu-cham");
        Assert.Equal(["Xã Lưới 1", "Xã Lưới 2", "Xã Lưới 3", "Xã Lưới 4", "Xã Lưới 5"], await page.TextsAsync(".unit-grid tbody th a"));
        await page.Page.Locator(".unit-grid tbody tr").First.GetByRole(AriaRole.Button, new() { Name = "Thống nhất" }).FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator(".unit-grid tbody tr").Nth(1).Locator("td.num .mark")).ToHaveTextAsync("Thống nhất");
        await Assertions.Expect(page.Page.Locator(".unit-grid tbody tr").First.Locator("td.num .mark")).ToHaveTextAsync("Chưa thẩm định");

        // 40.5 + 20 = 60.5 of 100.
        var homeAffairs = await province.HomeAffairsAsync();
        await Eventually.Is(
            async () => (await campaign.StandingsAsync(homeAffairs))["LUOI6"].GetProperty("index").GetDecimal(), index => index == 60.5m, TimeSpan.FromSeconds(30));
        // The rest at once, and back again.
        await page.GoAsync(page.Page.Url.Split('?')[0]);
        await page.Page.GetByText("Thống nhất 4 đơn vị chưa thẩm định", new() { Exact = true }).ClickAsync();
        await page.Page.Locator("details.confirm[open] button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Page.Locator(".alert-success")).ToContainTextAsync("Đã thống nhất 4 kết quả của 4 đơn vị");
        await Assertions.Expect(page.Page.Locator(".figures")).ToContainTextAsync("6/6");
        await page.InspectAsync("luoi-da-thong-nhat", "Applying inline style");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Hoàn tác" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator(".alert-info")).ToContainTextAsync("Đã hoàn tác 4 trong 4 kết quả");
        await Assertions.Expect(page.Page.Locator(".figures")).ToContainTextAsync("2/6");
        page.Forgive("Applying inline style"); // taking a picture leaves style="" on the fields, which htmx carries over to the new ones
        Assert.Empty(page.Complaints);
    }

    private async Task<TrialCampaign> SubmittedAsync()
    {
        var (admin, homeAffairs) = (await province.System.SignInAsync("admin"), await province.HomeAffairsAsync());
        var (units, accounts) = ("", "");
        for (var unit = 1; unit <= Claims.Length; unit++)
        {
            units += string.Create(CultureInfo.InvariantCulture, $"LUOI{unit},Xã Lưới {unit},Xã,luoi,Khối lưới,UBNDT,,,\n");
            accounts += string.Create(CultureInfo.InvariantCulture, $"thutruong.luoi{unit},Chủ tịch xã Lưới {unit},unit-head,LUOI{unit},{Password}\n");
        }

        await admin.PostCsvAsync("/api/identity/units/import", "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n" + units);
        await admin.PostCsvAsync("/api/identity/accounts/import", $"username,display_name,role,unit_code,password\n{accounts}{Member},Trần Thị Lưới,appraiser,,{Password}\n");
        var known = await TrialCampaign.UnitsAsync(homeAffairs, "luoi");
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, "luoi-tham-dinh", "luoi", Criteria, [.. known.Values]);
        for (var unit = 1; unit <= Claims.Length; unit++)
        {
            var head = await province.System.SignInAsync(string.Create(CultureInfo.InvariantCulture, $"thutruong.luoi{unit}"), Password);
            var sheet = $"/api/assessment/self-assessments/{(await campaign.SheetsAsync(head)).Values.Single()}";
            await head.PutAsync($"{sheet}/entries/1.1", new { data = new { numerator = Claims[unit - 1], denominator = 100 }, evidence = "3/BC-UBND" });
            await head.PutAsync($"{sheet}/entries/1.2", new { data = new { yes = true }, evidence = "1/KH-UBND" });
            await head.PostAsync($"{sheet}/submission");
        }

        var member = await province.System.SignInAsync(Member, Password);
        await campaign.AppointAsync(member, "1");
        await campaign.OpenPhaseAsync("Appraisal");
        await campaign.CasesAsync(member, Claims.Length);
        return campaign;
    }
}
