using System.Globalization;
using CCHC.Testing.Installations;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>After the province has answered the Ministry: its points, what it asks for, and a department's answer, in the browser.</summary>
public sealed class MinistryReviewTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,60,,SUM,
        1.1,TC,Ban hành kế hoạch cải cách hành chính,60,TD,YESNO,có=60;không=0
        2,LV,Cải cách thủ tục hành chính,40,,SUM,
        2.1,TC,Tỷ lệ hồ sơ giải quyết đúng hạn,40,TD,PROPORTIONAL,ty_le*max
        """;

    [Fact]
    public async Task The_ministrys_request_is_assigned_answered_with_a_document_and_returned_and_its_points_stand_beside_ours()
    {
        var sheet = await SubmitAsync();
        await using var keeper = await browser.OpenAsync(province);
        await keeper.SignInAsync("thutruong.snv");
        await keeper.GoAsync($"/phieu/{sheet}");
        await keeper.ClickLinkAsync("Bộ thẩm định");
        await Assertions.Expect(keeper.Page.Locator("main")).ToContainTextAsync("Chưa có yêu cầu nào của Bộ.");

        // A due date that is past is refused beside its field, and nothing that was typed is lost.
        await keeper.ClickLinkAsync("Thêm yêu cầu");
        await keeper.Page.GetByLabel("Tiêu chí").SelectOptionAsync("2.1");
        await keeper.Page.GetByLabel("Nội dung Bộ yêu cầu").FillAsync("Bổ sung số liệu hồ sơ trễ hạn theo từng huyện.");
        await keeper.Page.GetByLabel("Hạn trả lời").FillAsync("2020-01-01");
        await PressAsync(keeper, "Giao yêu cầu");
        await Assertions.Expect(keeper.Page.Locator("#dueOn-error")).ToContainTextAsync("Hạn trả lời phải từ hôm nay trở đi.");
        await Assertions.Expect(keeper.Page.GetByLabel("Nội dung Bộ yêu cầu")).ToHaveValueAsync("Bổ sung số liệu hồ sơ trễ hạn theo từng huyện.");
        keeper.Forgive("400");
        await keeper.InspectAsync("bo-yeu-cau-moi");
        await keeper.TabThroughAsync();
        var due = DateTimeOffset.UtcNow.AddDays(5);
        await keeper.Page.GetByLabel("Hạn trả lời").FillAsync(Day(due));
        await PressAsync(keeper, "Giao yêu cầu");
        Assert.Equal(["Tiêu chí 2.1", "Bổ sung số liệu hồ sơ trễ hạn theo từng huyện.", "Sở Tài chính", due.ToOffset(TimeSpan.FromHours(7)).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), "Chờ trả lời"],
            await keeper.TextsAsync("section[aria-labelledby=requests-title] tbody tr > *"));

        // The department finds it on its home page and answers with a file and a link.
        await using var department = await browser.OpenAsync(province);
        await department.SignInAsync("canbo.stc");
        await department.ClickLinkAsync("Tiêu chí 2.1:");
        await department.Page.Locator("[data-files]").SetInputFilesAsync(new FilePayload { Name = "Bang so lieu.pdf", MimeType = "application/pdf", Buffer = SmallPdf.Bytes });
        await Assertions.Expect(department.Page.Locator("#evidence-list")).ToContainTextAsync("Bang so lieu.pdf");
        await department.Page.GetByLabel("Nội dung trả lời").FillAsync("Số liệu theo từng huyện ở bảng kèm theo.");
        await department.Page.GetByText("Thêm liên kết", new() { Exact = true }).First.ClickAsync();
        await department.Page.GetByLabel("Tên tài liệu").FillAsync("Hồ sơ trễ hạn năm 2025");
        await department.Page.Locator("#url").FillAsync("https://hoso.example.vn/2025");
        await department.Page.GetByRole(AriaRole.Button, new() { Name = "Thêm liên kết", Exact = true }).ClickAsync();
        await Assertions.Expect(department.Page.Locator("#evidence-list")).ToContainTextAsync("Hồ sơ trễ hạn năm 2025");
        await Assertions.Expect(department.Page.GetByLabel("Nội dung trả lời")).ToHaveValueAsync("Số liệu theo từng huyện ở bảng kèm theo.");
        await department.InspectAsync("bo-yeu-cau-tra-loi");
        await department.TabThroughAsync();
        await PressAsync(department, "Gửi trả lời");
        await Assertions.Expect(department.Page.Locator(".lead .mark")).ToHaveTextAsync("Đã trả lời");

        // The keeper reads it, sends it back once, and takes the second answer.
        await keeper.ClickLinkAsync("Tiêu chí 2.1");
        await Assertions.Expect(keeper.Page.Locator("main")).ToContainTextAsync("Số liệu theo từng huyện ở bảng kèm theo.");
        await Assertions.Expect(keeper.Page.Locator("#evidence-list")).ToContainTextAsync("Bang so lieu.pdf");
        await keeper.Page.GetByText("Trả lại làm lại", new() { Exact = true }).First.ClickAsync();
        await keeper.Page.GetByLabel("Nội dung cần làm lại").FillAsync("Thiếu huyện Nam.");
        await keeper.Page.GetByLabel("Hạn mới").FillAsync(Day(due));
        await PressAsync(keeper, "Trả lại làm lại");
        await Assertions.Expect(keeper.Page.Locator(".lead .mark")).ToHaveTextAsync("Trả lại làm lại");
        await department.GoAsync("/bang-viec");
        await department.ClickLinkAsync("Tiêu chí 2.1:");
        await Assertions.Expect(department.Page.Locator(".alert-warning")).ToContainTextAsync("Thiếu huyện Nam.");
        await department.Page.GetByLabel("Nội dung trả lời").FillAsync("Đã bổ sung huyện Nam.");
        await PressAsync(department, "Gửi trả lời");
        await department.GoAsync("/bang-viec");
        await Assertions.Expect(department.Page.GetByText("Yêu cầu bổ sung của Bộ")).ToHaveCountAsync(0);

        // The Ministry's points: one wrong number stores none; ours stay as submitted.
        await keeper.GoAsync($"/phieu/{sheet}/bo-tham-dinh");
        await keeper.Page.GetByLabel("Điểm của Bộ cho tiêu chí 1.1").FillAsync("55,5");
        await keeper.Page.GetByLabel("Điểm của Bộ cho tiêu chí 2.1").FillAsync("41");
        await PressAsync(keeper, "Lưu điểm của Bộ");
        await Assertions.Expect(keeper.Page.Locator("main")).ToContainTextAsync("Điểm của tiêu chí 2.1 phải từ 0 đến 40,00.");
        await Assertions.Expect(keeper.Page.GetByLabel("Điểm của Bộ cho tiêu chí 1.1")).ToHaveValueAsync("55,5");
        keeper.Forgive("400");
        await keeper.Page.GetByLabel("Điểm của Bộ cho tiêu chí 2.1").FillAsync("36");
        await keeper.Page.GetByLabel("Lý do của Bộ ở tiêu chí 2.1").FillAsync("Số liệu hệ thống của Bộ.");
        await PressAsync(keeper, "Lưu điểm của Bộ");
        Assert.Equal(["91,50 đã ghi 2/2 tiêu chí", "98,00", "−6,50", "0"], (await keeper.TextsAsync(".figures dd")).Select(text => text.Replace("\n", " ", StringComparison.Ordinal))); // 55.5 + 36; 60 + 38
        await keeper.InspectAsync("bo-tham-dinh");
        await keeper.TabThroughAsync();

        // Who has no part in the sheet finds nothing.
        await using var stranger = await browser.OpenAsync(province);
        await stranger.SignInAsync("canbo.stp");
        var refused = await stranger.Page.GotoAsync($"/phieu/{sheet}/bo-tham-dinh");
        Assert.Equal(404, refused!.Status);
    }

    private async Task<Guid> SubmitAsync()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var units = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var code in new[] { "UBNDT", "SNV", "STC" })
        {
            var list = await homeAffairs.GetAsync($"/api/identity/units?search={code}&pageSize=100");
            units[code] = list.GetProperty("items").EnumerateArray().Single(unit => unit.GetProperty("code").GetString() == code).GetProperty("id").GetGuid();
        }

        var set = await homeAffairs.PostCsvAsync("/api/criteria/sets?code=bo-tham-dinh&name=bo-tham-dinh&year=2025", Criteria);
        await homeAffairs.PostAsync($"/api/criteria/sets/{set.GetProperty("id").GetGuid()}/publication");
        var campaign = await homeAffairs.PostAsync("/api/criteria/campaigns", new
        {
            code = "bo-tham-dinh", name = "Tỉnh tự chấm gửi Bộ Nội vụ", year = 2025, rounds = 1, surveyHeld = false,
            groups = new[]
            {
                new
                {
                    code = "tinh", name = "Tỉnh", criteriaSetId = set.GetProperty("id").GetGuid(), unitIds = new[] { units["UBNDT"] }, collectorUnitId = units["SNV"],
                    responsibilities = new[] { new { leafCode = "1.1", unitId = units["SNV"] }, new { leafCode = "2.1", unitId = units["STC"] } },
                },
            },
        });
        var id = campaign.GetProperty("id").GetGuid();
        await homeAffairs.PostAsync($"/api/criteria/campaigns/{id}/phases", new { phase = "SelfAssessment", round = 1 });
        var (department, collector) = (await province.System.SignInAsync("thutruong.stc"), await province.System.SignInAsync("thutruong.snv"));
        var sheet = await TrialCampaign.SheetAsync(department, id);
        await department.PutAsync($"{sheet}/entries/2.1", new { data = new { numerator = 95, denominator = 100 }, evidence = "3/BC-STC" });
        await department.PostAsync($"{sheet}/contributions");
        await collector.PutAsync($"{sheet}/entries/1.1", new { data = new { yes = true }, evidence = "1/KH-UBND" });
        await collector.PostAsync($"{sheet}/submission");
        return Guid.Parse(sheet.Split('/')[^1]);
    }

    private static string Day(DateTimeOffset moment) => moment.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Task PressAsync(BrowserPage page, string name) => page.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
}
