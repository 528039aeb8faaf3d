using System.Text.RegularExpressions;
using CCHC.Testing.Installations;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>A campaign that is open for self-assessment and has an open survey, and one that is being appraised; both of two departments.</summary>
public sealed class WorkUnderWay(Province province) : IAsyncLifetime
{
    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,60,,SUM,
        1.1,TC,Ban hành kế hoạch cải cách hành chính,20,TD,YESNO,có=20;không=0
        1.2,TC,Tỷ lệ hồ sơ giải quyết đúng hạn,40,TD,PROPORTIONAL,ty_le*max
        2,LV,Đánh giá của cơ quan khác,40,,SUM,
        2.1,TC,Chất lượng phối hợp,40,XHH,SURVEY,A=100;B=60;C=20;D=0
        """;

    public Guid CampaignId { get; private set; }

    /// <summary>Of the Department of Finance, a draft.</summary>
    public Guid SheetId { get; private set; }

    /// <summary>Of the Department of Finance, open.</summary>
    public Guid CaseId { get; private set; }

    /// <summary>Published; measures the campaign.</summary>
    public Guid CriteriaSetId { get; private set; }

    public Guid SurveyId { get; private set; }

    public string SurveyPath { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await province.DemoYearAsync();
        var homeAffairs = await province.HomeAffairsAsync();
        var head = await province.System.SignInAsync("thutruong.stc");
        var appraiser = await province.System.SignInAsync("thamdinh1");
        var units = await TrialCampaign.UnitsAsync(homeAffairs, "so");

        var open = await TrialCampaign.OpenAsync(homeAffairs, "thu-tu-cham", "so", Criteria, [units["STC"], units["SNV"]], surveyHeld: true);
        CampaignId = open.Id;
        CriteriaSetId = (await homeAffairs.GetAsync($"/api/criteria/campaigns/{open.Id}")).GetProperty("groups")[0].GetProperty("criteriaSetId").GetGuid();
        SheetId = (await open.SheetsAsync(head))["STC"];
        await OpenSurveyAsync(homeAffairs, open);

        var appraised = await TrialCampaign.OpenAsync(homeAffairs, "thu-tham-dinh", "so", Criteria, [units["STC"], units["SNV"]]);
        var sheet = $"/api/assessment/self-assessments/{(await appraised.SheetsAsync(head))["STC"]}";
        await head.PutAsync($"{sheet}/entries/1.1", new { data = new { yes = true }, evidence = "12/KH-STC" });
        await head.PutAsync($"{sheet}/entries/1.2", new { data = new { numerator = 930, denominator = 1000 }, evidence = "15/BC-STC" });
        await head.PostAsync($"{sheet}/submission");
        await appraised.OpenPhaseAsync("Appraisal");
        await appraised.AppointAsync(appraiser, "1");
        CaseId = (await appraised.CasesAsync(appraiser, count: 1))["STC"];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task OpenSurveyAsync(Caller homeAffairs, TrialCampaign campaign)
    {
        var request = new
        {
            campaignId = campaign.Id,
            code = "thu-dieu-tra",
            name = "Khảo sát thử về chất lượng phối hợp",
            introduction = "Khảo sát lấy ý kiến đại biểu Hội đồng nhân dân tỉnh.",
            respondentGroups = new[] { new { code = "HDND", name = "Đại biểu Hội đồng nhân dân tỉnh" } },
            questions = new[] { new { code = "C1", text = "Ông/bà đánh giá thế nào về chất lượng phối hợp?", groupCode = "so", leafCode = "2.1" } },
        };
        var survey = await Eventually.Is(
            () => homeAffairs.SendAsync(HttpMethod.Post, "/api/survey/surveys", request), answer => answer.IsSuccess, TimeSpan.FromSeconds(30));
        SurveyId = survey.Json().GetProperty("id").GetGuid();
        var opened = await homeAffairs.PostAsync($"/api/survey/surveys/{SurveyId}/opening");
        SurveyPath = $"/khao-sat/{opened.GetProperty("links")[0].GetProperty("code").GetString()}";
    }
}

public sealed class PortalTests(Province province, Browser browser, WorkUnderWay work) : IClassFixture<Browser>, IClassFixture<WorkUnderWay>
{
    private const string Results = "/ket-qua/cchc-2024-so";

    [Theory]
    [InlineData("ket-qua", Results)]
    [InlineData("trang-dau", "/")]
    [InlineData("ket-qua-don-vi", Results + "/STC")]
    [InlineData("dang-nhap", "/dang-nhap")]
    public async Task Public_pages_are_fit_for_everyone_on_a_desk_and_on_a_phone(string name, string path)
    {
        await using var page = await browser.OpenAsync(province);
        await page.GoAsync(path);
        await page.InspectAsync(name);
    }

    [Theory]
    [InlineData("bang-viec-so-noi-vu", "sonoivu", "/bang-viec")]
    [InlineData("bang-ky-danh-gia", "sonoivu", "/ky-danh-gia/{campaign}")]
    [InlineData("cac-ky-danh-gia", "sonoivu", "/ky-danh-gia")]
    [InlineData("lap-ky-danh-gia", "sonoivu", "/ky-danh-gia/moi")]
    [InlineData("lich-ky-danh-gia", "sonoivu", "/ky-danh-gia/{campaign}/lich")]
    [InlineData("ke-hoach", "sonoivu", "/ky-danh-gia/{campaign}/ke-hoach")]
    [InlineData("san-sang", "sonoivu", "/ky-danh-gia/{campaign}/san-sang")]
    [InlineData("xep-hang", "sonoivu", "/xep-hang/cchc-2024-so")]
    [InlineData("bang-viec-thu-truong", "thutruong.stc", "/bang-viec")]
    [InlineData("phieu", "thutruong.stc", "/phieu/{sheet}?tieuChi=1.2")]
    [InlineData("cac-phieu", "thutruong.stc", "/phieu")]
    [InlineData("bang-viec-tham-dinh", "thamdinh1", "/bang-viec")]
    [InlineData("tham-dinh", "thamdinh1", "/tham-dinh/{case}?tieuChi=1.2")]
    [InlineData("cac-ho-so", "thamdinh1", "/tham-dinh")]
    [InlineData("don-vi", "sonoivu", "/quan-tri/don-vi")]
    [InlineData("don-vi-moi", "sonoivu", "/quan-tri/don-vi/moi")]
    [InlineData("don-vi-nhap", "sonoivu", "/quan-tri/don-vi/nhap")]
    [InlineData("loai-don-vi", "admin", "/quan-tri/loai-don-vi")]
    [InlineData("cac-bo-tieu-chi", "sonoivu", "/bo-tieu-chi")]
    [InlineData("bo-tieu-chi-moi", "sonoivu", "/bo-tieu-chi/moi")]
    [InlineData("bo-tieu-chi-nhap", "sonoivu", "/bo-tieu-chi/nhap")]
    [InlineData("bo-tieu-chi", "sonoivu", "/bo-tieu-chi/{set}")]
    [InlineData("so-sanh-bo-tieu-chi", "sonoivu", "/bo-tieu-chi/so-sanh")]
    public async Task Pages_of_those_who_sign_in_are_fit_for_everyone_on_a_desk_and_on_a_phone(string name, string userName, string path)
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync(userName);
        await page.GoAsync(path.Replace("{campaign}", $"{work.CampaignId}", StringComparison.Ordinal)
            .Replace("{sheet}", $"{work.SheetId}", StringComparison.Ordinal)
            .Replace("{case}", $"{work.CaseId}", StringComparison.Ordinal)
            .Replace("{set}", $"{work.CriteriaSetId}", StringComparison.Ordinal));
        await page.InspectAsync(name);
    }

    [Fact]
    public async Task The_survey_form_is_fit_for_everyone_on_a_desk_and_on_a_phone()
    {
        await using var page = await browser.OpenAsync(province);
        await page.GoAsync(work.SurveyPath);
        await page.InspectAsync("khao-sat-dong-y");
        await page.Page.GetByLabel("Tôi đồng ý tham gia khảo sát").CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Bắt đầu trả lời" }).ClickAsync();
        await page.Page.Locator("fieldset.question").First.WaitForAsync();
        await page.InspectAsync("khao-sat-cau-hoi");
    }

    [Fact]
    public async Task Published_results_can_be_read_without_JavaScript()
    {
        await using var page = await browser.OpenAsync(province, javaScript: false);
        await page.GoAsync(Results);
        Assert.Equal(20, await page.Page.Locator("table.ranking tbody tr").CountAsync());
        Assert.Contains("85,41", await page.MainTextAsync(), StringComparison.Ordinal);

        var csv = await page.Page.GetByRole(AriaRole.Link, new() { Name = "Tải CSV" }).GetAttributeAsync("href");
        var file = await province.System.Anonymous().SendAsync(HttpMethod.Get, csv!);
        Assert.Equal(("text/csv", 21), (file.MediaType, file.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));

        await page.ClickLinkAsync("Sở Tài chính");
        Assert.Contains("90,05", await page.MainTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_respondent_answers_the_survey_on_a_phone_without_JavaScript()
    {
        var before = await AnswersAsync();
        await using var page = await browser.OpenAsync(province, javaScript: false, phone: true);
        await page.GoAsync(work.SurveyPath);
        await page.Page.GetByLabel("Tôi đồng ý tham gia khảo sát").CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Bắt đầu trả lời" }).ClickAsync();

        // One of the two units is left out: the section comes back with what was chosen and says what is missing.
        var questions = page.Page.Locator("fieldset.question");
        Assert.Equal(2, await questions.CountAsync());
        await questions.First.Locator("label.option").First.ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Gửi câu trả lời" }).ClickAsync();
        Assert.Contains("Còn 1 câu chưa trả lời", await page.MainTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await page.Page.Locator("fieldset.question input:checked").CountAsync());
        Assert.Equal(before, await AnswersAsync());

        await questions.Last.Locator("label.option").Nth(1).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Gửi câu trả lời" }).ClickAsync();
        Assert.Contains("Đã nhận câu trả lời", await page.MainTextAsync(), StringComparison.Ordinal);
        Assert.Equal(before + 2, await AnswersAsync());
        var kept = Assert.Single(await page.Page.Context.CookiesAsync(), cookie => cookie.Name == "cchc.khao-sat");
        Assert.Equal(("/khao-sat", true), (kept.Path, kept.HttpOnly));
    }

    [Fact]
    public async Task A_head_who_types_a_number_sees_the_points_at_once_and_finds_them_again()
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("thutruong.stc");
        await page.GoAsync($"/phieu/{work.SheetId}?tieuChi=1.2");
        await page.Page.Locator("input[name=numerator]").FillAsync("850,5");
        await page.Page.Locator("input[name=denominator]").FillAsync("1000");
        await page.Page.Locator("input[name=evidence]").FillAsync("15/BC-STC");
        await page.Page.Locator("input[name=evidence]").BlurAsync();
        await Assertions.Expect(page.Page.Locator("#leaf-result")).ToContainTextAsync("34,02");

        await page.Page.ReloadAsync();
        Assert.Equal("850,5", await page.Page.Locator("input[name=numerator]").InputValueAsync());
        Assert.Contains("34,02", await page.Page.Locator("#leaf-result").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_appraiser_who_gives_other_points_must_say_why()
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("thamdinh1");
        await page.GoAsync($"/tham-dinh/{work.CaseId}?tieuChi=1.1");
        await page.Page.Locator("input[name=decision][value=points]").CheckAsync();
        await page.Page.Locator("input[name=given]").FillAsync("12,5");
        await page.Page.Locator("#leaf-form button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Page.Locator("#decision-result")).ToContainTextAsync(new Regex("lý do", RegexOptions.None, TimeSpan.FromSeconds(1)));

        await page.Page.Locator("textarea[name=reason]").FillAsync("Kế hoạch ban hành chậm.");
        await page.Page.Locator("#leaf-form button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Page.Locator("#decision-result")).ToContainTextAsync("12,5");
        var homeAffairs = await province.HomeAffairsAsync();
        await Eventually.Is(
            async () => (await homeAffairs.GetAsync("/api/ranking/campaigns/thu-tham-dinh/standings")).GetProperty("items").EnumerateArray()
                .Single(item => item.GetProperty("unitCode").GetString() == "STC").GetProperty("points").GetDecimal(),
            points => points == 12.5m + 37.2m);
    }

    [Fact]
    public async Task Whoever_gives_a_wrong_password_stays_outside_and_need_not_type_the_name_again()
    {
        await using var page = await browser.OpenAsync(province, javaScript: false);
        await page.GoAsync("/bang-viec");
        Assert.Contains("/dang-nhap", page.Page.Url, StringComparison.Ordinal);
        await page.Page.GetByLabel("Tên đăng nhập").FillAsync("kiemtoan");
        await page.Page.GetByLabel("Mật khẩu").FillAsync("không phải mật khẩu này");
        await page.Page.Locator("main button[type=submit].btn-primary").ClickAsync();
        await page.Page.Locator("#loi").WaitForAsync();
        Assert.Equal("kiemtoan", await page.Page.GetByLabel("Tên đăng nhập").InputValueAsync());
    }

    private async Task<int> AnswersAsync()
    {
        await using var database = Npgsql.NpgsqlDataSource.Create(province.System.ConnectionString("survey-db"));
        await using var command = database.CreateCommand($"SELECT coalesce(sum(jsonb_array_length(answers)), 0)::int FROM submission WHERE survey_id = '{work.SurveyId}'");
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
