using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Tests;

public sealed partial class CampaignPageTests : IClassFixture<PortalHost>
{
    private readonly PortalHost _portal;

    public CampaignPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        var gateway = _portal.Gateway;
        gateway.Roles = ["home-affairs"];
        gateway.Answer(Api, CampaignSamples.Campaign());
        gateway.Answer($"{Api}/journal", CampaignSamples.Journal);
        gateway.Answer($"{Api}/plan", CampaignSamples.Plan);
        gateway.Answer("/api/criteria/campaigns/unit-choices", CampaignSamples.UnitChoices);
        gateway.Answer("/api/criteria/sets", CampaignSamples.Sets);
        gateway.Answer($"/api/criteria/sets/{CampaignSamples.SetId}", CampaignSamples.Outline);
        gateway.Answer("/api/identity/units/staffing", new { units = new[] { new { unitId = CampaignSamples.CommuneId, officers = 1, heads = 0 } } });
        gateway.Answer($"/api/appraisal/campaigns/{Samples.Id}/council", new { unassigned = new[] { new { groupCode = "xa", fieldCode = "2" } } });
        gateway.Answer($"/api/survey/campaigns/{Samples.Id}/coverage", new { uncovered = Array.Empty<object>() });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Api => $"/api/criteria/campaigns/{Samples.Id}";

    private static string Board => $"/ky-danh-gia/{Samples.Id}";

    [Theory]
    [InlineData("", "Mất điện do bão")]
    [InlineData("/lich", "value=\"2026-12-01T08:00\"")]
    [InlineData("/ke-hoach", "197/KH-UBND")]
    [InlineData("/san-sang", "Phường Hạc Thành: chưa có tài khoản thủ trưởng.")]
    public async Task A_page_of_a_practice_campaign_says_so_and_is_free_of_inline_code(string page, string expected)
    {
        var phase = page == "/san-sang" ? "Draft" : "SelfAssessment";
        _portal.Gateway.Answer(Api, CampaignSamples.Campaign(phase, practice: true));
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri(Board + page, UriKind.Relative), Cancellation);

