using System.Globalization;
using System.Text;
using System.Text.Json;
using CCHC.Testing.Installations;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>A sheet of a hundred leaves from the first number to the signed report, by two officers and the head of one department.</summary>
public sealed class HundredLeavesTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Password = "mat-khau-rat-dai-2025";
    private const string An = "an.tramtieuchi", Binh = "binh.tramtieuchi", Chi = "chi.tramtieuchi";
    private const int Fields = 10;

    /// <summary>A leaf of one point of each kind; of the last two, every other field has one.</summary>
    private static readonly Kind[] Kinds =
    [
        new("YESNO,có=1;không=0", page => page.GetByLabel("Có", new() { Exact = true }).CheckAsync(), "1,00 / 1,00", "Có: 1 điểm"),
        new("THRESHOLD_PROPORTIONAL,100%=max;80%..<100%=ty_le*max;<80%=0", page => RatioAsync(page, "90", "100"), "0,90 / 1,00", "0,9"), // 90 % of 1
        new("DEDUCT_LATE,mỗi báo cáo trễ hạn -0.25;mỗi báo cáo còn thiếu -0.5;sàn 0", ViolationsAsync, "0,25 / 1,00", "1 − 0,75 = 0,25"), // one of each
        new("COUNT,mỗi sáng kiến 0.25; tối đa 1", page => page.Locator("#f-count").FillAsync("3"), "0,75 / 1,00", "3 sáng kiến × 0,25 = 0,75"),
        new("CHOICE,Xuất sắc=100%;Tốt=75%;Hoàn thành=50%;Chưa hoàn thành=0%", page => page.GetByLabel("Tốt", new() { Exact = true }).CheckAsync(), "0,75 / 1,00", "75 % × 1 = 0,75"),
        new("TIERS,100%=1;80%..<100%=0.5;<80%=0", page => RatioAsync(page, "90", "100"), "0,50 / 1,00", "0,5"), // 80 to under 100 %
        new("INTERPOLATE,>=100%=max;95%..<100%=max*(x-95)/5;<95%=0", page => RatioAsync(page, "97", "100"), "0,40 / 1,00", "(97,00 − 95) / (100 − 95) = 0,4"), // 2 / 5
        new("PROPORTIONAL_NA,ty_le*max", page => RatioAsync(page, "45", "50"), "0,90 / 1,00", "0,9"), // 45 / 50
        new("YEAR_ON_YEAR,>=105%=1;100%..<105%=0.5;<100%=0", YearsAsync, "0,50 / 1,00", "0,5"), // 103 / 100
        new("CAPPED_PROPORTIONAL,đạt>=mục tiêu 80%=max;dưới: x/80*max", page => RatioAsync(page, "60", "100"), "0,75 / 1,00", "/ 80 = 0,75"), // 60 / 80
        new("MANUAL,bước 0.25", page => page.Locator("#f-points").FillAsync("0,75"), "0,75 / 1,00", "0,75 điểm"),
    ];

    [Fact]
    public async Task A_sheet_of_a_hundred_leaves_is_filled_checked_returned_corrected_submitted_signed_and_submitted_again()
    {
        var department = await Department.PrepareAsync(province);
        await using var an = await OpenAsync(An, department.Sheet);
        await using var binh = await OpenAsync(Binh, department.Sheet);
        await Task.WhenAll(FillAsync(an, 1, 2, 3, 4, 5), FillAsync(binh, 6, 7, 8, 9, 10));

        // The exceptions: no cases, with the reason; a numerator above the denominator; a bonus and a penalty.
        await GoToAsync(an, department.Sheet, "10.8");
        await an.Page.GetByLabel("Không phát sinh").CheckAsync();
        await an.Page.Locator("#explanation").FillAsync("Năm 2025 không có kiến nghị phải thực hiện.");
        await SaveAsync(an);
        await Assertions.Expect(an.Page.Locator("#leaf-result .points")).ToContainTextAsync("Không phát sinh");
        await GoToAsync(an, department.Sheet, "4.2");
        await RatioAsync(an.Page, "110", "100");
        await SaveAsync(an);
        await Assertions.Expect(an.Page.Locator("#leaf-result .points")).ToContainTextAsync("1,00 / 1,00");
        foreach (var (code, points) in new[] { ("DT", "0,5"), ("DP", "0,25") })
        {
            await GoToAsync(an, department.Sheet, code);
            await an.Page.Locator("#f-points").FillAsync(points);
            await an.Page.Locator("#evidence").FillAsync("45/QĐ-UBND");
            await SaveAsync(an);
        }

        // Two officers on one leaf: both texts survive.
        await GoToAsync(an, department.Sheet, "3.3");
        await GoToAsync(binh, department.Sheet, "3.3");
        await an.Page.Locator("#explanation").FillAsync("Báo cáo quý II trễ hai ngày.");
        await SaveAsync(an);
        await binh.Page.Locator("#explanation").FillAsync("Báo cáo tháng 5 không phải nộp.");
        await binh.Page.Locator("#evidence").FocusAsync();
        await Assertions.Expect(binh.Page.Locator(".conflict")).ToContainTextAsync("Đồng chí Nguyễn Thị An vừa sửa");
        var both = binh.Page.GetByLabel("Giải trình: nội dung ghép");
        Assert.Contains("Báo cáo quý II trễ hai ngày.", await both.InputValueAsync(), StringComparison.Ordinal);
        Assert.Contains("Báo cáo tháng 5 không phải nộp.", await both.InputValueAsync(), StringComparison.Ordinal);
        await PressAsync(binh, "Ghép hai bản");
        await Assertions.Expect(binh.Page.Locator(".conflict")).ToHaveCountAsync(0);
        var kept = (await department.LeafAsync("3.3")).GetProperty("explanation").GetString()!;
        Assert.Contains("Báo cáo quý II trễ hai ngày.", kept, StringComparison.Ordinal);
        Assert.Contains("Báo cáo tháng 5 không phải nộp.", kept, StringComparison.Ordinal);

        // 2.5 lost its proof: an error that leads to its leaf, and nothing is handed over.
        await GoToAsync(an, department.Sheet, "2.5");
        await an.Page.Locator("#evidence").FillAsync("");
        await SaveAsync(an);
        await an.GoAsync($"/phieu/{department.Sheet}/kiem-tra");
        await Assertions.Expect(an.Page.Locator(".finding-list").First).ToContainTextAsync("Tiêu chí 2.5 chưa có tài liệu kiểm chứng.");
        await Assertions.Expect(an.Page.Locator("main")).ToContainTextAsync("Tiêu chí 4.2: tử số 110 lớn hơn mẫu số 100");
        await an.InspectAsync("kiem-tra");
        await DeskAsync(an);
        await an.ClickLinkAsync("Đến tiêu chí 2.5");
        await Assertions.Expect(an.Page.Locator("#leaf-name")).ToContainTextAsync("2.5.");
        await HandOverAsync(an, department.Sheet);
        await Assertions.Expect(an.Page.Locator(".error-summary")).ToContainTextAsync("2.5");
        await GoToAsync(an, department.Sheet, "2.5");
        await an.Page.Locator("#evidence").FillAsync("12/BC-STP");
        await SaveAsync(an);
        await HandOverAsync(an, department.Sheet);
        await Assertions.Expect(an.Page.Locator("main")).ToContainTextAsync("Chờ thủ trưởng");

        // The head returns it with remarks; the officer corrects one leaf.
        await using var chi = await OpenAsync(Chi, department.Sheet);
        await chi.Page.GetByText("Trả lại để sửa", new() { Exact = true }).ClickAsync();
        await chi.Page.Locator("#remarks").FillAsync("Tiêu chí 3.4: năm nay có 4 sáng kiến được công nhận.");
        await PressAsync(chi, "Trả lại phiếu");
        await GoToAsync(an, department.Sheet, "3.4");
        await Assertions.Expect(an.Page.Locator("main")).ToContainTextAsync("năm nay có 4 sáng kiến được công nhận.");
        await an.Page.Locator("#f-count").FillAsync("4");
        await SaveAsync(an);
        await Assertions.Expect(an.Page.Locator("#leaf-result .points")).ToContainTextAsync("1,00 / 1,00");
        await HandOverAsync(an, department.Sheet);

        // A field is 1 + 0.9 + 0.25 + 0.75 + 0.75 + 0.5 + 0.4 + 0.9 + 0.5 + 0.75 = 6.7; ten of them 67. Without 10.8: 66.1 of 99; 4.2 gives 0.1 and
        // 3.4 gives 0.25 more: 66.45; with 0.5 of bonus and 0.25 of penalty 66.7.
        await chi.GoAsync($"/phieu/{department.Sheet}");
        await chi.ClickLinkAsync("Kiểm tra và gửi phiếu");
        await Assertions.Expect(chi.Page.Locator(".confirm-box")).ToContainTextAsync("66,70 / 99,00");
        await chi.InspectAsync("kiem-tra-va-gui");
        await chi.TabThroughAsync();
        await PressAsync(chi, "Gửi phiếu");
        Assert.EndsWith("/kiem-tra", chi.Page.Url, StringComparison.Ordinal); // a warning is not ticked, so the browser does not send
        foreach (var warning in await chi.Page.Locator("[name=accept]").AllAsync())
        {
            await warning.CheckAsync();
        }

        await PressAsync(chi, "Gửi phiếu");
        await Assertions.Expect(chi.Page.Locator(".alert-success")).ToContainTextAsync("Phiếu đã gửi lúc");
        await chi.ClickLinkAsync("Xem bản gửi, đính kèm báo cáo có chữ ký");
        await Assertions.Expect(chi.Page.Locator("main tbody")).ToContainTextAsync("66,70 / 99,00");
        await chi.ClickLinkAsync("Lần 1");
        await Assertions.Expect(chi.Page.Locator("main")).ToContainTextAsync("tử số 110 lớn hơn mẫu số 100");
        await Assertions.Expect(chi.Page.Locator("main")).ToContainTextAsync("Chưa đính kèm báo cáo có chữ ký của lần gửi này.");
        await chi.Page.Locator("[data-files]").SetInputFilesAsync(new FilePayload { Name = "Bao cao da ky.pdf", MimeType = "application/pdf", Buffer = SmallPdf.Bytes });
        await Assertions.Expect(chi.Page.Locator("#evidence-list")).ToContainTextAsync("Bao cao da ky.pdf");
        await chi.InspectAsync("ban-gui");
        await DeskAsync(chi);
        var download = await chi.Page.RunAndWaitForDownloadAsync(() => chi.ClickLinkAsync("Tải báo cáo đã ký"));
        Assert.Equal(SmallPdf.Bytes, await File.ReadAllBytesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken));

        var report = await chi.Page.RunAndWaitForDownloadAsync(() => chi.ClickLinkAsync("Word"));
        Assert.Equal("bao-cao-tu-danh-gia-TRAMTIEUCHI-2025-lan-1.docx", report.SuggestedFilename);
        Assert.NotEqual(0, new FileInfo((await report.PathAsync())!).Length);

        // Reopened by home affairs; what changes is seen between the two, and the first stays as it was.
        await department.ReopenAsync();
        await GoToAsync(chi, department.Sheet, "1.5");
        await chi.Page.GetByLabel("Xuất sắc", new() { Exact = true }).CheckAsync();
        await SaveAsync(chi);
        await chi.GoAsync($"/phieu/{department.Sheet}/kiem-tra");
        foreach (var warning in await chi.Page.Locator("[name=accept]").AllAsync())
        {
            await warning.CheckAsync();
        }

        await PressAsync(chi, "Gửi phiếu");
        await chi.ClickLinkAsync("Xem bản gửi, đính kèm báo cáo có chữ ký");
        await chi.InspectAsync("cac-ban-gui");
        await chi.TabThroughAsync();
        await PressAsync(chi, "So sánh");
        await Assertions.Expect(chi.Page.Locator(".figures")).ToContainTextAsync("66,70 / 99,00 → 66,95 / 99,00"); // 1.5: 0.75 → 1
        Assert.Equal(["1.5. Tiêu chí 1.5 về kết quả thực hiện nhiệm vụ"], await chi.TextsAsync("main h2"));
        Assert.Equal(["Điểm tự chấm", "0,75 / 1,00", "1,00 / 1,00", "Số liệu", "Tốt", "Xuất sắc"], await chi.TextsAsync(".versus tbody th, .versus tbody td"));
        await chi.InspectAsync("so-sanh-ban-gui");
        await chi.TabThroughAsync();
        await chi.GoAsync($"/phieu/{department.Sheet}/ban-gui/1");
        await Assertions.Expect(chi.Page.Locator(".figures")).ToContainTextAsync("66,70 / 99,00");
        await Assertions.Expect(chi.Page.Locator("#evidence-list")).ToContainTextAsync("Bao cao da ky.pdf");
        Assert.Empty(chi.Complaints);
    }

    /// <summary>From leaf to leaf with the keyboard; in the first field given, the calculation of every kind is read.</summary>
    private static async Task FillAsync(BrowserPage page, params int[] fields)
    {
        foreach (var field in fields)
        {
            for (var leaf = 1; leaf <= Kinds.Length - 1; leaf++)
            {
                var kind = KindOf(field, leaf);
                await page.GoAsync($"{page.Page.Url.Split('?')[0]}?tieuChi={field}.{leaf}");
                await kind.Enter(page.Page);
                await page.Page.Locator("#evidence").FillAsync($"{(field * 100) + leaf}/BC-STP");
                await SaveAsync(page);
                await Assertions.Expect(page.Page.Locator("#leaf-result .points")).ToContainTextAsync(kind.Points);
                if (field is 1 or 2 or 6)
                {
                    await page.Page.Locator("#leaf-result summary").ClickAsync();
                    await Assertions.Expect(page.Page.Locator("#leaf-result ol")).ToContainTextAsync(kind.Calculation);
                }
            }
        }
    }

    private static Kind KindOf(int field, int leaf) => leaf == 10 && field % 2 == 0 ? Kinds[10] : Kinds[leaf - 1];

    private static async Task RatioAsync(IPage page, string numerator, string denominator)
    {
        await page.Locator("#f-numerator").FillAsync(numerator);
        await page.Locator("#f-denominator").FillAsync(denominator);
    }

    private static async Task YearsAsync(IPage page)
    {
        await page.Locator("#f-thisYear").FillAsync("103");
        await page.Locator("#f-lastYear").FillAsync("100");
    }

    private static async Task ViolationsAsync(IPage page)
    {
        await page.GetByLabel("Báo cáo trễ hạn").FillAsync("1");
        await page.GetByLabel("Báo cáo còn thiếu").FillAsync("1");
    }

    private async Task<BrowserPage> OpenAsync(string userName, Guid sheet)
    {
        var page = await browser.OpenAsync(province);
        await page.GoAsync("/dang-nhap");
        await page.Page.GetByLabel("Tên đăng nhập").FillAsync(userName);
        await page.Page.GetByLabel("Mật khẩu").FillAsync(Password);
        await page.Page.Locator("main button[type=submit].btn-primary").ClickAsync();
        await page.Page.WaitForURLAsync("**/bang-viec");
        await page.GoAsync($"/phieu/{sheet}");
        return page;
    }

    private static Task GoToAsync(BrowserPage page, Guid sheet, string leaf) => page.GoAsync($"/phieu/{sheet}?tieuChi={leaf}");

    private static Task DeskAsync(BrowserPage page) => page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);

    private static async Task HandOverAsync(BrowserPage page, Guid sheet)
    {
        await page.GoAsync($"/phieu/{sheet}");
        await page.Page.GetByText("Chuyển thủ trưởng duyệt", new() { Exact = true }).ClickAsync();
        await page.Page.Locator("details.confirm[open] button[type=submit]").ClickAsync();
        await page.Page.WaitForLoadStateAsync();
    }

    /// <summary>Presses "Lưu" and waits for the answer to it, whatever else the page has saved by itself meanwhile.</summary>
    private static async Task SaveAsync(BrowserPage page)
    {
        await page.Page.Locator("#leaf-form .btn-primary").Last.ClickAsync();
        await Assertions.Expect(page.Page.Locator("[data-save-state]")).ToContainTextAsync("Đã lưu ");
        await page.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    private static Task PressAsync(BrowserPage page, string name) => page.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    /// <param name="Rule">In the notation of criteria files.</param>
    /// <param name="Enter">Types the data.</param>
    /// <param name="Points">As the page shows them.</param>
    /// <param name="Calculation">Part of what "Cách tính" says.</param>
    private sealed record Kind(string Rule, Func<IPage, Task> Enter, string Points, string Calculation);

    /// <summary>The department, its people and its sheet of a hundred leaves.</summary>
    private sealed class Department(Caller homeAffairs, Caller officer, TrialCampaign campaign, Guid unit, Guid sheet)
    {
        public Guid Sheet => sheet;

        public static async Task<Department> PrepareAsync(Province province)
        {
            var (admin, homeAffairs) = (await province.System.SignInAsync("admin"), await province.HomeAffairsAsync());
            await admin.PostCsvAsync(
                "/api/identity/units/import",
                """
                code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes
                TRAMTIEUCHI,Sở Trăm tiêu chí,"Sở, ban, ngành",tramtieuchi,Khối trăm tiêu chí,UBNDT,,,
                """);
            await admin.PostCsvAsync(
                "/api/identity/accounts/import",
                $"""
                username,display_name,role,unit_code,password
                {An},Nguyễn Thị An,unit-officer,TRAMTIEUCHI,{Password}
                {Binh},Trần Văn Bình,unit-officer,TRAMTIEUCHI,{Password}
                {Chi},Lê Thị Chi,unit-head,TRAMTIEUCHI,{Password}
                """);
            var units = await TrialCampaign.UnitsAsync(homeAffairs, "tramtieuchi");
            var campaign = await TrialCampaign.OpenAsync(homeAffairs, "tram-tieu-chi", "tramtieuchi", Criteria(), [units["TRAMTIEUCHI"]]);
            var officer = await province.System.SignInAsync(An, Password);
            return new Department(homeAffairs, officer, campaign, units["TRAMTIEUCHI"], (await campaign.SheetsAsync(officer))["TRAMTIEUCHI"]);
        }

        public async Task<JsonElement> LeafAsync(string code) =>
            (await officer.GetAsync($"/api/assessment/self-assessments/{sheet}")).GetProperty("nodes").EnumerateArray()
            .Single(node => node.GetProperty("code").GetString() == code).GetProperty("leaf");

        public async Task ReopenAsync()
        {
            await homeAffairs.PostAsync($"/api/criteria/campaigns/{campaign.Id}/extensions", new
            {
                phase = "SelfAssessment", round = 1, unitId = unit, until = DateTimeOffset.UtcNow.AddDays(2).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture), reason = "Bổ sung số liệu quý IV.", reopens = true,
            });
            await Eventually.Is(
                async () => (await officer.GetAsync($"/api/assessment/self-assessments/{sheet}")).GetProperty("status").GetString(), status => status == "draft", TimeSpan.FromSeconds(30));
        }

        private static string Criteria()
        {
            var csv = new StringBuilder("ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n");
            for (var field = 1; field <= Fields; field++)
            {
                csv.Append(CultureInfo.InvariantCulture, $"{field},LV,Lĩnh vực thứ {field},10,,SUM,\n");
                for (var leaf = 1; leaf <= 10; leaf++)
                {
                    csv.Append(CultureInfo.InvariantCulture, $"{field}.{leaf},TC,Tiêu chí {field}.{leaf} về kết quả thực hiện nhiệm vụ,1,TD,{KindOf(field, leaf).Rule}\n");
                }
            }

            return csv.Append("DT,BONUS,Điểm thưởng,3,TD,BONUS,trần 3\nDP,PENALTY,Điểm trừ,3,TD,PENALTY,trần 3\n").ToString();
        }
    }
}
