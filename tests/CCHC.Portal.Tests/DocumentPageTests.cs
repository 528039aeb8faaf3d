using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Tests;

public sealed partial class DocumentPageTests : IClassFixture<PortalHost>
{
    private const string Api = "/api/ranking/campaigns/so-2026";
    private const string Templates = "/xep-hang/so-2026/mau-van-ban";

    private readonly PortalHost _portal;

    public DocumentPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs"];
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_way_to_the_public_lists_awards_and_documents_of_the_snapshot_under_review()
    {
        Frozen(PublicationSamples.Item());
        var html = await GetAsync("/xep-hang/so-2026/cong-bo");
        foreach (var words in (string[])
            [
                "Bằng chỉ số với Sở Y tế (hạng 2), xếp trên theo điểm thẩm định", "Tăng 4,50 điểm phần trăm, năm trước 76,19 %", "Dự thảo theo bản chốt số 1, chưa phê duyệt",
                "href=\"/xep-hang/so-2026/van-ban/quyet-dinh.docx?chot=1\"", "href=\"/xep-hang/so-2026/van-ban/bao-cao-tong-hop.xlsx?chot=1\"", "href=\"/xep-hang/so-2026/van-ban/giay-moi.docx?chot=1\"",
                "action=\"/xep-hang/so-2026/van-ban/thong-bao.docx\"", "<option value=\"C\">Sở Tài chính</option>", "href=\"/xep-hang/so-2026/hoi-nghi?chot=1\"", $"href=\"{Templates}\"",
            ])
        {
            Assert.Contains(words, html, StringComparison.Ordinal);
        }

        Assert.DoesNotMatch(Inline(), html);

        // The council makes no documents, nor does anybody with a conflict of interest, who is told that there are none.
        _portal.Gateway.Roles = ["council-chair"];
        Assert.DoesNotContain("/van-ban/", await GetAsync("/xep-hang/so-2026/cong-bo"), StringComparison.Ordinal);
        _portal.Gateway.Roles = ["home-affairs"];
        _portal.Gateway.Answer($"{Api}/awards", new { title = "Không tìm thấy" }, HttpStatusCode.NotFound);
        Assert.DoesNotContain("/van-ban/", await GetAsync("/xep-hang/so-2026/cong-bo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_from_a_file_has_no_snapshots_and_its_documents_all_the_same()
    {
        _portal.Gateway.Answer("/api/public/v1/campaigns", Samples.Campaigns);
        _portal.Gateway.Answer("/api/public/v1/campaigns/so-2024/rankings", Samples.Ranking);
        _portal.Gateway.Answer("/api/ranking/campaigns/so-2024/awards", new { groups = new[] { new { code = "so", name = "Khối sở", awards = 0, awarded = Array.Empty<object>(), improved = Array.Empty<object>() } } });
        var html = await GetAsync("/xep-hang/so-2024/cong-bo");
        foreach (var words in (string[])
            [
                "Kết quả nhập từ tệp", "Chỉ số CCHC 2024 – khối sở", "href=\"/xep-hang/so-2024/van-ban/quyet-dinh.docx\"", "href=\"/xep-hang/so-2024/van-ban/bao-cao-tong-hop.xlsx\"",
                "<option value=\"S27\">Sở thứ 27 và các đơn vị trực thuộc</option>", "href=\"/api/ranking/campaigns/so-2024/archive\"", "href=\"/ket-qua/so-2024\"", "href=\"/xep-hang/so-2024/hoi-nghi\"",
            ])
        {
            Assert.Contains(words, html, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("name=\"chot\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/chot\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);

        // Another government's published result has no documents for this office, and a service that is away is no file.
        using var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer("/api/ranking/campaigns/so-2024/awards", new { title = "Không tìm thấy" }, HttpStatusCode.NotFound);
        using var foreign = await browser.GetAsync(new Uri("/xep-hang/so-2024/cong-bo", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        _portal.Gateway.Answer("/api/ranking/campaigns/so-2024/snapshots", new { }, HttpStatusCode.ServiceUnavailable);
        using var away = await browser.GetAsync(new Uri("/xep-hang/so-2024/cong-bo", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
    }

    [Fact]
    public async Task A_document_is_handed_on_under_its_own_name_and_a_refusal_is_a_page()
    {
        _portal.Gateway.AnswerWith($"{Api}/documents/report-card.docx", () => new HttpResponseMessage
        {
            Content = new ByteArrayContent([80, 75]) { Headers = { ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = "thong-bao-ket-qua-so-2026-A.docx" } } },
        });
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await browser.GetAsync(new Uri("/xep-hang/so-2026/van-ban/thong-bao.docx?chot=1&donVi=A", UriKind.Relative), Cancellation);
        Assert.Equal("thong-bao-ket-qua-so-2026-A.docx", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Contains(_portal.Gateway.Calls, call => call.Path == $"{Api}/documents/report-card.docx?snapshot=1&unit=A");

        _portal.Gateway.Answer($"{Api}/documents/decision.docx", new { detail = "Mẫu “Quyết định” cần sửa trước khi lập văn bản." }, HttpStatusCode.Conflict);
        using var refused = await browser.GetAsync(new Uri("/xep-hang/so-2026/van-ban/quyet-dinh.docx", UriKind.Relative), Cancellation);
        Assert.Contains("cần sửa trước khi lập văn bản", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var unknown = await browser.GetAsync(new Uri("/xep-hang/so-2026/van-ban/la.docx", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Templates_are_downloaded_replaced_and_reset_and_a_refusal_names_the_unknown_place()
    {
        ShowTemplates();
        var html = await GetAsync(Templates);
        foreach (var words in (string[])["Mẫu mặc định", "Mẫu của cơ quan", "Trần Thị B tải lên lúc 28/11/2026 09:30.", "<code>{{nam}}</code>", "năm đánh giá", "(đứng một mình trong một đoạn)", $"href=\"{Templates}/decision.docx\""])
        {
            Assert.Contains(words, html, StringComparison.Ordinal);
        }

        Assert.DoesNotMatch(Inline(), html);

        _portal.Gateway.Answer($"PUT {Api}/document-templates/decision", new { }, HttpStatusCode.NoContent);
        using var replaced = await UploadAsync("decision");
        Assert.Equal(Templates, replaced.Headers.Location?.OriginalString);
        var sent = _portal.Gateway.CallsTo($"{Api}/document-templates/decision").Single(call => call.Method == "PUT");
        Assert.Equal(("mẫu", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), (sent.Body, sent.ContentType));

        _portal.Gateway.Answer(
            $"PUT {Api}/document-templates/decision",
            new { detail = "Mẫu có chỗ điền mà hệ thống không biết: {{so_tien}}.", code = "template.unknown-place", field = "file", details = new[] { "{{nam}}: năm đánh giá" } }, HttpStatusCode.Conflict);
        using var refused = await UploadAsync("decision");
        var page = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("không biết: {{so_tien}}.", page, StringComparison.Ordinal);
        Assert.Contains("<li>{{nam}}: năm đánh giá</li>", page, StringComparison.Ordinal);

        _portal.Gateway.Answer($"DELETE {Api}/document-templates/awards", new { }, HttpStatusCode.NoContent);
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var reset = await PortalHost.SubmitAsync(browser, Templates, $"{Templates}/awards/mac-dinh", [], Cancellation);
        Assert.Equal(Templates, reset.Headers.Location?.OriginalString);
        Assert.Single(_portal.Gateway.CallsTo($"{Api}/document-templates/awards"), call => call.Method == "DELETE");
    }

    [Fact]
    public async Task Others_read_templates_and_do_not_replace_them()
    {
        _portal.Gateway.Roles = ["leader"];
        ShowTemplates();
        var html = await GetAsync(Templates);
        Assert.Contains("Tải mẫu đang dùng", html, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"file\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_conference_tells_one_unit_a_step_from_the_last_to_the_first_by_links_alone()
    {
        Frozen(PublicationSamples.Item());
        _portal.Gateway.Answer("/api/public/v1/campaigns", Array.Empty<object>());
        var start = await GetAsync("/xep-hang/so-2026/hoi-nghi");
        Assert.Contains("Diễn tập theo bản chốt số 1. Kết quả chưa công bố.", start, StringComparison.Ordinal);
        Assert.Contains("3 đơn vị, công bố từ hạng cuối đến hạng nhất.", start, StringComparison.Ordinal);
        Assert.Equal(["3 off", "2 off", "1 off"], Steps(start));
        Assert.DoesNotMatch(Inline(), start);

        var second = await GetAsync("/xep-hang/so-2026/hoi-nghi?khoi=so&lo=2&chot=1");
        Assert.Equal(["3 off", "2", "1"], Steps(second));
        Assert.Equal(("Hạng 2", "Sở Y tế", "80,69 %", "Xếp loại Khá"), Now(second));
        Assert.Contains("data-go=\"next\" href=\"/xep-hang/so-2026/hoi-nghi?khoi=so&amp;lo=3&amp;chot=1\"", second, StringComparison.Ordinal);
        Assert.Contains("data-go=\"previous\" href=\"/xep-hang/so-2026/hoi-nghi?khoi=so&amp;lo=1&amp;chot=1\"", second, StringComparison.Ordinal);
        Assert.Equal(("Hạng 1 · Khen thưởng", "Sở Nội vụ", "90,13 %", "Xếp loại Tốt"), Now(await GetAsync("/xep-hang/so-2026/hoi-nghi?lo=99&chot=1")));
        Assert.Equal(("Không xếp hạng", "Sở Tài chính", "Chưa đủ dữ liệu", ""), Now(await GetAsync("/xep-hang/so-2026/hoi-nghi?lo=1")));
    }

    [Fact]
    public async Task The_public_result_is_no_rehearsal_and_the_last_unit_leads_to_the_next_group()
    {
        _portal.Gateway.Roles = ["leader"];
        _portal.Gateway.Answer("/api/public/v1/campaigns", new[]
        {
            new { code = "so-2026", name = "Chỉ số CCHC 2026", year = 2026, status = "published", groups = new[] { new { code = "so", name = "Khối sở" }, new { code = "xa", name = "Khối xã" } } },
        });
        _portal.Gateway.Answer("/api/public/v1/campaigns/so-2026/rankings", new
        {
            publishedAt = "2026-12-01T01:00:00Z", mean = 85m,
            items = new[] { new { rank = 1, unitCode = "A", unitName = "Sở A", index = 85m, status = "complete", awarded = true }, new { rank = 1, unitCode = "B", unitName = "Sở B", index = 85m, status = "complete", awarded = true } },
        });
        var html = await GetAsync("/xep-hang/so-2026/hoi-nghi?khoi=so&lo=2");
        Assert.DoesNotContain("cf-rehearsal", html, StringComparison.Ordinal);
        Assert.Equal(("Hạng 1= · Khen thưởng", "Sở A", "85,00 %", ""), Now(html));
        Assert.Contains("data-then=\"/xep-hang/so-2026/hoi-nghi?khoi=xa&amp;lo=0\" href=\"/xep-hang/so-2026/hoi-nghi?khoi=xa&amp;lo=0\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_shown_without_a_result_or_with_a_conflict_of_interest()
    {
        _portal.Gateway.Answer("/api/public/v1/campaigns", Array.Empty<object>());
        _portal.Gateway.Answer($"{Api}/snapshots", PublicationSamples.List());
        Assert.Contains("Chưa có kết quả để trình chiếu", await GetAsync("/xep-hang/so-2026/hoi-nghi"), StringComparison.Ordinal);

        _portal.Gateway.Answer($"{Api}/snapshots", PublicationSamples.List(items: PublicationSamples.Item()));
        _portal.Gateway.Answer($"{Api}/snapshots/1", PublicationSamples.Review(PublicationSamples.Item(), withheld: ["Sở X"]));
        var html = await GetAsync("/xep-hang/so-2026/hoi-nghi");
        Assert.Contains("xung đột lợi ích với Sở X", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Sở Y tế", html, StringComparison.Ordinal);
    }

    private void Frozen(object item)
    {
        _portal.Gateway.Answer($"{Api}/snapshots", PublicationSamples.List(items: item));
        _portal.Gateway.Answer($"{Api}/snapshots/1", PublicationSamples.Review(item));
        _portal.Gateway.Answer($"{Api}/awards", new
        {
            draft = "Dự thảo theo bản chốt số 1, chưa phê duyệt",
            groups = new[]
            {
                new
                {
                    code = "so", name = "Khối sở", awards = 1,
                    awarded = new[] { new { rank = 1, shared = false, unitCode = "A", unitName = "Sở Nội vụ", index = 90.125m, @class = "Tốt", note = "Bằng chỉ số với Sở Y tế (hạng 2), xếp trên theo điểm thẩm định" } },
                    improved = new[] { new { unitCode = "B", unitName = "Sở Y tế", lastYear = 76.185m, index = 80.685m, gain = 4.5m } },
                },
            },
        });
    }

    private void ShowTemplates() => _portal.Gateway.Answer($"{Api}/document-templates", new
    {
        campaign = "so-2026", campaignName = "Chỉ số CCHC 2026",
        items = new object[]
        {
            new { kind = "decision", name = "Quyết định phê duyệt kết quả", places = new[] { new { written = "{{nam}}", meaning = "năm đánh giá", whole = false }, new { written = "{{bang:xep_hang}}", meaning = "bảng xếp hạng", whole = true } } },
            new { kind = "awards", name = "Danh sách khen thưởng", replacedBy = "Trần Thị B", replacedAt = "2026-11-28T02:30:00Z", places = Array.Empty<object>() },
        },
    });

    private async Task<HttpResponseMessage> UploadAsync(string kind)
    {
        using var browser = await _portal.SignedInAsync(Cancellation);
        var token = FormToken().Match(await browser.GetStringAsync(new Uri(Templates, UriKind.Relative), Cancellation)).Groups["token"].Value;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(Encoding.UTF8.GetBytes("mẫu")), "file", "mau.docx" } };
        return await browser.PostAsync(new Uri($"{Templates}/{kind}", UriKind.Relative), form, Cancellation);
    }

    private async Task<string> GetAsync(string page)
    {
        using var browser = await _portal.SignedInAsync(Cancellation);
        return await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation);
    }

    private static IEnumerable<string> Steps(string html) => Step().Matches(html).Select(step => step.Groups["number"].Value + (step.Groups["off"].Success ? " off" : ""));

    private static (string Place, string Name, string Index, string Class) Now(string html)
    {
        return (Part("place"), Part("name"), Part("index"), Part("class"));

        string Part(string of) => WebUtility.HtmlDecode(Regex.Match(html, $"data-of=\"{of}\">(?<text>[^<]*)<", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["text"].Value);
    }

    [GeneratedRegex("data-step=\"(?<number>\\d+)\"(?<off> data-off)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Step();

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormToken();

    [GeneratedRegex("<script(?![^>]* src=)|<style|style=\"|\\son[a-z]+=\"", RegexOptions.None, 1000)]
    private static partial Regex Inline();
}
