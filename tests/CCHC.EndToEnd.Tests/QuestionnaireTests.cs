using System.Text.RegularExpressions;
using CCHC.Testing;
using CCHC.Testing.Installations;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>Home affairs draws up a survey from a template, changes it question by question, opens it and puts a wording right.</summary>
public sealed class QuestionnaireTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Criteria = "ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n1,LV,Chỉ đạo,60,,SUM,\n1.1,TC,Kế hoạch,60,TD,YESNO,có=60;không=0\n"
        + "2,LV,Điều tra,40,,SUM,\n2.1,TC,Chất lượng phục vụ,40,XHH,SURVEY,A=100;B=60;C=20;D=0\n";

    [Fact]
    public async Task A_template_becomes_a_survey_that_is_changed_by_keyboard_opened_and_corrected()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var units = await TrialCampaign.UnitsAsync(homeAffairs, "so");
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, "thu-phieu-hoi", "so", Criteria, [units["STC"], units["SNV"]], surveyHeld: true);
        await Eventually.Holds(() => homeAffairs.GetAsync($"/api/survey/campaigns/{campaign.Id}/coverage"), TimeSpan.FromSeconds(30));

        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync($"/dieu-tra/{campaign.Id}");
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("2.1. Chất lượng phục vụ");
        await page.InspectAsync("dieu-tra-ky");
        await page.ClickLinkAsync("Lập cuộc điều tra");
        await page.InspectAsync("dieu-tra-moi", "Applying inline style");
        await page.TabThroughAsync();
        await page.Page.GetByText("Mẫu: Đo lường sự hài lòng (SIPAS)").ClickAsync();
        await page.Page.GetByLabel("Mã cuộc điều tra").FillAsync("sipas-thu");
        await page.Page.GetByLabel("Tên cuộc điều tra").FillAsync("Khảo sát thử sự hài lòng");
        await page.Page.GetByText("Tỷ lệ hai mức cao nhất").ClickAsync();
        await page.Page.Locator("#g0-code").FillAsync("nguoi-dan");
        await page.Page.Locator("#g0-name").FillAsync("Người dân");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Tạo bản nháp" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#tiep-theo")).ToBeVisibleAsync();
        await page.InspectAsync("cuoc-dieu-tra", "Applying inline style");

        // A new question, first with a fault that only the service knows.
        await page.ClickLinkAsync("Soạn phiếu hỏi");
        await page.InspectAsync("phieu-hoi", "Applying inline style");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Thêm câu hỏi – Tiếp cận dịch vụ" }).ClickAsync();
        await page.InspectAsync("cau-hoi-moi", "Applying inline style");
        await page.Page.Locator("#q-code").FillAsync("PV1");
        await page.Page.Locator("#q-text-vi").FillAsync("Ông/Bà hài lòng thế nào về chất lượng phục vụ?");
        await page.Page.Locator("summary").Filter(new() { HasText = "tiêu chí tính điểm" }).ClickAsync();
        await page.Page.GetByLabel("Khối so").SelectOptionAsync("2.1");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Lưu", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#q-leaves-error")).ToContainTextAsync("từng cơ quan, đơn vị");
        await page.Page.GetByLabel("Hỏi về từng đơn vị").CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Lưu", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("[data-save-state]")).ToHaveTextAsync("Đã lưu.");
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex("cau=PV1$", RegexOptions.None, TimeSpan.FromSeconds(1)));

        // Moved by keyboard while another text is being typed, which stays.
        await page.Page.Locator("#q-text-vi").FillAsync("Ông/Bà hài lòng thế nào về việc phục vụ?");
        var up = page.Page.Locator("button[value='len:PV1']");
        await up.FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#q-version")).ToHaveValueAsync("3");
        await Assertions.Expect(up).ToBeFocusedAsync();
        await Assertions.Expect(page.Page.Locator("#q-text-vi")).ToHaveValueAsync("Ông/Bà hài lòng thế nào về việc phục vụ?");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Lưu", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("[data-save-state]")).ToHaveTextAsync("Đã lưu.");
        await page.TabThroughAsync();

        await page.ClickLinkAsync("Xem trước");
        await Assertions.Expect(page.Page.Locator(".preview")).ToContainTextAsync("Ông/Bà hài lòng thế nào về việc phục vụ?");
        await page.InspectAsync("xem-truoc", "Applying inline style", "status of 400");

        await page.ClickLinkAsync("Khảo sát thử sự hài lòng");
        await page.Page.Locator("summary").Filter(new() { HasText = "Mở cuộc điều tra" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Mở ngay" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("/khao-sat/");
        await page.GoAsync(new Uri(page.Page.Url).AbsolutePath + "/phieu-hoi?cau=PV1");
        await Assertions.Expect(page.Page.Locator("#q-code")).ToHaveCountAsync(0);
        await page.Page.Locator("#q-text-vi").FillAsync("Ông/Bà hài lòng thế nào về cách phục vụ?");
        await page.Page.GetByLabel("Lý do đính chính").FillAsync("Dùng sai từ");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Đính chính câu chữ" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("[data-save-state]")).ToHaveTextAsync("Đã lưu.");
        await page.InspectAsync("dinh-chinh-cau-chu", "Applying inline style", "status of 400");
        await page.ClickLinkAsync("Khảo sát thử sự hài lòng");
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("Dùng sai từ");

        // The home tells that the leaf is asked about now.
        await page.GoAsync($"/dieu-tra/{campaign.Id}");
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("đều đã có câu hỏi");
        page.Forgive("the server responded with a status of 400");
        page.Forgive("Applying inline style");
        Assert.Empty(page.Complaints);
    }
}
