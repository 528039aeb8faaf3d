using System.Text.Json;
using CCHC.Testing;
using CCHC.Testing.Installations;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>A council of four and the head of a unit go through two rounds, an arbitration, a vote and the ratification, each in a browser of its own.</summary>
public sealed class CouncilTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Password = "mat-khau-rat-dai-2025";
    private const string Campaign = "hoi-dong-hai-vong";

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,60,,SUM,
        1.1,TC,Mức độ hoàn thành kế hoạch,40,TD,PROPORTIONAL,ty_le*max
        1.2,TC,Ban hành kế hoạch,20,TD,YESNO,có=20;không=0
        2,LV,Thủ tục hành chính,40,,SUM,
        2.1,TC,Hồ sơ giải quyết đúng hạn,25,TD,PROPORTIONAL,ty_le*max
        2.2,TC,Công khai thủ tục,15,TD,YESNO,có=15;không=0
        """;

    /// <summary>Percent of 1.1 and 2.1, and whether 2.2 is claimed; 1.2 always is.</summary>
    private static readonly Dictionary<string, (int Plan, int InTime, bool Open)> Claims = new(StringComparer.Ordinal)
    {
        ["HD1"] = (90, 80, true), // 36 + 20 + 20 + 15 = 91
        ["HD2"] = (70, 60, false), // 28 + 20 + 15 + 0 = 63
        ["HD3"] = (95, 100, true), // 38 + 20 + 25 + 15 = 98
    };

    [Fact]
    public async Task A_council_appraises_in_two_rounds_arbitrates_votes_and_ratifies_while_the_ranking_follows()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var campaign = await SubmittedAsync(homeAffairs);

        // Home affairs gives the council its rules in the browser: independent scoring, a difference of up to a tenth of the maximum, the mean.
        await using var office = await browser.OpenAsync(province);
        await office.SignInAsync("sonoivu");
        await office.GoAsync($"/ky-danh-gia/{campaign.Id}/hoi-dong");
        await office.InspectAsync("hoi-dong");
        await office.TabThroughAsync();
        await office.Page.Locator("input[name=independent]").CheckAsync();
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "Lưu cách làm việc" }).ClickAsync();
        await Assertions.Expect(office.Page.Locator("input[name=independent]")).ToBeCheckedAsync();
        await DealOutAsync(office);
        await campaign.OpenPhaseAsync("Appraisal");

        await using var an = await SignInAsync("hd.an");
        await using var binh = await SignInAsync("hd.binh");
        await using var chair = await SignInAsync("hd.chutich");
        await using var secretary = await SignInAsync("hd.thuky");
        await using var head = await SignInAsync("hd.xa1");
        var anApi = await province.System.SignInAsync("hd.an", Password);
        var binhApi = await province.System.SignInAsync("hd.binh", Password);
        var cases = await campaign.CasesAsync(anApi, 3);

        await an.GoAsync($"/tham-dinh/xung-dot/{campaign.Id}");
        await an.InspectAsync("khai-xung-dot");
        await an.TabThroughAsync();

        // Round 1. 1.1: 30 beside 20, ten apart where four are allowed. 2.2: 10 beside 9, one apart of one and a half: 9,5.
        await KeepPhraseAsync(an);
        await GivePointsAsync(an, cases["HD1"], "1.1", "30", phrase: "Thiếu báo cáo quý IV.");
        await RequestAsync(an, cases["HD1"], "2.1", "Đề nghị giải trình 12 hồ sơ trễ hạn.");
        await GivePointsAsync(an, cases["HD1"], "2.2", "10", "Ba thủ tục chưa công khai.");
        await an.TabThroughAsync();
        await CompleteAsync(an, cases["HD1"]);

        await binh.GoAsync($"/tham-dinh/{cases["HD1"]}?tieuChi=1.1");
        Assert.DoesNotContain("Thiếu báo cáo quý IV.", await binh.Page.ContentAsync(), StringComparison.Ordinal);
        await GivePointsAsync(binh, cases["HD1"], "1.1", "20", "Chỉ một nửa nhiệm vụ có sản phẩm.");
        await GivePointsAsync(binh, cases["HD1"], "2.2", "9", "Niêm yết chậm.");
        await binh.Page.GetByText("Đề nghị đưa ra họp hội đồng", new() { Exact = true }).ClickAsync();
        await binh.Page.GetByLabel("Vì sao cần hội đồng quyết định").FillAsync("Ba thủ tục niêm yết chậm có tính là chưa công khai không?");
        await binh.Page.GetByRole(AriaRole.Button, new() { Name = "Gửi đề nghị" }).ClickAsync();
        await Assertions.Expect(binh.Page.Locator(".alert-success")).ToContainTextAsync("Đã gửi đề nghị đưa tiêu chí 2.2 ra họp hội đồng");
        await binh.InspectAsync("de-nghi-hop");
        await CompleteAsync(binh, cases["HD1"]);
        foreach (var unit in new[] { "HD2", "HD3" })
        {
            await anApi.PostAsync($"/api/appraisal/cases/{cases[unit]}/completion");
            await binhApi.PostAsync($"/api/appraisal/cases/{cases[unit]}/completion");
        }

        await PointsAreAsync(homeAffairs, campaign, "HD1", 85.5m); // 36 as claimed until somebody decides, 20, 20, 9,5

        // The chair sees both and decides; that completes the unit.
        await chair.GoAsync("/bang-viec");
        await chair.InspectAsync("bang-viec-chu-tich");
        await chair.ClickLinkAsync("1 tiêu chí chấm lệch nhau cần phân xử");
        await Assertions.Expect(chair.Page.Locator("#leaf-name")).ToContainTextAsync("1.1.");
        await Assertions.Expect(chair.Page.Locator(".opinions")).ToContainTextAsync("Chỉ một nửa nhiệm vụ có sản phẩm.");
        await chair.InspectAsync("phan-xu");
        await chair.TabThroughAsync();
        await GivePointsAsync(chair, cases["HD1"], "1.1", "26", "Chấp nhận 65 % khối lượng theo biên bản kiểm tra.");
        await PointsAreAsync(homeAffairs, campaign, "HD1", 75.5m); // 26 + 20 + 20 + 9,5
        var journal = await Eventually.Is(
            async () => (await homeAffairs.GetAsync($"/api/criteria/campaigns/{campaign.Id}/journal")).GetRawText(), text => text.Contains("Thẩm định xong lần 1: 3 đơn vị", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.Single(journal.Split("Thẩm định xong lần 1")[1..]);

        // Round 2. The head reads points, reasons and the request, and replies; 85 % of 40 is 34 now.
        await campaign.OpenPhaseAsync("SelfAssessment", 2);
        var headApi = await province.System.SignInAsync("hd.xa1", Password);
        var sheet = await TrialCampaign.SheetAsync(headApi, campaign.Id);
        await campaign.SheetsAsync(headApi);
        await head.GoAsync($"{sheet.Replace("/api/assessment/self-assessments", "/phieu", StringComparison.Ordinal)}?tieuChi=2.1");
        await Assertions.Expect(head.Page.Locator("#tieu-chi .alert-info")).ToContainTextAsync("Đề nghị giải trình 12 hồ sơ trễ hạn.");
        await head.InspectAsync("vong-hai-yeu-cau-giai-trinh");
        await head.Page.Locator("textarea[name=supplement]").FillAsync("12 hồ sơ trễ do lỗi hệ thống, có xác nhận của đơn vị vận hành.");
        await head.Page.Locator("textarea[name=supplement]").BlurAsync();
        await Assertions.Expect(head.Page.Locator("#leaf-result")).ToContainTextAsync("Đã lưu");
        await headApi.PutAsync($"{sheet}/entries/1.1", new { data = new { numerator = 85, denominator = 100 }, evidence = "3/BC-UBND", supplement = "Bổ sung báo cáo quý IV." });
        await SubmitAsync(headApi, sheet);
        await campaign.OpenPhaseAsync("Appraisal", 2);
        await Eventually.Is(async () => (await anApi.GetAsync($"/api/appraisal/cases/{cases["HD1"]}")).GetProperty("round").GetInt32(), round => round == 2, TimeSpan.FromSeconds(30));
        await Eventually.Is(async () => (await anApi.GetAsync($"/api/appraisal/cases/{cases["HD1"]}")).GetProperty("phaseOpen").GetBoolean(), open => open, TimeSpan.FromSeconds(30));

        await an.GoAsync($"/tham-dinh/{cases["HD1"]}?tieuChi=1.1");
        await Assertions.Expect(an.Page.Locator(".rounds")).ToContainTextAsync("Chấp nhận 65 % khối lượng theo biên bản kiểm tra.");
        await Assertions.Expect(an.Page.Locator(".rounds")).ToContainTextAsync("Bổ sung báo cáo quý IV.");
        await an.InspectAsync("so-sanh-vong", "Applying inline style");
        await CompleteAsync(an, cases["HD1"]); // agrees: 34
        await GivePointsAsync(binh, cases["HD1"], "1.1", "32", "Hai nhiệm vụ chưa nghiệm thu."); // (34 + 32) / 2 = 33
        await CompleteAsync(binh, cases["HD1"]);
        await PointsAreAsync(homeAffairs, campaign, "HD1", 82.5m); // 33 + 20 + 20 + 9,5

        // The meeting: 2.2 lost 5,5 of 15, more than a quarter; the council gives 12.
        await campaign.OpenPhaseAsync("Council", 2);
        await Eventually.Is(
            async () => (await homeAffairs.GetAsync($"/api/appraisal/campaigns/{campaign.Id}/ratification")).GetProperty("blockers").GetArrayLength(), blockers => blockers == 0, TimeSpan.FromSeconds(30));
        var meeting = await HoldMeetingAsync(secretary, campaign.Id, [chair, an, binh]);
        await PointsAreAsync(homeAffairs, campaign, "HD1", 85m); // 33 + 20 + 20 + 12
        await secretary.InspectAsync("phien-hop-da-chot", "Applying inline style");
        await DownloadAsync(secretary, $"{meeting}/bien-ban.docx", "bien-ban.docx");

        // The chair ratifies in the browser; nothing can be changed any more.
        await chair.GoAsync("/tham-dinh");
        await chair.ClickLinkAsync("Hội đồng");
        await chair.InspectAsync("hoi-dong-theo-ky");
        await chair.ClickLinkAsync($"Kỳ thử {Campaign}");
        await DownloadAsync(chair, $"/tham-dinh/ky/{campaign.Id}/bao-cao.docx", "bao-cao-tham-dinh.docx");
        await DownloadAsync(chair, $"/tham-dinh/ky/{campaign.Id}/bao-cao.xlsx", "bao-cao-tham-dinh.xlsx");
        await Assertions.Expect(chair.Page.Locator("main")).ToContainTextAsync("ICC(1,1)");
        await chair.InspectAsync("cong-viec-hoi-dong");
        await chair.TabThroughAsync();
        await chair.ClickLinkAsync("Thông qua kết quả");
        await chair.InspectAsync("thong-qua");
        await chair.TabThroughAsync();
        await chair.Page.GetByText("Thông qua toàn bộ kết quả", new() { Exact = true }).First.ClickAsync();
        await chair.Page.Locator("details[open] button[type=submit]").ClickAsync();
        await Assertions.Expect(chair.Page.Locator("main")).ToContainTextAsync("Kết quả được thông qua lúc");
        Assert.Equal(409, (int)(await anApi.SendAsync(HttpMethod.Put, $"/api/appraisal/cases/{cases["HD1"]}/leaves/1.1", new { points = 1, reason = "Muộn." })).Status);
        await Eventually.Is(async () => (await homeAffairs.GetAsync($"/api/ranking/campaigns/{Campaign}/standings")).GetProperty("ratifiedAt").ValueKind, kind => kind == JsonValueKind.String, TimeSpan.FromSeconds(30));

        // The table by hand: HD3 98, HD1 85, HD2 63.
        var standings = await campaign.StandingsAsync(homeAffairs);
        Assert.Equal(
            [("HD3", 1, 98m), ("HD1", 2, 85m), ("HD2", 3, 63m)],
            standings.OrderBy(unit => unit.Value.GetProperty("rank").GetInt32()).Select(unit => (unit.Key, unit.Value.GetProperty("rank").GetInt32(), unit.Value.GetProperty("index").GetDecimal())));

        // Every change of the point is there, round 1 as it was written.
        await an.GoAsync($"/tham-dinh/{cases["HD1"]}/lich-su?tieuChi=2.2");
        await Assertions.Expect(an.Page.Locator("main")).ToContainTextAsync("phiên họp số 1");
        await Assertions.Expect(an.Page.Locator("main")).ToContainTextAsync("Niêm yết chậm.");
        await an.InspectAsync("lich-su-diem");
        foreach (var page in new[] { office, an, binh, chair, secretary, head })
        {
            page.Forgive("Applying inline style");
            page.Forgive("the server responded with a status of 409");
            Assert.Empty(page.Complaints);
        }
    }

    /// <summary>Calls it, draws the agenda, opens, proposes, lets everybody vote in the browser, settles and ends it; answers its address.</summary>
    private static async Task<string> HoldMeetingAsync(BrowserPage secretary, Guid campaign, IReadOnlyList<BrowserPage> others)
    {
        await secretary.GoAsync($"/tham-dinh/hop/{campaign}");
        await secretary.InspectAsync("hop-chua-co");
        await secretary.TabThroughAsync();
        await secretary.Page.GetByText("Triệu tập phiên họp", new() { Exact = true }).First.ClickAsync();
        await secretary.Page.Locator("input[type=datetime-local]").FillAsync("2026-12-20T14:00");
        await secretary.Page.GetByLabel("Địa điểm").FillAsync("Phòng họp số 2");
        await secretary.Page.GetByRole(AriaRole.Button, new() { Name = "Triệu tập", Exact = true }).ClickAsync();
        await secretary.Page.GetByRole(AriaRole.Link, new() { Name = "Phiên họp số 1" }).Or(secretary.Page.GetByRole(AriaRole.Heading, new() { Name = "Phiên họp số 1" })).First.WaitForAsync();
        if (await secretary.Page.GetByRole(AriaRole.Link, new() { Name = "Phiên họp số 1" }).CountAsync() is > 0 && !secretary.Page.Url.Contains("hop/" + campaign + "/", StringComparison.Ordinal))
        {
            await secretary.Page.GetByRole(AriaRole.Link, new() { Name = "Phiên họp số 1" }).First.ClickAsync();
        }

        await secretary.Page.WaitForURLAsync($"**/tham-dinh/hop/{campaign}/*");
        var meeting = new Uri(secretary.Page.Url).AbsolutePath;
        await secretary.Page.GetByRole(AriaRole.Button, new() { Name = "Lập chương trình từ kết quả thẩm định" }).ClickAsync();
        await Assertions.Expect(secretary.Page.Locator("main")).ToContainTextAsync("Đã thêm 1 nội dung");
        foreach (var box in await secretary.Page.Locator("input[name=present]").AllAsync())
        {
            await box.CheckAsync();
        }

        await secretary.Page.GetByRole(AriaRole.Button, new() { Name = "Khai mạc" }).ClickAsync();
        var card = secretary.Page.Locator(".agenda-item");
        await Assertions.Expect(card).ToHaveCountAsync(1);
        await Assertions.Expect(card).ToContainTextAsync("Thay đổi lớn");
        await card.GetByText("Đưa ra đề nghị", new() { Exact = false }).First.ClickAsync();
        await card.Locator("input[name=decision][value=points]").CheckAsync();
        await card.Locator("input[name=points]").FillAsync("12");
        await card.GetByLabel("Lý do").FillAsync("Chỉ trừ hai thủ tục chưa công khai.");
        await secretary.InspectAsync("phien-hop-de-nghi");
        await secretary.TabThroughAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Đưa ra biểu quyết" }).ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync("Đã biểu quyết 0/4");

        // Of four members without a conflict three must vote; three say yes, one no.
        await VoteAsync(secretary, "Đồng ý");
        foreach (var (page, vote) in others.Zip((string[])["Đồng ý", "Đồng ý", "Không đồng ý"]))
        {
            await page.GoAsync("/bang-viec");
            await page.ClickLinkAsync("1 nội dung chờ đồng chí biểu quyết");
            await VoteAsync(page, vote);
        }

        await others[0].InspectAsync("phien-hop-bieu-quyet", "Applying inline style");
        await Assertions.Expect(card).ToContainTextAsync("Đã biểu quyết 4/4", new() { Timeout = 20_000 }); // renews itself
        await card.Locator("details.settle summary").ClickAsync();
        await card.Locator("details.settle button[type=submit]").ClickAsync();
        await Assertions.Expect(secretary.Page.Locator(".agenda-item")).ToContainTextAsync("Đồng ý 3, không đồng ý 1");
        await secretary.Page.GetByText("Kết thúc phiên họp", new() { Exact = true }).First.ClickAsync();
        await secretary.Page.GetByLabel("Kết luận").FillAsync("Hội đồng thống nhất kết quả thẩm định.");
        await secretary.Page.GetByRole(AriaRole.Button, new() { Name = "Kết thúc phiên họp" }).ClickAsync();
        await Assertions.Expect(secretary.Page.Locator("main")).ToContainTextAsync("Hội đồng thống nhất kết quả thẩm định.");
        return meeting;

        static async Task VoteAsync(BrowserPage page, string vote)
        {
            await page.Page.Locator(".agenda-item").GetByRole(AriaRole.Button, new() { Name = vote, Exact = true }).ClickAsync();
            await Assertions.Expect(page.Page.Locator(".agenda-item")).ToContainTextAsync($"Phiếu của đồng chí: {vote}");
        }
    }

    /// <summary>Both members judge everything, by lot as by hand; a member's own page and the one on which it declares a conflict are looked at.</summary>
    private static async Task DealOutAsync(BrowserPage office)
    {
        await office.Page.GetByLabel("2 thành viên, khi chấm độc lập").CheckAsync();
        await office.Page.GetByLabel("Mã ngẫu nhiên").FillAsync("2026");
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "Tính phân công" }).ClickAsync();
        await Assertions.Expect(office.Page.Locator("main")).ToContainTextAsync("Bản dự kiến phân công");
        await Assertions.Expect(office.Page.Locator("main")).ToContainTextAsync("0 %");
        await office.InspectAsync("hoi-dong-phan-cong");
        await office.TabThroughAsync();
        await office.Page.Locator("summary").Filter(new() { HasText = "Giao việc" }).ClickAsync();
        await office.Page.Locator("details[open] button[type=submit]").Filter(new() { HasText = "Giao việc" }).ClickAsync();
        await Assertions.Expect(office.Page.Locator("main")).Not.ToContainTextAsync("Bản dự kiến phân công");
        await office.ClickLinkAsync("Nguyễn Văn An");
        await office.InspectAsync("hoi-dong-thanh-vien");
        await office.TabThroughAsync();
    }

    private async Task DownloadAsync(BrowserPage page, string address, string name)
    {
        var file = await page.Page.APIRequest.GetAsync(address);
        Assert.Equal(200, file.Status);
        await File.WriteAllBytesAsync(Path.Combine(province.Evidence, name), await file.BodyAsync(), TestContext.Current.CancellationToken);
    }

    private static async Task KeepPhraseAsync(BrowserPage member)
    {
        await member.GoAsync("/tham-dinh/ly-do-mau");
        await member.Page.GetByLabel("Nội dung lý do").FillAsync("Thiếu báo cáo quý IV.");
        await member.Page.GetByRole(AriaRole.Button, new() { Name = "Thêm lý do mẫu" }).ClickAsync();
        await Assertions.Expect(member.Page.Locator("td.prose")).ToContainTextAsync("Thiếu báo cáo quý IV.");
        await member.InspectAsync("ly-do-mau");
        await member.TabThroughAsync();
    }

    private static async Task GivePointsAsync(BrowserPage member, Guid appraisalCase, string leaf, string points, string? reason = null, string? phrase = null)
    {
        await member.GoAsync($"/tham-dinh/{appraisalCase}?tieuChi={leaf}");
        await member.Page.Locator("input[name=decision][value=points]").CheckAsync();
        await member.Page.Locator("#f-given").FillAsync(points);
        if (phrase is not null)
        {
            await member.Page.GetByLabel("Lý do mẫu").SelectOptionAsync(phrase);
            await Assertions.Expect(member.Page.Locator("#reason")).ToHaveValueAsync(phrase);
        }
        else
        {
            await member.Page.Locator("#reason").FillAsync(reason!);
        }

        await member.Page.Locator("#leaf-form button[type=submit]").ClickAsync();
        await Assertions.Expect(member.Page.Locator("#decision-result")).ToContainTextAsync("Đã lưu");
    }

    private static async Task RequestAsync(BrowserPage member, Guid appraisalCase, string leaf, string request)
    {
        await member.GoAsync($"/tham-dinh/{appraisalCase}?tieuChi={leaf}");
        await member.Page.GetByLabel("Yêu cầu giải trình").FillAsync(request);
        await member.Page.Locator("#leaf-form button[type=submit]").ClickAsync();
        await Assertions.Expect(member.Page.Locator("#decision-result")).ToContainTextAsync("Đã lưu");
    }

    private static async Task CompleteAsync(BrowserPage member, Guid appraisalCase)
    {
        await member.GoAsync($"/tham-dinh/{appraisalCase}");
        await member.Page.Locator("main .deeds details.confirm summary").First.ClickAsync();
        await member.Page.Locator("main .deeds details.confirm[open] button[type=submit]").ClickAsync();
        await member.Page.WaitForLoadStateAsync();
        await Assertions.Expect(member.Page.Locator("main .deeds details.confirm")).ToHaveCountAsync(0);
    }

    private static Task<decimal> PointsAreAsync(Caller homeAffairs, TrialCampaign campaign, string unit, decimal points) => Eventually.Is(
        async () => (await campaign.StandingsAsync(homeAffairs))[unit].GetProperty("points").GetDecimal(), shown => shown == points, TimeSpan.FromSeconds(30));

    private static async Task SubmitAsync(Caller head, string sheet)
    {
        var warnings = (await head.GetAsync($"{sheet}/findings")).GetProperty("items").EnumerateArray()
            .Where(finding => finding.GetProperty("severity").GetString() == "warning").Select(finding => finding.GetProperty("key").GetString()).ToList();
        await head.PostAsync($"{sheet}/submission", new { acceptedWarnings = warnings });
    }

    private async Task<BrowserPage> SignInAsync(string userName)
    {
        var page = await browser.OpenAsync(province);
        await page.GoAsync("/dang-nhap");
        await page.Page.GetByLabel("Tên đăng nhập").FillAsync(userName);
        await page.Page.GetByLabel("Mật khẩu").FillAsync(Password);
        await page.Page.Locator("main button[type=submit].btn-primary").ClickAsync();
        await page.Page.WaitForURLAsync("**/bang-viec");
        return page;
    }

    /// <summary>Three communes have submitted; the council of four is named, both members for everything.</summary>
    private async Task<TrialCampaign> SubmittedAsync(Caller homeAffairs)
    {
        var admin = await province.System.SignInAsync("admin");
        await admin.PostCsvAsync("/api/identity/units/import", "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n" + string.Concat(
            Claims.Keys.Select((code, i) => $"{code},Xã Hội Đồng {i + 1},Xã,hoi-dong,Khối hội đồng,UBNDT,,,\n")));
        await admin.PostCsvAsync("/api/identity/accounts/import", "username,display_name,role,unit_code,password\n" + string.Concat(
            Claims.Keys.Select((code, i) => $"hd.xa{i + 1},Chủ tịch xã Hội Đồng {i + 1},unit-head,{code},{Password}\n"))
            + $"hd.an,Nguyễn Văn An,appraiser,,{Password}\nhd.binh,Trần Thị Bình,appraiser,,{Password}\nhd.chutich,Phạm Quang Chủ,council-chair,,{Password}\nhd.thuky,Vũ Thị Thư,council-secretary,,{Password}\n");
        var units = await TrialCampaign.UnitsAsync(homeAffairs, "hoi-dong");
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, Campaign, "hoi-dong", Criteria, [.. units.Values], rounds: 2);
        foreach (var (code, i) in Claims.Keys.Select((code, i) => (code, i)))
        {
            var head = await province.System.SignInAsync($"hd.xa{i + 1}", Password);
            var sheet = $"/api/assessment/self-assessments/{(await campaign.SheetsAsync(head)).Values.Single()}";
            var claim = Claims[code];
            await head.PutAsync($"{sheet}/entries/1.1", new { data = new { numerator = claim.Plan, denominator = 100 }, evidence = "3/BC-UBND" });
            await head.PutAsync($"{sheet}/entries/1.2", new { data = new { yes = true }, evidence = "1/KH-UBND" });
            await head.PutAsync($"{sheet}/entries/2.1", new { data = new { numerator = claim.InTime, denominator = 100 }, evidence = "5/BC-UBND" });
            await head.PutAsync($"{sheet}/entries/2.2", new { data = new { yes = claim.Open }, evidence = "7/TB-UBND", explanation = claim.Open ? null : "Chưa thực hiện." });
            await SubmitAsync(head, sheet);
        }

        var members = new List<object>();
        foreach (var (user, office, fields) in new (string, string, string[])[] { ("hd.an", "member", ["1", "2"]), ("hd.binh", "member", ["1", "2"]), ("hd.chutich", "chair", []), ("hd.thuky", "secretary", []) })
        {
            var me = await (await province.System.SignInAsync(user, Password)).GetAsync("/api/identity/me");
            members.Add(new
            {
                userId = me.GetProperty("id").GetGuid(), displayName = me.GetProperty("displayName").GetString(), office,
                fields = fields.Select(fieldCode => new { groupCode = "hoi-dong", fieldCode }),
            });
        }

        await Eventually.Holds(() => homeAffairs.PutAsync($"/api/appraisal/campaigns/{campaign.Id}/council", new { members }), TimeSpan.FromSeconds(60));
        return campaign;
    }
}
