using System.Net;
using System.Text.Json;

namespace CCHC.Portal.Tests;

/// <summary>Forgetting one person of a frame who asks for it.</summary>
public sealed class ErasurePageTests : IClassFixture<PortalHost>
{
    private const string Key = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private readonly PortalHost _portal;

    public ErasurePageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs"];
        _portal.Gateway.Answer($"/api/criteria/campaigns/{ChannelSamples.Campaign}", Samples.Board);
        _portal.Gateway.Answer(
            $"/api/survey/campaigns/{ChannelSamples.Campaign}/frames",
            ChannelSamples.Frames(new { frameId = ChannelSamples.Frame, number = 7, reason = "Đơn số 12", erasedBy = "Lê Lan", erasedAt = new DateTimeOffset(2026, 11, 30, 2, 5, 0, TimeSpan.Zero), destroyedKey = Key }));
        _portal.Gateway.Answer($"POST {Api}/search", new { found = 27, items = new[] { new { number = 41, name = "Trần Thị Ánh", contact = "0912 000 041", stratum = "Hộ tịch", cluster = default(string) } } });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Api => $"/api/survey/frames/{ChannelSamples.Frame}/people";

    private static string Place => $"/dieu-tra/{ChannelSamples.Campaign}/khung-mau/{ChannelSamples.Frame}/xoa-mot-nguoi";

    [Fact]
    public async Task What_was_erased_at_a_request_is_shown_with_the_key_that_was_destroyed_and_without_a_name()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri(Place, UriKind.Relative), Cancellation));
        Assert.Contains("Đơn số 12", html, StringComparison.Ordinal);
        Assert.Contains("30/11/2026 09:05", html, StringComparison.Ordinal); // Vietnam's time
        Assert.Contains(Key, html, StringComparison.Ordinal);
        Assert.DoesNotContain("Trần Thị Ánh", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_looked_for_stands_in_no_address_and_is_erased_only_with_a_reason()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        using var found = await PortalHost.SubmitAsync(browser, Place, Place, new() { ["text"] = "ánh" }, Cancellation);
        var html = WebUtility.HtmlDecode(await found.Content.ReadAsStringAsync(Cancellation));
        Assert.Contains("Tìm thấy 27 người", html, StringComparison.Ordinal);
        Assert.Contains("Hiện 1 người đầu tiên", html, StringComparison.Ordinal);
        Assert.Contains("Họ tên và liên hệ của Trần Thị Ánh bị xóa vĩnh viễn", html, StringComparison.Ordinal);
        Assert.Contains("value=\"ánh\"", html, StringComparison.Ordinal);
        Assert.All(_portal.Gateway.Calls, call => Assert.DoesNotContain("nh", Uri.UnescapeDataString(call.Path.Split('?').ElementAtOrDefault(1) ?? ""), StringComparison.Ordinal));

        _portal.Gateway.Answer($"POST {Api}/41/erasure", new { title = "Dữ liệu chưa hợp lệ.", status = 400, errors = new { reason = new[] { "Ghi căn cứ xóa, ví dụ số và ngày của đơn yêu cầu." } } }, HttpStatusCode.BadRequest);
        using var refused = await PortalHost.SubmitAsync(browser, Place, $"{Place}/41", new() { ["text"] = "ánh", ["reason"] = "" }, Cancellation);
        html = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("Ghi căn cứ xóa", html, StringComparison.Ordinal);
        Assert.Matches("<details class=\"confirm\" open[^>]*>\\s*<summary class=\"btn ?\">Xóa người này", html); // still open at the same person

        _portal.Gateway.Answer($"POST {Api}/41/erasure", new { frameId = ChannelSamples.Frame, number = 41, reason = "Đơn số 13", erasedBy = "Lê Lan", erasedAt = DateTimeOffset.UnixEpoch, destroyedKey = Key });
        using var erased = await PortalHost.SubmitAsync(browser, Place, $"{Place}/41", new() { ["text"] = "ánh", ["reason"] = "Đơn số 13" }, Cancellation);
        Assert.Equal((HttpStatusCode.Redirect, Place), (erased.StatusCode, erased.Headers.Location?.OriginalString));
        Assert.Equal("Đơn số 13", JsonDocument.Parse(_portal.Gateway.CallsTo($"{Api}/41/erasure").Last().Body).RootElement.GetProperty("reason").GetString());
    }
}
