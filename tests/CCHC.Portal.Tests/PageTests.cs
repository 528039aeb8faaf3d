using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CCHC.Portal.Tests;

public sealed partial class PageTests : IDisposable
{
    private readonly PortalHost _portal = new();

    public PageTests()
    {
        var gateway = _portal.Gateway;
        gateway.Roles = ["unit-officer", "home-affairs"];
        gateway.Answer("/api/public/v1/campaigns", Samples.Campaigns);
        gateway.Answer("/api/public/v1/campaigns/so-2024/rankings", Samples.Ranking);
        gateway.Answer("/api/survey/forms/abc", SurveySamples.Form());
        gateway.Answer("/api/survey/forms/abc/answers", new { }, HttpStatusCode.Created);
        gateway.Answer($"/api/assessment/self-assessments/{Samples.Id}", Samples.Sheet);
        gateway.Answer($"/api/assessment/self-assessments/{Samples.Id}/documents", new { selfAssessmentId = Samples.Id, items = Array.Empty<object>() });
        gateway.Answer($"/api/criteria/campaigns/{Samples.Id}", Samples.Board);
        gateway.Answer($"/api/assessment/campaigns/{Samples.Id}/progress", Samples.Progress);
        gateway.Answer($"/api/appraisal/campaigns/{Samples.Id}/progress", new { }, HttpStatusCode.ServiceUnavailable);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Leaf => $"/phieu/{Samples.Id}/tieu-chi/1.4";

    public void Dispose() => _portal.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("/ket-qua/so-2024")]
    [InlineData("/dang-nhap")]
    [InlineData("/khao-sat/abc")]
    [InlineData("/khao-sat/abc/cam-on?kiosk=1")]
    [InlineData("/khao-sat/khac")]
    [InlineData("/khao-sat")]
    [InlineData("/khong-co")]
    [InlineData("/bang-viec")]
    [InlineData("/phieu/ID?tieuChi=1.4")]
    [InlineData("/phieu/ID/tai-lieu")]
    [InlineData("/ky-danh-gia/ID")]
    [InlineData("/lib/portal.css")]
    public async Task Nothing_runs_or_is_styled_inline_and_nobody_may_frame_a_page(string path)
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await browser.GetAsync(new Uri(path.Replace("ID", Samples.Id.ToString(), StringComparison.Ordinal), UriKind.Relative), Cancellation);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(body.Length == 0 ? null : path == "/lib/portal.css" ? "text/css; charset=utf-8" : "text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        if (answer.Content.Headers.ContentType?.MediaType == "text/html")
        {
            Assert.DoesNotMatch(Inline(), body);
            Assert.Contains("lang=\"vi\"", body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/", 10_000, 150_000)]
    [InlineData("/khao-sat/abc", 3_000, 20_000)]
    [InlineData("/khao-sat", 3_000, 20_000)]
    public async Task A_page_for_everyone_is_light_and_needs_no_script(string path, int least, int limit)
    {
        var browser = _portal.Browser();
        browser.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        var plain = await _portal.Browser().GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.DoesNotContain("<script", plain, StringComparison.Ordinal);

        var bytes = 0;
        foreach (var address in Linked().Matches(plain).Select(match => match.Groups["address"].Value).Prepend(path))
        {
            using var answer = await browser.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
            Assert.Equal("br", Assert.Single(answer.Content.Headers.ContentEncoding));
            bytes += (await answer.Content.ReadAsByteArrayAsync(Cancellation)).Length;
        }

        Assert.InRange(bytes, least, limit);
    }

    [Fact]
    public async Task No_page_that_somebody_sees_after_signing_in_is_kept_by_the_browser()
    {
        // What everyone may see, without an account; each of them says for how long.
        string[] forEveryone = ["/ket-qua/{ky}", "/ket-qua/{ky}/bang.csv", "/nhung/{ky}", "/du-lieu-mo"];
        var browser = await _portal.SignedInAsync(Cancellation);
        var routes = _portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") != false && route.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(route => route.RoutePattern.RawText!).Distinct().ToList();
        Assert.True(routes.Count > 60, $"{routes.Count} routes");
        Assert.DoesNotContain(routes, forEveryone.Contains);
        foreach (var route in routes)
        {
            var path = Place().Replace(route, place => place.Value.Contains("guid", StringComparison.Ordinal) ? Samples.Id.ToString() : "1");
            using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            Assert.True(answer.Headers.CacheControl?.NoStore, $"{path} {answer.StatusCode} {answer.Headers.CacheControl}");
        }
    }

    [Fact]
    public async Task An_unexpected_error_is_a_page_in_vietnamese_that_tells_nothing_of_the_inside_and_an_entry_in_the_log_that_does()
    {
        _portal.Gateway.AnswerWith("/api/public/v1/campaigns/so-2024/rankings", () => throw new InvalidOperationException("Host=10.0.0.5;Password=bí-mật"));
        using var answer = await _portal.Browser().GetAsync(new Uri("/ket-qua/so-2024", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("<h1", html, StringComparison.Ordinal);
        Assert.Contains("lang=\"vi\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("10\\.0\\.0\\.5|bí-mật|Exception|CCHC\\.|   at ", html);
        Assert.Matches("^[0-9TZ:.-]{24} FAIL [0-9a-f]{32} CCHC.Portal.Layout.FailurePages: GET /ket-qua/\\{[a-z]+\\} failed\n    System.InvalidOperationException: Host=10.0.0.5;Password=bí-mật\n", Assert.Single(_portal.Log));
    }

    [Theory]
    [InlineData("/.git/HEAD")]
    [InlineData("/.git/config")]
    [InlineData("/.gitignore")]
    [InlineData("/appsettings.json")]
    [InlineData("/CCHC.Portal.csproj")]
    [InlineData("/lib/../appsettings.json")]
    [InlineData("/lib/%2e%2e/CCHC.Portal.dll")]
    [InlineData("/lib/")]
    public async Task Nothing_of_the_sources_is_served_and_no_folder_is_listed(string path)
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<h1", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_kept_by_the_browser_until_they_change()
    {
        var html = await _portal.Browser().GetStringAsync(new Uri("/dang-nhap", UriKind.Relative), Cancellation);
        var address = Linked().Matches(html).Select(match => match.Groups["address"].Value).First(x => x.Contains("tabler.css", StringComparison.Ordinal));
        using var answer = await _portal.Browser().GetAsync(new Uri(address, UriKind.Relative), Cancellation);

        Assert.Contains("immutable", answer.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ranking_shows_equal_ranks_two_decimals_and_no_open_campaign()
    {
        var html = await _portal.Browser().GetStringAsync(new Uri("/", UriKind.Relative), Cancellation);

        Assert.Equal(2, Regex.Count(html, ">2=<", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Contains("85,41 %", html, StringComparison.Ordinal);
        Assert.Contains("89,13", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Kỳ đang mở", html, StringComparison.Ordinal);
        using var open = await _portal.Browser().GetAsync(new Uri("/ket-qua/kin-2025", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, open.StatusCode);
    }

    [Fact]
    public async Task A_service_that_is_away_takes_only_its_part_of_the_page()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri($"/ky-danh-gia/{Samples.Id}", UriKind.Relative), Cancellation);

        Assert.Contains("Phần thẩm định đang tạm ngắt", html, StringComparison.Ordinal);
        Assert.Contains("80,50 / 86,00", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leaf_is_saved_with_the_version_that_was_read_and_answered_with_the_part_that_changed()
    {
        _portal.Gateway.Answer($"PUT /api/assessment/self-assessments/{Samples.Id}/entries/1.4", new { points = 0.5m, status = "scored", steps = Array.Empty<string>(), version = 8 });
        var browser = await _portal.SignedInAsync(Cancellation);
        browser.DefaultRequestHeaders.Add("HX-Request", "true");
        using var answer = await PortalHost.SubmitAsync(
            browser, $"/phieu/{Samples.Id}", Leaf, new() { ["count"] = "1", ["version"] = "7", ["evidence"] = "12/BC" }, Cancellation);

        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.DoesNotContain("<html", html, StringComparison.Ordinal);
        Assert.Contains("Đã lưu", html, StringComparison.Ordinal);
        Assert.Contains("0,50 / 1,50", html, StringComparison.Ordinal);
        var call = Assert.Single(_portal.Gateway.Calls, call => call.Method == "PUT");
        Assert.Equal("\"7\"", call.Headers["If-Match"]);
        Assert.Contains("\"count\":1", call.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_service_is_away_the_form_keeps_what_was_typed_and_is_told_to_try_again()
    {
        _portal.Gateway.Answer($"PUT /api/assessment/self-assessments/{Samples.Id}/entries/1.4", new { }, HttpStatusCode.ServiceUnavailable);
        var browser = await _portal.SignedInAsync(Cancellation);
        using var plain = await PortalHost.SubmitAsync(browser, $"/phieu/{Samples.Id}", Leaf, new() { ["count"] = "2", ["version"] = "7" }, Cancellation);
        var html = await plain.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("Phần tự đánh giá đang tạm ngắt", html, StringComparison.Ordinal);
        Assert.Contains("value=\"2\"", html, StringComparison.Ordinal);

        browser.DefaultRequestHeaders.Add("HX-Request", "true");
        using var partial = await PortalHost.SubmitAsync(browser, $"/phieu/{Samples.Id}", Leaf, new() { ["count"] = "2", ["version"] = "7" }, Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, partial.StatusCode);
    }

    [Fact]
    public async Task A_colleague_s_change_is_not_overwritten_without_asking()
    {
        _portal.Gateway.Answer($"PUT /api/assessment/self-assessments/{Samples.Id}/entries/1.4", new { detail = "x" }, HttpStatusCode.PreconditionFailed);
        var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await PortalHost.SubmitAsync(browser, $"/phieu/{Samples.Id}", Leaf, new() { ["count"] = "2", ["version"] = "6" }, Cancellation);

        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        Assert.Contains("Giữ bản của tôi", html, StringComparison.Ordinal);
        Assert.Contains("name=\"version\" value=\"6\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"2\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_stays_when_it_is_not_a_number()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await PortalHost.SubmitAsync(
            browser, $"/phieu/{Samples.Id}", Leaf, new() { ["count"] = "hai", ["explanation"] = "Đang bổ sung", ["version"] = "7" }, Cancellation);

        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("value=\"hai\"", html, StringComparison.Ordinal);
        Assert.Contains("Đang bổ sung", html, StringComparison.Ordinal);
        Assert.Contains("href=\"#f-count\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain(_portal.Gateway.Calls, call => call.Method == "PUT");
    }

    [GeneratedRegex("<script(?![^>]*\\bsrc=)|<style|\\bstyle=|\\bon[a-z]+=\"", RegexOptions.None, 1000)]
    private static partial Regex Inline();

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Place();

    [GeneratedRegex("<link rel=\"(?:stylesheet|icon)\" href=\"(?<address>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Linked();
}
