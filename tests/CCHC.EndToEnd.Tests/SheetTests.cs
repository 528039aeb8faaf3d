using System.Text.Json;
using CCHC.Testing.Installations;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>The self-assessment sheet as two officers of one department fill it in, on a bad line and on the last evening.</summary>
public sealed class SheetTests(Province province, Browser browser, SheetTests.Department department) : IClassFixture<Browser>, IClassFixture<SheetTests.Department>
{
    private const string An = "an.phieuthu", Binh = "binh.phieuthu";

    [Fact]
    public async Task Two_officers_on_one_criterion_keep_both_texts_by_merging_them()
    {
        await using var an = await OpenAsync(An, "1.2");
        await using var binh = await OpenAsync(Binh, "1.2");
        await an.Page.Locator("#f-numerator").FillAsync("90");
        await an.Page.Locator("#f-denominator").FillAsync("100");
        await an.Page.Locator("#explanation").FillAsync("Mười nhiệm vụ chậm do chờ hướng dẫn.");
        await SaveAsync(an);

        // Bình has read the leaf before; the field he goes on to keeps the keyboard while the choice appears.
        await binh.Page.Locator("#explanation").FillAsync("Số liệu theo Báo cáo 12/BC-STP.");
        await binh.Page.Locator("#evidence").FocusAsync();
        var choice = binh.Page.Locator(".conflict");
        await Assertions.Expect(choice).ToContainTextAsync("Đồng chí Nguyễn Thị An vừa sửa tiêu chí này lúc ");
        await Assertions.Expect(binh.Page.Locator("#evidence")).ToBeFocusedAsync();
        Assert.Equal(["Số đạt (tử số)", "Tổng số (mẫu số)", "Giải trình"], await binh.TextsAsync(".conflict tbody th"));
        await Assertions.Expect(choice).ToContainTextAsync("Mười nhiệm vụ chậm");
        await binh.InspectAsync("phieu-hai-ban");
        await binh.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);

        // A third change in between gives the choice again.
        await an.Page.Locator("#explanation").FillAsync("Chín nhiệm vụ chậm do chờ hướng dẫn.");
        await SaveAsync(an);
        await PressAsync(binh, "Ghép hai bản");
        await Assertions.Expect(choice).ToContainTextAsync("Chín nhiệm vụ chậm");
        await Assertions.Expect(binh.Page.Locator("#conflict-title")).ToBeFocusedAsync();

