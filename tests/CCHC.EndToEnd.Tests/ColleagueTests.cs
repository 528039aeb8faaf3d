using CCHC.Testing.Installations;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>How the people of one department share a sheet: who does what, what they tell each other, and what the report says beside the points.</summary>
public sealed class ColleagueTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Password = "mat-khau-rat-dai-2025";
    private const string Mai = "mai.dongnghiep", Nam = "nam.dongnghiep", Oanh = "oanh.dongnghiep";

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,60,,SUM,
        1.1,TC,Ban hành kế hoạch cải cách hành chính,40,TD,YESNO,có=40;không=0
        1.2,TC,Tuyên truyền cải cách hành chính,20,TD,YESNO,có=20;không=0
        2,LV,Thủ tục hành chính,40,,SUM,
        2.1,TC,Hồ sơ giải quyết đúng hạn,40,TD,PROPORTIONAL,ty_le*max
        """;

    [Fact]
    public async Task The_head_shares_out_the_leaves_and_officers_settle_remarks_and_write_difficulties()
    {
        var (sheet, officer) = await PrepareAsync();
        await using var head = await OpenAsync(Oanh, sheet);
        await head.ClickLinkAsync("Phân công nhập phiếu");
        await head.Page.GetByLabel("Giao cả lĩnh vực cho").First.SelectOptionAsync("Phạm Thị Mai");
        await head.Page.GetByRole(AriaRole.Button, new() { Name = "Giao cả lĩnh vực 1" }).ClickAsync();
        await Assertions.Expect(Chosen(head, "1.1")).ToHaveTextAsync("Phạm Thị Mai");
        await Assertions.Expect(Chosen(head, "1.2")).ToHaveTextAsync("Phạm Thị Mai");
        await head.Page.GetByLabel("Người phụ trách tiêu chí 1.2").SelectOptionAsync("Đỗ Nam");
        await head.Page.GetByLabel("Người phụ trách tiêu chí 2.1").SelectOptionAsync("Đỗ Nam");
        await head.Page.GetByRole(AriaRole.Button, new() { Name = "Lưu phân công" }).ClickAsync();
        await Assertions.Expect(Chosen(head, "1.1")).ToHaveTextAsync("Phạm Thị Mai");
        await Assertions.Expect(Chosen(head, "2.1")).ToHaveTextAsync("Đỗ Nam");
        await Assertions.Expect(head.Page.Locator(".alert-success")).ToContainTextAsync("Đã lưu phân công 2 tiêu chí.");
        await head.InspectAsync("phan-cong");
        await head.TabThroughAsync();

        // The officer finds what is hers.
        await using var mai = await OpenAsync(Mai, sheet);
        await mai.Page.GetByLabel("Của tôi").CheckAsync();
        await mai.Page.GetByRole(AriaRole.Button, new() { Name = "Lọc" }).ClickAsync();
        await mai.Page.WaitForURLAsync("**loc=cua-toi*");
        Assert.Equal(["1.1. Ban hành kế hoạch cải cách hành chính"], await mai.TextsAsync(".tree-leaf .tree-name"));
        await Assertions.Expect(mai.Page.Locator(".leaf")).ToContainTextAsync("Người phụ trách: Phạm Thị Mai");

        // A remark below the leaf, answered and settled by a colleague.
        await mai.Page.GetByLabel("Trao đổi về tiêu chí 1.1").FillAsync("Kế hoạch số mấy?");
        await mai.Page.GetByRole(AriaRole.Button, new() { Name = "Gửi trao đổi" }).ClickAsync();
        await Assertions.Expect(mai.Page.Locator(".comments")).ToContainTextAsync("Kế hoạch số mấy?");
        await mai.InspectAsync("phieu-trao-doi");
        await using var nam = await OpenAsync(Nam, sheet);
        await nam.ClickLinkAsync("Trao đổi trong đơn vị (1)");
        await nam.InspectAsync("trao-doi");
        await nam.TabThroughAsync();
        await nam.Page.GetByLabel("Trao đổi về tiêu chí 1.1").FillAsync("Số 15/KH-SDN.");
        await nam.Page.GetByRole(AriaRole.Button, new() { Name = "Gửi trao đổi" }).ClickAsync();
        await Assertions.Expect(nam.Page.Locator(".comments li")).ToHaveCountAsync(2);
        await nam.Page.GetByRole(AriaRole.Button, new() { Name = "Đánh dấu đã xong" }).First.ClickAsync();
        await Assertions.Expect(nam.Page.Locator(".comments")).ToContainTextAsync("Đỗ Nam, ");
        nam.Forgive("Applying inline style"); // taking a picture leaves style="" on the fields, which htmx carries over to the new ones
        await nam.GoAsync($"/phieu/{sheet}/trao-doi");
        await Assertions.Expect(nam.Page.Locator(".comments li")).ToHaveCountAsync(1);

        // Difficulties and proposals go into the report; another department finds none of these pages.
        await nam.GoAsync($"/phieu/{sheet}/kho-khan");
        await nam.Page.GetByLabel("Khó khăn, vướng mắc").FillAsync("Thiếu một biên chế pháp chế.");
        await nam.Page.GetByLabel("Đề xuất, kiến nghị").FillAsync("Đề nghị bổ sung biên chế.");
        await nam.Page.GetByRole(AriaRole.Button, new() { Name = "Lưu" }).ClickAsync();
        await Assertions.Expect(nam.Page.Locator(".save-state")).ToContainTextAsync("Đã lưu ");
        await nam.InspectAsync("kho-khan");
        await nam.TabThroughAsync();
        var narrative = (await officer.GetAsync($"/api/assessment/self-assessments/{sheet}")).GetProperty("narrative");
        Assert.Equal("Thiếu một biên chế pháp chế.", narrative.GetProperty("difficulties").GetString());

        await using var stranger = await browser.OpenAsync(province);
        await stranger.SignInAsync("canbo.stc");
        foreach (var page in new[] { "phan-cong", "trao-doi", "kho-khan", "kiem-tra", "ban-gui", "bao-cao.docx" })
        {
            var answer = await stranger.Page.Context.APIRequest.GetAsync($"{province.System.Address}phieu/{sheet}/{page}");
            Assert.Equal(404, answer.Status);
        }

        Assert.Empty(nam.Complaints);
    }

    [Fact]
    public async Task A_remark_is_written_without_scripts_too()
    {
        var (sheet, officer) = await PrepareAsync("2");
        await officer.PostAsync($"/api/assessment/self-assessments/{sheet}/entries/1.2/comments", new { text = "Thiếu số văn bản." });
        await using var page = await browser.OpenAsync(province, javaScript: false);
        await SignInAsync(page, Mai + "2");
        await page.GoAsync($"/phieu/{sheet}?tieuChi=1.2");
        await page.ClickLinkAsync("Trao đổi trong đơn vị");
        await page.Page.GetByLabel("Trao đổi về tiêu chí 1.2").FillAsync("Đã bổ sung.");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Gửi trao đổi" }).ClickAsync();
        Assert.Equal(2, await page.Page.Locator(".comments li").CountAsync());
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Đánh dấu đã xong" }).First.ClickAsync();
        Assert.Equal(1, await page.Page.Locator(".comments li").CountAsync());
    }

    private static ILocator Chosen(BrowserPage page, string leaf) => page.Page.Locator($"#f-leaf-{leaf.Replace('.', '-')} option:checked");

    private async Task<BrowserPage> OpenAsync(string userName, Guid sheet)
    {
        var page = await browser.OpenAsync(province);
        await SignInAsync(page, userName);
        await page.GoAsync($"/phieu/{sheet}");
        return page;
    }

    private static async Task SignInAsync(BrowserPage page, string userName)
    {
        await page.GoAsync("/dang-nhap");
        await page.Page.GetByLabel("Tên đăng nhập").FillAsync(userName);
        await page.Page.GetByLabel("Mật khẩu").FillAsync(Password);
        await page.Page.Locator("main button[type=submit].btn-primary").ClickAsync();
        await page.Page.WaitForURLAsync("**/bang-viec");
    }

    private async Task<(Guid Sheet, Caller Officer)> PrepareAsync(string suffix = "")
    {
        var (unit, group) = ($"DONGNGHIEP{suffix}", $"dongnghiep{suffix}");
        var (admin, homeAffairs) = (await province.System.SignInAsync("admin"), await province.HomeAffairsAsync());
        await admin.PostCsvAsync(
            "/api/identity/units/import",
            $"""
            code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes
            {unit},Sở Đồng nghiệp {suffix},"Sở, ban, ngành",{group},Khối đồng nghiệp {suffix},UBNDT,,,
            """);
        await admin.PostCsvAsync(
            "/api/identity/accounts/import",
            $"""
            username,display_name,role,unit_code,password
            {Mai}{suffix},Phạm Thị Mai,unit-officer,{unit},{Password}
            {Nam}{suffix},Đỗ Nam,unit-officer,{unit},{Password}
            {Oanh}{suffix},Vũ Thị Oanh,unit-head,{unit},{Password}
            """);
        var units = await TrialCampaign.UnitsAsync(homeAffairs, group);
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, $"dong-nghiep{suffix}", group, Criteria, [units[unit]]);
        var officer = await province.System.SignInAsync(Mai + suffix, Password);
        return ((await campaign.SheetsAsync(officer))[unit], officer);
    }
}
