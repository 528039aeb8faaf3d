namespace CCHC.Portal.Tests;

public sealed class ProtocolPageTests : IClassFixture<PortalHost>
{
    private static readonly Guid Draw = Guid.CreateVersion7();

    private readonly PortalHost _portal;

    public ProtocolPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["auditor"];
        _portal.Gateway.Answer($"/api/criteria/campaigns/{Samples.Id}", new { id = Samples.Id, name = "Chỉ số năm 2026", year = 2026, practice = false, canManage = false });
        _portal.Gateway.Answer(Api, new
        {
            id = Draw, frameId = Guid.CreateVersion7(), frameName = "Hồ sơ một cửa", people = 1_000, frameHash = "b87b", seed = "12/QĐ-UBND", error = 0.05, wanted = 286, allocation = "proportional", minimum = 40,
            reserve = 0.2, drawnBy = "Lê Thị Bình", drawnAt = "2026-10-05T01:30:00Z", strata = new[] { new { name = "A", people = 1_000, clusters = 0, sample = 286 } },
            selected = new[] { new { number = 140, stratum = "A", reserve = false, position = 1, weight = 3.5 } },
        });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Api => $"/api/survey/draws/{Draw}";

    private static string Page => $"/dieu-tra/{Samples.Id}/rut-mau/{Draw}";

    [Fact]
    public async Task A_draw_gives_its_protocol_for_signature()
    {
        _portal.Gateway.AnswerWith($"{Api}/protocol.docx", () => new HttpResponseMessage { Content = new ByteArrayContent([1, 2, 3]) });
        var browser = await _portal.SignedInAsync(Cancellation);

        var html = await browser.GetStringAsync(new Uri(Page, UriKind.Relative), Cancellation);
        Assert.Contains($"href=\"{Page}/bien-ban.docx\"", html, StringComparison.Ordinal);
        Assert.Contains("Tải biên bản (Word)", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Equal<byte[]>([1, 2, 3], await browser.GetByteArrayAsync(new Uri($"{Page}/bien-ban.docx", UriKind.Relative), Cancellation));
    }
}
