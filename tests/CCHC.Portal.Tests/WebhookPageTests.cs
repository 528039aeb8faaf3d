using System.Net;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Tests;

/// <summary>Systems outside that are told what became public.</summary>
public sealed partial class WebhookPageTests : IClassFixture<PortalHost>
{
    private const string Api = "/api/ranking/webhooks", Place = "/quan-tri/webhook", Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly (Guid Webhook, Guid Delivery) Ids = (Guid.CreateVersion7(), Guid.CreateVersion7());

    private readonly PortalHost _portal;

    public WebhookPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs"];
        _portal.Gateway.Answer(Api, new { items = new[] { Webhook() }, most = 50 });
        _portal.Gateway.Answer($"{Api}/{Ids.Webhook}", Webhook());
        _portal.Gateway.Answer($"{Api}/{Ids.Webhook}/deliveries", new
        {
            items = new[]
            {
                new
                {
                    id = Ids.Delivery, messageId = "msg_1", @event = "ranking.published", subject = "CCHC-2026", state = "waiting", createdAt = DateTimeOffset.UnixEpoch, attempts = 4,
                    lastAttemptAt = DateTimeOffset.UnixEpoch, nextAttemptAt = DateTimeOffset.UnixEpoch.AddHours(1), lastStatus = 500, lastProblem = "Địa chỉ nhận trả lời mã 500.", lastAnswer = "<b>hỏng</b>",
                },
            },
            total = 1, page = 1, pageSize = 50,
        });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Page => $"{Place}/{Ids.Webhook}";

