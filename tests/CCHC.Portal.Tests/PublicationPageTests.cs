using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Tests;

public sealed partial class PublicationPageTests : IClassFixture<PortalHost>
{
    private const string Api = "/api/ranking/campaigns/so-2026/snapshots";
    private const string Page = "/xep-hang/so-2026/cong-bo";

    private readonly PortalHost _portal;

    public PublicationPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs"];
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_snapshot_the_page_says_what_to_do_and_home_affairs_takes_one()
    {
        _portal.Gateway.Answer(Api, PublicationSamples.List());
        _portal.Gateway.Answer($"POST {Api}", new { number = 1 }, HttpStatusCode.Created);
        var html = await GetAsync(Page);
        Assert.Contains("Chưa có bản chốt nào", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);

        using var answer = await SubmitAsync("chot", new() { ["acceptIncomplete"] = "true" });
        Assert.Equal(Page, answer.Headers.Location?.OriginalString);
        Assert.True(Sent("POST", Api).GetProperty("acceptIncomplete").GetBoolean());
        Assert.Equal(JsonValueKind.Null, Sent("POST", Api).GetProperty("corrects").ValueKind);

        _portal.Gateway.Roles = ["leader"];
        html = await GetAsync(Page);
        Assert.Contains("Sở Nội vụ chốt kết quả", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/chot\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_snapshot_names_the_units_that_lack_data()
    {
        _portal.Gateway.Answer(Api, PublicationSamples.List());
        _portal.Gateway.Answer($"POST {Api}", new { detail = "Còn 1 đơn vị chưa đủ dữ liệu.", code = "ranking.incomplete", details = new[] { "C Sở Tài chính" } }, HttpStatusCode.Conflict);
        using var answer = await SubmitAsync("chot", []);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("Còn 1 đơn vị chưa đủ dữ liệu.", html, StringComparison.Ordinal);
        Assert.Contains("<li>C Sở Tài chính</li>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_review_shows_every_unit_of_the_frozen_table_and_what_has_changed_since()
    {
        Show(PublicationSamples.Item(), sinceTaken: [PublicationSamples.Change]);
        var html = await GetAsync(Page);
        foreach (var words in (string[])["Bản chốt số 1", "28/11/2026 09:30", "cccccccccccc", "Khối sở: 3 đơn vị, trung bình 85,41 %", "90,13", "Khen thưởng", "Chưa đủ dữ liệu", "1 đơn vị thay đổi", "80,69", "91,20", "2 → 1", "Khá → Tốt", "1.1: 1,50 → 2,00"])
        {
            Assert.Contains(words, html, StringComparison.Ordinal);
        }

        Assert.Contains("Lãnh đạo xem bản chốt này và phê duyệt", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"publicFrom\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);
    }

    [Fact]
    public async Task The_leader_approves_from_a_Vietnamese_minute_on_with_the_decision()
    {
        _portal.Gateway.Roles = ["leader"];
        Show(PublicationSamples.Item());
        _portal.Gateway.Answer($"POST {Api}/1/approval", new { version = 0 });
        using var answer = await SubmitAsync("1/duyet", new() { ["when"] = "at", ["publicFrom"] = "2026-11-30T08:00", ["decisionNumber"] = " 482/QĐ-UBND ", ["decisionDate"] = "2026-11-28" });
        Assert.Equal(Page, answer.Headers.Location?.OriginalString);
        var body = Sent("POST", $"{Api}/1/approval");
        Assert.Equal(("2026-11-30T08:00", "482/QĐ-UBND", "2026-11-28"), (body.GetProperty("publicFrom").GetString(), body.GetProperty("decisionNumber").GetString(), body.GetProperty("decisionDate").GetString()));

        using var atOnce = await SubmitAsync("1/duyet", new() { ["when"] = "now", ["publicFrom"] = "2026-11-30T08:00" });
        Assert.Equal(JsonValueKind.Null, Sent("POST", $"{Api}/1/approval").GetProperty("publicFrom").ValueKind);
    }

    [Fact]
    public async Task An_empty_minute_never_means_at_once_and_what_was_typed_stays()
    {
        _portal.Gateway.Roles = ["leader"];
        Show(PublicationSamples.Item());
        using var answer = await SubmitAsync("1/duyet", new() { ["when"] = "at", ["publicFrom"] = "", ["decisionNumber"] = "482/QĐ-UBND" });
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Chọn ngày và giờ công khai, hoặc chọn công khai ngay.", html, StringComparison.Ordinal);
        Assert.Contains("value=\"482/QĐ-UBND\"", html, StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo($"{Api}/1/approval"));
    }

    [Fact]
    public async Task Whoever_took_the_snapshot_is_told_that_somebody_else_approves_it()
    {
        _portal.Gateway.Roles = ["leader", "home-affairs"];
        Show(PublicationSamples.Item(mine: true));
        var html = await GetAsync(Page);
        Assert.Contains("một đồng chí lãnh đạo khác phê duyệt", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/duyet\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approved_result_counts_down_and_may_be_withdrawn_with_a_reason()
    {
        _portal.Gateway.Roles = ["leader"];
        var minute = DateTimeOffset.UtcNow.AddMinutes((2 * 24 * 60) + (3 * 60)).AddSeconds(-1);
        Show(PublicationSamples.Item(state: "approved", publicFrom: minute), reopened: true);
        var html = await GetAsync(Page);
        Assert.Contains($"Kết quả công khai lúc {Formats.Time(minute)} ngày {Formats.Date(minute)}.", html, StringComparison.Ordinal);
        Assert.Contains("Còn 2 ngày 3 giờ.", html, StringComparison.Ordinal);
        Assert.Contains("Hội đồng đã mở lại kết quả", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/duyet\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/chot\"", html, StringComparison.Ordinal);

        _portal.Gateway.Answer($"DELETE {Api}/1/approval", new { });
        using var answer = await SubmitAsync("1/rut", new() { ["reason"] = "Chờ ý kiến Thường trực" });
        Assert.Equal(Page, answer.Headers.Location?.OriginalString);
        Assert.Equal("Chờ ý kiến Thường trực", Sent("DELETE", $"{Api}/1/approval").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_public_result_leads_to_page_and_archive_and_is_corrected_with_a_reason()
    {
        Show(PublicationSamples.Item(state: "approved", publicFrom: DateTimeOffset.UtcNow.AddDays(-1), isPublic: true), publicVersion: 0);
        _portal.Gateway.Answer($"POST {Api}", new { number = 2 }, HttpStatusCode.Created);
        var html = await GetAsync(Page);
        Assert.Contains("href=\"/ket-qua/so-2026\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/api/ranking/campaigns/so-2026/archive\"", html, StringComparison.Ordinal);
        Assert.Contains("482/QĐ-UBND (28/11/2026)", html, StringComparison.Ordinal);

        using var answer = await SubmitAsync("chot", new() { ["corrects"] = "0", ["reason"] = "Cộng sót điểm 1.1" });
        Assert.Equal((0, "Cộng sót điểm 1.1"), (Sent("POST", Api).GetProperty("corrects").GetInt32(), Sent("POST", Api).GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task The_history_says_what_became_of_every_snapshot_and_opens_each()
    {
        var old = PublicationSamples.Item(
            1, "discarded", deeds: [new { kind = "discarded", by = "Sở Nội vụ", at = "2026-11-28T03:00:00Z", reason = "Thiếu điểm điều tra" }]);
        _portal.Gateway.Answer(Api, PublicationSamples.List(items: [PublicationSamples.Item(2), old]));
        _portal.Gateway.Answer($"{Api}/2", PublicationSamples.Review(PublicationSamples.Item(2), withheld: ["Sở X"]));
        _portal.Gateway.Answer($"{Api}/1", PublicationSamples.Review(old));
        var html = await GetAsync(Page);
        Assert.Contains("28/11/2026 10:00: Sở Nội vụ hủy. Lý do: Thiếu điểm điều tra", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Page}?ban=1\"", html, StringComparison.Ordinal);
        Assert.Contains("xung đột lợi ích với Sở X", html, StringComparison.Ordinal);
        Assert.Contains("Bản chốt số 1", await GetAsync($"{Page}?ban=1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_reads_the_corrigendum_and_the_old_result_says_that_it_is_old()
    {
        _portal.Gateway.Answer("/api/public/v1/campaigns", Samples.Campaigns);
        var ranking = new { publishedAt = "2026-12-01T01:00:00Z", mean = 85.4m, items = Array.Empty<object>(), version = 1, reason = "Cộng sót điểm 1.1", decisionNumber = "12/QĐ-UBND", decisionDate = "2026-12-01" };
        _portal.Gateway.Answer("/api/public/v1/campaigns/so-2024/rankings", ranking);
        _portal.Gateway.Answer("/api/public/v1/campaigns/so-2024/corrigenda", new
        {
            corrigenda = new[] { new { number = 1, publishedAt = "2026-12-01T01:00:00Z", reason = "Cộng sót điểm 1.1", changes = new[] { PublicationSamples.Change } } },
        });
        using var browser = _portal.Browser();
        var html = await browser.GetStringAsync(new Uri("/ket-qua/so-2024", UriKind.Relative), Cancellation);
        Assert.Contains("Đính chính số 1, ngày 01/12/2026, lý do: Cộng sót điểm 1.1", html, StringComparison.Ordinal);
        Assert.Contains("theo Quyết định số 12/QĐ-UBND ngày 01/12/2026", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/ket-qua/so-2024?khoi=so&amp;ban=0\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/api/ranking/campaigns/so-2024/archive?version=1\"", html, StringComparison.Ordinal);
        Assert.Contains("./cchc verify", html, StringComparison.Ordinal);
        Assert.Contains("1.1: 1,50 → 2,00", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);

        _portal.Gateway.Answer("/api/public/v1/campaigns/so-2024/rankings", new { ranking.publishedAt, ranking.mean, ranking.items, version = 0 });
        html = await browser.GetStringAsync(new Uri("/ket-qua/so-2024?khoi=so&ban=0", UriKind.Relative), Cancellation);
        Assert.Contains("Đây là kết quả cũ, đã được thay bằng đính chính số 1.", html, StringComparison.Ordinal);
        Assert.Contains(_portal.Gateway.Calls, call => call.Path == "/api/public/v1/campaigns/so-2024/rankings?group=so&version=0");
        Assert.Contains("/bang.csv?khoi=so&amp;ban=0\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_s_page_says_by_which_corrigendum_it_holds_and_what_of_the_unit_changed()
    {
        _portal.Gateway.Answer("/api/public/v1/campaigns", Samples.Campaigns);
        _portal.Gateway.Answer("/api/public/v1/campaigns/so-2024/corrigenda", new
        {
            corrigenda = new[]
            {
                new { number = 1, publishedAt = "2026-12-01T01:00:00Z", reason = "Cộng sót điểm 1.1", decisionNumber = "12/QĐ-UBND", decisionDate = "2026-12-01", changes = new[] { PublicationSamples.Change } },
            },
        });
        ShowUnits(version: 1);
        using var browser = _portal.Browser();
        var html = await browser.GetStringAsync(new Uri("/ket-qua/so-2024/B", UriKind.Relative), Cancellation);
        foreach (var words in (string[])
            [
                "Đính chính số 1, ngày 01/12/2026, lý do: Cộng sót điểm 1.1", "theo Quyết định số 12/QĐ-UBND ngày 01/12/2026", "href=\"/ket-qua/so-2024?khoi=so#corrigenda-title\"",
                "Đính chính số 1 thay đổi gì của đơn vị", "1.1: 1,50 → 2,00", "80,69", "91,20", "2 → 1",
            ])
        {
            Assert.Contains(words, html, StringComparison.Ordinal);
        }

        html = await browser.GetStringAsync(new Uri("/ket-qua/so-2024/A", UriKind.Relative), Cancellation);
        Assert.Contains("Đính chính này không thay đổi kết quả của đơn vị.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("1.1: 1,50", html, StringComparison.Ordinal);

        ShowUnits(version: 0);
        html = await browser.GetStringAsync(new Uri("/ket-qua/so-2024/B?ban=0", UriKind.Relative), Cancellation);
        Assert.Contains("Đây là kết quả cũ, đã được thay bằng đính chính số 1. <a href=\"/ket-qua/so-2024/B\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("thay đổi gì của đơn vị", html, StringComparison.Ordinal);
        Assert.Contains(_portal.Gateway.Calls, call => call.Path == "/api/public/v1/campaigns/so-2024/units/B?version=0");
    }

    [Fact]
    public async Task The_home_page_tells_the_leader_what_to_approve_and_home_affairs_also_what_waits_for_its_minute()
    {
        _portal.Gateway.Answer("/api/ranking/snapshots", new
        {
            items = new object[]
            {
                new { campaign = "so-2026", campaignName = "Chỉ số khối sở 2026", number = 2, state = "open", takenAt = "2026-11-28T02:30:00Z", takenBy = "Sở Nội vụ", mine = false, corrects = 0 },
                new { campaign = "xa-2026", campaignName = "Chỉ số khối xã 2026", number = 1, state = "approved", takenAt = "2026-11-28T02:30:00Z", takenBy = "Sở Nội vụ", mine = false, publicFrom = "2026-12-01T01:00:00Z" },
            },
        });
        _portal.Gateway.Answer("/api/criteria/campaigns", new { items = Array.Empty<object>(), total = 0, page = 1, pageSize = 50 });
        _portal.Gateway.Roles = ["leader"];
        var html = await GetAsync("/bang-viec");
        Assert.Contains("<a href=\"/xep-hang/so-2026/cong-bo\">Đính chính kết quả Chỉ số khối sở 2026</a>", html, StringComparison.Ordinal);
        Assert.Contains("bản chốt số 2, Sở Nội vụ chốt lúc 28/11/2026 09:30", html, StringComparison.Ordinal);
        Assert.Contains("Chờ lãnh đạo phê duyệt", html, StringComparison.Ordinal);
        Assert.DoesNotContain("xa-2026", html, StringComparison.Ordinal);

        _portal.Gateway.Roles = ["home-affairs"];
        html = await GetAsync("/bang-viec");
        Assert.Contains("<a href=\"/xep-hang/xa-2026/cong-bo\">Kết quả Chỉ số khối xã 2026</a>", html, StringComparison.Ordinal);
        Assert.Contains("Đã duyệt, công khai lúc 01/12/2026 08:00", html, StringComparison.Ordinal);

        _portal.Gateway.Roles = ["unit-officer"];
        _portal.Gateway.Calls.Clear();
        _portal.Gateway.Answer("/api/assessment/self-assessments", new { items = Array.Empty<object>(), total = 0, page = 1, pageSize = 50 });
        await GetAsync("/bang-viec");
        Assert.Empty(_portal.Gateway.CallsTo("/api/ranking/snapshots"));
    }

    private void ShowUnits(int version)
    {
        foreach (var unit in (string[])["A", "B"])
        {
            _portal.Gateway.Answer($"/api/public/v1/campaigns/so-2024/units/{unit}", new
            {
                group = "so", groupName = "Khối sở", publishedAt = DateTimeOffset.UnixEpoch, unitCode = unit, unitName = $"Sở {unit}", rank = 1, index = 91.2m, points = 91.2m, maxPoints = 100m, @class = "Tốt",
                fields = Array.Empty<object>(), version,
            });
        }
    }

    private void Show(object item, object[]? sinceTaken = null, bool reopened = false, int? publicVersion = null)
    {
        _portal.Gateway.Answer(Api, PublicationSamples.List(publicVersion, reopened, items: [item]));
        _portal.Gateway.Answer($"{Api}/1", PublicationSamples.Review(item, sinceTaken));
    }

    private JsonElement Sent(string method, string path) => JsonDocument.Parse(_portal.Gateway.CallsTo(path).Last(call => call.Method == method).Body).RootElement;

    private async Task<string> GetAsync(string page)
    {
        using var browser = await _portal.SignedInAsync(Cancellation);
        return await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation);
    }

    private async Task<HttpResponseMessage> SubmitAsync(string deed, Dictionary<string, string> fields)
    {
        using var browser = await _portal.SignedInAsync(Cancellation);
        return await PortalHost.SubmitAsync(browser, Page, $"{Page}/{deed}", fields, Cancellation);
    }

    [GeneratedRegex("<script(?![^>]* src=)|<style|style=\"|\\son[a-z]+=\"", RegexOptions.None, 1000)]
    private static partial Regex Inline();
}
