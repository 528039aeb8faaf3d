using System.Net;
using System.Security.Claims;
using CCHC.Portal.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CCHC.Portal.Tests;

public sealed class SessionTests : IDisposable
{
    private readonly PortalHost _portal = new();

    public SessionTests() =>
        _portal.Gateway.Answer("/api/assessment/self-assessments", new { items = Array.Empty<object>(), total = 0, page = 1, pageSize = 20 });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _portal.Dispose();

    [Fact]
    public async Task The_browser_never_holds_a_token()
    {
        var browser = _portal.Browser();
        using var answer = await PortalHost.SubmitAsync(
            browser, "/dang-nhap", "/dang-nhap", new() { ["userName"] = "canbo", ["password"] = StubGateway.Password }, Cancellation);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("cchc.session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);

        var page = await browser.GetStringAsync(new Uri("/bang-viec", UriKind.Relative), Cancellation);

        Assert.Contains("Nguyễn Văn A", page, StringComparison.Ordinal);
        foreach (var seen in (string[])[cookie, page])
        {
            Assert.DoesNotContain("eyJ", seen, StringComparison.Ordinal);
            Assert.DoesNotContain("refresh-", seen, StringComparison.Ordinal);
        }

        var call = Assert.Single(_portal.Gateway.CallsTo("/api/assessment/self-assessments"));
        Assert.StartsWith("Bearer eyJ", call.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_answered_in_words_and_opens_nothing()
    {
        var browser = _portal.Browser();
        using var answer = await PortalHost.SubmitAsync(browser, "/dang-nhap", "/dang-nhap", new() { ["userName"] = "canbo", ["password"] = "sai" }, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("không đúng", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var home = await browser.GetAsync(new Uri("/bang-viec", UriKind.Relative), Cancellation);
        Assert.Equal("/dang-nhap?returnUrl=%2Fbang-viec", home.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_token_near_its_end_is_renewed_once_for_requests_that_come_together()
    {
        _portal.Gateway.ExpiresIn = 30;
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.ExpiresIn = 900;

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => browser.GetStringAsync(new Uri("/bang-viec", UriKind.Relative), Cancellation)));

        var renewal = Assert.Single(_portal.Gateway.CallsTo("/connect/token"), call => call.Body.Contains("grant_type=refresh_token", StringComparison.Ordinal));
        Assert.Contains("refresh_token=refresh-1", renewal.Body, StringComparison.Ordinal);
        Assert.All(_portal.Gateway.CallsTo("/api/assessment/self-assessments"), call => Assert.EndsWith("c2lnbmF0dXJl2", call.Headers["Authorization"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_signing_out_the_old_cookie_opens_nothing()
    {
        var browser = _portal.Browser();
        using var answer = await PortalHost.SubmitAsync(
            browser, "/dang-nhap", "/dang-nhap", new() { ["userName"] = "canbo", ["password"] = StubGateway.Password }, Cancellation);
        var kept = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("cchc.session=", StringComparison.Ordinal)).Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, await StatusWithAsync(kept));

        using var signedOut = await PortalHost.SubmitAsync(browser, "/bang-viec", "/dang-xuat", [], Cancellation);

        Assert.Equal("/", signedOut.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, await StatusWithAsync(kept));
    }

    /// <summary>As on a machine that somebody left without signing out; the form comes with the refusal of a sign-in that began elsewhere.</summary>
    [Fact]
    public async Task Who_signs_in_beside_an_open_session_gets_a_new_cookie_and_the_one_before_opens_nothing_any_more()
    {
        var browser = _portal.Browser();
        using var first = await PortalHost.SubmitAsync(browser, "/dang-nhap", "/dang-nhap", new() { ["userName"] = "canbo", ["password"] = StubGateway.Password }, Cancellation);
        var before = SessionCookie(first);
        Assert.Equal(HttpStatusCode.OK, await StatusWithAsync(before));

        using var page = await browser.GetAsync(new Uri("/dang-nhap/mot-lan/ve", UriKind.Relative), Cancellation);
        using var second = await PortalHost.SubmitAsync(
            browser, await page.Content.ReadAsStringAsync(Cancellation), new Uri("/dang-nhap", UriKind.Relative), new() { ["userName"] = "canbo", ["password"] = StubGateway.Password }, Cancellation);
        var after = SessionCookie(second);
        Assert.Equal("/bang-viec", second.Headers.Location?.OriginalString);
        Assert.NotEqual(before, after);
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK), (await StatusWithAsync(before), await StatusWithAsync(after)));
        Assert.Contains(_portal.Gateway.CallsTo("/connect/revocation"), call => call.Body == "token=refresh-1"); // at the issuer too
        using var home = await browser.GetAsync(new Uri("/bang-viec", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, home.StatusCode); // the browser has kept the right one of the two
    }

    [Fact]
    public async Task Who_signs_in_after_the_issuer_has_ended_the_session_gets_a_new_cookie_too()
    {
        _portal.Gateway.ExpiresIn = 30;
        var browser = _portal.Browser();
        using var first = await PortalHost.SubmitAsync(browser, "/dang-nhap", "/dang-nhap", new() { ["userName"] = "canbo", ["password"] = StubGateway.Password }, Cancellation);
        _portal.Gateway.ExpiresIn = 900;
        _portal.Gateway.RefuseToken = body => body.Contains("grant_type=refresh_token", StringComparison.Ordinal) ? new { error = "invalid_grant" } : null;
        using var second = await PortalHost.SubmitAsync(browser, "/dang-nhap", "/dang-nhap", new() { ["userName"] = "canbo", ["password"] = StubGateway.Password }, Cancellation);
        Assert.NotEqual(SessionCookie(first), SessionCookie(second));
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK), (await StatusWithAsync(SessionCookie(first)), await StatusWithAsync(SessionCookie(second))));
    }

    [Fact]
    public async Task Two_hours_without_a_page_end_a_session_and_each_page_begins_them_anew()
    {
        var clock = new Clock();
        using var portal = _portal.WithWebHostBuilder(builder => builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(clock)));
        using var browser = portal.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        using var answer = await PortalHost.SubmitAsync(browser, "/dang-nhap", "/dang-nhap", new() { ["userName"] = "canbo", ["password"] = StubGateway.Password }, Cancellation);
        foreach (var (pause, expected) in ((int, HttpStatusCode)[])[(119, HttpStatusCode.OK), (119, HttpStatusCode.OK), (121, HttpStatusCode.Redirect), (0, HttpStatusCode.Redirect)])
        {
            clock.Ahead += TimeSpan.FromMinutes(pause);
            using var page = await browser.GetAsync(new Uri("/bang-viec", UriKind.Relative), Cancellation);
            Assert.Equal((clock.Ahead, expected), (clock.Ahead, page.StatusCode));
        }
    }

    /// <summary>Of 1,000 keys each of the 256 bits is set 500 times, with a deviation of 16.</summary>
    [Fact]
    public async Task The_key_of_a_session_has_256_bits_all_of_them_random()
    {
        using var cache = new MemoryCache(new MemoryCacheOptions());
        var store = new SessionStore(cache);
        var keys = new List<byte[]>();
        for (var i = 0; i < 1000; i++)
        {
            keys.Add(Convert.FromHexString(await store.StoreAsync(new AuthenticationTicket(new ClaimsPrincipal(), "thử"))));
        }

        Assert.All(keys, key => Assert.Equal(32, key.Length));
        Assert.All(Enumerable.Range(0, 256), bit => Assert.InRange(keys.Count(key => (key[bit / 8] >> (bit % 8) & 1) == 1), 500 - (7 * 16), 500 + (7 * 16)));
    }

    private static string SessionCookie(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Set-Cookie").Last(value => value.StartsWith("cchc.session=", StringComparison.Ordinal)).Split(';')[0];

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }

    private async Task<HttpStatusCode> StatusWithAsync(string cookie)
    {
        using var thief = _portal.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        using var answer = await thief.GetAsync(new Uri("/bang-viec", UriKind.Relative), Cancellation);
        return answer.StatusCode;
    }

    [Theory]
    [InlineData("/phieu?tieuChi=1.1", "/phieu?tieuChi=1.1")]
    [InlineData("//evil.example", "/bang-viec")]
    [InlineData("/\\evil.example", "/bang-viec")]
    [InlineData("https://evil.example/", "/bang-viec")]
    [InlineData("javascript:alert(1)", "/bang-viec")]
    [InlineData("/\t/evil.example", "/bang-viec")]
    [InlineData("", "/bang-viec")]
    public async Task Signing_in_leads_back_within_this_site_only(string returnUrl, string expected)
    {
        using var answer = await PortalHost.SubmitAsync(
            _portal.Browser(), "/dang-nhap", "/dang-nhap",
            new() { ["userName"] = "canbo", ["password"] = StubGateway.Password, ["returnUrl"] = returnUrl }, Cancellation);

        Assert.Equal(expected, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public void What_cookies_and_forms_hold_is_sealed_by_aes_256_gcm()
    {
        var made = Assert.IsType<AuthenticatedEncryptorConfiguration>(_portal.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.AuthenticatedEncryptorConfiguration);
        Assert.Equal(EncryptionAlgorithm.AES_256_GCM, made.EncryptionAlgorithm);
    }

    [Theory]
    [InlineData("/dang-nhap")]
    [InlineData("/dang-xuat")]
    [InlineData("/khao-sat/abc")]
    public async Task A_form_from_elsewhere_is_refused(string action)
    {
        _portal.Gateway.Answer("/api/survey/forms/abc", SurveySamples.Form());
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["userName"] = "x", ["password"] = StubGateway.Password });
        using var answer = await _portal.Browser().PostAsync(new Uri(action, UriKind.Relative), content, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(_portal.Gateway.Calls, call => call.Method == "POST");
        Assert.Matches("^[0-9TZ:.-]{24} WARN [0-9a-f]{32} CCHC.Security: input_validation_fail of - from .*: POST /[a-z-]+(/\\{[a-z]+\\}/?)?, not from a form of ours\n$", Assert.Single(_portal.Log));
    }
}
