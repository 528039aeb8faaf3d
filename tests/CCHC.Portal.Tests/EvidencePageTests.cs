using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Tests;

public sealed partial class EvidencePageTests : IDisposable
{
    private static readonly Guid Report = Guid.CreateVersion7();
    private static readonly Guid Decision = Guid.CreateVersion7();
    private static readonly Guid Upload = Guid.CreateVersion7();

    private readonly PortalHost _portal = new();

    public EvidencePageTests()
    {
        _portal.Gateway.Answer(Api, Samples.Sheet);
        Documents(
            Document(Report, "Báo cáo 10.pdf", "1.4", extra: new() { ["doubts"] = new[] { "Ngày ban hành 05/03/2024 không thuộc năm đánh giá 2026." }, ["usedElsewhere"] = true }),
            Document(Decision, "Đề án.pdf", leaf: null));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Api => $"/api/assessment/self-assessments/{Samples.Id}";

    private static string Sheet => $"/phieu/{Samples.Id}";

    public void Dispose() => _portal.Dispose();

    [Fact]
    public async Task A_leaf_shows_its_documents_with_what_an_appraiser_would_ask_about()
    {
        var html = await PageAsync($"{Sheet}?tieuChi=1.4");

        Assert.Contains("Báo cáo 10.pdf", html, StringComparison.Ordinal);
        Assert.Contains("12/BC-SNV ngày 05/03/2024 của Sở Nội vụ", html, StringComparison.Ordinal);
        Assert.Contains("1,5 MB", html, StringComparison.Ordinal); // 1,572,864 bytes
        Assert.Contains("không thuộc năm đánh giá 2026", html, StringComparison.Ordinal);
        Assert.Contains("Đơn vị khác trong kỳ này cũng dùng tài liệu này.", html, StringComparison.Ordinal);
        Assert.Contains("Tải tệp lên cần trình duyệt bật JavaScript", html, StringComparison.Ordinal);
        Assert.Contains($"<option value=\"{Decision}\">Đề án.pdf", html, StringComparison.Ordinal); // may be used here too
        Assert.DoesNotContain($"data-document=\"{Decision}\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_in_quarantine_cannot_be_opened_and_one_that_was_submitted_cannot_be_removed()
    {
        Documents(
            Document(Report, "Chờ quét.pdf", "1.4", extra: new() { ["scan"] = "quarantined", ["readable"] = false }),
            Document(Decision, "Đã gửi.pdf", "1.4", extra: new() { ["submitted"] = true }));
        var html = await PageAsync($"{Sheet}?tieuChi=1.4");

        Assert.Contains("Đang chờ quét mã độc", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"tai-lieu/{Report}/tep", html, StringComparison.Ordinal);
        Assert.Contains($"tai-lieu/{Decision}/tep", html, StringComparison.Ordinal);
        Assert.Contains($"tai-lieu/{Report}/bo", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"tai-lieu/{Decision}/bo", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_earlier_version_stands_below_the_one_that_replaced_it()
    {
        Documents(
            Document(Report, "Báo cáo.pdf", "1.4", extra: new() { ["supersededById"] = Decision }),
            Document(Decision, "Báo cáo sửa.pdf", "1.4", extra: new() { ["supersedesId"] = Report, ["version"] = 2 }));
        var html = await PageAsync($"{Sheet}?tieuChi=1.4");

        Assert.Single(Rows().Matches(html));
        Assert.Contains("Các bản trước (1)", html, StringComparison.Ordinal);
        Assert.Contains($"tai-lieu/{Report}/tep", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_documents_of_a_sheet_are_listed_in_Vietnamese_order_and_those_no_criterion_uses_can_be_found()
    {
        Documents(
            Document(Guid.CreateVersion7(), "Đề án.pdf", "1.4"), Document(Guid.CreateVersion7(), "Văn bản.pdf", "1.4"), Document(Guid.CreateVersion7(), "Báo cáo 10.pdf", leaf: null),
            Document(Guid.CreateVersion7(), "Danh sách.pdf", "1.4"), Document(Guid.CreateVersion7(), "Báo cáo 9.pdf", "1.4"), Document(Guid.CreateVersion7(), "Ảnh.pdf", "1.4"));
        var all = await PageAsync($"{Sheet}/tai-lieu");
        Assert.Equal(
            ["Ảnh.pdf", "Báo cáo 9.pdf", "Báo cáo 10.pdf", "Danh sách.pdf", "Đề án.pdf", "Văn bản.pdf"],
            Names().Matches(all).Select(match => match.Groups["name"].Value));

        var unused = await PageAsync($"{Sheet}/tai-lieu?loc=chua-gan");
        Assert.Equal(["Báo cáo 10.pdf"], Names().Matches(unused).Select(match => match.Groups["name"].Value));
    }

    [Fact]
    public async Task A_link_needs_no_script_and_what_was_typed_stays_when_it_is_refused()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        Dictionary<string, string> fields = new() { ["name"] = "Kế hoạch", ["url"] = "https://vanban.example/1", ["number"] = "7/KH", ["issuedOn"] = "2026-01-15" };
        _portal.Gateway.Answer($"POST {Api}/documents", new { id = Report }, HttpStatusCode.Created);
        using var added = await PortalHost.SubmitAsync(browser, $"{Sheet}?tieuChi=1.4", $"{Sheet}/tai-lieu?tieuChi=1.4", fields, Cancellation);
        Assert.Equal($"{Sheet}?tieuChi=1.4#tai-lieu", added.Headers.Location?.OriginalString);
        var sent = JsonDocument.Parse(Assert.Single(_portal.Gateway.Calls, call => call.Method == "POST" && call.Path.EndsWith("/documents", StringComparison.Ordinal)).Body).RootElement;
        Assert.Equal("2026-01-15", sent.GetProperty("issuedOn").GetString());
        Assert.Equal("1.4", Assert.Single(sent.GetProperty("leaves").EnumerateArray()).GetString());

        _portal.Gateway.Answer($"POST {Api}/documents", new { detail = "Thời gian nhập đã hết." }, HttpStatusCode.Conflict);
        using var refused = await PortalHost.SubmitAsync(browser, $"{Sheet}?tieuChi=1.4", $"{Sheet}/tai-lieu?tieuChi=1.4", fields, Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Thời gian nhập đã hết.", html, StringComparison.Ordinal);
        Assert.Contains("value=\"https://vanban.example/1\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_of_the_sheet_is_used_for_one_criterion_more_and_keeps_what_is_known_of_it()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"PUT {Api}/documents/{Decision}", new { });
        using var answer = await PortalHost.SubmitAsync(
            browser, $"{Sheet}?tieuChi=1.4", $"{Sheet}/tai-lieu/gan?tieuChi=1.4", new() { ["document"] = Decision.ToString() }, Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var body = Assert.Single(_portal.Gateway.Calls, call => call.Method == "PUT").Body;
        Assert.Contains("\"leaves\":[\"1.4\"]", body, StringComparison.Ordinal);
        Assert.Contains("\"number\":\"12/BC-SNV\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_document_is_and_what_it_proves_is_corrected_on_its_own_page()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"PUT {Api}/documents/{Report}", new { });
        using var answer = await PortalHost.SubmitAsync(
            browser, $"{Sheet}/tai-lieu/{Report}?tieuChi=1.4", $"{Sheet}/tai-lieu/{Report}?tieuChi=1.4",
            new() { ["number"] = "13/BC", ["issuedOn"] = "31/03/2026", ["leaves"] = "1.4" }, Cancellation);

        Assert.Equal($"{Sheet}?tieuChi=1.4#tai-lieu", answer.Headers.Location?.OriginalString);
        Assert.Contains("\"issuedOn\":\"2026-03-31\"", Assert.Single(_portal.Gateway.Calls, call => call.Method == "PUT").Body, StringComparison.Ordinal);

        using var wrong = await PortalHost.SubmitAsync(
            browser, $"{Sheet}/tai-lieu/{Report}", $"{Sheet}/tai-lieu/{Report}", new() { ["number"] = "14/BC", ["issuedOn"] = "hôm qua", ["leaves"] = "1.4" }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("value=\"14/BC\"", await wrong.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Single(_portal.Gateway.Calls, call => call.Method == "PUT");
    }

    [Fact]
    public async Task A_file_is_downloaded_through_the_portal_byte_for_byte_in_ranges_and_is_never_shown_as_a_page()
    {
        _portal.Gateway.AnswerWith($"{Api}/documents/{Report}/content", () =>
        {
            var answer = new HttpResponseMessage(HttpStatusCode.PartialContent) { Content = new ByteArrayContent([1, 2, 3]) };
            answer.Content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
            answer.Content.Headers.ContentRange = new ContentRangeHeaderValue(7, 9, 100);
            answer.Content.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileNameStar = "Báo cáo.pdf" };
            answer.Headers.AcceptRanges.Add("bytes");
            return answer;
        });
        var browser = await _portal.SignedInAsync(Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Sheet}/tai-lieu/{Report}/tep");
        request.Headers.Range = new RangeHeaderValue(7, 9);
        using var answer = await browser.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal([1, 2, 3], await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal("bytes 7-9/100", answer.Content.Headers.ContentRange?.ToString());
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Contains("sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        var call = Assert.Single(_portal.Gateway.CallsTo($"{Api}/documents/{Report}/content"));
        Assert.Equal("bytes=7-9", call.Headers["Range"]);
        Assert.StartsWith("Bearer ", call.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_scanned_yet_is_a_page_that_says_so()
    {
        _portal.Gateway.Answer($"{Api}/documents/{Report}/content", new { detail = "“Báo cáo.pdf” đang chờ quét mã độc." }, HttpStatusCode.Conflict);
        var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await browser.GetAsync(new Uri($"{Sheet}/tai-lieu/{Report}/tep", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("đang chờ quét mã độc", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_goes_through_the_portal_s_own_address_in_the_person_s_name()
    {
        _portal.Gateway.AnswerWith($"POST {Api}/uploads", () => Tus(HttpStatusCode.Created, ("Location", $"{Api}/uploads/{Upload}"), ("Upload-Offset", "0")));
        _portal.Gateway.AnswerWith($"PATCH {Api}/uploads/{Upload}", () => Tus(HttpStatusCode.NoContent, ("Upload-Offset", "4"), ("Document-Id", Report.ToString())));
        _portal.Gateway.AnswerWith($"HEAD {Api}/uploads/{Upload}", () => Tus(HttpStatusCode.OK, ("Upload-Offset", "2"), ("Upload-Length", "4")));
        var (browser, token) = await WithTokenAsync();

        using var created = await SendAsync(browser, HttpMethod.Post, $"{Sheet}/tai-len", token, ("Upload-Length", "4"), ("Upload-Metadata", "filename YS5wZGY="));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal($"{Sheet}/tai-len/{Upload}", created.Headers.Location?.OriginalString);

        using var head = await SendAsync(browser, HttpMethod.Head, $"{Sheet}/tai-len/{Upload}", token: null);
        Assert.Equal("2", Assert.Single(head.Headers.GetValues("Upload-Offset")));
        Assert.Equal("no-store", head.Headers.CacheControl?.ToString());

        using var patched = await SendAsync(browser, HttpMethod.Patch, $"{Sheet}/tai-len/{Upload}", token, "%PDF", ("Upload-Offset", "0"));
        Assert.Equal(HttpStatusCode.NoContent, patched.StatusCode);
        Assert.Equal(Report.ToString(), Assert.Single(patched.Headers.GetValues("Document-Id")));
        var call = Assert.Single(_portal.Gateway.Calls, call => call.Method == "PATCH");
        Assert.Equal("%PDF", call.Body);
        Assert.Equal("0", call.Headers["Upload-Offset"]);
        Assert.Equal("1.0.0", call.Headers["Tus-Resumable"]);
        Assert.StartsWith("Bearer ", call.Headers["Authorization"], StringComparison.Ordinal);
        Assert.False(call.Headers.ContainsKey("Cookie"));
    }

    [Fact]
    public async Task Another_site_cannot_upload_or_cancel_in_the_person_s_name()
    {
        var (browser, _) = await WithTokenAsync();
        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Patch, HttpMethod.Delete])
        {
            var address = method == HttpMethod.Post ? $"{Sheet}/tai-len" : $"{Sheet}/tai-len/{Upload}";
            using var answer = await SendAsync(browser, method, address, token: null, ("Upload-Offset", "0"));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.DoesNotContain(_portal.Gateway.Calls, call => call.Path.Contains("/uploads", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_reaches_the_browser_in_the_service_s_words_and_an_absence_does_not_lose_what_was_sent()
    {
        _portal.Gateway.Answer($"PATCH {Api}/uploads/{Upload}", new { detail = "“a.pdf” không phải tệp PDF.", code = "evidence.type-not-allowed" }, HttpStatusCode.UnprocessableEntity);
        _portal.Gateway.AnswerWith($"HEAD {Api}/uploads/{Upload}", () => throw new HttpRequestException("Connection refused"));
        var (browser, token) = await WithTokenAsync();

        using var refused = await SendAsync(browser, HttpMethod.Patch, $"{Sheet}/tai-len/{Upload}", token, "<html>", ("Upload-Offset", "0"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("evidence.type-not-allowed", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        using var away = await SendAsync(browser, HttpMethod.Head, $"{Sheet}/tai-len/{Upload}", token: null);
        Assert.Equal(HttpStatusCode.Locked, away.StatusCode); // "ask again", to a tus client
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, HttpMethod method, string path, string? token, params (string Name, string Value)[] headers) =>
        await SendAsync(browser, method, path, token, body: null, headers);

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient browser, HttpMethod method, string path, string? token, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (token is not null)
        {
            request.Headers.Add("RequestVerificationToken", token);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        }

        return await browser.SendAsync(request, Cancellation);
    }

    private static HttpResponseMessage Tus(HttpStatusCode status, params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage(status);
        answer.Headers.Add("Tus-Resumable", "1.0.0");
        foreach (var (name, value) in headers)
        {
            answer.Headers.TryAddWithoutValidation(name, value);
        }

        return answer;
    }

    private async Task<string> PageAsync(string path)
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        return await browser.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);
    }

    private async Task<(HttpClient Browser, string Token)> WithTokenAsync()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri($"{Sheet}?tieuChi=1.4", UriKind.Relative), Cancellation);
        return (browser, Token().Match(html).Groups["token"].Value);
    }

    private void Documents(params Dictionary<string, object?>[] documents) =>
        _portal.Gateway.Answer($"{Api}/documents", new { selfAssessmentId = Samples.Id, items = documents });

    private static Dictionary<string, object?> Document(Guid id, string name, string? leaf, Dictionary<string, object?>? extra = null)
    {
        var document = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = id, ["kind"] = "file", ["name"] = name, ["contentType"] = "application/pdf", ["size"] = 1_572_864, ["number"] = "12/BC-SNV",
            ["issuedOn"] = "2024-03-05", ["issuer"] = "Sở Nội vụ", ["doubts"] = Array.Empty<string>(),
            ["leaves"] = leaf is null ? Array.Empty<object>() : [new { code = leaf, name = "Tuyên truyền" }],
            ["scan"] = "clean", ["readable"] = true, ["version"] = 1, ["submitted"] = false, ["usedElsewhere"] = false, ["usedBy"] = Array.Empty<object>(),
            ["createdBy"] = "Nguyễn Văn A", ["createdAt"] = DateTimeOffset.UnixEpoch,
        };
        foreach (var (key, value) in extra ?? [])
        {
            document[key] = value;
        }

        return document;
    }

    [GeneratedRegex("<li data-document=", RegexOptions.None, 1000)]
    private static partial Regex Rows();

    [GeneratedRegex("</svg>\\s*<strong>(?<name>[^<]+)</strong>", RegexOptions.None, 1000)]
    private static partial Regex Names();

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