        Assert.Contains("Tập huấn – số liệu giả định, không tính vào kết quả", html, StringComparison.Ordinal);
        Assert.Contains("31/12/2026", html, StringComparison.Ordinal);
        Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);

        _portal.Gateway.Answer(Api, CampaignSamples.Campaign(phase));
        Assert.DoesNotContain("số liệu giả định, không tính", await browser.GetStringAsync(new Uri(Board + page, UriKind.Relative), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ranking_of_a_practice_campaign_is_shown_to_staff_though_no_public_list_has_it()
    {
        _portal.Gateway.Answer("/api/public/v1/campaigns", Array.Empty<object>());
        _portal.Gateway.Answer("/api/criteria/campaigns", new
        {
            items = new[] { new { id = Samples.Id, code = "th", name = "Tập huấn", year = 2026, phase = "Appraisal", round = 1, rounds = 1, practice = true, groups = new[] { new { code = "so", name = "Khối sở", unitCount = 1 } } } },
            total = 1, page = 1, pageSize = 100,
        });
        _portal.Gateway.Answer("/api/ranking/campaigns/th/standings", new
        {
            campaign = "th", campaignName = "Tập huấn", group = "so", groupName = "Khối sở", provisional = true, mean = 75.5m, computedAt = "2026-11-24T00:00:00Z", practice = true,
            items = new[]
            {
                new
                {
                    rank = 1, shared = false, unitCode = "STC", unitName = "Sở Tài chính", index = 75.5m, points = 75.5m, maxPoints = 100m, appraised = 75.5m, survey = 0m, external = 0m,
                    bonus = 0m, penalty = 0m, status = "provisional", missing = Array.Empty<string>(),
                },
            },
        });
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri("/xep-hang/th", UriKind.Relative), Cancellation);

        Assert.Contains("Tập huấn – số liệu giả định, không tính vào kết quả", html, StringComparison.Ordinal);
        Assert.Contains("Sở Tài chính", html, StringComparison.Ordinal);
        using var unknown = await browser.GetAsync(new Uri("/xep-hang/khac", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_list_asks_for_what_was_searched_and_shows_owner_deadline_and_practice()
    {
        _portal.Gateway.Answer("/api/criteria/campaigns", new
        {
            items = new[]
            {
                new
                {
                    id = Samples.Id, code = "h", name = "Huyện Nông Cống 2026", year = 2026, phase = "SelfAssessment", round = 1, rounds = 1, phaseOpen = true,
                    closesAt = "2020-01-01T10:00:00Z", ownerName = "UBND huyện Nông Cống", practice = true, groups = Array.Empty<object>(),
                },
            },
            total = 41, page = 2, pageSize = 20,
        });
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri("/ky-danh-gia?tim=nong%20cong&nam=2026&trang=2", UriKind.Relative), Cancellation);

        Assert.Contains("UBND huyện Nông Cống", html, StringComparison.Ordinal);
        Assert.Contains("Hạn 17:00 ngày 01/01/2020", html, StringComparison.Ordinal);
        Assert.Contains("Quá hạn", html, StringComparison.Ordinal);
        Assert.Contains("/ky-danh-gia?tim=nong%20cong&amp;nam=2026&amp;trang=3", html, StringComparison.Ordinal);
        var query = _portal.Gateway.CallsTo("/api/criteria/campaigns").Last().Path;
        Assert.Contains("search=nong%20cong", query, StringComparison.Ordinal);
        Assert.Contains("year=2026", query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_not_manage_a_campaign_sees_it_without_the_deeds()
    {
        _portal.Gateway.Answer(Api, CampaignSamples.Campaign(canManage: false));
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri(Board, UriKind.Relative), Cancellation);

        Assert.Contains("Mất điện do bão", html, StringComparison.Ordinal);
        foreach (var deed in (string[])["/gia-han", "/dong-buoc", "/buoc", "/tap-huan"])
        {
            Assert.DoesNotContain($"action=\"{Board}{deed}\"", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_refused_extension_keeps_what_was_typed_and_a_granted_one_names_its_unit()
    {
        _portal.Gateway.Answer($"POST {Api}/extensions", new { detail = "Hạn mới phải sau hạn cũ." }, HttpStatusCode.Conflict);
        var browser = await _portal.SignedInAsync(Cancellation);
        Dictionary<string, string> Form() => new()
        {
            ["step"] = "SelfAssessment-1", ["scope"] = $"u:{CampaignSamples.CommuneId}", ["until"] = "2026-12-05T17:00", ["reason"] = "Lũ quét ở thượng nguồn", ["reopens"] = "true",
        };
        using var refused = await PortalHost.SubmitAsync(browser, Board, $"{Board}/gia-han", Form(), Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Hạn mới phải sau hạn cũ.", html, StringComparison.Ordinal);
        Assert.Contains("Lũ quét ở thượng nguồn", html, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-12-05T17:00\"", html, StringComparison.Ordinal);

        _portal.Gateway.Answer($"POST {Api}/extensions", new { number = 2 });
        using var granted = await PortalHost.SubmitAsync(browser, Board, $"{Board}/gia-han", Form(), Cancellation);
        Assert.Equal(Board, granted.Headers.Location?.OriginalString);
        var body = JsonDocument.Parse(_portal.Gateway.CallsTo($"{Api}/extensions").Last().Body).RootElement;
        Assert.Equal(CampaignSamples.CommuneId, body.GetProperty("unitId").GetGuid());
        Assert.True(body.GetProperty("reopens").GetBoolean());
    }

    [Fact]
    public async Task A_phase_that_ends_before_it_starts_or_overlaps_is_shown_beside_its_row_and_nothing_is_sent()
    {
        _portal.Gateway.Answer(Api, CampaignSamples.Campaign("Draft"));
        _portal.Gateway.Answer($"PUT {Api}/calendar", new { });
        var browser = await _portal.SignedInAsync(Cancellation);
        Dictionary<string, string> Form(string closes, string opensNext) => new()
        {
            ["opens-SelfAssessment-1"] = "2026-11-01T08:00", ["closes-SelfAssessment-1"] = closes, ["opens-Appraisal-1"] = opensNext, ["closes-Appraisal-1"] = "",
        };
        using var backwards = await PortalHost.SubmitAsync(browser, $"{Board}/lich", $"{Board}/lich", Form("2026-10-01T08:00", ""), Cancellation);
        var html = await backwards.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, backwards.StatusCode);
        Assert.Contains("Tự đánh giá: ngày đóng phải sau ngày mở.", html, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-10-01T08:00\"", html, StringComparison.Ordinal);

        using var overlapping = await PortalHost.SubmitAsync(browser, $"{Board}/lich", $"{Board}/lich", Form("2026-11-30T17:00", "2026-11-30T16:59"), Cancellation);
        Assert.Contains("Chọn ngày mở từ 30/11/2026 17:00 trở đi.", await overlapping.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo($"{Api}/calendar"));

        using var right = await PortalHost.SubmitAsync(browser, $"{Board}/lich", $"{Board}/lich", Form("2026-11-30T17:00", "2026-11-30T17:00"), Cancellation);
        Assert.Equal(Board, right.Headers.Location?.OriginalString);
        Assert.Contains("\"opensAt\":\"2026-11-30T17:00\"", Assert.Single(_portal.Gateway.CallsTo($"{Api}/calendar")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_campaign_does_not_open_with_something_missing_unless_that_is_ticked()
    {
        _portal.Gateway.Answer(Api, CampaignSamples.Campaign("Draft"));
        _portal.Gateway.Answer($"POST {Api}/phases", new { });
        var browser = await _portal.SignedInAsync(Cancellation);
        using var refused = await PortalHost.SubmitAsync(browser, $"{Board}/san-sang", $"{Board}/mo-ky", [], Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("Lĩnh vực 2: chưa phân công thành viên.", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo($"{Api}/phases"));

        using var opened = await PortalHost.SubmitAsync(browser, $"{Board}/san-sang", $"{Board}/mo-ky", new() { ["anyway"] = "true" }, Cancellation);
        Assert.Equal(Board, opened.Headers.Location?.OriginalString);
        Assert.Single(_portal.Gateway.CallsTo($"{Api}/phases"));
    }

    [Fact]
    public async Task An_unprepared_draft_says_that_council_and_survey_are_unknown_rather_than_right()
    {
        _portal.Gateway.Answer(Api, CampaignSamples.Campaign("Draft", prepared: false));
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri($"{Board}/san-sang", UriKind.Relative), Cancellation);

        Assert.Equal(2, Regex.Count(html, "Hội đồng và điều tra chưa biết kỳ này", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Empty(_portal.Gateway.CallsTo($"/api/appraisal/campaigns/{Samples.Id}/council"));
    }

    [Fact]
    public async Task The_plan_is_a_table_as_in_the_document_and_its_steps_are_added_moved_and_given_files()
    {
        _portal.Gateway.Answer($"POST {Api}/plan/steps", new { });
        _portal.Gateway.Answer($"POST {Api}/plan/steps/{CampaignSamples.StepId}/moves", new { });
        _portal.Gateway.Answer($"POST {Api}/plan/steps/{CampaignSamples.StepId}/files", new { });
        var (browser, page) = (await _portal.SignedInAsync(Cancellation), $"{Board}/ke-hoach");
        var html = await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation);
        foreach (var heading in (string[])["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Hoàn thành", "Sản phẩm"])
        {
            Assert.Contains($">{heading}</th>", html, StringComparison.Ordinal);
        }

        Assert.Contains("còn 6 ngày", html, StringComparison.Ordinal);
        using var added = await PortalHost.SubmitAsync(browser, page, $"{page}/nhiem-vu", new() { ["name"] = "Họp hội đồng", ["dueOn"] = "2026-12-20" }, Cancellation);
        Assert.Equal(page, added.Headers.Location?.OriginalString);
        Assert.Contains("\"dueOn\":\"2026-12-20\"", Assert.Single(_portal.Gateway.CallsTo($"{Api}/plan/steps")).Body, StringComparison.Ordinal);
        using var moved = await PortalHost.SubmitAsync(browser, page, $"{page}/nhiem-vu/{CampaignSamples.StepId}/chuyen", new() { ["to"] = "down" }, Cancellation);
        Assert.Equal($"{page}#nv-{CampaignSamples.StepId}", moved.Headers.Location?.OriginalString);

        using var form = new MultipartFormDataContent { { new StringContent(Token().Match(html).Groups["token"].Value), "__RequestVerificationToken" } };
        form.Add(new StringContent("nội dung giấy mời"), "file", "giay moi.txt");
        using var attached = await browser.PostAsync(new Uri($"{page}/nhiem-vu/{CampaignSamples.StepId}/tep", UriKind.Relative), form, Cancellation);
        Assert.Equal(HttpStatusCode.Found, attached.StatusCode);
        var upload = Assert.Single(_portal.Gateway.CallsTo($"{Api}/plan/steps/{CampaignSamples.StepId}/files"));
        Assert.EndsWith("?name=giay%20moi.txt", upload.Path, StringComparison.Ordinal);
        Assert.Equal("nội dung giấy mời", upload.Body);
    }

    [Fact]
    public async Task A_campaign_of_the_Ministry_is_drawn_up_in_steps_that_keep_what_was_typed()
    {
        _portal.Gateway.Answer("POST /api/criteria/campaigns", new { id = Samples.Id, code = "bo-2026" }, HttpStatusCode.Created);
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri("/ky-danh-gia/moi", UriKind.Relative), Cancellation);

        html = await StepAsync(browser, html, 1, "next", HttpStatusCode.BadRequest, ("shape", "ministry"), ("code", "bo-2026"), ("year", "2026"));
        Assert.Contains("href=\"#name\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"bo-2026\"", html, StringComparison.Ordinal);
        html = await StepAsync(browser, html, 1, "next", HttpStatusCode.OK, ("shape", "ministry"), ("code", "bo-2026"), ("name", "Tỉnh gửi Bộ 2026"), ("year", "2026"), ("rounds", "1"));
        Assert.Contains("chỉ tồn tại một phần năm", html, StringComparison.Ordinal);

        (string, string)[] group = [("g0-code", "tinh"), ("g0-name", "Tỉnh"), ("g0-set", $"{CampaignSamples.SetId}"), ("g0-b0-name", "A"), ("g0-b0-from", "85,5"), ("g0-b0-incl", "true"), ("g0-tie0", "surveyPoints"), ("g0-bonus", "3")];
        html = await StepAsync(browser, html, 2, "all:0:xa", HttpStatusCode.OK, group);
        Assert.Contains("Đã chọn 1 đơn vị", html, StringComparison.Ordinal);

        // A search that hides the chosen unit keeps it chosen.
        html = await StepAsync(browser, html, 2, "search:0", HttpStatusCode.OK, [.. group, ("g0-search", "noi vu"), ("g0-shown", $"{CampaignSamples.DepartmentId}"), ("g0-units", "")]);
        Assert.Contains("Đã chọn 1 đơn vị", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Phường Hạc Thành", html, StringComparison.Ordinal);
        html = await StepAsync(browser, html, 2, "next", HttpStatusCode.OK, group);
        Assert.Contains("Cả lĩnh vực 1", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Cả lĩnh vực 2", html, StringComparison.Ordinal); // only a survey leaf, which no department answers

        html = await StepAsync(browser, html, 3, "field:0:1", HttpStatusCode.OK, ("g0-collector", $"{CampaignSamples.DepartmentId}"), ("g0-field-1", $"{CampaignSamples.DepartmentId}"));
        html = await StepAsync(browser, html, 3, "next", HttpStatusCode.OK, ("g0-collector", $"{CampaignSamples.DepartmentId}"), ("g0-leaf-1.2", ""));
        Assert.Contains("Tỉnh gửi Bộ 2026", html, StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo("/api/criteria/campaigns"));

        await StepAsync(browser, html, 4, "save", HttpStatusCode.Found);
        var body = JsonDocument.Parse(Assert.Single(_portal.Gateway.CallsTo("/api/criteria/campaigns")).Body).RootElement;
        var sent = body.GetProperty("groups")[0];
        Assert.Equal(1, body.GetProperty("rounds").GetInt32());
        Assert.Equal(CampaignSamples.CommuneId, sent.GetProperty("unitIds")[0].GetGuid());
        Assert.Equal(85.5m, sent.GetProperty("classBands")[0].GetProperty("threshold").GetDecimal());
        Assert.Equal(3m, sent.GetProperty("bonusCap").GetDecimal());
        Assert.Equal(CampaignSamples.DepartmentId, sent.GetProperty("collectorUnitId").GetGuid());
        var duty = Assert.Single(sent.GetProperty("responsibilities").EnumerateArray());
        Assert.Equal(("1.1", CampaignSamples.DepartmentId), (duty.GetProperty("leafCode").GetString(), duty.GetProperty("unitId").GetGuid()));
    }

    [Theory]
    [InlineData("code", "code", "name=\"code\"", 1)]
    [InlineData("ownerUnitId", "owner", "name=\"owner\"", 1)]
    [InlineData("groups[0].criteriaSetId", "g0-set", "name=\"g0-set\"", 2)]
    [InlineData("groups[0].collectorUnitId", "g0-collector", "name=\"g0-collector\"", 3)]
    [InlineData("groups[0].responsibilities[1]", "g0-leaf-1.2", "name=\"g0-leaf-1.2\"", 3)]
    public async Task What_the_service_refuses_stands_beside_its_field_with_everything_that_was_typed(string member, string id, string control, int step)
    {
        _portal.Gateway.Answer("POST /api/criteria/campaigns", new { status = 409, detail = "Chưa nhận được mục này.", code = "campaign.thu", field = member }, HttpStatusCode.Conflict);
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await StepAsync(browser, await DrawnUpAsync(browser), 4, "save", HttpStatusCode.BadRequest);

        Assert.Contains($"<p class=\"field-error\" id=\"{id}-error\">", html, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"#{id}\" id=\"err-{id}\">Chưa nhận được mục này.</a>", html, StringComparison.Ordinal);
        var wrong = Assert.Single(Focused().Matches(html)).Value;
        Assert.Contains(control, wrong, StringComparison.Ordinal);
        Assert.Contains($"{id}-error", wrong, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", wrong, StringComparison.Ordinal);

        // The step on which the field stands, and nothing typed on another is lost.
        Assert.Contains($"name=\"step\" value=\"{step}\"", html, StringComparison.Ordinal);
        html = await StepAsync(browser, html, 4, "save", HttpStatusCode.BadRequest);
        var bodies = _portal.Gateway.CallsTo("/api/criteria/campaigns").Select(call => call.Body).ToList();
        Assert.Equal(2, bodies.Count);
        Assert.Equal(bodies[0], bodies[1]);
    }

    [Theory]
    [InlineData("groups[0].unitIds", "g0-units")]
    [InlineData("groups[0].classBands", "g0-bands")]
    public async Task What_is_wrong_with_a_set_of_choices_stands_at_its_head(string member, string id)
    {
        _portal.Gateway.Answer("POST /api/criteria/campaigns", new { status = 400, errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [member] = ["Chưa đúng."] } }, HttpStatusCode.BadRequest);
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await StepAsync(browser, await DrawnUpAsync(browser), 4, "save", HttpStatusCode.BadRequest);

        Assert.Contains($"<p class=\"field-error\" id=\"{id}-error\">", html, StringComparison.Ordinal);
        Assert.Contains($"id=\"{id}\"", Assert.Single(Focused().Matches(html)).Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_no_field_alone_stands_at_the_top_of_the_last_step()
    {
        _portal.Gateway.Answer("POST /api/criteria/campaigns", new { status = 409, detail = "Hệ thống chưa có danh mục đơn vị.", code = "campaign.thu" }, HttpStatusCode.Conflict);
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await StepAsync(browser, await DrawnUpAsync(browser), 4, "save", HttpStatusCode.Conflict);

        Assert.Contains("<strong>Hệ thống chưa có danh mục đơn vị.</strong>", html, StringComparison.Ordinal);
        Assert.Contains("name=\"step\" value=\"4\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_is_edited_with_what_it_holds_and_an_opened_campaign_is_not()
    {
        _portal.Gateway.Answer(Api, CampaignSamples.Campaign("Draft"));
        _portal.Gateway.Answer($"PUT {Api}", new { detail = "Mã kỳ đã dùng." }, HttpStatusCode.Conflict);
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri($"{Board}/sua", UriKind.Relative), Cancellation);
        Assert.Contains("value=\"Chỉ số CCHC 2026\"", html, StringComparison.Ordinal);
        html = await StepAsync(browser, html, 1, "next", HttpStatusCode.OK, $"{Board}/sua", ("shape", "province"), ("code", "cchc-2026"), ("name", "Tên mới"), ("year", "2026"));
        Assert.Contains("value=\"85,5\"", html, StringComparison.Ordinal);
        html = await StepAsync(browser, html, 4, "save", HttpStatusCode.Conflict, $"{Board}/sua");
        Assert.Contains("Mã kỳ đã dùng.", html, StringComparison.Ordinal);
        Assert.Contains("Tên mới", html, StringComparison.Ordinal);

        _portal.Gateway.Answer(Api, CampaignSamples.Campaign());
        using var open = await browser.GetAsync(new Uri($"{Board}/sua", UriKind.Relative), Cancellation);
        Assert.Equal(Board, open.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_practice_copy_leads_to_its_own_board()
    {
        var copy = Guid.CreateVersion7();
        _portal.Gateway.Answer($"POST {Api}/practice-copies", new { id = copy, code = "th" }, HttpStatusCode.Created);
        var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await PortalHost.SubmitAsync(
            browser, Board, $"{Board}/tap-huan", new() { ["code"] = "th", ["name"] = "Tập huấn", ["wipeOn"] = "2026-12-31" }, Cancellation);

        Assert.Equal($"/ky-danh-gia/{copy}", answer.Headers.Location?.OriginalString);
        Assert.Contains("\"wipeOn\":\"2026-12-31\"", Assert.Single(_portal.Gateway.CallsTo($"{Api}/practice-copies")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_home_page_begins_with_what_is_due_first()
    {
        _portal.Gateway.Answer("/api/criteria/notices", new
        {
            items = new[]
            {
                new { id = Guid.CreateVersion7(), campaignId = Samples.Id, campaignName = "Kỳ", practice = false, text = "Việc sau", dueAt = "2099-01-02T00:00:00Z", overdue = false, createdAt = "2026-11-24T00:00:00Z" },
                new { id = Guid.CreateVersion7(), campaignId = Samples.Id, campaignName = "Kỳ", practice = true, text = "Việc trước", dueAt = "2020-01-02T00:00:00Z", overdue = true, createdAt = "2026-11-24T00:00:00Z" },
            },
        });
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer("/api/criteria/campaigns", new { items = Array.Empty<object>(), total = 0, page = 1, pageSize = 20 });
        _portal.Gateway.Answer("/api/ranking/snapshots", new { items = Array.Empty<object>() });
        var html = await browser.GetStringAsync(new Uri("/bang-viec", UriKind.Relative), Cancellation);

        Assert.True(html.IndexOf("Việc trước", StringComparison.Ordinal) is > 0 and var first && first < html.IndexOf("Việc sau", StringComparison.Ordinal));
        Assert.Contains("Quá hạn", html, StringComparison.Ordinal);
    }

    /// <summary>The last step of a campaign in the Ministry's shape with two leaves that a department answers.</summary>
    private static async Task<string> DrawnUpAsync(HttpClient browser)
    {
        var html = await browser.GetStringAsync(new Uri("/ky-danh-gia/moi", UriKind.Relative), Cancellation);
        html = await StepAsync(browser, html, 1, "next", HttpStatusCode.OK, ("shape", "ministry"), ("code", "bo-2026"), ("name", "Tỉnh gửi Bộ 2026"), ("year", "2026"), ("rounds", "1"));
        html = await StepAsync(
            browser, html, 2, "next", HttpStatusCode.OK,
            ("g0-code", "tinh"), ("g0-name", "Tỉnh"), ("g0-set", $"{CampaignSamples.SetId}"), ("g0-units", $"{CampaignSamples.CommuneId}"));
        return await StepAsync(
            browser, html, 3, "next", HttpStatusCode.OK,
            ("g0-collector", $"{CampaignSamples.DepartmentId}"), ("g0-leaf-1.1", $"{CampaignSamples.DepartmentId}"), ("g0-leaf-1.2", $"{CampaignSamples.DepartmentId}"));
    }

    private static Task<string> StepAsync(HttpClient browser, string html, int step, string deed, HttpStatusCode expected, params (string Name, string Value)[] fields) =>
        StepAsync(browser, html, step, deed, expected, "/ky-danh-gia/moi", fields);

    /// <summary>Sends a step with the draft that the page carries.</summary>
    private static async Task<string> StepAsync(
        HttpClient browser, string html, int step, string deed, HttpStatusCode expected, string action, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", Token().Match(html).Groups["token"].Value), new("draft", WebUtility.HtmlDecode(Draft().Match(html).Groups["draft"].Value)),
            new("step", $"{step}"), new("deed", deed), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ]);
        using var answer = await browser.PostAsync(new Uri(action, UriKind.Relative), content, Cancellation);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    [GeneratedRegex("<script(?![^>]*\\bsrc=)|<style|\\bstyle=|\\bon[a-z]+=\"", RegexOptions.None, 1000)]
    private static partial Regex Inline();

    [GeneratedRegex("<[^>]*\\bautofocus[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Focused();

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("name=\"draft\" value=\"(?<draft>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Draft();
}
