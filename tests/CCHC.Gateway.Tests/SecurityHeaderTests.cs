using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CCHC.Gateway.Tests;

public sealed partial class SecurityHeaderTests
{
    [Theory]
    [InlineData("/khao-sat/abc", HttpStatusCode.OK)]
    [InlineData("/api/criteria/sets", HttpStatusCode.OK)]
    [InlineData("/api/criteria/missing", HttpStatusCode.NotFound)]
    [InlineData("/api/none", HttpStatusCode.NotFound)]
    [InlineData("/api/criteria/abort", HttpStatusCode.BadGateway)]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/api/public/v1/campaigns", HttpStatusCode.OK)]
    public async Task Every_answer_tells_browsers_what_they_must_not_do_with_it(string path, HttpStatusCode expected)
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Client();
        using var answer = await client.GetAsync(path, []);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("camera=(), geolocation=(), microphone=()", answer.Headers.GetValues("Permissions-Policy").Single());
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task What_an_api_answers_to_somebody_with_a_token_is_kept_by_no_browser()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Client();
        foreach (var path in Routes.Apis.SelectMany(api => (string[])[$"/api/{api}/things", $"/api/{api}/missing", $"/api/{api}/abort"]).Append("/api/none"))
        {
            using var answer = await client.GetAsync(path, []);
            Assert.True(answer.Headers.CacheControl?.NoStore, path);
        }
    }

    [Fact]
    public async Task Who_sends_no_token_gets_them_too()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Anonymous();
        using var answer = await client.GetAsync("/api/criteria/sets", []);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task The_page_that_says_that_the_system_is_away_allows_its_own_style_and_nothing_else()
    {
        await using var gateway = await GatewayHost.StartAsync();
        await gateway["portal"].StopAsync();
        using var client = gateway.Anonymous();
        using var answer = await client.GetAsync("/", ("Accept", "text/html"));
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var style = Style().Match(html).Groups["style"].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Contains("max-width: 40rem", style, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.Equal($"default-src 'none'; style-src 'sha256-{hash}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    [GeneratedRegex("<style>(?<style>[^<]*)</style>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Style();
}
