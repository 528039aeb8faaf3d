using CCHC.Testing;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>People set up what they sign in with, in a browser.</summary>
public sealed class AccountTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Password = "mat-khau-rat-dai-2025";

    [Fact]
    public async Task A_person_sets_up_a_phone_and_from_then_on_the_password_alone_opens_nothing()
    {
        await ImportAsync("tk.lan", "Lê Thị Lan");
        await using var page = await browser.OpenAsync(province);
        await PasswordAsync(page, "tk.lan");
        await page.Page.WaitForURLAsync("**/bang-viec");
        await page.ClickLinkAsync("Tài khoản của tôi");
        await page.InspectAsync("tai-khoan");
        await page.TabThroughAsync();

        await page.ClickLinkAsync("Đổi mật khẩu");
        await ChangeAsync(page, "Lê Thị Lan 1990");
        await page.Page.GetByText("không được chứa").First.WaitForAsync();
        page.Forgive("400");
        await page.InspectAsync("doi-mat-khau");
        await page.ClickLinkAsync("Hủy");

        // The wrong password is refused, with nothing lost; the right one shows the secret.
        await BeginAsync(page, "sai mật khẩu rồi");
        Assert.Contains("Mật khẩu hiện tại không đúng", await page.MainTextAsync(), StringComparison.Ordinal);
        page.Forgive("409");
        await BeginAsync(page, Password);
        await page.InspectAsync("buoc-hai-cai-dat");
        var secret = await page.Page.GetByLabel("Không quét được thì gõ khóa này vào ứng dụng").InputValueAsync();
        await page.Page.GetByLabel("Mã đang hiện trên ứng dụng").FillAsync("000000");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Bật", Exact = true }).ClickAsync();
        await page.Page.GetByText("Mã không đúng").First.WaitForAsync();
        page.Forgive("409");
        Assert.Equal(secret, await page.Page.GetByLabel("Không quét được thì gõ khóa này vào ứng dụng").InputValueAsync());
        await page.Page.GetByLabel("Mã đang hiện trên ứng dụng").FillAsync(TimeCode.Of(secret, DateTimeOffset.UtcNow));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Bật", Exact = true }).ClickAsync();
        await page.Page.GetByText("Đã bật xác thực hai bước").WaitForAsync();
        await page.InspectAsync("ma-du-phong");
        var codes = await page.TextsAsync(".recovery-codes code");
        Assert.Equal(10, codes.Distinct().Count());
        await page.ClickLinkAsync("Đã cất mã");
        Assert.Contains("Còn 10 mã dự phòng", await page.MainTextAsync(), StringComparison.Ordinal);

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Đăng xuất" }).ClickAsync();
        await page.Page.WaitForURLAsync("**/");
        await PasswordAsync(page, "tk.lan");
        await page.Page.GetByText("Xác thực bước hai").First.WaitForAsync();
        await page.InspectAsync("dang-nhap-buoc-hai");
        await page.TabThroughAsync();
        await EnterAsync(page, "000000");
        await page.Page.GetByText("Mã không đúng hoặc đã dùng").WaitForAsync();
        page.Forgive("401");
        await EnterAsync(page, TimeCode.Of(secret, DateTimeOffset.UtcNow.AddSeconds(30))); // the one of this half minute is used
        await page.Page.WaitForURLAsync("**/bang-viec");

        // Somewhere else, without the phone, and out again from here.
        await using var phone = await browser.OpenAsync(province, phone: true);
        await PasswordAsync(phone, "tk.lan");
        await EnterAsync(phone, codes[3]);
        await phone.Page.WaitForURLAsync("**/bang-viec");
        await page.GoAsync("/tai-khoan");
        Assert.Contains("Còn 9 mã dự phòng", await page.MainTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Chrome trên Linux", await page.MainTextAsync(), StringComparison.Ordinal);
        await page.InspectAsync("tai-khoan-hai-phien");
        await page.Page.GetByText("Kết thúc mọi phiên khác").First.ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Kết thúc mọi phiên khác" }).ClickAsync();
        await page.Page.GetByText("Đã kết thúc mọi phiên khác").WaitForAsync();
        Assert.Single(await page.TextsAsync("section[aria-labelledby=sessions-title] tbody tr"));
    }

    [Fact]
    public async Task A_person_registers_a_passkey_and_signs_in_with_it_alone_until_it_is_removed()
    {
        await ImportAsync("tk.minh", "Trần Văn Minh");
        await using var page = await browser.OpenAsync(province);
        await page.GoAsync("/dang-nhap");
        Assert.False(await page.Page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập bằng khóa truy cập" }).IsVisibleAsync()); // an address of numbers
        await PasswordAsync(page, "tk.minh");
        await page.Page.WaitForURLAsync("**/bang-viec");
        await page.GoAsync("/tai-khoan");
        Assert.Contains("gắn với tên miền localhost", await page.MainTextAsync(), StringComparison.Ordinal);

        var device = await page.Page.Context.NewCDPSessionAsync(page.Page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
        var named = $"http://localhost:{province.System.Port}";
        await page.GoAsync($"{named}/dang-nhap");
        await FillPasswordAsync(page, "tk.minh");
        await page.Page.WaitForURLAsync("**/bang-viec");
        await page.GoAsync($"{named}/tai-khoan");
        await RegisterAsync(page, "Máy tính cơ quan", "sai mật khẩu rồi");
        await page.Page.GetByText("Mật khẩu hiện tại không đúng").WaitForAsync();
        page.Forgive("409");
        await RegisterAsync(page, "Máy tính cơ quan", Password, open: false);
        await page.Page.GetByText("Đã tạo khóa truy cập").WaitForAsync();
        Assert.Contains("Máy tính cơ quan", await page.MainTextAsync(), StringComparison.Ordinal);
        await page.InspectAsync("tai-khoan-khoa");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Đăng xuất" }).ClickAsync();
        await page.Page.WaitForURLAsync($"{named}/");
        await page.GoAsync($"{named}/dang-nhap");
        await page.InspectAsync("dang-nhap");
        await page.TabThroughAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập bằng khóa truy cập" }).ClickAsync();
        await page.Page.WaitForURLAsync("**/bang-viec");
        await page.GoAsync($"{named}/tai-khoan");
        Assert.Contains("tk.minh", await page.MainTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Khóa truy cập", (await page.TextsAsync("section[aria-labelledby=sessions-title] tbody tr:has(.mark) td"))[1], StringComparison.Ordinal);

        await page.Page.GetByText("Đổi tên", new() { Exact = true }).ClickAsync();
        await page.Page.Locator("form[action$='/ten'] input[name=name]").FillAsync("Máy ở nhà");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Lưu" }).ClickAsync();
        await page.Page.GetByText("Đã đổi tên khóa").WaitForAsync();
        Assert.Contains("Máy ở nhà", await page.MainTextAsync(), StringComparison.Ordinal);
        await page.Page.Locator("summary", new() { HasText = "Xóa" }).ClickAsync();
        await page.Page.Locator("form[action$='/xoa'] button").ClickAsync();
        await page.Page.GetByText("Đã xóa khóa truy cập").WaitForAsync();

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Đăng xuất" }).ClickAsync();
        await page.Page.WaitForURLAsync($"{named}/");
        await page.GoAsync($"{named}/dang-nhap");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập bằng khóa truy cập" }).ClickAsync();
        await page.Page.GetByText("Không đăng nhập được bằng khóa truy cập này").WaitForAsync();
        page.Forgive("401");
    }

    [Fact]
    public async Task An_administrator_invites_people_by_links_that_work_once_and_closes_the_account_of_who_leaves()
    {
        await using var admin = await browser.OpenAsync(province);
        await admin.SignInAsync("admin");
        await admin.ClickLinkAsync("Tài khoản");
        await admin.ClickLinkAsync("Nhập từ tệp");
        await admin.InspectAsync("tai-khoan-nhap");
        await UploadAsync(admin, "username,display_name,role,unit_code\ntk.moi,Phạm Thị Mới,thu-kho,\n");
        await admin.Page.GetByText("không có vai trò “thu-kho”").WaitForAsync();
        admin.Forgive("400");
        await UploadAsync(admin, "username,display_name,role,unit_code\ntk.moi,Phạm Thị Mới,appraiser,\n");
        await admin.Page.GetByText("Đã tạo 1 tài khoản").WaitForAsync();
        await admin.InspectAsync("tai-khoan-duong-dan");
        var link = (await admin.TextsAsync(".one-time-link")).Single();
        Assert.StartsWith(province.System.Address.ToString(), link, StringComparison.Ordinal);
        await admin.GoAsync("/quan-tri/tai-khoan?chuaNhan=1&tim=tk.moi");
        Assert.Contains("Chờ đặt mật khẩu", await admin.MainTextAsync(), StringComparison.Ordinal);
        await admin.InspectAsync("tai-khoan-danh-sach");

        await using var newcomer = await browser.OpenAsync(province, phone: true);
        await newcomer.GoAsync(link);
        await newcomer.InspectAsync("dat-mat-khau");
        await SetAsync(newcomer, "matkhau matkhau 2025");
        await newcomer.Page.GetByText("hay bị dùng").First.WaitForAsync();
        newcomer.Forgive("400");
        await SetAsync(newcomer, Password);
        await newcomer.Page.GetByText("Đã đặt mật khẩu").WaitForAsync();
        await newcomer.Page.GetByLabel("Mật khẩu").FillAsync(Password); // the name stands there already
        await newcomer.Page.Locator("form[action='/dang-nhap'] button").ClickAsync();
        await newcomer.Page.WaitForURLAsync("**/bang-viec");
        var again = await newcomer.Page.GotoAsync(link);
        Assert.Equal(409, again!.Status);
        await newcomer.InspectAsync("duong-dan-da-dung", "409");
        newcomer.Forgive("409");

        await admin.GoAsync("/quan-tri/tai-khoan?tim=tk.moi");
        await admin.ClickLinkAsync("Phạm Thị Mới");
        await admin.InspectAsync("tai-khoan-mot-nguoi");
        await admin.TabThroughAsync();
        await admin.Page.Locator("summary", new() { HasText = "Đóng tài khoản" }).ClickAsync();
        await admin.Page.Locator("form[action$='/dong'] button").ClickAsync();
        await admin.Page.GetByText("Tên vẫn giữ trên phiếu").WaitForAsync();
        Assert.Contains("thay người và chia lại việc ở trang hội đồng", await admin.MainTextAsync(), StringComparison.Ordinal);
        await admin.InspectAsync("tai-khoan-da-dong");
        await newcomer.Page.Context.ClearCookiesAsync();
        await PasswordAsync(newcomer, "tk.moi");
        await newcomer.Page.GetByText("không đúng, hoặc tài khoản đang bị khóa").WaitForAsync();
        newcomer.Forgive("401");
    }

    [Fact]
    public async Task When_no_administrator_can_sign_in_the_servers_console_opens_one_that_everybody_sees()
    {
        var said = await province.System.CchcAsync("emergency-admin");
        Assert.True(said.ExitCode == 0, said.Output);
        var password = said.Output.Split("Mật khẩu:")[1].Split('\n')[0].Trim();
        await using var page = await browser.OpenAsync(province);
        await page.GoAsync("/dang-nhap");
        await page.Page.GetByLabel("Tên đăng nhập").FillAsync("khan-cap");
        await page.Page.GetByLabel("Mật khẩu").FillAsync(password);
        await page.Page.Locator("form[action='/dang-nhap'] button").ClickAsync();
        await page.Page.WaitForURLAsync("**/bang-viec");

        await using var admin = await browser.OpenAsync(province);
        await admin.SignInAsync("admin");
        await admin.GoAsync("/quan-tri/tai-khoan");
        Assert.Contains("Tài khoản quản trị khẩn cấp được mở trên máy chủ", await admin.MainTextAsync(), StringComparison.Ordinal);
        await admin.InspectAsync("tai-khoan-khan-cap");
        await admin.ClickLinkAsync("khan-cap");
        await admin.ClickLinkAsync("Quản trị khẩn cấp");
        await admin.Page.Locator("summary", new() { HasText = "Đóng tài khoản" }).ClickAsync();
        await admin.Page.Locator("form[action$='/dong'] button").ClickAsync();
        await admin.Page.GetByText("Tên vẫn giữ trên phiếu").WaitForAsync();
        await admin.GoAsync("/quan-tri/tai-khoan");
        Assert.DoesNotContain("khẩn cấp được mở", await admin.MainTextAsync(), StringComparison.Ordinal);
        Assert.Contains(province.System.Log("identity"), line => line.Contains("emergency administrator signed in", StringComparison.Ordinal));
    }

    private async Task ImportAsync(string userName, string displayName)
    {
        var admin = await province.System.SignInAsync("admin");
        await admin.PostCsvAsync("/api/identity/accounts/import", $"username,display_name,role,unit_code,password\n{userName},{displayName},leader,,{Password}\n");
    }

    private static async Task PasswordAsync(BrowserPage page, string userName)
    {
        await page.GoAsync("/dang-nhap");
        await FillPasswordAsync(page, userName);
    }

    private static async Task FillPasswordAsync(BrowserPage page, string userName)
    {
        await page.Page.GetByLabel("Tên đăng nhập").FillAsync(userName);
        await page.Page.GetByLabel("Mật khẩu").FillAsync(Password);
        await page.Page.Locator("form[action='/dang-nhap'] button").ClickAsync();
    }

    private static async Task BeginAsync(BrowserPage page, string password)
    {
        await page.Page.Locator("summary", new() { HasText = "Bật xác thực hai bước" }).ClickAsync();
        await page.Page.Locator("#current-phone").FillAsync(password);
        await page.Page.Locator("form[action$='/bat-dau'] button").ClickAsync();
        await page.Page.WaitForLoadStateAsync();
    }

    private static async Task ChangeAsync(BrowserPage page, string wanted)
    {
        await page.Page.GetByLabel("Mật khẩu hiện tại").FillAsync(Password);
        await page.Page.Locator("#wanted").FillAsync(wanted);
        await page.Page.Locator("#repeated").FillAsync(wanted);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Đổi mật khẩu" }).ClickAsync();
    }

    private static async Task EnterAsync(BrowserPage page, string code)
    {
        await page.Page.GetByLabel("Mã xác thực").FillAsync(code);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Tiếp tục" }).ClickAsync();
    }

    private static async Task RegisterAsync(BrowserPage page, string name, string password, bool open = true)
    {
        if (open)
        {
            await page.Page.Locator("summary", new() { HasText = "Tạo khóa truy cập" }).ClickAsync();
        }

        await page.Page.Locator("#passkey-name").FillAsync(name);
        await page.Page.Locator("#current-passkey").FillAsync(password);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Tạo khóa truy cập" }).ClickAsync();
    }

    private static async Task UploadAsync(BrowserPage page, string csv)
    {
        await page.Page.GetByLabel("Tệp CSV").SetInputFilesAsync(new FilePayload { Name = "tai-khoan.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(csv) });
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Nhập", Exact = true }).ClickAsync();
    }

    private static async Task SetAsync(BrowserPage page, string password)
    {
        await page.Page.GetByLabel("Mật khẩu mới").FillAsync(password);
        await page.Page.GetByLabel("Nhập lại mật khẩu").FillAsync(password);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Đặt mật khẩu" }).ClickAsync();
    }
}
