using System.Net;
using System.Text.Json;

namespace CCHC.Portal.Tests;

/// <summary>The class of the heads of units.</summary>
public sealed class HeadPageTests : IClassFixture<PortalHost>
{
    private const string Api = "/api/ranking/campaigns/th/heads", Place = "/xep-hang/th/nguoi-dung-dau?khoi=so";

    private readonly PortalHost _portal;

    public HeadPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs"];
        _portal.Gateway.Answer(Api, new
        {
            campaign = "th", campaignName = "Chỉ số 2026", group = "so", groupName = "Khối sở", classes = new[] { "Tốt", "Khá" }, withheld = Array.Empty<string>(),
            items = new object[]
            {
                new { unitCode = "STC", unitName = "Sở Tài chính", index = 90.5m, @class = "Tốt", headClass = "Tốt", decisions = Array.Empty<object>() },
                new
                {
                    unitCode = "SYT", unitName = "Sở Y tế", index = 79m, @class = "Khá", headClass = "Tốt",
                    decisions = new object[] { new { @class = "Tốt", reason = "Hoàn thành xuất sắc nhiệm vụ đột xuất", decidedBy = "Trần Thị B", decidedAt = "2026-11-28T02:30:00Z" } },
                },
            },
        });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_says_whose_class_is_another_than_that_of_the_unit_who_decided_so_and_why()
    {
        using var browser = await _portal.SignedInAsync(Cancellation);
        var html = WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri(Place, UriKind.Relative), Cancellation));
        Assert.All(
            (string[])["Xếp loại người đứng đầu – Khối sở", "Tốt: Hoàn thành xuất sắc nhiệm vụ đột xuất (Trần Thị B, 28/11/2026 09:30)", "Theo xếp loại của đơn vị"],
            text => Assert.Contains(text, html, StringComparison.Ordinal));
        Assert.EndsWith("?group=so", Assert.Single(_portal.Gateway.CallsTo(Api)).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_decision_comes_back_open_with_what_was_typed()
    {
        using var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"PUT {Api}/SYT", new { title = "Sai", status = 400, detail = "Chọn một trong các mức xếp loại của khối: Tốt, Khá." }, HttpStatusCode.BadRequest);
        using var answer = await PortalHost.SubmitAsync(browser, Place, Place, new() { ["unit"] = "SYT", ["class"] = "Khá", ["reason"] = "Có vi phạm" }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.All((string[])["Chọn một trong các mức xếp loại của khối: Tốt, Khá.", ">Có vi phạm</textarea>"], text => Assert.Contains(text, html, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Khá", "Khá")]
    [InlineData("", null)]
    public async Task A_decision_is_sent_with_its_reason_or_takes_the_earlier_one_back(string chosen, string? sent)
    {
        using var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"PUT {Api}/SYT", new { }, HttpStatusCode.NoContent);
        using var answer = await PortalHost.SubmitAsync(browser, Place, Place, new() { ["unit"] = "SYT", ["class"] = chosen, ["reason"] = " Có vi phạm " }, Cancellation);
        Assert.Equal(Place, answer.Headers.Location?.OriginalString);
        var body = JsonDocument.Parse(_portal.Gateway.CallsTo($"{Api}/SYT").Single(call => call.Method == "PUT").Body!).RootElement;
        Assert.Equal((sent, "Có vi phạm"), (body.GetProperty("class").GetString(), body.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("leader")]
    [InlineData("auditor")]
    public async Task Who_may_only_read_is_offered_no_decision(string role)
    {
        _portal.Gateway.Roles = [role];
        using var browser = await _portal.SignedInAsync(Cancellation);
        Assert.DoesNotContain("<textarea", await browser.GetStringAsync(new Uri(Place, UriKind.Relative), Cancellation), StringComparison.Ordinal);
    }
}
