using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CCHC.Portal.Tests;

/// <summary>What keeps other sites from acting in a person's name.</summary>
public sealed class EdgeTests(PortalHost portal) : IClassFixture<PortalHost>
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
}
