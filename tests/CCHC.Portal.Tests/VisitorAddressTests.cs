using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CCHC.Portal.Tests;

/// <summary>The gateway counts guesses by the address that the portal passes on.</summary>
public sealed class VisitorAddressTests : IDisposable
{
    private readonly PortalHost _portal = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _portal.Dispose();

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.1.2.3", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.1.2.3", "2001:db8:0:1::7", "2001:db8:0:1::7")]
    [InlineData("10.1.2.3", "198.51.100.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("192.0.2.9", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.2.0.1", "203.0.113.7", "10.2.0.1")]
    public async Task The_gateway_learns_the_visitors_own_address_from_the_proxies_that_are_known_and_from_nobody_else(string from, string forwarded, string expected)
    {
        _portal.Gateway.Answer("/api/survey/forms/abc", SurveySamples.Form());
        await using var portal = _portal.WithWebHostBuilder(builder =>
        {
            builder.UseSetting("Portal:Proxies:0", "10.1.0.0/16");
            builder.UseSetting("Portal:Proxies:1", "192.0.2.9");
            builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(new From(IPAddress.Parse(from))));
        });
        using var browser = portal.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        browser.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", forwarded);
        using var page = await browser.GetAsync(new Uri("/khao-sat/abc", UriKind.Relative), Cancellation);

        Assert.All(_portal.Gateway.CallsTo("/api/survey/forms/abc"), call => Assert.Equal(expected, call.Headers["X-Forwarded-For"]));
        Assert.NotEmpty(_portal.Gateway.CallsTo("/api/survey/forms/abc"));
    }

    [Fact]
    public async Task Who_typed_too_many_wrong_codes_reads_that_on_a_page()
    {
        const string Refusal = "Có quá nhiều mã không đúng được gõ từ địa chỉ này.";
        _portal.Gateway.Answer("/api/survey/forms/abc", new { status = 429, title = "Quá nhiều yêu cầu", detail = Refusal, code = "code.guessed" }, HttpStatusCode.TooManyRequests);
        using var browser = _portal.Browser();
        using var page = await browser.GetAsync(new Uri("/khao-sat/abc", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.TooManyRequests, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains(Refusal, await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private sealed class From(IPAddress address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(inner => context =>
            {
                context.Connection.RemoteIpAddress = address;
                return inner(context);
            });
            next(app);
        };
    }
}
