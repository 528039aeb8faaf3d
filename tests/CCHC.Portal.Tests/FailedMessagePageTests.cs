using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CCHC.Portal.FailedMessages;

namespace CCHC.Portal.Tests;

/// <summary>Messages that a part of the system could not deal with, and what the administrator decides about them.</summary>
public sealed partial class FailedMessagePageTests : IClassFixture<PortalHost>
{
    private const string Place = "/quan-tri/thong-diep-loi", Api = "/api/ranking/failed-messages", Consumer = "ranking-self-assessment-submitted";

    private static readonly Guid Id = Guid.CreateVersion7();
    private static readonly string[] Parts = ["assessment", "appraisal", "criteria", "survey", "ranking", "identity"];

    private readonly PortalHost _portal;

    public FailedMessagePageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["system-admin"];
        foreach (var part in Parts)
        {
            _portal.Gateway.Answer($"/api/{part}/failed-messages/queues", new { items = Array.Empty<object>(), at = DateTimeOffset.UnixEpoch });
        }

        _portal.Gateway.Answer($"{Api}/queues", new
        {
            items = new[] { new { consumer = Consumer, count = 3, first = DateTimeOffset.UnixEpoch, last = DateTimeOffset.UnixEpoch.AddHours(1), causes = new[] { new { text = "Thiếu <đơn vị>", count = 2 } } } },
            at = DateTimeOffset.UnixEpoch.AddHours(2),
        });
        _portal.Gateway.Answer(Api, new { items = new[] { Message() }, total = 3, page = 1, pageSize = 50 });
        _portal.Gateway.Answer($"{Api}/{Consumer}/{Id}", new { message = Message(), content = "{ \"points\": \"…\" }", complete = false });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Queue => $"{Place}/ranking/{Consumer}";

    [Fact]
    public async Task The_list_names_part_event_number_and_cause_in_words_and_leads_to_the_messages()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var list = await browser.GetStringAsync(new Uri(Place, UriKind.Relative), Cancellation);
        Assert.Contains($"href=\"{Place}\" aria-current=\"page\"", list, StringComparison.Ordinal);
        Assert.Contains("3 thông điệp chờ xử lý ở 1 nơi nhận", list, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{Queue}\">Xếp hạng, công bố: Phiếu tự đánh giá được gửi</a>", list, StringComparison.Ordinal);
        Assert.Contains("Thiếu &lt;đơn vị&gt; <small class=\"note\">(2 thông điệp)</small>", list, StringComparison.Ordinal);
        Assert.Contains("01/01/1970 08:00", list, StringComparison.Ordinal);

