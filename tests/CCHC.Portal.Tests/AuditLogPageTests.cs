using System.Net;

namespace CCHC.Portal.Tests;

/// <summary>The page on which the auditor reads who changed what.</summary>
public sealed class AuditLogPageTests : IClassFixture<PortalHost>
{
    private const string Api = "/api/ranking/audit";

    private readonly PortalHost _portal;

    public AuditLogPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["auditor"];
        _portal.Gateway.Answer(Api, new
        {
            items = new[]
            {
                new
                {
                    id = 42, at = new DateTimeOffset(2026, 11, 20, 7, 5, 0, TimeSpan.Zero), actor = Guid.NewGuid(), actorName = "lan.nguyen", address = "198.51.100.7", action = "DecideHead", trace = "ab", reason = "<i>theo biên bản</i>",
                    table = "head_decision", key = new { id = "h-1" }, operation = "U", before = new { @class = "B" }, after = new { @class = "A" },
                },
            },
            next = 42,
        });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_auditor_reads_who_changed_what_from_what_to_what_and_goes_on_to_older_entries()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri("/nhat-ky?dichVu=ranking&tu=2026-11-01&den=2026-11-30&ai=lan&loai=U", UriKind.Relative), Cancellation);
        Assert.Equal(
            $"{Api}?from=2026-11-01T00:00:00+07:00&until=2026-12-01T00:00:00+07:00&who=lan&operation=U", Uri.UnescapeDataString(_portal.Gateway.CallsTo(Api).Last().Path));
        var read = WebUtility.HtmlDecode(html);
        foreach (var text in (string[])["lan.nguyen", "198.51.100.7", "DecideHead", "head_decision", "h-1", "trước: B · sau: A", "20/11/2026 14:05", "Lý do: <i>theo biên bản</i>"])
        {
            Assert.Contains(text, read, StringComparison.Ordinal);
        }

        Assert.Contains("truoc=42", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>theo", html, StringComparison.Ordinal);
    }
}
