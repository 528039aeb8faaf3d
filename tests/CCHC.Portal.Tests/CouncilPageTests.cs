using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using CCHC.Portal.Councils;

namespace CCHC.Portal.Tests;

public sealed partial class CouncilPageTests : IClassFixture<PortalHost>
{
    private static readonly Guid Lan = Guid.CreateVersion7();
    private static readonly Guid Binh = Guid.CreateVersion7();
    private static readonly Guid HacThanh = Guid.CreateVersion7();
    private static readonly Guid NongCong = Guid.CreateVersion7();
    private static readonly Guid ConflictId = Guid.CreateVersion7();
    private static readonly Guid ProposalId = Guid.CreateVersion7();

    private readonly PortalHost _portal;

    public CouncilPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs"];
        _portal.Gateway.Answer($"/api/criteria/campaigns/{Samples.Id}", CampaignSamples.Campaign());
        _portal.Gateway.Answer(Api, Council());
        _portal.Gateway.Answer("/api/identity/accounts", Accounts);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Api => $"/api/appraisal/campaigns/{Samples.Id}/council";

    private static string Page => $"/ky-danh-gia/{Samples.Id}/hoi-dong";

    private static string Own => $"/tham-dinh/xung-dot/{Samples.Id}";

    private static object Accounts { get; } = new
    {
        items = new object[]
        {
            new
            {
                id = Binh, userName = "tranbinh", displayName = "Trần Bình", locked = false,
                grants = new object[] { new { role = "appraiser" }, new { role = "unit-head", unitId = NongCong, unitCode = "X2", unitName = "Xã Nông Cống" } },
            },
        },
        total = 1, page = 1, pageSize = 20,
    };

    [Fact]
    public async Task The_page_tells_in_words_who_judges_what_and_what_nobody_judges()
    {
        var html = await GetAsync(Page);

        Assert.Contains("Lĩnh vực 1, 2 · tất cả đơn vị", html, StringComparison.Ordinal);
        Assert.Contains("Lĩnh vực 3 · 1 đơn vị", html, StringComparison.Ordinal);
        Assert.Contains("Thư ký hội đồng", html, StringComparison.Ordinal);
        Assert.Contains(">1.234<", html, StringComparison.Ordinal);
        Assert.Contains("3. Cải cách thể chế", html, StringComparison.Ordinal);
        Assert.Contains("value=\"66,67\"", html, StringComparison.Ordinal);
        Assert.Contains("Đã công tác tại đơn vị trong năm đánh giá", html, StringComparison.Ordinal);
        Assert.Contains("thành viên chưa thấy cho đến khi bấm “Giao việc”", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);
    }