        // He took neither number up, so An's are proposed; both texts were written, so both are.
        var merged = binh.Page.GetByLabel("Giải trình: nội dung ghép");
        await merged.FillAsync("Số liệu theo Báo cáo 12/BC-STP. Chín nhiệm vụ chậm do chờ hướng dẫn.");
        await PressAsync(binh, "Ghép hai bản");
        await Assertions.Expect(choice).ToHaveCountAsync(0);
        await Assertions.Expect(binh.Page.Locator("#f-numerator")).ToHaveValueAsync("90");
        await Assertions.Expect(binh.Page.Locator("#f-numerator")).ToBeFocusedAsync();
        await Assertions.Expect(binh.Page.Locator("#explanation")).ToHaveValueAsync("Số liệu theo Báo cáo 12/BC-STP. Chín nhiệm vụ chậm do chờ hướng dẫn.");
        var leaf = await department.LeafAsync("1.2");
        Assert.Equal("Số liệu theo Báo cáo 12/BC-STP. Chín nhiệm vụ chậm do chờ hướng dẫn.", leaf.GetProperty("explanation").GetString());
        Assert.Equal(18m, leaf.GetProperty("points").GetDecimal()); // 20 × 90 %
        binh.Forgive("Applying inline style"); // taking a picture leaves style="" on the fields, which htmx carries over to the new ones
        Assert.Empty(binh.Complaints);
    }

    [Fact]
    public async Task Without_scripts_the_choice_between_two_versions_is_a_page_of_its_own()
    {
        await using var page = await browser.OpenAsync(province, javaScript: false);
        await Department.SignInAsync(page, An);
        await page.GoAsync(department.Address("1.3"));
        await department.EnterAsync(Binh, "1.3", new { yes = true }, "Có kế hoạch tuyên truyền.");

        await page.Page.GetByLabel("Không", new() { Exact = true }).CheckAsync();
        await page.Page.Locator("#explanation").FillAsync("Chưa ban hành kế hoạch.");
        await page.Page.Locator("#leaf-form .btn-primary").ClickAsync();
        Assert.Equal(["Có thực hiện không?", "Giải trình"], await page.TextsAsync(".conflict tbody th"));
        Assert.Contains("Đồng chí Trần Văn Bình vừa sửa", await page.MainTextAsync(), StringComparison.Ordinal);

        await page.Page.Locator("#f-pick-yes-theirs").CheckAsync();
        await PressAsync(page, "Ghép hai bản");
        await page.Page.WaitForURLAsync("**tieuChi=1.3*");
        var leaf = await department.LeafAsync("1.3");
        Assert.True(leaf.GetProperty("data").GetProperty("yes").GetBoolean());
        var text = leaf.GetProperty("explanation").GetString()!;
        Assert.Contains("Chưa ban hành kế hoạch.", text, StringComparison.Ordinal);
        Assert.Contains("Có kế hoạch tuyên truyền.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_without_a_line_arrives_when_the_page_is_opened_again()
    {
        await using var page = await OpenAsync(An, "2.1");
        var context = page.Page.Context;
        await context.SetOfflineAsync(true);
        await page.Page.Locator("#explanation").PressSequentiallyAsync("Viết lúc mất mạng");
        await page.Page.Locator("#evidence").FocusAsync();
        await Assertions.Expect(page.Page.Locator("[data-save-state]")).ToHaveTextAsync("Chưa lưu được, sẽ thử lại");
        await page.Page.Locator("#evidence").PressSequentiallyAsync("15/BC");
        await page.Page.CloseAsync();
        Assert.Equal(JsonValueKind.Null, (await department.LeafAsync("2.1")).GetProperty("explanation").ValueKind);

        await context.SetOfflineAsync(false);
        await using var again = new BrowserPage(province, context, await context.NewPageAsync());
        await again.GoAsync(department.Address("1.1")); // elsewhere in the sheet it is pointed to
        await again.Page.GetByText("Tiêu chí 2.1: nội dung gõ lúc").WaitForAsync();
        await again.ClickLinkAsync("Mở để gửi");
        await again.Page.GetByText("Khôi phục nội dung gõ lúc").WaitForAsync();
        await Assertions.Expect(again.Page.Locator("[data-save-state]")).ToContainTextAsync("Đã lưu");
        await Assertions.Expect(again.Page.Locator("#evidence")).ToHaveValueAsync("15/BC");
        var leaf = await department.LeafAsync("2.1");
        Assert.Equal(("Viết lúc mất mạng", "15/BC"), (leaf.GetProperty("explanation").GetString(), leaf.GetProperty("evidence").GetString()));
        Assert.Equal(0, await DraftsAsync(again));

        // The line comes back while the page is open: sent at once, without waiting for the next try.
        await context.SetOfflineAsync(true);
        await again.Page.Locator("#explanation").FillAsync("Gõ tiếp khi mất mạng");
        await again.Page.Locator("#evidence").FocusAsync();
        await Assertions.Expect(again.Page.Locator("[data-save-state]")).ToHaveTextAsync("Chưa lưu được, sẽ thử lại");
        await context.SetOfflineAsync(false);
        await Assertions.Expect(again.Page.Locator("[data-save-state]")).ToContainTextAsync("Đã lưu", new() { Timeout = 3000 });

        // The session ends: after signing in again the page is there, and so is what was typed.
        await context.ClearCookiesAsync(new() { Name = "cchc.session" });
        await again.Page.Locator("#explanation").FillAsync("Gõ khi hết phiên");
        await again.Page.Locator("#evidence").FocusAsync();
        await again.Page.WaitForURLAsync("**/dang-nhap**");
        await Department.FillSignInAsync(again, An);
        await again.Page.WaitForURLAsync("**tieuChi=2.1*");
        await again.Page.GetByText("Khôi phục nội dung gõ lúc").WaitForAsync();
        await Assertions.Expect(again.Page.Locator("[data-save-state]")).ToContainTextAsync("Đã lưu");
        Assert.Equal("Gõ khi hết phiên", (await department.LeafAsync("2.1")).GetProperty("explanation").GetString());

        // Signing out asks before it clears what was not sent.
        await context.SetOfflineAsync(true);
        await again.Page.Locator("#explanation").FillAsync("Chưa gửi");
        Assert.Equal(1, await DraftsAsync(again));
        var asked = "";
        again.Page.Dialog += async (_, dialog) =>
        {
            asked = dialog.Message;
            await dialog.DismissAsync();
        };
        await again.Page.GetByRole(AriaRole.Button, new() { Name = "Đăng xuất" }).ClickAsync();
        Assert.Contains("Đăng xuất sẽ xóa nội dung đó", asked, StringComparison.Ordinal);
        Assert.Equal(1, await DraftsAsync(again));
        await context.SetOfflineAsync(false);
        await Assertions.Expect(again.Page.Locator("[data-save-state]")).ToContainTextAsync("Đã lưu");

        // Whoever signs in next finds nothing of it.
        await again.Page.EvaluateAsync("localStorage.setItem('cchc.draft:nguoi-khac:x', '{}')");
        await again.GoAsync(department.Address("1.1"));
        Assert.Equal(0, await DraftsAsync(again));
    }

    [Fact]
    public async Task A_filter_shows_and_walks_what_is_still_to_do_and_last_year_stands_beside_it()
    {
        await department.EnterAsync(Binh, "1.1", new { yes = true }, evidence: null);
        await department.EnterAsync(Binh, "1.4", new { yes = false }, "Chưa làm.");
        await using var page = await OpenAsync(An, "1.1");
        await page.Page.GetByText("Năm 2024: 15,00 / 20,00 – mất 5,00").WaitForAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Kết quả năm 2024" })).ToHaveAttributeAsync("href", "/ket-qua/phieu-thu-2024/PHIEUTHU");
        await page.InspectAsync("phieu");
        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);

        // 1.1 claims points without a document; 1.4 has none either, but says why.
        await page.Page.GetByLabel("Thiếu tài liệu").CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Lọc" }).ClickAsync();
        await page.Page.WaitForURLAsync("**loc=thieu-tai-lieu*");
        var unproven = await page.TextsAsync(".tree-leaf .tree-name");
        Assert.Contains("1.1. Ban hành kế hoạch cải cách hành chính", unproven);
        Assert.DoesNotContain("1.4. Sáng kiến cải cách hành chính", unproven);

        // Without marks and accents; the walk stays inside, the address keeps it.
        await page.GoAsync($"{department.Address(null)}?tim=thu+tuc&loc=chua-nhap");
        Assert.Equal(["2.2. Công khai thủ tục hành chính", "2.3. Rà soát thủ tục hành chính"], await page.TextsAsync(".tree-leaf .tree-name"));
        await Assertions.Expect(page.Page.Locator("#leaf-name")).ToHaveTextAsync("2.2. Công khai thủ tục hành chính");
        Assert.Equal(0, await page.Page.Locator(".turn [rel=prev]").CountAsync());
        await page.Page.Locator(".turn [rel=next]").ClickAsync();
        await page.Page.WaitForURLAsync("**tieuChi=2.3*tim=thu%20tuc*");
        await Assertions.Expect(page.Page.Locator("#leaf-name")).ToHaveTextAsync("2.3. Rà soát thủ tục hành chính");
        Assert.Equal(0, await page.Page.Locator(".turn [rel=next]").CountAsync());

        // No last year here, for the criterion is new.
        await Assertions.Expect(page.Page.Locator("#leaf-last-year")).ToHaveTextAsync("");

        await page.GoAsync($"{department.Address(null)}?loc=duoi-toi-da&tim=1.4");
        Assert.Equal(["1.4. Sáng kiến cải cách hành chính"], await page.TextsAsync(".tree-leaf .tree-name"));
        await page.GoAsync($"{department.Address(null)}?tu=2099-01-01T00:00");
        await Assertions.Expect(page.Page.Locator(".tree-none")).ToContainTextAsync("Không có tiêu chí nào khớp bộ lọc.");
        await page.InspectAsync("phieu-khong-khop");
        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);
        await page.ClickLinkAsync("Xem tất cả tiêu chí");
        Assert.Equal(9, await page.Page.Locator(".tree-leaf").CountAsync());
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_sheet_is_walked_and_filled_in_with_the_keyboard_alone()
    {
        await using var page = await OpenAsync(Binh, "1.5");
        var keys = page.Page.Keyboard;
        await Assertions.Expect(page.Page.Locator("#leaf-form [name=yes]").First).ToBeFocusedAsync();
        await keys.PressAsync("Space");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("21/QĐ");
        await keys.PressAsync("Alt+n");
        await page.Page.WaitForURLAsync("**tieuChi=2.1*");
        await Assertions.Expect(page.Page.Locator("#f-numerator")).ToBeFocusedAsync();
        Assert.Equal("21/QĐ", (await department.LeafAsync("1.5")).GetProperty("evidence").GetString());
        await keys.PressAsync("Alt+p");
        await page.Page.WaitForURLAsync("**tieuChi=1.5*");
        await Assertions.Expect(page.Page.Locator("#leaf-form [name=yes]").First).ToBeFocusedAsync();

        // The tree is one stop: from the leaf back into it, up to its first line, down to another field, into a leaf.
        for (var step = 0; step < 5 && !await page.Page.EvaluateAsync<bool>("Boolean(document.activeElement.closest('#sheet-tree'))"); step++)
        {
            await keys.PressAsync("Shift+Tab");
        }

        await Assertions.Expect(page.Page.Locator(".tree-leaf[aria-current]")).ToBeFocusedAsync();
        Assert.NotEqual("none", await page.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        await keys.PressAsync("Home");
        await Assertions.Expect(page.Page.Locator("#sheet-tree summary").First).ToBeFocusedAsync();
        await keys.PressAsync("ArrowLeft");
        await keys.PressAsync("ArrowDown");
        await Assertions.Expect(page.Page.Locator("#sheet-tree summary").Nth(1)).ToBeFocusedAsync();
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("End");
        await Assertions.Expect(page.Page.Locator(".tree-leaf").Last).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await page.Page.WaitForURLAsync("**tieuChi=2.4*");

        // A save while the keyboard stands in the tree leaves it there.
        await Assertions.Expect(page.Page.Locator("#leaf-form [name=yes]").First).ToBeFocusedAsync();
        await keys.PressAsync("Space");
        await page.Page.Locator(".tree-leaf[aria-current]").FocusAsync();
        await Assertions.Expect(page.Page.Locator("[data-save-state]")).ToContainTextAsync("Đã lưu");
        await Assertions.Expect(page.Page.Locator(".tree-leaf[aria-current]")).ToBeFocusedAsync();
        Assert.Empty(page.Complaints);
    }

    private async Task<BrowserPage> OpenAsync(string userName, string leaf)
    {
        var page = await browser.OpenAsync(province);
        await Department.SignInAsync(page, userName);
        await page.GoAsync(department.Address(leaf));
        return page;
    }

    private static async Task SaveAsync(BrowserPage page)
    {
        var answered = page.Page.WaitForResponseAsync(response => response.Request.Method == "POST" && response.Url.Contains("/tieu-chi/", StringComparison.Ordinal));
        await page.Page.Locator("#leaf-form .btn-primary").Last.ClickAsync();
        await answered;
        await Assertions.Expect(page.Page.Locator("[data-save-state]")).ToContainTextAsync("Đã lưu");
    }

    private static Task PressAsync(BrowserPage page, string name) => page.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    private static Task<int> DraftsAsync(BrowserPage page) =>
        page.Page.EvaluateAsync<int>("Object.keys(localStorage).filter(key => key.startsWith('cchc.draft:')).length");

    /// <summary>A department with two officers, its sheet of 2025 and what was published of it for 2024.</summary>
    public sealed class Department(Province province) : IAsyncLifetime
    {
        private const string Password = "mat-khau-rat-dai-2025";

        private const string Criteria =
            """
            ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
            1,LV,Chỉ đạo điều hành,60,,SUM,
            1.1,TC,Ban hành kế hoạch cải cách hành chính,20,TD,YESNO,có=20;không=0
            1.2,TC,Nhiệm vụ hoàn thành đúng hạn,20,TD,PROPORTIONAL,ty_le*max
            1.3,TC,Tuyên truyền cải cách hành chính,10,TD,YESNO,có=10;không=0
            1.4,TC,Sáng kiến cải cách hành chính,5,TD,YESNO,có=5;không=0
            1.5,TC,Bố trí kinh phí cải cách hành chính,5,TD,YESNO,có=5;không=0
            2,LV,Thủ tục hành chính,40,,SUM,
            2.1,TC,Hồ sơ giải quyết đúng hạn,20,TD,PROPORTIONAL,ty_le*max
            2.2,TC,Công khai thủ tục hành chính,10,TD,YESNO,có=10;không=0
            2.3,TC,Rà soát thủ tục hành chính,5,TD,YESNO,có=5;không=0
            2.4,TC,Cắt giảm giấy tờ,5,TD,YESNO,có=5;không=0
            """;

        private readonly Dictionary<string, Caller> _callers = new(StringComparer.Ordinal);
        private Guid _sheet;

        public async ValueTask InitializeAsync()
        {
            var (admin, homeAffairs) = (await province.System.SignInAsync("admin"), await province.HomeAffairsAsync());
            await admin.PostCsvAsync(
                "/api/identity/units/import",
                """
                code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes
                PHIEUTHU,Sở Thử phiếu,"Sở, ban, ngành",phieuthu,Khối sở thử phiếu,UBNDT,,,
                """);
            await admin.PostCsvAsync(
                "/api/identity/accounts/import",
                $"username,display_name,role,unit_code,password\n{An},Nguyễn Thị An,unit-officer,PHIEUTHU,{Password}\n{Binh},Trần Văn Bình,unit-officer,PHIEUTHU,{Password}\n");
            await homeAffairs.PostCsvAsync(
                "/api/ranking/imports",
                """
                campaign_code,campaign_name,year,group_code,group_name,unit_code,unit_name,field_code,field_name,criterion_code,criterion_name,source,max_points,points,applicable
                phieu-thu-2024,Chỉ số thử phiếu năm 2024,2024,phieuthu,Khối sở thử phiếu,PHIEUTHU,Sở Thử phiếu,1,Chỉ đạo điều hành,1.1,Ban hành kế hoạch cải cách hành chính,appraised,20,15,true
                phieu-thu-2024,Chỉ số thử phiếu năm 2024,2024,phieuthu,Khối sở thử phiếu,PHIEUTHU,Sở Thử phiếu,1,Chỉ đạo điều hành,1.2,Tiêu chí khác năm trước,appraised,80,80,true
                """);
            var units = await TrialCampaign.UnitsAsync(homeAffairs, "phieuthu");
            var campaign = await TrialCampaign.OpenAsync(homeAffairs, "thu-phieu", "phieuthu", Criteria, [units["PHIEUTHU"]]);
            _sheet = (await campaign.SheetsAsync(await CallerAsync(An)))["PHIEUTHU"];
        }

        public string Address(string? leaf) => leaf is null ? $"/phieu/{_sheet}" : $"/phieu/{_sheet}?tieuChi={leaf}#tieu-chi";

        public static async Task SignInAsync(BrowserPage page, string userName)
        {
            await page.GoAsync("/dang-nhap");
            await FillSignInAsync(page, userName);
            await page.Page.WaitForURLAsync("**/bang-viec");
        }

        public static async Task FillSignInAsync(BrowserPage page, string userName)
        {
            await page.Page.GetByLabel("Tên đăng nhập").FillAsync(userName);
            await page.Page.GetByLabel("Mật khẩu").FillAsync(Password);
            await page.Page.Locator("main button[type=submit].btn-primary").ClickAsync();
        }

        public async Task EnterAsync(string userName, string leaf, object data, string? explanation = null, string? evidence = null) =>
            await (await CallerAsync(userName)).PutAsync($"/api/assessment/self-assessments/{_sheet}/entries/{leaf}", new { data, explanation, evidence });

        public async Task<JsonElement> LeafAsync(string code) =>
            (await (await CallerAsync(An)).GetAsync($"/api/assessment/self-assessments/{_sheet}")).GetProperty("nodes").EnumerateArray()
            .Single(node => node.GetProperty("code").GetString() == code).GetProperty("leaf");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private async Task<Caller> CallerAsync(string userName) =>
            _callers.TryGetValue(userName, out var known) ? known : _callers[userName] = await province.System.SignInAsync(userName, Password);
    }
}
