using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CCHC.Portal.Tests;

/// <summary>What keeps other sites from acting in a person's name.</summary>
public sealed partial class EdgeTests(PortalHost portal) : IClassFixture<PortalHost>
{
    /// <summary>Streams and documents of JSON, which the framework takes for no form: each asks for the token itself, from a header.</summary>
    private static readonly string[] CheckedByHand =
    [
        "DELETE /phieu/{id:guid}/tai-len/{upload:guid}", "PATCH /phieu/{id:guid}/tai-len/{upload:guid}", "POST /dieu-tra/may-tinh-bang/{survey:guid}/dong-bo", "POST /phieu/{id:guid}/tai-len/",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_address_that_changes_something_asks_for_the_token_of_the_form()
    {
        using var client = portal.Browser();
        var open = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation != true)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Where(method => method is not ("GET" or "HEAD" or "OPTIONS"))
                .Select(method => $"{method} {endpoint.RoutePattern.RawText}"))
            .ToList();
        Assert.Equal(CheckedByHand, open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_form_of_another_site_is_refused()
    {
        portal.Gateway.Reset();
        using var browser = await portal.SignedInAsync(Cancellation);
        using var form = new FormUrlEncodedContent([new("name", "x")]);
        foreach (var path in (string[])["/quan-tri/webhook", "/quan-tri/loai-don-vi/so/xoa"])
        {
            using var refused = await browser.PostAsync(new Uri(path, UriKind.Relative), form, Cancellation);
            Assert.Equal((path, HttpStatusCode.BadRequest), (path, refused.StatusCode));
        }

        Assert.DoesNotContain(portal.Gateway.Calls, call => call.Path.Contains("webhooks", StringComparison.Ordinal) || call.Path.Contains("unit-types", StringComparison.Ordinal));
    }

    /// <summary>
    /// A browser sends its cookie with every GET, whoever wrote the link. So no page that is read changes anything: it calls the services by GET alone, also when
    /// they find what is asked for. Opening an invitation looks it up and uses nothing up; coming back from a provider is bound to the browser by a cookie.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_page_that_is_only_opened_changes_anything(bool everythingIsFound)
    {
        using var other = new PortalHost();
        other.Gateway.Roles = ["unit-officer", "unit-head", "home-affairs", "system-admin", "appraiser", "council-chair", "council-secretary", "auditor", "leader", "enumerator"];
        other.Gateway.Answer("/connect/single-sign-on", new { items = Array.Empty<object>() });
        other.Gateway.Otherwise = everythingIsFound ? new { } : null;
        using var browser = await other.SignedInAsync(Cancellation);
        other.Gateway.Calls.Clear();
        var routes = other.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct(StringComparer.Ordinal).ToList();
        Assert.InRange(routes.Count, 100, 1000);
        foreach (var route in routes)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            patience.CancelAfter(TimeSpan.FromSeconds(10));
            var path = Parameter().Replace(route, match => match.Value.Contains(":guid", StringComparison.Ordinal) ? Samples.Id.ToString() : match.Value.Contains(":int", StringComparison.Ordinal) ? "1" : "abc");
            using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, patience.Token);
        }

        Assert.InRange(other.Gateway.Calls.Count, 100, 10_000);
        Assert.Equal(["POST /connect/invitations"], other.Gateway.Calls.Where(call => call.Method != "GET").Select(call => $"{call.Method} {call.Path}").Distinct(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("https", "__Secure-", true)]
    [InlineData("http", "", false)]
    public async Task Cookies_of_a_part_of_the_site_are_out_of_reach_of_scripts_and_forms_of_other_sites_and_over_tls_of_whoever_has_none(string scheme, string prefix, bool secure)
    {
        using var other = new PortalHost(); // who may sign people in is kept for a minute
        other.Gateway.Answer("/connect/single-sign-on", new { items = new[] { new { name = "tinh", title = "Tài khoản của tỉnh" } } });
        other.Gateway.Answer("/connect/single-sign-on/tinh", new { state = "trang-thai", address = "https://sso.example/auth?state=trang-thai" });
        other.Gateway.Answer("/api/survey/forms/abc", SurveySamples.ShortForm());
        other.Gateway.Answer("/api/survey/forms/abc/answers", new { }, HttpStatusCode.Created);
        other.Gateway.Answer($"/api/assessment/self-assessments/{Samples.Id}", Samples.Sheet);
        other.Gateway.Answer($"/api/assessment/self-assessments/{Samples.Id}/documents", new { selfAssessmentId = Samples.Id, items = Array.Empty<object>() });
        using var browser = other.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri($"{scheme}://portal.test") });

