using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>People sign in by the account that they have anyway, in a browser, at a certified provider.</summary>
public sealed class SingleSignOnTests(Province province, Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_person_signs_in_by_the_provinces_account_and_stays_outside_when_no_role_goes_with_it()
    {
        province.Provider.Know("lan.stc", new { preferred_username = "lan.stc", name = "Lê Thị Lan", unit_code = "STC", groups = new[] { "can-bo-cchc" } });
        province.Provider.Know("khach", new { preferred_username = "khach", name = "Khách qua đường" });
        await province.Provider.StartAsync(new Uri(province.System.Address, "/dang-nhap/mot-lan/ve"));

        // Where the person wanted to go is where the sign-in ends.
        await using var page = await browser.OpenAsync(province);
        await page.GoAsync("/tai-khoan");
        Assert.Contains("/dang-nhap", page.Page.Url, StringComparison.Ordinal);
        await page.InspectAsync("dang-nhap-mot-lan");
        await page.TabThroughAsync();
        await SignInAsync(page, "lan.stc");
        await page.Page.WaitForURLAsync(new Uri(province.System.Address, "/tai-khoan").AbsoluteUri);
        var account = await page.MainTextAsync();
        Assert.Contains("Lê Thị Lan", account, StringComparison.Ordinal);
        Assert.Contains("Đăng nhập một lần", account, StringComparison.Ordinal);
        await page.GoAsync("/bang-viec");
        Assert.Contains("Sở Tài chính", await page.Page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);

        // Nobody here gave this person anything to do.
        await using var stranger = await browser.OpenAsync(province);
        await stranger.GoAsync("/dang-nhap");
        await SignInAsync(stranger, "khach");
        await stranger.Page.Locator("#loi").GetByText("chưa được giao vai trò nào").WaitForAsync();
        stranger.Forgive("401");
        stranger.Forgive("ERR_NAME_NOT_RESOLVED"); // the provider's page wants letters from the internet
        await stranger.InspectAsync("dang-nhap-mot-lan-chua-co-vai-tro");

        // Whoever changes his or her mind at the provider comes back to the form.
        await using var undecided = await browser.OpenAsync(province);
        await undecided.GoAsync("/dang-nhap");
        await LeaveAsync(undecided);
        await undecided.Page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await undecided.Page.Locator("#loi").GetByText("access_denied").WaitForAsync();

        // A link with somebody else's code, sent to a person who never left for the provider.
        await using var victim = await browser.OpenAsync(province);
        var response = await victim.Page.GotoAsync("/dang-nhap/mot-lan/ve?code=cua-nguoi-khac&state=cua-nguoi-khac");
        Assert.Equal(400, response!.Status);
        Assert.Contains("không bắt đầu từ trình duyệt này", await victim.MainTextAsync(), StringComparison.Ordinal);
    }

    private static async Task LeaveAsync(BrowserPage page)
    {
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập bằng Tài khoản công vụ của tỉnh" }).ClickAsync();
        await page.Page.WaitForURLAsync("**/interaction/**");
    }

    private static async Task SignInAsync(BrowserPage page, string login)
    {
        await LeaveAsync(page);
        await page.Page.Locator("input[name=login]").FillAsync(login);
        await page.Page.Locator("input[name=password]").FillAsync("bất kỳ");
        await page.Page.Locator("button[type=submit]").ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
    }
}
