using CCHC.Testing.Installations;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>A running campaign with a calendar and a plan, and a practice copy of it that is being appraised and has an open survey.</summary>
public sealed class PracticeUnderWay(Province province) : IAsyncLifetime
{
    public const string Code = "trang-that", CopyCode = "trang-tap-huan";

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,60,,SUM,
        1.1,TC,Ban hành kế hoạch cải cách hành chính,60,TD,YESNO,có=60;không=0
        2,LV,Đánh giá của cơ quan khác,40,,SUM,
        2.1,TC,Chất lượng phối hợp,40,XHH,SURVEY,A=100;B=60;C=20;D=0
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);

    /// <summary>An address with the ids of what is under way in place of <c>{real}</c>, <c>{copy}</c>, <c>{sheet}</c>, <c>{case}</c>, <c>{unit}</c>.</summary>
    public string Address(string pattern) => _places.Aggregate(pattern, (path, place) => path.Replace(place.Key, place.Value, StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var head = await province.System.SignInAsync("thutruong.stc");
        var appraiser = await province.System.SignInAsync("thamdinh1");
        var units = await TrialCampaign.UnitsAsync(homeAffairs, "so");
        var real = await TrialCampaign.OpenAsync(homeAffairs, Code, "so", Criteria, [units["STC"], units["SNV"]], surveyHeld: true);
        var wipeOn = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(20));
        var copy = (await homeAffairs.PostAsync($"/api/criteria/campaigns/{real.Id}/practice-copies", new { code = CopyCode, name = "Tập huấn cán bộ mới", wipeOn })).GetProperty("id").GetGuid();
        await homeAffairs.PostAsync($"/api/criteria/campaigns/{copy}/preparation");
        var survey = await DrawUpSurveyAsync(homeAffairs, copy);
        await homeAffairs.PostAsync($"/api/criteria/campaigns/{copy}/phases", new { phase = "SelfAssessment", round = 1 });
        var link = (await homeAffairs.PostAsync($"/api/survey/surveys/{survey}/opening")).GetProperty("links")[0].GetProperty("code").GetString()!;
        var sheetAddress = await TrialCampaign.SheetAsync(head, copy);
        var sheet = Guid.Parse(sheetAddress.Split('/')[^1]);
        await head.PostAsync($"{sheetAddress}/submission");
        await AppointAsync(homeAffairs, appraiser, copy);
        await homeAffairs.PostAsync($"/api/criteria/campaigns/{copy}/phases", new { phase = "Appraisal", round = 1 });
        var appraisalCase = (await Eventually.Is(
            async () => (await appraiser.GetAsync($"/api/appraisal/cases?campaignId={copy}")).GetProperty("items"), items => items.GetArrayLength() == 1, Patience))[0].GetProperty("id").GetGuid();
        await Eventually.Is(
            () => homeAffairs.SendAsync(HttpMethod.Get, $"/api/ranking/campaigns/{CopyCode}/standings/STC"), answer => answer.IsSuccess, Patience);
        (_places["{real}"], _places["{copy}"], _places["{sheet}"], _places["{case}"]) = ($"{real.Id}", $"{copy}", $"{sheet}", $"{appraisalCase}");
        (_places["{unit}"], _places["{survey}"]) = ($"{units["STC"]}", link);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<Guid> DrawUpSurveyAsync(Caller homeAffairs, Guid campaign)
    {
        var request = new
        {
            campaignId = campaign,
            code = "dieu-tra-tap-huan",
            name = "Khảo sát tập huấn",
            introduction = "Khảo sát để người mới làm quen.",
            respondentGroups = new[] { new { code = "HDND", name = "Đại biểu Hội đồng nhân dân tỉnh" } },
            questions = new[] { new { code = "C1", text = "Ông/bà đánh giá thế nào về chất lượng phối hợp?", groupCode = "so", leafCode = "2.1" } },
        };
        var answer = await Eventually.Is(() => homeAffairs.SendAsync(HttpMethod.Post, "/api/survey/surveys", request), answer => answer.IsSuccess, Patience);
        return answer.Json().GetProperty("id").GetGuid();
    }

    private static async Task AppointAsync(Caller homeAffairs, Caller appraiser, Guid campaign)
    {
        var me = await appraiser.GetAsync("/api/identity/me");
        var council = new
        {
            members = new[]
            {
                new { userId = me.GetProperty("id").GetGuid(), displayName = me.GetProperty("displayName").GetString(), fields = new[] { new { groupCode = "so", fieldCode = "1" } } },
            },
        };
        await homeAffairs.PutAsync($"/api/appraisal/campaigns/{campaign}/council", council);
    }
}

public sealed class CampaignAndUnitPageTests(Province province, Browser browser, PracticeUnderWay work) : IClassFixture<Browser>, IClassFixture<PracticeUnderWay>
{
    private const string Banner = "Tập huấn – số liệu giả định, không tính vào kết quả";

