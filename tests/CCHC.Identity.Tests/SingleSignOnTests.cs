using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CCHC.Testing;
using CCHC.Testing.OpenId;
using Microsoft.AspNetCore.Hosting;

namespace CCHC.Identity.Tests;

/// <summary>Identity beside a certified provider, whose forms are filled in as a browser would.</summary>
public sealed partial class SingleSignOnHost(TestServers servers) : IdentityHost(servers)
{
    private const string Grant = "urn:cchc:grant-type:single-sign-on";

    public OpenIdProvider Provider { get; } = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Provider.StartAsync(new Uri("http://cchc.test/dang-nhap/mot-lan/ve"));
        var units = "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\nSSO-A,Sở Thử A,SO,SSO,Sở thử,,2020-01-01,,\nSSO-B,Sở Thử B,SO,SSO,Sở thử,,2020-01-01,,\n";
        using var admin = await AdminAsync();
        using var content = new StringContent(units, System.Text.Encoding.UTF8, "text/csv");
        using var imported = await admin.PostAsync(new Uri("/api/identity/units/import?createTypes=true", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.True(imported.IsSuccessStatusCode, await imported.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public override async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>Where the browser is sent.</summary>
    public async Task<(string State, Uri Address)> BeginAsync()
    {
        using var client = Anonymous();
        using var response = await client.PostAsync(new Uri("/connect/single-sign-on/tinh", UriKind.Relative), content: null, TestContext.Current.CancellationToken);
        var begun = await JsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, begun.ToString());
        return (begun.GetProperty("state").GetString()!, new Uri(begun.GetProperty("address").GetString()!));
    }

    /// <summary>Signs in at the provider and consents; what it sends the browser back with.</summary>
    public static async Task<Dictionary<string, string>> VisitAsync(Uri address, string login)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        using var first = await browser.GetAsync(address, TestContext.Current.CancellationToken);
        var next = new Uri(address, first.Headers.Location!);
        for (var step = 0; step < 8; step++)
        {
            if (next.Host == "cchc.test")
            {
                return next.Query[1..].Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal);
            }

            using var page = await browser.GetAsync(next, TestContext.Current.CancellationToken);
            if (page.Headers.Location is { } moved)
            {
                next = new Uri(next, moved);
                continue;
            }

            var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(page.IsSuccessStatusCode, html);
            var prompt = html.Contains("name=\"login\"", StringComparison.Ordinal) ? "login" : "consent";
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["prompt"] = prompt, ["login"] = login, ["password"] = "bất kỳ" });
            using var answer = await browser.PostAsync(new Uri(next, FormAddress().Match(html).Groups["address"].Value), form, TestContext.Current.CancellationToken);
            next = new Uri(next, answer.Headers.Location!);
        }

        throw new InvalidOperationException($"The provider never sent the browser back; it is at {next}.");
    }

    public Task<HttpResponseMessage> BringAsync(string state, string code, string issuer) =>
        AskForTokenAsync(("grant_type", Grant), ("state", state), ("code", code), ("iss", issuer));

    public async Task<HttpResponseMessage> SignInByProviderAsync(string login)
    {
        var (state, address) = await BeginAsync();
        var back = await VisitAsync(address, login);
        Assert.Equal(state, back["state"]);
        return await BringAsync(state, back["code"], back["iss"]);
    }

    protected override void Configure(IWebHostBuilder builder)
    {
        base.Configure(builder);
        foreach (var (name, value) in Provider.Settings)
        {
            builder.UseSetting($"Identity:SingleSignOn:tinh:{name}", value);
            builder.UseSetting("Identity:SingleSignOn:tinh:Roles:tham-dinh", Contracts.Identity.Roles.Appraiser);
            builder.UseSetting("Identity:SecondFactor:Roles:0", Contracts.Identity.Roles.Appraiser);
            builder.UseSetting($"Identity:SingleSignOn:sai:{name}", name switch { "Authority" => value + "/", "Title" => "Nơi khai sai", _ => value });
        }
    }

    [GeneratedRegex("action=\"(?<address>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex FormAddress();
}

public sealed class SingleSignOnTests(SingleSignOnHost identity) : IClassFixture<SingleSignOnHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_provider_gives_and_takes_the_roles_it_speaks_of_and_leaves_those_given_by_hand()
    {
        identity.Provider.Know("huong", new { preferred_username = "huong", name = "Phạm Thu Hương", unit_code = "SSO-A", groups = new[] { "can-bo-cchc", "bep-an" } });
        var me = await MeAsync("huong");
        Assert.Equal("Phạm Thu Hương", me.GetProperty("displayName").GetString());
        Assert.Equal(["unit-officer@SSO-A"], Roles(me));

        // By hand, beside what the provider gave.
        using var imported = await identity.ImportAsync("accounts", "username,display_name,role,unit_code\nhuong,Phạm Thu Hương,unit-officer,SSO-A\nhuong,Phạm Thu Hương,leader,\n");
        Assert.True(imported.IsSuccessStatusCode, await imported.Content.ReadAsStringAsync(Cancellation));

        // Moved to another unit, then to none.
        identity.Provider.Know("huong", new { preferred_username = "huong.moi", name = "Phạm Thị Thu Hương", unit_code = "SSO-B", groups = new[] { "can-bo-cchc", "thanh-tra" } });
        me = await MeAsync("huong");
        Assert.Equal("huong", me.GetProperty("userName").GetString());
        Assert.Equal(["auditor", "leader", "unit-officer@SSO-B"], Roles(me));
        identity.Provider.Know("huong", new { preferred_username = "huong", name = "Phạm Thị Thu Hương" });
        Assert.Equal(["leader"], Roles(await MeAsync("huong")));
    }

    [Fact]
    public async Task Whoever_has_no_role_or_an_unknown_unit_or_the_name_of_somebody_here_stays_outside()
    {
        identity.Provider.Know("khach", new { preferred_username = "khach", name = "Khách", groups = new[] { "bep-an" } });
        Assert.Contains("chưa được giao vai trò nào", await RefusalAsync(await identity.SignInByProviderAsync("khach")), StringComparison.Ordinal);

        identity.Provider.Know("la", new { preferred_username = "la", name = "Đơn vị lạ", unit_code = "KHONG-CO", groups = new[] { "can-bo-cchc" } });
        Assert.Contains("Đơn vị mang mã KHONG-CO chưa có trong danh bạ", await RefusalAsync(await identity.SignInByProviderAsync("la")), StringComparison.Ordinal);
        identity.Provider.Know("la", new { preferred_username = "la", name = "Đơn vị lạ", groups = new[] { "can-bo-cchc" } });
        Assert.Contains("không cho biết đơn vị", await RefusalAsync(await identity.SignInByProviderAsync("la")), StringComparison.Ordinal);

        identity.Provider.Know("ke-mao-danh", new { preferred_username = "admin", name = "Không phải quản trị", groups = new[] { "thanh-tra" } });
        Assert.Contains("đã có tài khoản admin dùng mật khẩu", await RefusalAsync(await identity.SignInByProviderAsync("ke-mao-danh")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_account_stays_locked_and_keeps_no_role_that_the_provider_would_give()
    {
        identity.Provider.Know("nghi", new { preferred_username = "nghi", name = "Đã nghỉ việc", groups = new[] { "thanh-tra" } });
        var id = (await MeAsync("nghi")).GetProperty("id").GetString();
        using var admin = await identity.AdminAsync();
        using var closed = await admin.PostAsync(new Uri($"/api/identity/accounts/{id}/closure", UriKind.Relative), content: null, Cancellation);
        Assert.True(closed.IsSuccessStatusCode, await closed.Content.ReadAsStringAsync(Cancellation));
        Assert.Contains("đang bị khóa", await RefusalAsync(await identity.SignInByProviderAsync("nghi")), StringComparison.Ordinal);
        Assert.Empty((await IdentityHost.GetAsync(admin, $"/api/identity/accounts/{id}")).GetProperty("grants").EnumerateArray());
    }

    [Fact]
    public async Task A_code_is_good_once_and_only_for_the_browser_errand_and_provider_it_was_fetched_for()
    {
        identity.Provider.Know("mot-lan", new { preferred_username = "mot-lan", name = "Một Lần", groups = new[] { "thanh-tra" } });
        var (state, address) = await identity.BeginAsync();
        var back = await SingleSignOnHost.VisitAsync(address, "mot-lan");

        // Somebody who stole the code has an errand of his own, with another verifier.
        var (stolen, _) = await identity.BeginAsync();
        Assert.Contains("không xác nhận được", await RefusalAsync(await identity.BringAsync(stolen, back["code"], back["iss"])), StringComparison.Ordinal);

        var (again, elsewhere) = await identity.BeginAsync();
        var mixed = await SingleSignOnHost.VisitAsync(elsewhere, "mot-lan");
        Assert.Contains("không xác nhận được", await RefusalAsync(await identity.BringAsync(again, mixed["code"], "https://mot-noi-khac.example")), StringComparison.Ordinal);

        Assert.Contains("bắt đầu lại", await RefusalAsync(await identity.BringAsync(state + "x", back["code"], back["iss"])), StringComparison.Ordinal);

        var (fresh, place) = await identity.BeginAsync();
        var good = await SingleSignOnHost.VisitAsync(place, "mot-lan");
        using var first = await identity.BringAsync(fresh, good["code"], good["iss"]);
        Assert.True(first.IsSuccessStatusCode, await first.Content.ReadAsStringAsync(Cancellation));
        Assert.Contains("bắt đầu lại", await RefusalAsync(await identity.BringAsync(fresh, good["code"], good["iss"])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_sent_to_a_provider_that_is_not_set_up()
    {
        using var client = identity.Anonymous();
        Assert.Equal(["Nơi khai sai", "Tài khoản công vụ của tỉnh"], (await IdentityHost.GetAsync(client, "/connect/single-sign-on")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("title").GetString()));
        using var unknown = await client.PostAsync(new Uri("/connect/single-sign-on/khong-co", UriKind.Relative), content: null, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Nobody_is_sent_to_a_provider_that_calls_itself_by_another_address_than_the_one_set_here()
    {
        using var client = identity.Anonymous();
        using var refused = await client.PostAsync(new Uri("/connect/single-sign-on/sai", UriKind.Relative), content: null, Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("Nơi khai sai không xưng đúng địa chỉ (issuer)", (await IdentityHost.JsonAsync(refused)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>A role that must have a second factor, and a provider that may have asked for one, or for nothing but a password.</summary>
    [Fact]
    public async Task Our_second_factor_is_asked_for_after_a_provider_that_tells_of_none_and_not_after_one_that_does()
    {
        object Member(params string[] amr) => new { preferred_username = "tham-dinh", name = "Thẩm Định", groups = new[] { "tham-dinh" }, amr };
        identity.Provider.Know("tham-dinh", Member("pwd", "mfa"));
        await IdentityHost.TokensAsync(await identity.SignInByProviderAsync("tham-dinh"));

        identity.Provider.Know("tham-dinh", Member("pwd"));
        var enrolment = await AskedAsync("second_factor_enrolment_required");
        using var anonymous = identity.Anonymous();
        using var begun = await anonymous.PostAsJsonAsync("/connect/second-factor-enrolment", new { secondFactorToken = enrolment }, Cancellation);
        var secret = (await IdentityHost.JsonAsync(begun)).GetProperty("secret").GetString()!;
        await IdentityHost.TokensAsync(await CodeAsync(enrolment));

        // With a phone of ours, as with none: what the provider has seen counts, and what it does not tell of has not been seen.
        await AskedAsync("second_factor_required");
        identity.Provider.Know("tham-dinh", new { preferred_username = "tham-dinh", name = "Thẩm Định", groups = new[] { "tham-dinh" } });
        await AskedAsync("second_factor_required");
        identity.Provider.Know("tham-dinh", Member("pwd", "mfa"));
        await IdentityHost.TokensAsync(await identity.SignInByProviderAsync("tham-dinh"));

        async Task<string> AskedAsync(string error)
        {
            using var response = await identity.SignInByProviderAsync("tham-dinh");
            var asked = await IdentityHost.JsonAsync(response);
            Assert.False(asked.TryGetProperty("access_token", out _));
            Assert.Equal(error, asked.GetProperty("error").GetString());
            return asked.GetProperty("second_factor_token").GetString()!;
        }

        Task<HttpResponseMessage> CodeAsync(string token) => identity.AskForTokenAsync(
            ("grant_type", "urn:cchc:grant-type:second-factor"), ("second_factor_token", token), ("code", TimeCode.Of(secret, identity.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task A_session_begun_at_a_provider_lasts_a_working_day_like_any_other_and_ends_here_alone()
    {
        identity.Provider.Know("phien", new { preferred_username = "phien", name = "Phiên", groups = new[] { "thanh-tra" } });
        var (accessToken, refreshToken) = await IdentityHost.TokensAsync(await identity.SignInByProviderAsync("phien"));
        using var client = identity.ClientWithToken(accessToken);
        var session = (await IdentityHost.GetAsync(client, "/api/identity/me/sessions")).GetProperty("items").EnumerateArray().Single();
        Assert.Equal("SingleSignOn", session.GetProperty("method").GetString());
        Assert.Equal(TimeSpan.FromHours(12), session.GetProperty("expiresAt").GetDateTimeOffset() - session.GetProperty("startedAt").GetDateTimeOffset());

        using var anonymous = identity.Anonymous();
        using var form = new FormUrlEncodedContent([new("token", refreshToken)]);
        using var signedOut = await anonymous.PostAsync(new Uri("/connect/revocation", UriKind.Relative), form, Cancellation);
        using var refused = await identity.AskForTokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        await IdentityHost.TokensAsync(await identity.SignInByProviderAsync("phien")); // the provider was told nothing
    }

    private async Task<JsonElement> MeAsync(string login)
    {
        using var response = await identity.SignInByProviderAsync(login);
        using var client = identity.ClientWithToken((await IdentityHost.TokensAsync(response)).AccessToken);
        return await IdentityHost.GetAsync(client, "/api/identity/me");
    }

    private static string[] Roles(JsonElement me) =>
        [.. me.GetProperty("grants").EnumerateArray().Select(role => role.GetProperty("role").GetString() + (role.TryGetProperty("unitCode", out var unit) && unit.ValueKind == JsonValueKind.String ? "@" + unit.GetString() : "")).Order(StringComparer.Ordinal)];

    private static async Task<string> RefusalAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var answer = await IdentityHost.JsonAsync(response);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            return answer.GetProperty("error_description").GetString()!;
        }
    }
}
