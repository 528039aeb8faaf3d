using System.Net;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Tests;

/// <summary>Systems that call the API in their own name.</summary>
public sealed class ApiClientPageTests : IClassFixture<PortalHost>
{
    private const string Api = "/api/identity/clients", Place = "/quan-tri/he-thong-ket-noi";

    private static readonly Guid Id = Guid.CreateVersion7();

    private readonly PortalHost _portal;

    public ApiClientPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["system-admin"];
        _portal.Gateway.Answer(Api, new
        {
            items = new[]
            {
                new
                {
                    clientId = Id, name = "Kho dữ liệu", contact = "Phòng CNTT", roles = new[] { "api-client" }, unitCode = "HBAC", unitName = "UBND huyện Bắc", perMinute = 600, perDay = 50_000, createdAt = DateTimeOffset.UnixEpoch,
                    formerSecretUntil = DateTimeOffset.UnixEpoch, formerUsedAt = DateTimeOffset.UnixEpoch.AddHours(-1),
                },
            },
        });
        _portal.Gateway.Answer("/api/identity/unit-types", new[] { Type("tinh", governs: true), Type("so", governs: false), Type("huyen", governs: true) });
        _portal.Gateway.Answer("/api/identity/units", new { items = new[] { Unit("UBNDT", "UBND tỉnh", parentCode: null), Unit("HBAC", "UBND huyện Bắc", "UBNDT") }, total = 2, page = 1, pageSize = 1000 });

        static object Type(string code, bool governs) => new { code, name = code, governs, position = 1, units = 1 };
        static object Unit(string code, string name, string? parentCode) => new
        {
            id = Guid.CreateVersion7(), code, name, typeCode = "huyen", type = "Huyện", groupCode = "huyen", groupName = "Khối huyện", parentCode, predecessorCodes = Array.Empty<string>(),
        };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_says_what_each_may_do_how_often_and_when_its_secrets_were_used()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri(Place, UriKind.Relative), Cancellation);
        Assert.Contains($"href=\"{Place}\" aria-current=\"page\"", html, StringComparison.Ordinal);
        Assert.All(
            (string[])["Phòng CNTT", "Đọc dữ liệu công khai, hạn mức riêng", "600 lượt/phút, 50.000 lượt/ngày", "Chưa dùng", "Trong phạm vi UBND huyện Bắc", "Khóa trước còn hiệu lực đến 01/01/1970 08:00, dùng lần cuối: 01/01/1970 07:00"],
            text => Assert.Contains(text, html, StringComparison.Ordinal));
        Assert.DoesNotMatch(new Regex("<script(?![^>]*\\bsrc=)|\\bstyle=|\\bon[a-z]+=\"", RegexOptions.None, TimeSpan.FromSeconds(1)), html);
    }

    [Fact]
    public async Task A_system_is_registered_for_a_government_below_the_province_or_for_everything()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri(Place, UriKind.Relative), Cancellation);
        Assert.Contains("<option value=\"HBAC\">UBND huyện Bắc</option>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"UBNDT\"", html, StringComparison.Ordinal);
        Assert.All((string[])["type=tinh&", "type=huyen&"], type => Assert.Contains(_portal.Gateway.CallsTo("/api/identity/units"), call => (call.Path + "&").Contains(type, StringComparison.Ordinal)));
        Assert.DoesNotContain(_portal.Gateway.CallsTo("/api/identity/units"), call => (call.Path + "&").Contains("type=so&", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_what_was_typed_wrong_stays_in_the_form()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"POST {Api}", new { clientId = Id, clientSecret = "bi-mat" }, HttpStatusCode.Created);
        using var wrong = await PortalHost.SubmitAsync(browser, Place, Place, new() { ["name"] = "Mới", ["contact"] = "A", ["roles"] = "api-client", ["perMinute"] = "nhiều" }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("value=\"Mới\"", await wrong.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain(_portal.Gateway.CallsTo(Api), call => call.Method == "POST");

        using var registered = await PortalHost.SubmitAsync(browser, Place, Place, new() { ["name"] = "Kho", ["contact"] = "A", ["roles"] = "api-client", ["unitCode"] = "HBAC", ["perDay"] = "50.000" }, Cancellation);
        Assert.True(registered.Headers.CacheControl!.NoStore);
        Assert.Contains("value=\"bi-mat\"", await registered.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("""{"name":"Kho","contact":"A","roles":["api-client"],"unitCode":"HBAC","perMinute":null,"perDay":50000}""", _portal.Gateway.CallsTo(Api).Last(call => call.Method == "POST").Body);

        _portal.Gateway.Answer($"{Api}/{Id}/secret", new { clientId = Id, clientSecret = "bi-mat-moi", formerSecretUntil = DateTimeOffset.UnixEpoch });
        using var rotated = await PortalHost.SubmitAsync(browser, Place, $"{Place}/{Id}/khoa", new() { ["hours"] = "48" }, Cancellation);
        Assert.Contains("bi-mat-moi", await rotated.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("""{"overlapHours":48}""", _portal.Gateway.CallsTo($"{Api}/{Id}/secret").Single().Body);
    }
}