    [Fact]
    public async Task Before_the_campaign_is_prepared_the_page_says_so_and_leads_to_where_that_is_done()
    {
        _portal.Gateway.Answer($"/api/criteria/campaigns/{Samples.Id}", CampaignSamples.Campaign("Draft", prepared: false));
        _portal.Gateway.Answer(Api, new { }, HttpStatusCode.NotFound);
        var html = await GetAsync(Page);

        Assert.Contains("Kỳ đánh giá chưa được chuẩn bị", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"/ky-danh-gia/{Samples.Id}/san-sang\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Board_and_readiness_lead_to_the_council()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        Assert.Contains($"href=\"{Page}\"", await browser.GetStringAsync(new Uri($"/ky-danh-gia/{Samples.Id}", UriKind.Relative), Cancellation), StringComparison.Ordinal);

        _portal.Gateway.Answer($"/api/criteria/campaigns/{Samples.Id}", CampaignSamples.Campaign("Draft"));
        _portal.Gateway.Answer("/api/identity/units/staffing", new { units = Array.Empty<object>() });
        Assert.Contains($"href=\"{Page}\"", await browser.GetStringAsync(new Uri($"/ky-danh-gia/{Samples.Id}/san-sang", UriKind.Relative), Cancellation), StringComparison.Ordinal);

        _portal.Gateway.Answer($"/api/criteria/campaigns/{Samples.Id}", CampaignSamples.Campaign(canManage: false));
        Assert.DoesNotContain($"href=\"{Page}\"", await browser.GetStringAsync(new Uri($"/ky-danh-gia/{Samples.Id}", UriKind.Relative), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_not_manage_the_campaign_reads_the_council_without_forms()
    {
        _portal.Gateway.Roles = ["auditor"];
        _portal.Gateway.Answer($"/api/criteria/campaigns/{Samples.Id}", CampaignSamples.Campaign(canManage: false));
        var html = await GetAsync(Page);

        Assert.Contains("Lê Thị Lan", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"action=\"{Page}", html, StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo($"{Api}/proposal"));
    }

    [Fact]
    public async Task A_found_account_joins_with_its_own_units_and_the_others_are_sent_as_they_were()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri($"{Page}?tim=tran%20binh", UriKind.Relative), Cancellation);
        Assert.Contains("Xã Nông Cống", html, StringComparison.Ordinal);
        Assert.Equal(3, _portal.Gateway.CallsTo("/api/identity/accounts").Count(call => call.Path.Contains("search=tran%20binh", StringComparison.Ordinal)));

        _portal.Gateway.Answer($"PUT {Api}", Council());
        using var added = await PortalHost.SubmitAsync(browser, Page, $"{Page}/thanh-vien", Joining(), Cancellation);
        Assert.Equal($"{Page}?tim=tran%20binh#them", added.Headers.Location?.OriginalString);
        var members = Sent("PUT", Api).GetProperty("members");
        Assert.Equal(4, members.GetArrayLength());
        Assert.Equal(JsonValueKind.Null, members[0].GetProperty("ownUnits").ValueKind);
        Assert.Equal(2, members[0].GetProperty("fields").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, members[0].GetProperty("fields")[0].GetProperty("unitIds").ValueKind);
        Assert.Equal(HacThanh, members[1].GetProperty("fields")[0].GetProperty("unitIds")[0].GetGuid());
        Assert.Equal("secretary", members[1].GetProperty("office").GetString());
        Assert.Equal(Binh, members[3].GetProperty("userId").GetGuid());
        Assert.Equal("chair", members[3].GetProperty("office").GetString());
        Assert.Equal(NongCong, members[3].GetProperty("ownUnits")[0].GetGuid());
    }

    [Fact]
    public async Task A_refused_office_stands_beside_the_account_and_the_search_stays()
    {
        _portal.Gateway.Answer($"PUT {Api}", new
        {
            detail = "Danh sách hội đồng chưa đúng.",
            errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["members[3].office"] = ["Hội đồng chỉ có một chủ tịch và một thư ký."] },
        }, HttpStatusCode.BadRequest);
        var browser = await _portal.SignedInAsync(Cancellation);
        using var refused = await PortalHost.SubmitAsync(browser, Page, $"{Page}/thanh-vien", Joining(), Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("href=\"#office\"", html, StringComparison.Ordinal);
        Assert.Contains("id=\"office-error\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"chair\" selected", html, StringComparison.Ordinal);
        Assert.Contains("value=\"tran binh\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/thanh-vien")]
    [InlineData("/thanh-vien/LAN")]
    [InlineData("/thanh-vien/LAN/go")]
    [InlineData("/quy-tac")]
    public async Task What_was_filled_in_for_an_older_council_is_not_sent(string form)
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        var fields = Joining();
        fields["revision"] = "6";
        (fields["threshold"], fields["quorum"], fields["agendaChange"]) = ("12,5", "66,67", "25");
        using var refused = await PortalHost.SubmitAsync(browser, Page, Page + form.Replace("LAN", Lan.ToString(), StringComparison.Ordinal), fields, Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Người khác vừa thay đổi hội đồng", html, StringComparison.Ordinal);
        Assert.Contains("name=\"revision\" value=\"7\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain(_portal.Gateway.Calls, call => call.Method == "PUT");
    }

    [Fact]
    public async Task Work_is_given_for_all_units_or_for_chosen_ones()
    {
        _portal.Gateway.Answer($"PUT {Api}", Council());
        var (browser, page) = (await _portal.SignedInAsync(Cancellation), $"{Page}/thanh-vien/{Lan}");
        using var saved = await SubmitAsync(
            browser, page, ("revision", "7"), ("office", "member"), ("field", "xa/1"), ("field", "xa/3"), ("scope:xa/1", "all"), ("unit:xa/1", $"{HacThanh}"),
            ("scope:xa/3", "some"), ("unit:xa/3", $"{HacThanh}"), ("unit:xa/3", $"{NongCong}"));

        Assert.Equal($"{Page}#tv-{Lan}", saved.Headers.Location?.OriginalString);
        var member = Sent("PUT", Api).GetProperty("members").EnumerateArray().Last();
        Assert.Equal(Lan, member.GetProperty("userId").GetGuid());
        var fields = member.GetProperty("fields");
        Assert.Equal(["1", "3"], fields.EnumerateArray().Select(field => field.GetProperty("fieldCode").GetString()));
        Assert.Equal(JsonValueKind.Null, fields[0].GetProperty("unitIds").ValueKind);
        Assert.Equal(2, fields[1].GetProperty("unitIds").GetArrayLength());
    }

    [Fact]
    public async Task Chosen_units_without_any_are_refused_and_what_was_ticked_stays()
    {
        var (browser, page) = (await _portal.SignedInAsync(Cancellation), $"{Page}/thanh-vien/{Lan}");
        using var refused = await SubmitAsync(browser, page, ("revision", "7"), ("office", "chair"), ("field", "xa/3"), ("scope:xa/3", "some"));
        var html = await refused.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("Lĩnh vực 3: chọn ít nhất một đơn vị", html, StringComparison.Ordinal);
        Assert.Contains("href=\"#field-2\"", html, StringComparison.Ordinal);
        Assert.Matches("id=\"field-2\"[^>]*checked", html);
        Assert.DoesNotMatch("id=\"field-0\"[^>]*checked", html);
        Assert.Contains("value=\"chair\" selected", html, StringComparison.Ordinal);
        Assert.DoesNotContain(_portal.Gateway.Calls, call => call.Method == "PUT");
    }

    [Fact]
    public async Task Whoever_is_removed_is_named_with_what_happens_and_the_rest_is_sent()
    {
        _portal.Gateway.Answer($"PUT {Api}", Council());
        var (browser, page) = (await _portal.SignedInAsync(Cancellation), $"{Page}/thanh-vien/{Lan}");
        Assert.Contains(
            "Lê Thị Lan sẽ không còn xem được hồ sơ thẩm định của kỳ này. 1.234 tiêu chí", await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation), StringComparison.Ordinal);
        using var removed = await PortalHost.SubmitAsync(browser, page, $"{page}/go", new() { ["revision"] = "7" }, Cancellation);

        Assert.Equal($"{Page}#thanh-vien", removed.Headers.Location?.OriginalString);
        Assert.DoesNotContain(Sent("PUT", Api).GetProperty("members").EnumerateArray(), member => member.GetProperty("userId").GetGuid() == Lan);
    }

    [Fact]
    public async Task Percentages_are_typed_with_a_comma_and_an_untouched_one_keeps_its_exact_share()
    {
        _portal.Gateway.Answer($"PUT {Api}/rules", Council());
        var browser = await _portal.SignedInAsync(Cancellation);
        using var saved = await PortalHost.SubmitAsync(browser, Page, $"{Page}/quy-tac", Rules("12,5"), Cancellation);

        Assert.Equal($"{Page}#quy-tac", saved.Headers.Location?.OriginalString);
        var rules = Sent("PUT", $"{Api}/rules");
        Assert.True(rules.GetProperty("independent").GetBoolean());
        Assert.Equal(0.125m, rules.GetProperty("threshold").GetDecimal());
        Assert.Equal("stricter", rules.GetProperty("combination").GetString());
        Assert.Equal(2m / 3, rules.GetProperty("quorum").GetDecimal());
        Assert.Equal(0.3m, rules.GetProperty("agendaChange").GetDecimal());
    }

    [Theory]
    [InlineData("12,5", 0.125)]
    [InlineData("12.5 %", 0.125)]
    [InlineData(" 0 ", 0.0)]
    [InlineData("", null)]
    [InlineData("nhiều", null)]
    public void A_percentage_is_read_as_people_write_it(string typed, double? expected) => Assert.Equal((decimal?)expected, CouncilWords.Share(typed, 0.1m));

    [Fact]
    public async Task An_unreadable_percentage_and_a_refused_one_stand_beside_their_fields()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        using var unread = await PortalHost.SubmitAsync(browser, Page, $"{Page}/quy-tac", Rules("nhiều"), Cancellation);
        var html = await unread.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, unread.StatusCode);
        Assert.Contains("id=\"threshold-error\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"nhiều\"", html, StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo($"{Api}/rules"));