    [Fact]
    public async Task The_list_says_who_waits_and_a_page_why_and_until_when()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var list = await browser.GetStringAsync(new Uri(Place, UriKind.Relative), Cancellation);
        Assert.Contains($"href=\"{Place}\" aria-current=\"page\"", list, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Page}\"", list, StringComparison.Ordinal);
        Assert.Contains("Đang lỗi, sẽ gửi lại", list, StringComparison.Ordinal);
        var html = await browser.GetStringAsync(new Uri(Page + "?tt=cho&trang=2", UriKind.Relative), Cancellation);
        Assert.Equal($"{Api}/{Ids.Webhook}/deliveries?page=2&pageSize=50&state=waiting", _portal.Gateway.CallsTo($"{Api}/{Ids.Webhook}/deliveries").Last().Path);
        Assert.Contains("Địa chỉ nhận trả lời mã 500.", html, StringComparison.Ordinal);
        Assert.Contains("thử lại lúc 01/01/1970 09:00", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;hỏng&lt;/b&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), list + html);
    }

    [Fact]
    public async Task A_secret_is_shown_once_as_the_answer_to_the_form_and_kept_by_no_cache()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"POST {Api}", new { id = Ids.Webhook, secret = Secret }, HttpStatusCode.Created);
        using var registered = await PortalHost.SubmitAsync(
            browser, Place, Place, new() { ["name"] = "Cổng dữ liệu", ["address"] = "https://example.vn/cchc", ["published"] = "true" }, Cancellation);
        Assert.Equal((HttpStatusCode.OK, true), (registered.StatusCode, registered.Headers.CacheControl!.NoStore));
        Assert.Contains($"value=\"{Secret}\"", await registered.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("""{"name":"C\u1ED5ng d\u1EEF li\u1EC7u","address":"https://example.vn/cchc","events":["ranking.published"]}""", _portal.Gateway.CallsTo(Api).Last(call => call.Method == "POST").Body);

        _portal.Gateway.Answer($"{Api}/{Ids.Webhook}/secret", new { secret = Secret, formerSecretUntil = DateTimeOffset.UnixEpoch });
        using var rotated = await PortalHost.SubmitAsync(browser, Page, $"{Page}/khoa", new() { ["hours"] = "6" }, Cancellation);
        var html = await rotated.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains(Secret, html, StringComparison.Ordinal);
        Assert.Contains("đến 01/01/1970 08:00", html, StringComparison.Ordinal);
        Assert.Equal("""{"overlapHours":6}""", _portal.Gateway.CallsTo($"{Api}/{Ids.Webhook}/secret").Single().Body);
    }

    [Fact]
    public async Task A_refused_form_keeps_what_was_typed_and_says_what_is_wrong_at_its_field()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"POST {Api}", new { status = 400, errors = new Dictionary<string, string[]> { ["address"] = ["10.1.2.3 thuộc mạng nội bộ."] } }, HttpStatusCode.BadRequest);
        using var refused = await PortalHost.SubmitAsync(browser, Place, Place, new() { ["name"] = "Cổng X", ["address"] = "https://10.1.2.3/", ["published"] = "true" }, Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("id=\"f-address-error\">10.1.2.3 thuộc mạng nội bộ.", html, StringComparison.Ordinal);
        Assert.Contains("value=\"Cổng X\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deeds_go_to_the_service_and_a_replay_begins_with_the_day_in_viet_nam()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        foreach (var (deed, method, path) in new[]
        {
            ("tam-dung", "POST", "/pause"), ("chay-lai", "DELETE", "/pause"), ("thu", "POST", "/pings"), ($"{Ids.Delivery}/gui-lai", "POST", $"/deliveries/{Ids.Delivery}/replay"),
        })
        {
            _portal.Gateway.Answer($"{Api}/{Ids.Webhook}{path}", new { });
            using var done = await PortalHost.SubmitAsync(browser, Page, $"{Page}/{deed}", [], Cancellation);
            Assert.Equal((deed, HttpStatusCode.Redirect), (deed, done.StatusCode));
            Assert.Equal(method, _portal.Gateway.CallsTo($"{Api}/{Ids.Webhook}{path}").Last().Method);
        }

        _portal.Gateway.Answer($"{Api}/{Ids.Webhook}/replays", new { deliveries = 3 });
        using var replayed = await PortalHost.SubmitAsync(browser, Page, $"{Page}/gui-lai", new() { ["since"] = "2026-11-30" }, Cancellation);
        Assert.Equal($"{Page}?xong=3", replayed.Headers.Location?.OriginalString);
        Assert.Equal("""{"since":"2026-11-30T00:00:00+07:00"}""", _portal.Gateway.CallsTo($"{Api}/{Ids.Webhook}/replays").Single().Body);
        Assert.Contains("Đã xếp 3 lần báo", await browser.GetStringAsync(new Uri($"{Page}?xong=3", UriKind.Relative), Cancellation), StringComparison.Ordinal);

        using var missing = await PortalHost.SubmitAsync(browser, Page, $"{Page}/gui-lai", new() { ["since"] = "" }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, missing.StatusCode);
        _portal.Gateway.Answer($"DELETE {Api}/{Ids.Webhook}", new { });
        using var deleted = await PortalHost.SubmitAsync(browser, Page, $"{Page}/xoa", [], Cancellation);
        Assert.Equal(Place, deleted.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task The_auditor_finds_no_form()
    {
        _portal.Gateway.Roles = ["auditor"];
        var browser = await _portal.SignedInAsync(Cancellation);
        foreach (var path in (string[])[Place, Page])
        {
            var html = await browser.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);
            Assert.Equal(1, Regex.Count(html, "<form", RegexOptions.None, TimeSpan.FromSeconds(1))); // to sign out
        }
    }

    private static object Webhook() => new
    {
        id = Ids.Webhook, name = "Cổng dữ liệu quốc gia", address = "https://du-lieu.example.gov.vn/cchc", events = new[] { "ranking.published" }, createdAt = DateTimeOffset.UnixEpoch,
        createdBy = "Nguyễn Văn A", waiting = 1, waitingSince = DateTimeOffset.UnixEpoch, givenUp = 0, lastProblem = "Địa chỉ nhận trả lời mã 500.",
    };

    [GeneratedRegex("<script(?![^>]*\\bsrc=)|<style|\\bstyle=|\\bon[a-z]+=\"", RegexOptions.None, 1000)]
    private static partial Regex Inline();
}
