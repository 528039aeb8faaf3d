using System.Net;

namespace CCHC.Portal.Tests;

public sealed class AccountPageTests : IDisposable
{
    private readonly PortalHost _portal = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _portal.Dispose();

    [Fact]
    public async Task Where_a_second_factor_is_on_the_password_leads_to_a_page_for_the_code_and_only_that_opens_a_session()
    {
        _portal.Gateway.RefuseToken = body => body.Contains("grant_type=password", StringComparison.Ordinal)
            ? new { error = "second_factor_required", error_description = "Nhập tiếp mã của bước hai.", second_factor_token = "the-token" }
            : body.Contains("code=000000", StringComparison.Ordinal) ? new { error = "invalid_code", error_description = "Mã không đúng hoặc đã dùng." } : null;
        var browser = _portal.Browser();
        using var password = await SignInAsync(browser);
        var page = await password.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, password.StatusCode);
        Assert.Contains("name=\"token\" value=\"the-token\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(StubGateway.Password, page, StringComparison.Ordinal);
        Assert.False(password.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("cchc.session=", StringComparison.Ordinal)));

        using var wrong = await CodeAsync(browser, "000000");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        var again = await wrong.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("Mã không đúng hoặc đã dùng.", again, StringComparison.Ordinal);
        Assert.Contains("name=\"token\" value=\"the-token\"", again, StringComparison.Ordinal);

        using var right = await CodeAsync(browser, "123456");
        Assert.Equal("/phieu", right.Headers.Location?.OriginalString);
        Assert.Contains(right.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("cchc.session=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_a_role_asks_for_a_second_factor_that_is_missing_the_first_sign_in_shows_the_secret_for_a_phone()
    {
        _portal.Gateway.RefuseToken = body => body.Contains("grant_type=password", StringComparison.Ordinal)
            ? new { error = "second_factor_enrolment_required", error_description = "Bắt buộc.", second_factor_token = "the-token" }
            : null;
        _portal.Gateway.Answer("/connect/second-factor-enrolment", new { secret = "JBSWY3DPEHPK3PXP", address = "otpauth://totp/CCHC:canbo?secret=JBSWY3DPEHPK3PXP&issuer=CCHC" });
        var browser = _portal.Browser();
        using var password = await SignInAsync(browser);
        var page = await password.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("JBSW Y3DP EHPK 3PXP", page, StringComparison.Ordinal);
        Assert.Contains("class=\"qr\"", page, StringComparison.Ordinal);
        using var right = await PostAsync(browser, "/dang-nhap/buoc-hai", new()
        {
            ["token"] = "the-token", ["code"] = "123456", ["secret"] = "JBSWY3DPEHPK3PXP", ["address"] = "otpauth://totp/CCHC:canbo?secret=JBSWY3DPEHPK3PXP&issuer=CCHC",
        });
        Assert.Equal("/tai-khoan?xong=buoc-hai", right.Headers.Location?.OriginalString); // where the recovery codes are made
    }

    [Fact]
    public async Task Signing_out_ends_the_session_at_the_issuer_too_and_works_without_it()
    {
        _portal.Gateway.Answer("/api/assessment/self-assessments", new { items = Array.Empty<object>(), total = 0, page = 1, pageSize = 20 });
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.AnswerWith("/connect/revocation", () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        using var signedOut = await PortalHost.SubmitAsync(browser, "/bang-viec", "/dang-xuat", [], Cancellation);
        Assert.Equal("/", signedOut.Headers.Location?.OriginalString);
        Assert.Contains(_portal.Gateway.CallsTo("/connect/revocation"), call => call.Body == "token=refresh-1");
    }

    [Fact]
    public async Task A_link_that_is_over_says_so_and_shows_no_form()
    {
        _portal.Gateway.Answer("/connect/invitations", new { detail = "Đường dẫn đã dùng.", code = "invitation.over" }, HttpStatusCode.Conflict);
        using var page = await _portal.Browser().GetAsync(new Uri("/moi/het-roi", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("Đường dẫn đã dùng.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"password\"", html, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser) => PostAsync(
        browser, "/dang-nhap", new() { ["userName"] = "canbo", ["password"] = StubGateway.Password, ["returnUrl"] = "/phieu" });

    private static Task<HttpResponseMessage> CodeAsync(HttpClient browser, string code) =>
        PostAsync(browser, "/dang-nhap/buoc-hai", new() { ["token"] = "the-token", ["code"] = code, ["returnUrl"] = "/phieu" });

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string action, Dictionary<string, string> fields) =>
        PortalHost.SubmitAsync(browser, "/dang-nhap", action, fields, Cancellation);
}