        _portal.Gateway.Answer($"PUT {Api}/rules", new
        {
            title = "Dữ liệu chưa đúng", errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["Threshold"] = ["Ngưỡng lệch từ 0 đến 100 % điểm tối đa."] },
        }, HttpStatusCode.BadRequest);
        using var refused = await PortalHost.SubmitAsync(browser, Page, $"{Page}/quy-tac", Rules("120"), Cancellation);
        html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("href=\"#threshold\"", html, StringComparison.Ordinal);
        Assert.Contains("id=\"threshold-error\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"120\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_that_scoring_has_fixed_are_refused_at_the_form_and_what_was_typed_stays()
    {
        _portal.Gateway.Answer($"PUT {Api}/rules", new { code = "council.scoring-started", detail = "Đã có điểm thẩm định nên không đổi được cách chấm độc lập." }, HttpStatusCode.Conflict);
        var browser = await _portal.SignedInAsync(Cancellation);
        using var refused = await PortalHost.SubmitAsync(browser, Page, $"{Page}/quy-tac", Rules("15"), Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.InRange(html.IndexOf("Đã có điểm thẩm định", StringComparison.Ordinal), html.IndexOf("id=\"quy-tac\"", StringComparison.Ordinal), html.IndexOf("name=\"threshold\"", StringComparison.Ordinal));
        Assert.Contains("value=\"15\"", html, StringComparison.Ordinal);
        Assert.Matches("value=\"stricter\" checked", html);
    }

    [Fact]
    public async Task A_distribution_is_calculated_for_the_chosen_groups_and_refused_without_any()
    {
        _portal.Gateway.Answer($"POST {Api}/proposal", new { });
        var browser = await _portal.SignedInAsync(Cancellation);
        using var done = await PortalHost.SubmitAsync(
            browser, Page, $"{Page}/phan-cong", new() { ["groupCodes"] = "xa", ["userIds"] = $"{Lan}", ["membersPerShare"] = "2", ["seed"] = " quyết định 12 " }, Cancellation);
        Assert.Equal($"{Page}#phan-cong", done.Headers.Location?.OriginalString);
        var body = Sent("POST", $"{Api}/proposal");
        Assert.Equal("xa", body.GetProperty("groupCodes")[0].GetString());
        Assert.Equal(2, body.GetProperty("membersPerShare").GetInt32());
        Assert.Equal("quyết định 12", body.GetProperty("seed").GetString());
        Assert.Equal(Lan, body.GetProperty("userIds")[0].GetGuid());

        using var refused = await PortalHost.SubmitAsync(browser, Page, $"{Page}/phan-cong", new() { ["membersPerShare"] = "2", ["seed"] = "abc" }, Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("href=\"#groupCodes\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"abc\"", html, StringComparison.Ordinal);
        Assert.Single(_portal.Gateway.Calls, call => call.Method == "POST" && call.Path == $"{Api}/proposal");
    }

    [Fact]
    public async Task A_proposal_shows_loads_spread_and_gaps_and_only_the_one_that_was_looked_at_is_released()
    {
        _portal.Gateway.Answer($"GET {Api}/proposal", Proposal(outdated: false));
        _portal.Gateway.Answer($"POST {Api}/proposal/release", Council());
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri(Page, UriKind.Relative), Cancellation);
        Assert.Contains("<dt>Chênh lệch khối lượng</dt><dd>3,2 %</dd>", html, StringComparison.Ordinal);
        Assert.Contains("f00d", html, StringComparison.Ordinal);
        Assert.Contains("3 Cải cách thể chế – Xã Nông Cống", html, StringComparison.Ordinal);
        Assert.Contains("Thành viên chưa thấy bản này.", html, StringComparison.Ordinal);

        using var other = await PortalHost.SubmitAsync(browser, Page, $"{Page}/phan-cong/giao", new() { ["proposal"] = $"{Guid.CreateVersion7()}" }, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Empty(_portal.Gateway.CallsTo($"{Api}/proposal/release"));

        using var released = await PortalHost.SubmitAsync(browser, Page, $"{Page}/phan-cong/giao", new() { ["proposal"] = $"{ProposalId}" }, Cancellation);
        Assert.Equal($"{Page}#thanh-vien", released.Headers.Location?.OriginalString);
        Assert.Single(_portal.Gateway.CallsTo($"{Api}/proposal/release"));
    }

    [Fact]
    public async Task An_outdated_proposal_says_why_and_offers_no_release()
    {
        _portal.Gateway.Answer($"GET {Api}/proposal", Proposal(outdated: true));
        var html = await GetAsync(Page);

        Assert.Contains("đã thay đổi sau khi tính", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/phan-cong/giao", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conflict_is_recorded_for_a_member_refused_with_what_was_typed_and_withdrawn()
    {
        _portal.Gateway.Answer($"POST {Api}/conflicts", new { id = ConflictId });
        _portal.Gateway.AnswerWith($"DELETE {Api}/conflicts/{ConflictId}", () => new HttpResponseMessage(HttpStatusCode.NoContent));
        var browser = await _portal.SignedInAsync(Cancellation);
        using var refused = await PortalHost.SubmitAsync(
            browser, Page, $"{Page}/xung-dot", new() { ["userId"] = "", ["unitId"] = $"{HacThanh}", ["kind"] = "declared", ["note"] = "Vợ là chủ tịch phường" }, Cancellation);
        var html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("id=\"userId-error\"", html, StringComparison.Ordinal);
        Assert.Contains("Vợ là chủ tịch phường", html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{HacThanh}\" selected", html, StringComparison.Ordinal);

        using var recorded = await PortalHost.SubmitAsync(
            browser, Page, $"{Page}/xung-dot", new() { ["userId"] = $"{Lan}", ["unitId"] = $"{HacThanh}", ["kind"] = "formerPost", ["note"] = "" }, Cancellation);
        Assert.Equal($"{Page}#xung-dot", recorded.Headers.Location?.OriginalString);
        var body = Sent("POST", $"{Api}/conflicts");
        Assert.Equal(Lan, body.GetProperty("userId").GetGuid());
        Assert.Equal(HacThanh, body.GetProperty("unitId").GetGuid());
        Assert.Equal("formerPost", body.GetProperty("kind").GetString());
        Assert.Equal(JsonValueKind.Null, body.GetProperty("note").ValueKind);

        using var withdrawn = await PortalHost.SubmitAsync(browser, Page, $"{Page}/xung-dot/{ConflictId}/go", [], Cancellation);
        Assert.Equal($"{Page}#xung-dot", withdrawn.Headers.Location?.OriginalString);
        Assert.Single(_portal.Gateway.CallsTo($"{Api}/conflicts/{ConflictId}"));
    }

    [Fact]
    public async Task A_member_declares_its_own_conflict_and_learns_that_only_others_can_take_it_back()
    {
        _portal.Gateway.Roles = ["appraiser"];
        _portal.Gateway.Answer($"POST {Api}/conflicts", new { id = ConflictId });
        var browser = await _portal.SignedInAsync(Cancellation);
        var html = await browser.GetStringAsync(new Uri(Own, UriKind.Relative), Cancellation);
        Assert.Contains("biến mất khỏi danh sách", html, StringComparison.Ordinal);
        Assert.Contains("chỉ thư ký hội đồng hoặc cơ quan nội vụ gỡ được", html, StringComparison.Ordinal);
        Assert.Contains("Đang công tác tại đơn vị", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Đã nghỉ công tác từ tháng 3", html, StringComparison.Ordinal); // another member's
        Assert.DoesNotMatch(Inline(), html);

        using var declared = await PortalHost.SubmitAsync(
            browser, Own, Own, new() { ["unitId"] = $"{HacThanh}", ["kind"] = "declared", ["note"] = "Anh trai", ["userId"] = $"{Lan}" }, Cancellation);
        Assert.Equal(Own, declared.Headers.Location?.OriginalString);
        Assert.Equal(JsonValueKind.Null, Sent("POST", $"{Api}/conflicts").GetProperty("userId").ValueKind);

        _portal.Gateway.Answer($"POST {Api}/conflicts", new { detail = "Kết quả đã được thông qua." }, HttpStatusCode.Conflict);
        using var refused = await PortalHost.SubmitAsync(browser, Own, Own, new() { ["unitId"] = $"{HacThanh}", ["kind"] = "declared", ["note"] = "Anh trai" }, Cancellation);
        html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Kết quả đã được thông qua.", html, StringComparison.Ordinal);
        Assert.Contains("Anh trai", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_not_in_the_council_has_nothing_to_declare()
    {
        _portal.Gateway.Roles = ["appraiser"];
        _portal.Gateway.Answer(Api, Council(withCaller: false));
        var html = await GetAsync(Own);

        Assert.Contains("Đồng chí không ở trong hội đồng của kỳ này.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"unitId\"", html, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Joining() => new()
    {
        ["revision"] = "7", ["tim"] = "tran binh", ["user"] = $"{Binh}", ["displayName"] = "Trần Bình", ["ownUnit"] = $"{NongCong}", ["office"] = "chair",
    };

    private static Dictionary<string, string> Rules(string threshold) => new()
    {
        ["revision"] = "7", ["independent"] = "true", ["threshold"] = threshold, ["combination"] = "stricter", ["quorum"] = "66,67", ["agendaChange"] = "30 %",
    };

    private static object Council(bool withCaller = true) => new
    {
        campaignId = Samples.Id, campaignName = "Chỉ số CCHC 2026", revision = 7,
        members = new[]
        {
            new { userId = Lan, displayName = "Lê Thị Lan", office = "member", leaves = 1234, fields = new[] { Field("1"), Field("2") } },
            new { userId = Guid.CreateVersion7(), displayName = "Phạm Minh", office = "secretary", leaves = 5, fields = new[] { Field("3", HacThanh) } },
            new { userId = withCaller ? Guid.Empty : Guid.CreateVersion7(), displayName = "Nguyễn Văn A", office = "member", leaves = 0, fields = Array.Empty<object>() },
        },
        unassigned = new[] { new { groupCode = "xa", fieldCode = "3", fieldName = "Cải cách thể chế" } },
        rules = new { independent = false, threshold = 0.1m, combination = "mean", quorum = 2m / 3, agendaChange = 0.25m },
        conflicts = new object[]
        {
            new
            {
                id = ConflictId, userId = Lan, userName = "Lê Thị Lan", unitId = NongCong, unitName = "Xã Nông Cống", kind = "formerPost", note = "Đã nghỉ công tác từ tháng 3",
                recordedBy = "Sở Nội vụ", recordedAt = "2026-11-24T03:00:00Z",
            },
            new
            {
                id = Guid.CreateVersion7(), userId = Guid.Empty, userName = "Nguyễn Văn A", unitId = HacThanh, unitName = "Phường Hạc Thành", kind = "ownUnit",
                recordedBy = "Sở Nội vụ", recordedAt = "2026-11-24T03:00:00Z",
            },
        },
        units = new[]
        {
            new { unitId = HacThanh, code = "X1", name = "Phường Hạc Thành", groupCode = "xa" }, new { unitId = NongCong, code = "X2", name = "Xã Nông Cống", groupCode = "xa" },
        },
        fields = new[]
        {
            new { groupCode = "xa", fieldCode = "1", fieldName = "Chỉ đạo điều hành", leaves = 7 }, new { groupCode = "xa", fieldCode = "2", fieldName = "Thủ tục hành chính", leaves = 9 },
            new { groupCode = "xa", fieldCode = "3", fieldName = "Cải cách thể chế", leaves = 5 },
        },
    };

    private static object Field(string code, params Guid[] units) => new { groupCode = "xa", fieldCode = code, fieldName = $"Lĩnh vực {code}", unitIds = units.Length == 0 ? null : units };

    private static object Proposal(bool outdated) => new
    {
        id = ProposalId, seed = "f00d", membersPerShare = 2, groupCodes = new[] { "xa" }, madeBy = "Lê Thị B", madeAt = "2026-11-24T03:00:00Z", spread = 0.0321m, outdated,
        members = new[]
        {
            new
            {
                userId = Lan, displayName = "Lê Thị Lan", leaves = 21,
                fields = new object[]
                {
                    new { groupCode = "xa", fieldCode = "1", fieldName = "Chỉ đạo điều hành", units = new[] { "Phường Hạc Thành", "Xã Nông Cống" }, allUnits = true },
                    new { groupCode = "xa", fieldCode = "3", fieldName = "Cải cách thể chế", units = new[] { "Phường Hạc Thành" }, allUnits = false },
                },
            },
        },
        uncovered = new[] { "3 Cải cách thể chế – Xã Nông Cống" },
    };

    private JsonElement Sent(string method, string path) => JsonDocument.Parse(_portal.Gateway.CallsTo(path).Last(call => call.Method == method).Body).RootElement;

    private async Task<string> GetAsync(string page) => await (await _portal.SignedInAsync(Cancellation)).GetStringAsync(new Uri(page, UriKind.Relative), Cancellation);

    /// <summary>Sends fields of which several have the same name.</summary>
    private static async Task<HttpResponseMessage> SubmitAsync(HttpClient browser, string page, params (string Name, string Value)[] fields)
    {
        var html = await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation);
        using var content = new FormUrlEncodedContent(
            fields.Append(("__RequestVerificationToken", FormToken().Match(html).Groups["token"].Value)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await browser.PostAsync(new Uri(page, UriKind.Relative), content, Cancellation);
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex FormToken();

    [GeneratedRegex(@"<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Inline();
}