    [Theory]
    [InlineData("tap-huan-bang", "sonoivu", "/ky-danh-gia/{copy}")]
    [InlineData("tap-huan-lich", "sonoivu", "/ky-danh-gia/{copy}/lich")]
    [InlineData("tap-huan-ke-hoach", "sonoivu", "/ky-danh-gia/{copy}/ke-hoach")]
    [InlineData("tap-huan-xep-hang", "sonoivu", "/xep-hang/" + PracticeUnderWay.CopyCode)]
    [InlineData("tap-huan-don-vi", "sonoivu", "/xep-hang/" + PracticeUnderWay.CopyCode + "/STC")]
    [InlineData("tap-huan-bang-viec", "thutruong.stc", "/bang-viec")]
    [InlineData("tap-huan-cac-phieu", "thutruong.stc", "/phieu")]
    [InlineData("tap-huan-phieu", "thutruong.stc", "/phieu/{sheet}?tieuChi=1.1")]
    [InlineData("tap-huan-cac-ho-so", "thamdinh1", "/tham-dinh")]
    [InlineData("tap-huan-ho-so", "thamdinh1", "/tham-dinh/{case}?tieuChi=1.1")]
    public async Task A_page_of_a_practice_campaign_says_so_and_is_fit_for_everyone_on_a_desk_and_on_a_phone(string name, string userName, string path)
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync(userName);
        await page.GoAsync(work.Address(path));
        Assert.True(await page.Page.GetByText(Banner).First.IsVisibleAsync());
        await page.InspectAsync(name);
    }

    [Fact]
    public async Task Who_answers_a_practice_survey_is_told_so_on_every_page_of_it()
    {
        await using var page = await browser.OpenAsync(province, phone: true);
        await page.GoAsync(work.Address("/khao-sat/{survey}"));
        Assert.True(await page.Page.GetByText(Banner).First.IsVisibleAsync());
        await page.InspectAsync("tap-huan-khao-sat");
        await page.Page.GetByLabel("Tôi đồng ý tham gia khảo sát").CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Bắt đầu trả lời" }).ClickAsync();
        await page.Page.Locator("fieldset.question").First.WaitForAsync();
        Assert.True(await page.Page.GetByText(Banner).First.IsVisibleAsync());
        await page.InspectAsync("tap-huan-khao-sat-cau-hoi");
    }

    [Fact]
    public async Task A_practice_sheet_is_put_back_to_its_start_by_keyboard_alone()
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("thutruong.snv");
        await page.GoAsync("/phieu");
        await page.Page.Locator("main a[href^='/phieu/']", new() { HasText = "Tập huấn cán bộ mới" }).First.ClickAsync();
        var deed = page.Page.Locator("details.confirm", new() { HasText = "Đưa về ban đầu" });
        for (var presses = 0; presses < 60 && !await deed.Locator("summary").EvaluateAsync<bool>("x => x === document.activeElement"); presses++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
        }

        await page.Page.Keyboard.PressAsync("Enter");
        Assert.True(await deed.GetByText("Mọi nội dung đã nhập trong phiếu tập huấn").IsVisibleAsync());
        await page.InspectAsync("tap-huan-dua-ve-ban-dau");
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.True(await deed.Locator("button[type=submit]").EvaluateAsync<bool>("x => x === document.activeElement"));
        var reset = await page.Page.RunAndWaitForResponseAsync(
            () => page.Page.Keyboard.PressAsync("Enter"), response => response.Request.Method == "POST" && response.Url.EndsWith("/dat-lai", StringComparison.Ordinal));
        Assert.InRange(reset.Status, 200, 303);
        await page.Page.Locator("details.confirm:not([open])", new() { HasText = "Đưa về ban đầu" }).WaitForAsync();
        Assert.Empty(await page.TextsAsync("main [role=alert]"));
    }

    [Theory]
    [InlineData("ky-bang", "/ky-danh-gia/{real}")]
    [InlineData("ky-lich", "/ky-danh-gia/{real}/lich")]
    [InlineData("ky-ke-hoach", "/ky-danh-gia/{real}/ke-hoach")]
    [InlineData("don-vi-ho-so", "/quan-tri/don-vi/{unit}")]
    [InlineData("don-vi-moi", "/quan-tri/don-vi/moi")]
    [InlineData("don-vi-sua", "/quan-tri/don-vi/{unit}/sua")]
    [InlineData("don-vi-gop", "/quan-tri/don-vi/{unit}/gop")]
    [InlineData("don-vi-tach", "/quan-tri/don-vi/{unit}/tach")]
    [InlineData("don-vi-doi-ten", "/quan-tri/don-vi/{unit}/doi-ten")]
    [InlineData("loai-don-vi", "/quan-tri/loai-don-vi")]
    [InlineData("loai-don-vi-sua", "/quan-tri/loai-don-vi?sua=so")]
    public async Task Pages_about_campaigns_and_units_are_fit_for_everyone_on_a_desk_and_on_a_phone(string name, string path)
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync(work.Address(path));
        await page.InspectAsync(name);
    }

    [Fact]
    public async Task A_file_of_units_with_errors_is_shown_line_by_line()
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync("/quan-tri/don-vi/nhap");
        await page.Page.Locator("#f-file").SetInputFilesAsync(new FilePayload
        {
            Name = "don-vi.csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes(
                """
                code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes
                DVM1,Ủy ban nhân dân xã Đông Sơn,xa,xa,Khối xã,KHONGCO,2025-07-01,,
                DVM2,Ủy ban nhân dân xã Ân Nghĩa,xa,xa,Khối xã,UBNDT,2025-07-01,2025-01-01,
                DVM3,Ủy ban nhân dân xã Yên Bình,loai-la,xa,Khối xã,UBNDT,ngày mai,,
                """),
        });
        await page.Page.Locator("main button[type=submit].btn-primary").ClickAsync();
        await page.Page.Locator(".alert-danger").WaitForAsync();
        foreach (var line in (string[])["Dòng 2", "Dòng 3", "Dòng 4"])
        {
            Assert.Contains(line, await page.MainTextAsync(), StringComparison.Ordinal);
        }

        await page.InspectAsync("don-vi-nhap-loi");
    }

    [Fact]
    public async Task A_code_that_is_taken_is_said_beside_the_field_which_has_the_focus()
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync(work.Address("/quan-tri/don-vi/{unit}/doi-ten"));
        await page.Page.Locator("#f-code").FillAsync("SNV");
        await page.Page.Locator("#f-name").FillAsync("Sở Tài chính và Đầu tư");
        await page.Page.Locator("#f-on").FillAsync("2027-01-01");
        await page.Page.Locator("main form.unit-form button[type=submit]").ClickAsync();
        await page.Page.Locator("#f-code-error").WaitForAsync();

        Assert.Equal("f-code", await page.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal("Sở Tài chính và Đầu tư", await page.Page.Locator("#f-name").InputValueAsync());
        await InspectRefusedAsync(page, "don-vi-trung-ma");
    }

    [Fact]
    public async Task A_campaign_in_the_Ministrys_shape_is_drawn_up_step_by_step_and_a_refusal_leads_back_to_its_field()
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync("/ky-danh-gia/moi");
        await page.Page.GetByLabel("Tỉnh tự đánh giá gửi Bộ").CheckAsync();
        await page.Page.Locator("#code").FillAsync(PracticeUnderWay.Code);
        await page.Page.Locator("#name").FillAsync("Tỉnh tự đánh giá gửi Bộ năm 2025");
        await page.Page.Locator("#year").FillAsync("2025");
        await page.InspectAsync("lap-ky-1-chung");
        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);
        await NextAsync(page, "#g0-code");
        await page.Page.Locator("#g0-code").FillAsync("tinh");
        await page.Page.Locator("#g0-name").FillAsync("Tỉnh");
        await page.Page.Locator("#g0-set").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.Page.Locator(".unit-choices .form-check", new() { HasText = "Sở Tài chính" }).First.Locator("input[type=checkbox]").CheckAsync();
        await page.InspectAsync("lap-ky-2-khoi");
        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);
        await NextAsync(page, "#g0-collector");
        await page.Page.Locator("#g0-collector").SelectOptionAsync(new SelectOptionValue { Label = "Sở Nội vụ" });
        await page.InspectAsync("lap-ky-3-phan-cong");
        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);
        await NextAsync(page, "button[value=save].btn-primary");
        await page.InspectAsync("lap-ky-4-xem-lai");
        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);
        await page.Page.Locator("button[value=save].btn-primary").ClickAsync();
        await page.Page.Locator("#code-error").WaitForAsync();

        Assert.Equal("code", await page.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal("code-help code-error", await page.Page.Locator("#code").GetAttributeAsync("aria-describedby"));
        Assert.Equal("Tỉnh tự đánh giá gửi Bộ năm 2025", await page.Page.Locator("#name").InputValueAsync());
        await InspectRefusedAsync(page, "lap-ky-bi-tu-choi");

        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);
        await page.Page.Locator("#code").FillAsync("trang-bo");
        await NextAsync(page, "#g0-code");
        Assert.Equal("Tỉnh", await page.Page.Locator("#g0-name").InputValueAsync());
        await NextAsync(page, "#g0-collector");
        await NextAsync(page, "button[value=save].btn-primary");
        await page.Page.Locator("button[value=save].btn-primary").ClickAsync();
        await page.Page.WaitForURLAsync(url => !url.EndsWith("/moi", StringComparison.Ordinal));
        await page.GoAsync(new Uri(page.Page.Url).AbsolutePath + "/sua");
        await page.InspectAsync("sua-ky");
        await page.GoAsync(new Uri(page.Page.Url).AbsolutePath.Replace("/sua", "/san-sang", StringComparison.Ordinal));
        await page.InspectAsync("ky-san-sang");
    }

    private static async Task NextAsync(BrowserPage page, string shown)
    {
        await page.Page.Locator("button[value=next].btn-primary").ClickAsync();
        await page.Page.WaitForLoadStateAsync();
        Assert.True(await page.Page.Locator(shown).IsVisibleAsync(), await page.MainTextAsync());
    }

    /// <summary>The browser notes that a form was answered 4xx; that is what was asked for.</summary>
    private static async Task InspectRefusedAsync(BrowserPage page, string name)
    {
        page.Forgive("the server responded with a status of 4");
        await page.InspectAsync(name);
    }
}
