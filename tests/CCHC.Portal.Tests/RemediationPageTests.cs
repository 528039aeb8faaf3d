using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Tests;

/// <summary>What is done about lost points: plans for home affairs and leaders, items for the units.</summary>
public sealed partial class RemediationPageTests : IClassFixture<PortalHost>
{
    private const string Api = "/api/ranking/remediation-plans";

    private static readonly (Guid Plan, Guid Item, Guid Late) Ids = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());

    private readonly PortalHost _portal;

    public RemediationPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs"];
        _portal.Gateway.Answer(Api, new { items = new[] { Row() }, total = 1, page = 1, pageSize = 50, withoutPlan = new[] { Open("phuong-2025", imported: true) } });
        _portal.Gateway.Answer(PlanApi, Plan("draft", mayApprove: false));
        _portal.Gateway.Answer($"{PlanApi}/items", PageOf(Item(), Item() with { Id = Ids.Late, UnitName = "Phường Đông", State = "inProgress", Percent = 40, Overdue = true, Reason = null }));
        _portal.Gateway.Answer($"{PlanApi}/items/{Ids.Item}", Details("draft", "notStarted"));
        _portal.Gateway.Answer($"{PlanApi}/kept", new { items = new[] { Kept("Phường Đông", "1.2"), Kept("Phường Tây", "2.1") }, total = 2, page = 1, pageSize = 100 });
        _portal.Gateway.Answer($"{PlanApi}/board", new
        {
            id = Ids.Plan, total = BoardRow(null, "Kỳ 2025", 4, 1), units = new[] { BoardRow("dong", "Phường Đông", 3, 1) }, leads = new[] { BoardRow(null, "Phòng Nội vụ", 1, 0) },
        });
        _portal.Gateway.Answer($"{PlanApi}/forecast", new
        {
            id = Ids.Plan,
            groups = new[]
            {
                new
                {
                    code = "phuong", name = "Khối phường", publishedMean = 87.75m, metMean = 95.125m, reportedMean = 88.75m,
                    units = new[]
                    {
                        new { code = "dong", name = "Phường Đông", published = Place(82m, 7, "Tốt"), met = Place(95m, 6, "Tốt"), reported = Place(89m, 5, "Tốt") },
                        new { code = "tay", name = "Phường Tây", published = Place(74.5m, 8, "Khá"), met = Place(89m, 8, "Tốt"), reported = Place(75.5m, 8, "Khá") },
                    },
                },
            },
        });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string PlanApi => $"{Api}/{Ids.Plan}";

    private static string Page => $"/khac-phuc/{Ids.Plan}";

    private static string ItemPage => $"{Page}/noi-dung/{Ids.Item}";

    [Fact]
    public async Task Pages_of_a_plan_lead_to_one_another_and_have_nothing_inline()
    {
        foreach (var (path, expected) in new[]
        {
            ("/khac-phuc", $"href=\"{Page}\""), (Page, "Phường Đông"), ($"{Page}/phu-luc-1", "Phường Tây"), ($"{Page}/tien-do", "Phòng Nội vụ"), ($"{Page}/du-bao", "88,75 %"), (ItemPage, "Thiếu kế hoạch kiểm tra"),
        })
        {
            var html = await GetAsync(path);
            Assert.Contains("href=\"/khac-phuc\" aria-current=\"page\"", html, StringComparison.Ordinal);
            Assert.Contains(expected, html, StringComparison.Ordinal);
            Assert.DoesNotMatch(Inline(), html);
            if (path.StartsWith(Page, StringComparison.Ordinal) && path != ItemPage)
            {
                Assert.All((string[])[$"{Page}/phu-luc-1", $"{Page}/tien-do", $"{Page}/du-bao", $"{Page}/ke-hoach.docx"], address => Assert.Contains($"href=\"{address}\"", html, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task The_filter_stands_in_the_address_and_is_asked_of_the_service()
    {
        var html = await GetAsync($"{Page}?donVi=dong&tt=qua-han&sap=diem&trang=2");
        var asked = _portal.Gateway.CallsTo($"{PlanApi}/items").Last().Path;
        Assert.Equal($"{PlanApi}/items?unit=dong&overdue=true&sort=lost&page=2&pageSize=50", asked);
        Assert.Matches(@"<option value=""dong"" selected", html);
        Assert.Contains("Bỏ lọc", html, StringComparison.Ordinal);
        Assert.Contains("Quá hạn", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_made_of_a_published_result_and_a_refusal_keeps_what_was_chosen()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"POST {Api}", new { id = Ids.Plan, items = 4 }, HttpStatusCode.Created);
        var typed = new Dictionary<string, string>(StringComparer.Ordinal) { ["campaign"] = "phuong-2025", ["classBands"] = "Tốt: 80\nKhá: 70,5" };
        using var made = await PortalHost.SubmitAsync(browser, "/khac-phuc", "/khac-phuc", typed, Cancellation);
        Assert.Equal(Page, made.Headers.Location?.OriginalString);
        var body = Body("POST", Api);
        Assert.Equal(("phuong-2025", false, "Khá", 70.5m), (body.GetProperty("campaign").GetString(), body.GetProperty("includeSurvey").GetBoolean(), body.GetProperty("classBands")[1].GetProperty("name").GetString(), body.GetProperty("classBands")[1].GetProperty("threshold").GetDecimal()));

        typed["classBands"] = "Tốt tám mươi";
        using var unread = await PortalHost.SubmitAsync(browser, "/khac-phuc", "/khac-phuc", typed, Cancellation);
        var html = WebUtility.HtmlDecode(await unread.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.BadRequest, unread.StatusCode);
        Assert.Contains("id=\"f-classBands-error\"", html, StringComparison.Ordinal);
        Assert.Contains(">Tốt tám mươi</textarea>", html, StringComparison.Ordinal);
        Assert.Matches(@"<option value=""phuong-2025"" selected", html);

        typed["campaign"] = "";
        using var none = await PortalHost.SubmitAsync(browser, "/khac-phuc", "/khac-phuc", typed, Cancellation);
        Assert.Contains("href=\"#f-campaign\"", await none.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_plan_the_page_says_what_to_do_next()
    {
        _portal.Gateway.Answer(Api, new { items = Array.Empty<object>(), total = 0, page = 1, pageSize = 50, withoutPlan = Array.Empty<object>() });
        Assert.Contains("Công bố kết quả kỳ đánh giá trước", await GetAsync("/khac-phuc"), StringComparison.Ordinal);
        _portal.Gateway.Answer($"{PlanApi}/items", PageOf());
        Assert.Contains("Bỏ lọc để xem tất cả", await GetAsync(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_is_edited_with_a_lead_of_the_plan_of_the_register_or_by_name_alone()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"PUT {PlanApi}/items/{Ids.Item}", new { });
        var office = Guid.CreateVersion7();
        _portal.Gateway.Answer("/api/identity/units", new { items = new[] { new { id = office, code = "pnv", name = "Phòng Nội vụ", predecessorCodes = Array.Empty<string>() } }, total = 1, page = 1, pageSize = 100 });
        foreach (var (name, unitId, code) in new[] { ("phường đông", (Guid?)null, "dong"), ("Phòng Nội vụ", office, "pnv"), ("Trung tâm Văn hóa", null, null) })
        {
            var typed = Edit();
            typed["lead"] = name;
            using var saved = await PortalHost.SubmitAsync(browser, ItemPage, $"{ItemPage}/sua", typed, Cancellation);
            Assert.Equal($"{Page}?donVi=dong#nd-{Ids.Item:N}", saved.Headers.Location?.OriginalString);
            var body = Body("PUT", $"{PlanApi}/items/{Ids.Item}");
            var lead = body.GetProperty("lead");
            Assert.Equal(code, lead.TryGetProperty("code", out var sent) ? sent.GetString() : null);
            Assert.Equal(unitId, lead.TryGetProperty("unitId", out var id) && id.ValueKind != JsonValueKind.Null ? id.GetGuid() : null);
            Assert.Equal((3, 4.5m, "2026-06-30"), (body.GetProperty("revision").GetInt32(), body.GetProperty("targetPoints").GetDecimal(), body.GetProperty("dueOn").GetString()));
            Assert.Equal(["Phòng Văn hóa", "Công an phường"], body.GetProperty("coOrdinators").EnumerateArray().Select(line => line.GetString()));
        }
    }

    [Fact]
    public async Task Wrong_input_is_told_beside_its_field_and_nothing_typed_is_lost()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var typed = Edit();
        (typed["targetPoints"], typed["dueOn"]) = ("bốn", "30/06");
        using var wrong = await PortalHost.SubmitAsync(browser, ItemPage, $"{ItemPage}/sua", typed, Cancellation);
        var html = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.All((string[])["targetPoints", "dueOn"], field => Assert.Contains($"id=\"f-{field}-error\"", html, StringComparison.Ordinal));
        Assert.Contains("value=\"bốn\"", html, StringComparison.Ordinal);
        Assert.Contains(">Ban hành kế hoạch</textarea>", html, StringComparison.Ordinal);
        Assert.DoesNotContain(_portal.Gateway.Calls, call => call.Method == "PUT");

        _portal.Gateway.Answer($"PUT {PlanApi}/items/{Ids.Item}", new { detail = "Sai", errors = new { targetPoints = new[] { "Điểm mục tiêu phải từ 3,00 đến 5,00." } } }, HttpStatusCode.BadRequest);
        typed = Edit();
        using var refused = await PortalHost.SubmitAsync(browser, ItemPage, $"{ItemPage}/sua", typed, Cancellation);
        html = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancellation));
        Assert.Contains("Điểm mục tiêu phải từ 3,00 đến 5,00.</p>", html, StringComparison.Ordinal);
        Assert.Contains("value=\"4,5\"", html, StringComparison.Ordinal);

        _portal.Gateway.Answer($"PUT {PlanApi}/items/{Ids.Item}", new { detail = "Đồng chí khác vừa sửa nội dung này." }, HttpStatusCode.PreconditionFailed);
        using var stale = await PortalHost.SubmitAsync(browser, ItemPage, $"{ItemPage}/sua", Edit(), Cancellation);
        Assert.Contains("Đồng chí khác vừa sửa nội dung này.", WebUtility.HtmlDecode(await stale.Content.ReadAsStringAsync(Cancellation)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_of_a_row_comes_alone_with_ids_of_its_own()
    {
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(ItemPage + "?ve=%3FdonVi%3Ddong", UriKind.Relative));
        request.Headers.Add("HX-Request", "true");
        using var answer = await browser.SendAsync(request, Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.DoesNotContain("<html", html, StringComparison.Ordinal);
        Assert.Contains($"id=\"i-{Ids.Item:N}-measure\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"ve\" value=\"?donVi=dong\"", html, StringComparison.Ordinal);
        Assert.Contains($"hx-target=\"#sua-{Ids.Item:N}\"", await GetAsync(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_items_are_edited_by_ticks_or_by_the_filter()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        _portal.Gateway.Answer($"POST {PlanApi}/items/edits", new { items = 2, changed = 2 });
        using var ticked = await PortalHost.SubmitAsync(browser, Page, $"{Page}/sua-nhieu", new() { ["ids"] = Ids.Item.ToString(), ["measure"] = "Rà soát", ["ve"] = "?tt=chua" }, Cancellation);
        Assert.Equal($"{Page}?tt=chua", ticked.Headers.Location?.OriginalString);
        Assert.Equal(Ids.Item, Body("POST", $"{PlanApi}/items/edits").GetProperty("ids")[0].GetGuid());

        using var all = await PortalHost.SubmitAsync(browser, Page, $"{Page}/sua-nhieu", new() { ["all"] = "true", ["dueOn"] = "2026-06-30", ["ve"] = "?tieuChi=1.1" }, Cancellation);
        var body = Body("POST", $"{PlanApi}/items/edits");
        Assert.Equal((JsonValueKind.Null, "1.1"), (body.GetProperty("ids").ValueKind, body.GetProperty("criterion").GetString()));

        using var none = await PortalHost.SubmitAsync(browser, Page, $"{Page}/sua-nhieu", new() { ["measure"] = "Rà soát", ["ve"] = "" }, Cancellation);
        var html = WebUtility.HtmlDecode(await none.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        Assert.Contains("Đánh dấu ít nhất một nội dung", html, StringComparison.Ordinal);
        Assert.Contains(">Rà soát</textarea>", html, StringComparison.Ordinal);
        Assert.Contains("Sửa cả 2 nội dung", await GetAsync($"{Page}?tieuChi=1.1"), StringComparison.Ordinal);
        Assert.DoesNotContain("Sửa cả 2 nội dung", await GetAsync(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leader_approves_and_is_told_what_is_missing()
    {
        _portal.Gateway.Roles = ["leader"];
        _portal.Gateway.Answer(PlanApi, Plan("draft", mayEdit: false, mayApprove: true));
        var html = await GetAsync(Page);
        Assert.Contains("Phê duyệt kế hoạch", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"bulk\"", html, StringComparison.Ordinal);

        _portal.Gateway.Answer(
            $"POST {PlanApi}/approval", new { detail = "Còn 1 nội dung chưa đủ.", code = "remediation-plan.incomplete", details = new[] { "Phường Đông · 1.1: thiếu biện pháp, thời hạn" } }, HttpStatusCode.Conflict);
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var refused = await PortalHost.SubmitAsync(browser, Page, $"{Page}/phe-duyet", [], Cancellation);
        Assert.Contains("<li>Phường Đông · 1.1: thiếu biện pháp, thời hạn</li>", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancellation)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_finds_its_own_items_and_reports()
    {
        _portal.Gateway.Roles = ["unit-officer"];
        _portal.Gateway.Answer($"{Api}/items", PageOf(Item() with { PlanState = "approved" }));
        _portal.Gateway.Answer($"{PlanApi}/items/{Ids.Item}", Details("approved", "notStarted", mayEdit: false, mayReport: true));
        var mine = await GetAsync("/khac-phuc/cua-toi");
        Assert.Contains("href=\"/khac-phuc/cua-toi\" aria-current=\"page\"", mine, StringComparison.Ordinal);
        Assert.Contains($"href=\"{ItemPage}\"", mine, StringComparison.Ordinal);

        using var browser = await _portal.SignedInAsync(Cancellation);
        using var silent = await PortalHost.SubmitAsync(browser, ItemPage, $"{ItemPage}/bao-cao", new() { ["percent"] = "40,5", ["text"] = "" }, Cancellation);
        var html = await silent.Content.ReadAsStringAsync(Cancellation);
        Assert.All((string[])["percent", "text"], field => Assert.Contains($"id=\"f-{field}-error\"", html, StringComparison.Ordinal));
        Assert.Contains("value=\"40,5\"", html, StringComparison.Ordinal);

        _portal.Gateway.Answer($"POST {PlanApi}/items/{Ids.Item}/reports", new { detail = "Cần minh chứng.", code = "remediation-item.evidence-missing", field = "evidence" }, HttpStatusCode.Conflict);
        var typed = new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = "Done", ["percent"] = "", ["expectedPoints"] = "5", ["text"] = "Đã ban hành", ["evidence"] = "", ["revision"] = "3" };
        using var unproven = await PortalHost.SubmitAsync(browser, ItemPage, $"{ItemPage}/bao-cao", typed, Cancellation);
        html = WebUtility.HtmlDecode(await unproven.Content.ReadAsStringAsync(Cancellation));
        Assert.Contains("id=\"f-evidence-error\"", html, StringComparison.Ordinal);
        Assert.Contains(">Đã ban hành</textarea>", html, StringComparison.Ordinal);

        _portal.Gateway.Answer($"POST {PlanApi}/items/{Ids.Item}/reports", new { });
        typed["evidence"] = "12/KH-UBND";
        using var sent = await PortalHost.SubmitAsync(browser, ItemPage, $"{ItemPage}/bao-cao", typed, Cancellation);
        Assert.Equal(ItemPage, sent.Headers.Location?.OriginalString);
        var body = Body("POST", $"{PlanApi}/items/{Ids.Item}/reports");
        Assert.Equal(("done", 5m, "12/KH-UBND", JsonValueKind.Null), (body.GetProperty("state").GetString(), body.GetProperty("expectedPoints").GetDecimal(), body.GetProperty("evidence").GetString(), body.GetProperty("percent").ValueKind));
    }

    [Fact]
    public async Task Home_affairs_confirms_or_gives_back_with_a_reason()
    {
        _portal.Gateway.Answer(PlanApi, Plan("approved"));
        _portal.Gateway.Answer($"{PlanApi}/items/{Ids.Item}", Details("approved", "done"));
        Assert.Contains("Xác nhận hoàn thành", await GetAsync(ItemPage), StringComparison.Ordinal);
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var silent = await PortalHost.SubmitAsync(browser, ItemPage, $"{ItemPage}/tra-lai", new() { ["reason"] = " " }, Cancellation);
        Assert.Contains("id=\"f-return-error\"", await silent.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        _portal.Gateway.Answer($"POST {PlanApi}/items/{Ids.Item}/return", new { });
        using var given = await PortalHost.SubmitAsync(browser, ItemPage, $"{ItemPage}/tra-lai", new() { ["reason"] = "Chưa có phần kiểm tra" }, Cancellation);
        Assert.Equal((HttpStatusCode.Redirect, "Chưa có phần kiểm tra"), (given.StatusCode, Body("POST", $"{PlanApi}/items/{Ids.Item}/return").GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task The_home_page_reminds_of_what_is_due_and_does_without_it_while_the_service_is_away()
    {
        _portal.Gateway.Answer("/api/criteria/notices", new { items = Array.Empty<object>() });
        _portal.Gateway.Answer("/api/criteria/campaigns", new { items = Array.Empty<object>(), total = 0, page = 1, pageSize = 50 });
        _portal.Gateway.Answer("/api/ranking/snapshots", new { items = Array.Empty<object>() });
        _portal.Gateway.Answer($"{Api}/reminders", new
        {
            total = 12, overdue = 3, waiting = 2,
            items = new[] { new { planId = Ids.Plan, itemId = Ids.Item, campaignName = "Kỳ 2025", unitName = "Phường Đông", criterionCode = "1.1", criterionName = "Kế hoạch", leadName = "Phòng Nội vụ", dueOn = "2025-01-31", overdue = true } },
        });
        var html = await GetAsync("/bang-viec");
        Assert.Contains($"href=\"{ItemPage}\"", html, StringComparison.Ordinal);
        Assert.Contains("Xem cả 12 việc, trong đó 3 việc quá hạn", html, StringComparison.Ordinal);
        Assert.Contains("2 nội dung báo cáo hoàn thành đang chờ xác nhận", html, StringComparison.Ordinal);

        _portal.Gateway.AnswerWith($"{Api}/reminders", () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        Assert.DoesNotContain("Việc khắc phục sắp đến hạn", await GetAsync("/bang-viec"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_shows_the_measure_beside_the_leaf_and_never_fails_because_ranking_is_away()
    {
        _portal.Gateway.Roles = ["unit-officer"];
        _portal.Gateway.Answer($"/api/assessment/self-assessments/{Samples.Id}", Samples.Sheet);
        var lastYear = "/api/ranking/campaigns//last-year/X1";
        var set = Guid.CreateVersion7();
        _portal.Gateway.Answer(lastYear, new
        {
            criteriaSetId = set,
            lastYear = new[]
            {
                new
                {
                    figures = new { unitCode = "X1", unitName = "Phường Hạc Thành", index = 80m, rank = 3, @class = "Tốt", campaignCode = "xa-2025" }, criteriaSetId = set,
                    leaves = new[] { new { code = "1.4", name = "Tuyên truyền", maxPoints = 1.5m, points = 1m, applicable = true } },
                },
            },
        });
        var measures = $"{Api}/for-unit/X1";
        var part = $"/phieu/{Samples.Id}/nam-truoc?tieuChi=1.4";
        _portal.Gateway.AnswerWith(measures, () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        var without = await GetAsync(part);
        Assert.Contains("1,00 / 1,50", without, StringComparison.Ordinal);
        Assert.DoesNotContain("Biện pháp", without, StringComparison.Ordinal);
        Assert.Contains("year=2025&campaign=xa-2025", _portal.Gateway.CallsTo(measures).Last().Path, StringComparison.Ordinal);

        _portal.Gateway.Answer(measures, new
        {
            planId = Ids.Plan,
            items = new[] { new { id = Ids.Item, criterionCode = "1.4", measure = "Đăng bài hằng tháng", dueOn = "2026-06-30", state = "inProgress", percent = 60, lastReport = "Đã đăng 5 bài", lastReportAt = DateTimeOffset.UnixEpoch } },
        });
        var with = await GetAsync(part);
        Assert.All((string[])["Biện pháp khắc phục năm trước: Đăng bài hằng tháng", "30/06/2026", "Đang thực hiện, 60 %", "Đã đăng 5 bài", ItemPage], text => Assert.Contains(text, with, StringComparison.Ordinal));
    }

    private async Task<string> GetAsync(string path)
    {
        using var browser = await _portal.SignedInAsync(Cancellation);
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private JsonElement Body(string method, string path) => JsonDocument.Parse(_portal.Gateway.CallsTo(path).Last(call => call.Method == method).Body).RootElement;

    private static Dictionary<string, string> Edit() => new(StringComparer.Ordinal)
    {
        ["revision"] = "3", ["ve"] = "?donVi=dong", ["trong"] = "bang", ["measure"] = "Ban hành kế hoạch", ["lead"] = "", ["dueOn"] = "2026-06-30", ["targetPoints"] = "4,5",
        ["coOrdinators"] = "Phòng Văn hóa\r\nCông an phường\r\n",
    };

    private static object Row() => new
    {
        id = Ids.Plan, campaign = "phuong-2024", campaignName = "Kỳ 2024", resultYear = 2024, year = 2025, state = "draft", imported = false, units = 8, items = 4, done = 0, overdue = 0, createdAt = DateTimeOffset.UnixEpoch,
    };

    private static object Open(string code, bool imported) => new { campaign = code, campaignName = "Kỳ 2025", year = 2025, imported };

    private static object Plan(string state, bool mayEdit = true, bool mayApprove = false) => new
    {
        id = Ids.Plan, campaign = "phuong-2025", campaignName = "Kỳ 2025", resultYear = 2025, year = 2026, state, imported = true, includesSurvey = false, lastDay = "2026-12-31", createdAt = DateTimeOffset.UnixEpoch,
        createdBy = "Trần B", kept = 2, items = 2, unready = 1, done = 0, overdue = 0, waiting = 0, lost = 3.5m, mayEdit, mayApprove,
        units = new[] { new { code = "dong", name = "Phường Đông", group = "phuong", rank = 7, index = 82m, @class = "Tốt", kept = 1, items = 2 } },
        leads = new[] { new { name = "Phòng Nội vụ", items = 1 } }, criteria = new[] { new { code = "1.1", name = "Kế hoạch", items = 2 } },
    };

    private static object PageOf(params IReadOnlyList<ItemSample> items) => new { items, total = items.Count, page = 1, pageSize = 50 };

    private static ItemSample Item() => new();

    private static object Details(string planState, string state, bool mayEdit = true, bool mayReport = false) =>
        new { item = new ItemSample { PlanState = planState, State = state }, lastDay = "2026-12-31", mayEdit, mayReport, history = Array.Empty<object>() };

    private static object Kept(string unit, string criterion) => new { unitCode = unit, unitName = unit, criterionCode = criterion, criterionName = "Tiêu chí", fieldCode = "1", fieldName = "Lĩnh vực", maxPoints = 2m };

    private static object BoardRow(string? code, string name, int items, int overdue) =>
        new { code, name, items, notStarted = items - 1, inProgress = 1, done = 0, confirmed = 0, overdue, lost = 3.5m, regained = 1m };

    private static object Place(decimal index, int rank, string @class) => new { index, rank, shared = false, @class, points = index, maxPoints = 100m };

    private sealed record ItemSample
    {
        public Guid Id { get; init; } = Ids.Item;
        public Guid PlanId { get; } = Ids.Plan;
        public string CampaignName { get; } = "Kỳ 2025";
        public int ResultYear { get; } = 2025;
        public string PlanState { get; init; } = "draft";
        public string UnitCode { get; } = "dong";
        public string UnitName { get; init; } = "Phường Đông";
        public string CriterionCode { get; } = "1.1";
        public string CriterionName { get; } = "Kế hoạch";
        public string FieldCode { get; } = "1";
        public string FieldName { get; } = "Chỉ đạo, điều hành";
        public decimal MaxPoints { get; } = 5;
        public decimal Points { get; } = 3;
        public decimal Lost { get; } = 2;
        public string? Reason { get; init; } = "Thiếu kế hoạch kiểm tra";
        public string? Measure { get; init; }
        public string? LeadCode { get; } = "dong";
        public string? LeadName { get; } = "Phường Đông";
        public bool LeadKnown { get; } = true;
        public string[] CoOrdinators { get; } = [];
        public string? DueOn { get; init; }
        public decimal TargetPoints { get; } = 5;
        public string State { get; init; } = "notStarted";
        public int Percent { get; init; }
        public bool Overdue { get; init; }
        public int Revision { get; } = 3;
    }

    [GeneratedRegex("style=\"|<script>|onclick=", RegexOptions.None, 1000)]
    private static partial Regex Inline();
}
