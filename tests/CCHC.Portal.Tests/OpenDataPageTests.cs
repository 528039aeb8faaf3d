using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CCHC.Portal.Tests;

/// <summary>Published results for other systems and other sites.</summary>
public sealed partial class OpenDataPageTests : IClassFixture<PortalHost>
{
    private readonly PortalHost _portal;

    public OpenDataPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Answer("/api/public/v1/campaigns", Samples.Campaigns);
        _portal.Gateway.Answer("/api/public/v1/campaigns/so-2024/rankings", Samples.Ranking);
        _portal.Gateway.Answer("/api/public/v1/codebook", new
        {
            tables = new[]
            {
                new { name = "fields", title = "Điểm theo lĩnh vực", path = "/api/public/v1/campaigns/{code}/fields?group={group}", columns = new[] { new { name = "points", type = "decimal", unit = "điểm", meaning = "Điểm đạt trong lĩnh vực" } } },
                new { name = "history", title = "Kết quả các năm", path = "/api/public/v1/units/{unitCode}/history", columns = new[] { new { name = "year", type = "integer", unit = (string?)null!, meaning = "Năm đánh giá" } } },
            },
        });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_table_of_every_published_result_can_be_had_as_csv_and_json_and_its_columns_are_explained()
    {
        var html = await GetAsync("/du-lieu-mo");
        Assert.Contains("href=\"/api/public/v1/campaigns/so-2024/fields?group=so&amp;format=csv\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/api/public/v1/campaigns/so-2024/fields?group=so&amp;format=json\"", html, StringComparison.Ordinal);
        Assert.Contains("Điểm đạt trong lĩnh vực", html, StringComparison.Ordinal);
        Assert.Contains("Năm đánh giá", html, StringComparison.Ordinal);
        Assert.Contains("http://localhost/api/public/v1/catalog", html, StringComparison.Ordinal);
        Assert.Contains("http://localhost/api/public/v1/units/{unitCode}/history", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Kỳ đang mở", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);

        _portal.Gateway.Answer("/api/public/v1/campaigns", Array.Empty<object>());
        Assert.Contains("Chưa có bộ dữ liệu nào", await GetAsync("/du-lieu-mo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_site_may_frame_the_ranking_and_no_other_page_and_the_frame_has_neither_script_nor_cookie()
    {
        using var answer = await _portal.Browser().GetAsync(new Uri("/nhung/so-2024?khoi=so", UriKind.Relative), Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.EndsWith("frame-ancestors *", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("X-Frame-Options"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<nav", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);
        Assert.Contains("href=\"/ket-qua/so-2024?khoi=so\" target=\"_blank\" rel=\"noopener\"", html, StringComparison.Ordinal);
        Assert.Equal(27, Regex.Count(html, "<th scope=\"row\">", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(2, Regex.Count(html, ">2=<", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.InRange(html.Length, 1_000, 20_000);

        using var result = await _portal.Browser().GetAsync(new Uri("/ket-qua/so-2024", UriKind.Relative), Cancellation);
        Assert.EndsWith("frame-ancestors 'none'", Assert.Single(result.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains(
            "&lt;iframe src=&quot;http://localhost/nhung/so-2024?khoi=so&quot;", await result.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "S1", "ascending")]
    [InlineData("&xep=chi-so", "S1", "descending")]
    [InlineData("&xep=la-lung", "S1", "ascending")]
    public async Task The_frame_is_sorted_by_links(string query, string first, string direction)
    {
        var html = await GetAsync("/nhung/so-2024?khoi=so" + query);
        Assert.Contains($"thứ {first[1..]} ", RowHead().Match(html).Value, StringComparison.Ordinal);
        Assert.Single(Sorted().Matches(html));
        Assert.Equal(direction, Sorted().Match(html).Groups["direction"].Value);
        Assert.Contains("href=\"/nhung/so-2024?khoi=so&amp;xep=ten\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nhung/kin-2025?khoi=so")]
    [InlineData("/nhung/khong-co?khoi=so")]
    [InlineData("/nhung/so-2024?khoi=khong-co")]
    public async Task What_is_not_published_is_not_framed_either(string path)
    {
        using var answer = await _portal.Browser().GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal((HttpStatusCode.NotFound, true), (answer.StatusCode, answer.Headers.CacheControl!.NoStore));
        Assert.DoesNotContain("Sở thứ", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo("/api/public/v1/campaigns/kin-2025/rankings"));
    }

    /// <summary>The gateway would give the result away; the pages must not ask for one that the public list does not call published, nor keep anything of the refusal.</summary>
    [Fact]
    public async Task No_page_for_everyone_shows_a_result_that_is_not_public_yet()
    {
        string[] results = ["/", "/ket-qua/{ky}", "/ket-qua/{ky}/bang.csv", "/ket-qua/{ky}/{unitCode}", "/du-lieu-mo", "/nhung/{ky}"];
        string[] others =
        [
            "/dang-nhap", "/dang-nhap/mot-lan/ve", "/moi/{secret}", "/khao-sat", "/khao-sat/{ma}", "/khao-sat/{ma}/cam-on", "/lib/{name}", "/favicon.ico", "/health/live", "/health/ready",
            "/dieu-tra/may-tinh-bang/ung-dung.webmanifest", "/dieu-tra/may-tinh-bang/ngoai-tuyen.js", "/dieu-tra/may-tinh-bang/phien", "/dieu-tra/may-tinh-bang/danh-sach",
            "/dieu-tra/may-tinh-bang/{survey:guid}/danh-sach",
        ];
        var open = _portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? true))
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Distinct().ToList();
        var unknown = open.Where(route => !results.Contains(route) && !others.Contains(route) && !route.Contains("{*", StringComparison.Ordinal)).ToList();
        Assert.True(unknown.Count == 0, "These pages are open to everyone and not classified:\n" + string.Join('\n', unknown));
        Assert.Empty(results.Except(open));

        _portal.Gateway.Answer("/api/public/v1/campaigns", new[] { new { code = "kin-2025", name = "Kỳ đang mở", year = 2025, status = "open", groups = new[] { new { code = "so", name = "Khối sở" } } } });
        foreach (var route in results.Where(route => route != "/ket-qua/{ky}/bang.csv"))
        {
            var path = route.Replace("{ky}", "kin-2025", StringComparison.Ordinal).Replace("{unitCode}", "S1", StringComparison.Ordinal);
            using var answer = await _portal.Browser().GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            Assert.DoesNotContain("Kỳ đang mở", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
            Assert.Equal((path, path is "/" or "/du-lieu-mo" ? HttpStatusCode.OK : HttpStatusCode.NotFound), (path, answer.StatusCode));
            Assert.True(answer.IsSuccessStatusCode || answer.Headers.CacheControl!.NoStore, path);
        }

        // The file is the service's own answer, which knows the minute.
        using var file = await _portal.Browser().GetAsync(new Uri("/ket-qua/kin-2025/bang.csv?khoi=so", UriKind.Relative), Cancellation);
        Assert.Equal((HttpStatusCode.NotFound, true), (file.StatusCode, file.Headers.CacheControl!.NoStore));
        Assert.DoesNotContain(_portal.Gateway.Calls, call => call.Path.Contains("kin-2025", StringComparison.Ordinal) && !call.Path.StartsWith("/api/public/v1/campaigns/kin-2025/rankings?group=so", StringComparison.Ordinal));
    }

    private Task<string> GetAsync(string path) => _portal.Browser().GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);

    [GeneratedRegex("<script(?![^>]*\\bsrc=)|<style|\\bstyle=|\\bon[a-z]+=\"", RegexOptions.None, 1000)]
    private static partial Regex Inline();

    [GeneratedRegex("aria-sort=\"(?<direction>ascending|descending)\"", RegexOptions.None, 1000)]
    private static partial Regex Sorted();

    [GeneratedRegex("<th scope=\"row\">[^<]*", RegexOptions.None, 1000)]
    private static partial Regex RowHead();
}