        var queue = await browser.GetStringAsync(new Uri($"{Queue}?nguyenNhan=thieu&tt=da-bo&trang=2", UriKind.Relative), Cancellation);
        Assert.Equal($"{Api}?consumer={Consumer}&state=Discarded&cause=thieu&page=2&pageSize=50", _portal.Gateway.CallsTo(Api).Last().Path);
        Assert.Contains($"href=\"{Queue}/{Id}\"", queue, StringComparison.Ordinal);
        var message = await browser.GetStringAsync(new Uri($"{Queue}/{Id}", UriKind.Relative), Cancellation);
        Assert.Contains("có thể chứa điểm chưa công bố", message, StringComparison.Ordinal);
        Assert.Contains("<pre class=\"message-content\">{ &quot;points&quot;: &quot;…&quot; }</pre>", message, StringComparison.Ordinal);
        Assert.Contains("2 lần, lần đầu lúc 01/01/1970 08:00", message, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), list + queue + message);
    }

    [Fact]
    public async Task Nothing_failed_is_said_as_such_and_a_part_that_is_away_is_named()
    {
        _portal.Gateway.Answer($"{Api}/queues", new { items = Array.Empty<object>(), at = DateTimeOffset.UnixEpoch });
        var browser = await _portal.SignedInAsync(Cancellation);
        Assert.Contains("Mọi thông điệp đều đã được xử lý.", await browser.GetStringAsync(new Uri(Place, UriKind.Relative), Cancellation), StringComparison.Ordinal);
        _portal.Gateway.Answer($"{Api}/queues", new { }, HttpStatusCode.ServiceUnavailable);
        var html = await browser.GetStringAsync(new Uri(Place, UriKind.Relative), Cancellation);
        Assert.Contains("Phần xếp hạng đang tạm ngắt", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Mọi thông điệp đều đã được xử lý.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decisions_go_to_the_service_with_the_moment_of_counting_and_the_reason()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        foreach (var (page, deed, path, body, done, said) in new[]
        {
            (Queue, "gui-lai", $"{Api}/{Consumer}/redelivery", """{"until":"1970-01-01T02:00:00.0000000+00:00","reason":""}""", $"{Place}?xong=redelivery-3", "Đã gửi lại 3 thông điệp."),
            (Queue, "loai-bo", $"{Api}/{Consumer}/removal", """{"until":"1970-01-01T02:00:00.0000000+00:00","reason":"vì thử"}""", $"{Place}?xong=removal-3", "Đã loại bỏ 3 thông điệp."),
            ($"{Queue}/{Id}", "gui-lai", $"{Api}/{Consumer}/{Id}/redelivery", """{"reason":""}""", $"{Queue}?xong=redelivery-3", "Đã gửi lại 3 thông điệp."),
            ($"{Queue}/{Id}", "loai-bo", $"{Api}/{Consumer}/{Id}/removal", """{"reason":"vì thử"}""", $"{Queue}?xong=removal-3", "Đã loại bỏ 3 thông điệp."),
        })
        {
            _portal.Gateway.Answer($"POST {path}", new { messages = 3 });
            var until = Regex.Match(await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation), "name=\"until\" value=\"(?<at>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["at"].Value;
            using var decided = await PortalHost.SubmitAsync(
                browser, page, $"{page}/{deed}", new() { ["until"] = WebUtility.HtmlDecode(until), ["reason"] = deed == "loai-bo" ? "vì thử" : "" }, Cancellation);
            Assert.Equal((HttpStatusCode.Redirect, done), (decided.StatusCode, decided.Headers.Location?.OriginalString));
            Assert.Equal(body, Regex.Unescape(_portal.Gateway.CallsTo(path).Last().Body));
            Assert.Contains(said, await browser.GetStringAsync(new Uri(done, UriKind.Relative), Cancellation), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_refusal_comes_back_with_the_reason_that_was_typed()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"POST {Api}/{Consumer}/{Id}/removal", new { detail = "Thông điệp này đã được gửi lại hoặc loại bỏ; đề nghị tải lại trang." }, HttpStatusCode.Conflict);
        using var refused = await PortalHost.SubmitAsync(browser, $"{Queue}/{Id}", $"{Queue}/{Id}/loai-bo", new() { ["reason"] = "vì đơn vị đã giải thể" }, Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("đề nghị tải lại trang", html, StringComparison.Ordinal);
        Assert.Contains(">vì đơn vị đã giải thể</textarea>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_auditor_finds_no_form_and_nobody_finds_a_part_that_does_not_exist()
    {
        _portal.Gateway.Roles = ["auditor"];
        var browser = await _portal.SignedInAsync(Cancellation);
        foreach (var path in (string[])[Place, Queue, $"{Queue}/{Id}"])
        {
            var html = await browser.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);
            Assert.Equal(1, Regex.Count(html, "<form method=\"post\"", RegexOptions.None, TimeSpan.FromSeconds(1))); // to sign out
        }

        using var missing = await browser.GetAsync(new Uri($"{Place}/..%2Fpublic/{Consumer}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public void Every_consumer_of_every_service_has_words()
    {
        var consumers = Directory.EnumerateFiles(Sources(), "*Consumer.cs", SearchOption.AllDirectories)
            .Select(path => (Service: Path.GetRelativePath(Sources(), path).Split(Path.DirectorySeparatorChar)[0].Split('.')[^1].ToLowerInvariant(), Event: Path.GetFileNameWithoutExtension(path)[..^"Consumer".Length]))
            .Select(x => (x.Service, Consumer: $"{x.Service}-{WordStart().Replace(x.Event, "-").ToLowerInvariant()}"))
            .ToList();
        Assert.Contains(("ranking", Consumer), consumers);
        Assert.All(consumers, x => Assert.NotEqual(x.Consumer, Words.Event(x.Service, x.Consumer)));
        Assert.All(consumers, x => Assert.NotNull(Words.Service(x.Service)));
    }

    private static object Message() => new
    {
        consumer = Consumer, id = Id, type = "SelfAssessmentSubmitted", exception = "System.InvalidOperationException", cause = "Thiếu <đơn vị>", trace = "0af7651916cd43dd8448eb211c80319c", failures = 2,
        firstFailedAt = DateTimeOffset.UnixEpoch, lastFailedAt = DateTimeOffset.UnixEpoch.AddHours(1), state = "waiting",
    };

    private static string Sources([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "../../../src"));

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.None, 1000)]
    private static partial Regex WordStart();

    [GeneratedRegex("<script(?![^>]*\\bsrc=)|<style|\\bstyle=|\\bon[a-z]+=\"", RegexOptions.None, 1000)]
    private static partial Regex Inline();
}
