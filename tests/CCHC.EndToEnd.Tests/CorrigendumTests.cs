using System.Text.Json;
using CCHC.Testing;
using CCHC.Testing.Installations;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>A percentage was typed in wrongly: what became public is corrected, and both results can be read and checked for good.</summary>
public sealed class CorrigendumTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Code = "dinh-chinh", Page = $"/xep-hang/{Code}/cong-bo", Public = $"/ket-qua/{Code}", Reason = "Nhập nhầm chỉ số hài lòng của xã Thanh Bình: 60 % đúng là 90 %";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>One index, measured elsewhere, is all that counts.</summary>
    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Sự hài lòng,100,,SUM,
        1.1,TC,Chỉ số SIPAS,100,SIPAS,EXTERNAL_PERCENT,sipas%*max
        """;

    [Fact]
    public async Task A_wrong_result_is_corrected_with_a_reason_and_the_old_one_stays_readable_and_verifiable()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var campaign = await PublishedAsync(homeAffairs);
        await RecordAsync(homeAffairs, campaign, ("DC3", 90));
        await Eventually.Is(() => campaign.StandingsAsync(homeAffairs), standings => standings["DC3"].GetProperty("index").GetDecimal() == 90, Patience);
        await FreezeAsync();
        await ApproveAsync();
        await ReadAsync();
        await VerifyAsync();
    }

    /// <summary>80, 70 and 60 of 100, published as they were typed.</summary>
    private async Task<TrialCampaign> PublishedAsync(Caller homeAffairs)
    {
        var admin = await province.System.SignInAsync("admin");
        await admin.PostCsvAsync(
            "/api/identity/units/import",
            "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n"
            + "DC1,Xã Hòa Lộc,Xã,dinh-chinh,Khối đính chính,UBNDT,,,\nDC2,Xã Quang Minh,Xã,dinh-chinh,Khối đính chính,UBNDT,,,\nDC3,Xã Thanh Bình,Xã,dinh-chinh,Khối đính chính,UBNDT,,,\n");
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, Code, "dinh-chinh", Criteria, [.. (await TrialCampaign.UnitsAsync(homeAffairs, "dinh-chinh")).Values]);
        await Eventually.Holds(() => RecordAsync(homeAffairs, campaign, ("DC1", 80), ("DC2", 70), ("DC3", 60)), Patience); // Survey may hear of the campaign a moment later
        await Eventually.Is(() => campaign.StandingsAsync(homeAffairs), standings => standings["DC3"].GetProperty("rank").ValueKind == JsonValueKind.Number, Patience);
        foreach (var phase in (string[])["appraisal", "council"])
        {
            await campaign.OpenPhaseAsync(phase);
        }

        var taken = await Eventually.Is(
            () => homeAffairs.SendAsync(HttpMethod.Post, $"/api/ranking/campaigns/{Code}/snapshots"), answer => answer.Code() != "ranking.not-in-council", Patience);
        Assert.True(taken.IsSuccess, $"{taken}");
        await (await province.System.SignInAsync("lanhdao")).PostAsync($"/api/ranking/campaigns/{Code}/snapshots/1/approval");
        return campaign;
    }

    private static Task<JsonElement> RecordAsync(Caller homeAffairs, TrialCampaign campaign, params (string Unit, decimal Percentage)[] values) => homeAffairs.PutAsync("/api/survey/external-indices", new
    {
        campaignId = campaign.Id, leafCode = "1.1", evidence = "Báo cáo SIPAS 2025", values = values.Select(value => new { unitCode = value.Unit, percentage = value.Percentage }),
    });

    private async Task FreezeAsync()
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync(Page);
        await page.Page.Locator("summary", new() { HasText = "Lập đính chính" }).ClickAsync();
        await page.Page.GetByLabel("Lý do đính chính").FillAsync(Reason);
        await page.InspectAsync("dinh-chinh-lap");
        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);
        await page.Page.Locator("details[open] button[type=submit]").First.ClickAsync();
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("Bản chốt số 2");
        await page.GoAsync("/bang-viec");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = $"Đính chính kết quả Kỳ thử {Code}" })).ToBeVisibleAsync();
        await page.InspectAsync("bang-viec-cho-cong-bo", "Applying inline style");
    }

    /// <summary>The leader is told on the way in, and approves what is different.</summary>
    private async Task ApproveAsync()
    {
        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("lanhdao");
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("Chờ lãnh đạo phê duyệt");
        await page.InspectAsync("bang-viec-lanh-dao");
        await page.TabThroughAsync();
        await page.ClickLinkAsync($"Đính chính kết quả Kỳ thử {Code}");
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("1.1: 60,00 → 90,00");
        await page.InspectAsync("dinh-chinh-phe-duyet");
        await page.Page.SetViewportSizeAsync(BrowserPage.Desk.Width, BrowserPage.Desk.Height);
        await page.Page.Locator("input[name=when][value=now]").CheckAsync();
        await page.Page.Locator("#decisionNumber").FillAsync("612/QĐ-UBND");
        await page.Page.Locator("#decisionDate").FillAsync("2026-11-29");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Phê duyệt", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("Đính chính số 1");
        await page.GoAsync("/bang-viec");
        await Assertions.Expect(page.Page.Locator("main")).Not.ToContainTextAsync($"Đính chính kết quả Kỳ thử {Code}");
        page.Forgive("Applying inline style");
        Assert.Empty(page.Complaints);
    }

    /// <summary>As anybody reads it, without a script: 90 is first now, 80 second, 70 third.</summary>
    private async Task ReadAsync()
    {
        await using var page = await browser.OpenAsync(province, javaScript: false);

        // What the gateway and the browser keep of the old result is out of date after its time.
        await Eventually.Is(
            async () =>
            {
                await page.GoAsync(Public);
                return await page.TextsAsync("table.ranking tbody th");
            },
            units => units[0] == "Xã Thanh Bình",
            Patience);
        Assert.Equal(["Xã Thanh Bình", "Xã Hòa Lộc", "Xã Quang Minh"], await page.TextsAsync("table.ranking tbody th"));
        await Assertions.Expect(page.Page.Locator(".alert-info")).ToContainTextAsync(Reason);
        await Assertions.Expect(page.Page.Locator(".lead")).ToContainTextAsync("theo Quyết định số 612/QĐ-UBND ngày 29/11/2026");
        await page.ClickLinkAsync("Xã Thanh Bình");
        foreach (var words in (string[])[Reason, "612/QĐ-UBND", "Đính chính số 1 thay đổi gì của đơn vị", "60,00", "90,00", "3 → 1", "1.1: 60,00 → 90,00"])
        {
            await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync(words);
        }

        await page.GoAsync($"{Public}/DC1");
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("1 → 2");
        await page.ClickLinkAsync("Xem các lần đính chính của kỳ đánh giá");

        await page.ClickLinkAsync("Xem kết quả trước đính chính");
        Assert.Equal(["Xã Hòa Lộc", "Xã Quang Minh", "Xã Thanh Bình"], await page.TextsAsync("table.ranking tbody th"));
        await Assertions.Expect(page.Page.Locator(".alert-warning")).ToContainTextAsync("Đây là kết quả cũ");
        await page.ClickLinkAsync("Xã Thanh Bình");
        await Assertions.Expect(page.Page.Locator(".figures")).ToContainTextAsync("60,00 %");
        await page.ClickLinkAsync("Xem kết quả hiện hành");
        await Assertions.Expect(page.Page.Locator(".figures")).ToContainTextAsync("90,00 %");

        await using var seen = await browser.OpenAsync(province);
        await seen.GoAsync($"{Public}/DC3");
        await seen.InspectAsync("dinh-chinh-don-vi");
        await seen.TabThroughAsync();
        await seen.GoAsync(Public);
        await seen.InspectAsync("dinh-chinh-ket-qua");
    }

    private async Task VerifyAsync()
    {
        using var http = new HttpClient { BaseAddress = province.System.Address };
        foreach (var version in (int[])[0, 1])
        {
            var archive = Path.Combine(province.Evidence, $"dinh-chinh-{version}.zip");
            await File.WriteAllBytesAsync(
                archive, await http.GetByteArrayAsync(new Uri($"/api/ranking/campaigns/{Code}/archive?version={version}", UriKind.Relative), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            var verified = await province.System.VerifyAsync(archive);
            Assert.True(verified.ExitCode == 0, verified.Output);
        }
    }
}