        using var leaving = await PortalHost.SubmitAsync(browser, "/dang-nhap", "/dang-nhap/mot-lan/tinh", new() { ["returnUrl"] = "/phieu" }, Cancellation);
        AssertKept(leaving.Headers.GetValues("Set-Cookie"), "cchc.sso", "/dang-nhap/mot-lan");
        using var back = await browser.GetAsync(new Uri("/dang-nhap/mot-lan/ve?state=trang-thai&code=ma", UriKind.Relative), Cancellation);
        Assert.Equal("/phieu", back.Headers.Location?.OriginalString); // the browser came back with it
        Assert.Contains(back.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith(prefix + "cchc.sso=;", StringComparison.Ordinal)); // and it has gone

        var visit = new SurveyVisitor(browser);
        await visit.GoAsync("/khao-sat/abc");
        await visit.PressAsync("", ("dongY", "true"));
        await visit.PressAsync("gui", ("c.Q1", "A"));
        AssertKept(visit.Cookies, "cchc.khao-sat", "/khao-sat");

        using var sheet = await browser.GetAsync(new Uri($"/phieu/{Samples.Id}", UriKind.Relative), Cancellation);
        AssertKept(sheet.Headers.GetValues("Set-Cookie"), "cchc.visit", $"/phieu/{Samples.Id}");

        void AssertKept(IEnumerable<string> cookies, string name, string path)
        {
            var cookie = Assert.Single(cookies, value => value.StartsWith($"{prefix}{name}=", StringComparison.Ordinal));
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains($"; path={path};", cookie + ";", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(secure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>Whom the provider still knows would be signed in by any link, of whatever page.</summary>
    [Fact]
    public async Task Nobody_leaves_for_a_provider_but_by_a_form_of_this_site()
    {
        portal.Gateway.Reset();
        portal.Gateway.Answer("/connect/single-sign-on/tinh", new { state = "trang-thai", address = "https://sso.example/auth?state=trang-thai&scope=openid" });
        using var browser = portal.Browser();
        using var link = await browser.GetAsync(new Uri("/dang-nhap/mot-lan/tinh", UriKind.Relative), Cancellation);
        Assert.Equal("/dang-nhap", link.Headers.Location?.OriginalString);
        using var form = new FormUrlEncodedContent([new("returnUrl", "/phieu")]);
        using var foreign = await browser.PostAsync(new Uri("/dang-nhap/mot-lan/tinh", UriKind.Relative), form, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.Empty(portal.Gateway.CallsTo("/connect/single-sign-on/tinh"));

        using var own = await PortalHost.SubmitAsync(browser, "/dang-nhap", "/dang-nhap/mot-lan/tinh", [], Cancellation);
        Assert.Equal("0; url=https://sso.example/auth?state=trang-thai&scope=openid", own.Headers.GetValues("Refresh").Single());
        var page = await own.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("href=\"https://sso.example/auth?state=trang-thai&amp;scope=openid\"", page, StringComparison.Ordinal);
        Assert.Contains("Trình duyệt đang mở sso.example", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https", "__Host-cchc.session", "__Host-cchc.form", true)]
    [InlineData("http", "cchc.session", "cchc.form", false)]
    public async Task Cookies_are_out_of_reach_of_scripts_and_other_sites_and_over_tls_of_other_hosts(string scheme, string session, string form, bool secure)
    {
        portal.Gateway.Reset();
        portal.Gateway.Answer("/api/assessment/self-assessments", new { items = Array.Empty<object>(), total = 0, page = 1, pageSize = 20 });
        using var browser = portal.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri($"{scheme}://portal.test") });
        using var page = await browser.GetAsync(new Uri("/dang-nhap", UriKind.Relative), Cancellation);
        using var answer = await PortalHost.SubmitAsync(browser, "/dang-nhap", "/dang-nhap", new() { ["userName"] = "canbo", ["password"] = StubGateway.Password }, Cancellation);
        Assert.Equal("/bang-viec", answer.Headers.Location?.OriginalString);
        AssertKept(page, form, "strict");
        AssertKept(answer, session, "lax");
        using var home = await browser.GetAsync(new Uri("/bang-viec", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, home.StatusCode); // the browser came back with it

        void AssertKept(HttpResponseMessage response, string name, string sameSite)
        {
            var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"), value => value.StartsWith(name + "=", StringComparison.Ordinal));
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains($"; samesite={sameSite}", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; path=/;", cookie + ";", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(secure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        }
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}
