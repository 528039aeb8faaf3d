using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Tests;

public sealed partial class MeetingPageTests : IClassFixture<PortalHost>
{
    private readonly PortalHost _portal;

    public MeetingPageTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        var gateway = _portal.Gateway;
        gateway.Roles = ["council-chair", "appraiser"];
        gateway.Answer(ListApi, MeetingSamples.Campaigns(runs: true, MeetingSamples.ListItem));
        gateway.Answer(Api, MeetingSamples.Meeting());
        gateway.Answer(RatificationApi, MeetingSamples.Ratification(blockers: ["Sở Y tế: chưa thẩm định xong."]));
        gateway.Answer("/api/appraisal/cases", new
        {
            items = new[] { new { id = MeetingSamples.CaseId, unitName = "Phường Hạc Thành", status = "open", round = 1, submittedAt = "2026-11-01T00:00:00Z" } }, total = 1, page = 1, pageSize = 1000,
        });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string ListApi => $"/api/appraisal/campaigns/{Samples.Id}/meetings";

    private static string Api => $"/api/appraisal/meetings/{MeetingSamples.MeetingId}";

    private static string RatificationApi => $"/api/appraisal/campaigns/{Samples.Id}/ratification";

    private static string List => $"/tham-dinh/hop/{Samples.Id}";

    private static string Page => $"{List}/{MeetingSamples.MeetingId}";

    private static string RatificationPage => $"/tham-dinh/thong-qua/{Samples.Id}";

    [Fact]
    public async Task The_list_says_when_where_and_how_far_each_meeting_is_and_what_stands_before_the_ratification()
    {
        var html = await GetAsync(List);

        Assert.Contains("Phiên họp số 1", html, StringComparison.Ordinal);
        Assert.Contains("01/12/2026 08:30", html, StringComparison.Ordinal);
        Assert.Contains("Đang họp", html, StringComparison.Ordinal);
        Assert.Contains("Còn 1 việc phải xong", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{RatificationPage}\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);
    }

    [Fact]
    public async Task An_empty_list_says_what_to_do_and_only_those_who_run_meetings_may_call_one()
    {
        _portal.Gateway.Answer(ListApi, MeetingSamples.Campaigns(runs: true));
        Assert.Contains("Bấm “Triệu tập phiên họp”", await GetAsync(List), StringComparison.Ordinal);

        _portal.Gateway.Answer(ListApi, MeetingSamples.Campaigns(runs: false));
        var html = await GetAsync(List);
        Assert.Contains("Chủ tịch hoặc thư ký hội đồng triệu tập phiên họp", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"heldAt\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_stands_while_the_ratification_cannot_be_read()
    {
        _portal.Gateway.Answer(RatificationApi, new { }, HttpStatusCode.ServiceUnavailable);
        Assert.Contains("Phần thẩm định đang tạm ngắt", await GetAsync(List), StringComparison.Ordinal);

        _portal.Gateway.Answer(RatificationApi, new { }, HttpStatusCode.Forbidden);
        Assert.Contains("Phiên họp số 1", await GetAsync(List), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_meeting_is_called_at_Vietnamese_time_and_opens_its_page()
    {
        _portal.Gateway.Answer($"POST {ListApi}", new { id = MeetingSamples.MeetingId, number = 2 });
        using var answer = await SubmitAsync(List, List, new() { ["heldAt"] = "2026-12-10T08:00", ["place"] = " Hội trường A " });

        Assert.Equal(Page, answer.Headers.Location?.OriginalString);
        var body = Sent("POST", ListApi);
        Assert.Equal("2026-12-10T08:00:00+07:00", body.GetProperty("heldAt").GetString());
        Assert.Equal("Hội trường A", body.GetProperty("place").GetString());
    }

    [Theory]
    [InlineData("2026-12-10T08:00", "Kết quả đã được thông qua.", 409)]
    [InlineData("mai", "Ghi ngày và giờ họp.", 400)]
    public async Task A_call_that_is_refused_keeps_what_was_typed(string heldAt, string expected, int status)
    {
        _portal.Gateway.Answer($"POST {ListApi}", new { detail = "Kết quả đã được thông qua." }, HttpStatusCode.Conflict);
        using var answer = await SubmitAsync(List, List, new() { ["heldAt"] = heldAt, ["place"] = "Hội trường A" });
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.Contains("value=\"Hội trường A\"", html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{heldAt}\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_shows_for_each_item_why_it_is_there_what_is_held_of_it_and_how_it_stands()
    {
        var html = await GetAsync(Page);

        Assert.Contains("Cần ít nhất 2/3 thành viên không có xung đột lợi ích biểu quyết", html, StringComparison.Ordinal);
        Assert.Contains("Phường Hạc Thành: 1.1.1. Ban hành kế hoạch cải cách hành chính", html, StringComparison.Ordinal);
        foreach (var words in (string[])["Chấm lệch nhau", "Thay đổi lớn", "Đã phân xử", "Thành viên đề nghị", "2,00 / 2,00", "1,75 / 2,00", "Ban hành chậm", "cần xem lại minh chứng", "Đã biểu quyết 3/5"])
        {
            Assert.Contains(words, html, StringComparison.Ordinal);
        }

        Assert.Contains("Đồng ý 3, không đồng ý 1, không có ý kiến 1", html, StringComparison.Ordinal);
        Assert.Contains("Không biểu quyết do xung đột lợi ích: Đỗ Thị D.", html, StringComparison.Ordinal);
        Assert.Contains($"/tham-dinh/{MeetingSamples.CaseId}?tieuChi=1.1.1", html, StringComparison.Ordinal);
        Assert.Contains($"/phieu/{MeetingSamples.SheetId}/ban-gui", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);
    }

    [Fact]
    public async Task The_agenda_is_filtered_by_what_is_decided()
    {
        var open = await GetAsync($"{Page}?loc=con-lai");
        Assert.Contains(Card(MeetingSamples.ProposedId), open, StringComparison.Ordinal);
        Assert.DoesNotContain(Card(MeetingSamples.AdoptedId), open, StringComparison.Ordinal);

        var decided = await GetAsync($"{Page}?loc=da-quyet");
        Assert.DoesNotContain(Card(MeetingSamples.ProposedId), decided, StringComparison.Ordinal);
        Assert.Contains(Card(MeetingSamples.AdoptedId), decided, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_votes_and_sees_its_own_vote_but_does_not_run_the_meeting()
    {
        _portal.Gateway.Answer(Api, MeetingSamples.Meeting(runs: false, vote: "no"));
        var html = await GetAsync(Page);

        Assert.Matches("value=\"no\"[^>]*aria-pressed=\"true\"", html);
        Assert.Matches("value=\"yes\"[^>]*aria-pressed=\"false\"", html);
        Assert.Contains("Phiếu của đồng chí: Không đồng ý.", html, StringComparison.Ordinal);
        foreach (var deed in (string[])["/de-nghi", "/chot", "/bo", "/khai-mac", "/ket-thuc", "/chuong-trinh", "/noi-dung", "/thoi-gian"])
        {
            Assert.DoesNotMatch($"action=\"[^\"]*{deed}\"", html);
        }
    }

    [Fact]
    public async Task Somebody_who_was_not_noted_as_present_is_told_and_cannot_vote()
    {
        _portal.Gateway.Answer(Api, MeetingSamples.Meeting(runs: false, present: false));
        var html = await GetAsync(Page);

        Assert.Contains("Đồng chí chưa được ghi có mặt", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/bieu-quyet", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_meeting_opens_with_those_who_came_and_a_refusal_keeps_the_ticks()
    {
        _portal.Gateway.Answer(Api, MeetingSamples.Meeting("prepared", present: false));
        _portal.Gateway.Answer($"POST {Api}/opening", new { detail = "Có người không phải thành viên hội đồng." }, HttpStatusCode.BadRequest);
        using var refused = await SubmitAsync(Page, $"{Page}/khai-mac", new() { ["present"] = Guid.Empty.ToString() });
        var html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("Có người không phải thành viên hội đồng.", html, StringComparison.Ordinal);
        Assert.Matches($"value=\"{Guid.Empty}\"[^>]* checked", html);
        Assert.DoesNotMatch($"value=\"{MeetingSamples.OtherMemberId}\"[^>]* checked", html);
        Assert.Contains("Khai mạc", html, StringComparison.Ordinal);

        _portal.Gateway.Answer($"POST {Api}/opening", new { status = "open" });
        using var opened = await SubmitAsync(Page, $"{Page}/khai-mac", new() { ["present"] = Guid.Empty.ToString() });
        Assert.Equal(Page, opened.Headers.Location?.OriginalString);
        Assert.Equal([Guid.Empty], Sent("POST", $"{Api}/opening").GetProperty("present").EnumerateArray().Select(id => id.GetGuid()));
    }

    [Theory]
    [InlineData(3, "Đã thêm 3 nội dung")]
    [InlineData(0, "Không có nội dung mới")]
    public async Task Drawing_the_agenda_says_how_much_it_added(int added, string expected)
    {
        _portal.Gateway.Answer($"POST {Api}/agenda", new { added });
        using var answer = await SubmitAsync(Page, $"{Page}/chuong-trinh", []);

        Assert.Equal($"{Page}?them={added}", answer.Headers.Location?.OriginalString);
        Assert.Contains(expected, await GetAsync($"{Page}?them={added}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_is_added_by_unit_and_code_and_a_refusal_keeps_both()
    {
        Dictionary<string, string> Form() => new() { ["case"] = MeetingSamples.CaseId.ToString(), ["code"] = "4.1.2", ["note"] = "Có đơn kiến nghị" };
        _portal.Gateway.Answer($"POST {Api}/items", new { detail = "Tiêu chí 4.1.2 đã có trong chương trình họp." }, HttpStatusCode.Conflict);
        using var refused = await SubmitAsync(Page, $"{Page}/noi-dung", Form());
        var html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("Tiêu chí 4.1.2 đã có trong chương trình họp.", html, StringComparison.Ordinal);
        Assert.Contains("Có đơn kiến nghị</textarea>", html, StringComparison.Ordinal);
        Assert.Matches($"value=\"{MeetingSamples.CaseId}\" selected", html);

        _portal.Gateway.Answer($"POST {Api}/items", new { title = "Không tìm thấy" }, HttpStatusCode.NotFound);
        using var unknown = await SubmitAsync(Page, $"{Page}/noi-dung", Form());
        Assert.Contains("không có tiêu chí mang mã đã ghi", await unknown.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        _portal.Gateway.Answer($"POST {Api}/items", new { added = 1 });
        using var added = await SubmitAsync(Page, $"{Page}/noi-dung", Form());
        Assert.Equal(Page, added.Headers.Location?.OriginalString);
        var body = Sent("POST", $"{Api}/items");
        Assert.Equal(MeetingSamples.CaseId, body.GetProperty("caseId").GetGuid());
        Assert.Equal("4.1.2", body.GetProperty("leafCode").GetString());
        Assert.Equal("Có đơn kiến nghị", body.GetProperty("note").GetString());
    }

    [Fact]
    public async Task A_meeting_is_moved()
    {
        _portal.Gateway.Answer($"PUT {Api}", new { id = MeetingSamples.MeetingId, number = 1 });
        using var moved = await SubmitAsync(Page, $"{Page}/thoi-gian", new() { ["heldAt"] = "2026-12-02T14:00", ["place"] = "Hội trường B" });

        Assert.Equal(Page, moved.Headers.Location?.OriginalString);
        Assert.Equal("2026-12-02T14:00:00+07:00", Sent("PUT", Api).GetProperty("heldAt").GetString());
    }

    [Theory]
    [InlineData("points", "1,25", """{"points":1.25,"reason":"Thiếu minh chứng"}""")]
    [InlineData("claim", "", """{"points":2,"reason":"Thiếu minh chứng"}""")]
    [InlineData("not-applicable", "", """{"applicable":false,"reason":"Thiếu minh chứng"}""")]
    public async Task A_proposal_gives_points_takes_the_claim_or_strikes_the_leaf_out(string decision, string points, string expected)
    {
        _portal.Gateway.Answer($"PUT {Item(MeetingSamples.DisputedId)}/proposal", new { outcome = "pending", votes = 0, eligible = 5 });
        using var answer = await SubmitAsync(
            Page, $"{Page}/{MeetingSamples.DisputedId}/de-nghi?loc=con-lai", new() { ["decision"] = decision, ["points"] = points, ["reason"] = " Thiếu minh chứng " });

        Assert.Equal($"{Page}?loc=con-lai#nd-{MeetingSamples.DisputedId:N}", answer.Headers.Location?.OriginalString);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, Sent("PUT", $"{Item(MeetingSamples.DisputedId)}/proposal")));
    }

    [Theory]
    [InlineData("points", "một", "một")]
    [InlineData("points", "1.250", "1.250")]
    [InlineData("", "", "Chọn kết quả đề nghị")]
    public async Task A_proposal_that_cannot_be_read_is_not_sent_and_keeps_what_was_typed(string decision, string points, string expected)
    {
        using var answer = await SubmitAsync(
            Page, $"{Page}/{MeetingSamples.DisputedId}/de-nghi", new() { ["decision"] = decision, ["points"] = points, ["reason"] = "Thiếu minh chứng rõ ràng" });
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Matches($"role=\"alert\"[\\s\\S]*{expected}", html);
        Assert.Contains("Thiếu minh chứng rõ ràng</textarea>", html, StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo($"{Item(MeetingSamples.DisputedId)}/proposal"));
    }

    [Fact]
    public async Task A_refused_proposal_swaps_its_card_alone_with_what_was_typed()
    {
        _portal.Gateway.Answer($"PUT {Item(MeetingSamples.ProposedId)}/proposal", new { code = "meeting.item-decided", detail = "Nội dung này đã được quyết định." }, HttpStatusCode.Conflict);
        var html = await PartAsync($"{MeetingSamples.ProposedId}/de-nghi", new() { ["decision"] = "points", ["points"] = "1,1", ["reason"] = "Theo biên bản kiểm tra" });

        Assert.Contains("Nội dung này đã được quyết định.", html, StringComparison.Ordinal);
        Assert.Contains("value=\"1,1\"", html, StringComparison.Ordinal);
        Assert.Contains("Theo biên bản kiểm tra</textarea>", html, StringComparison.Ordinal);
        Assert.Contains(Card(MeetingSamples.ProposedId), html, StringComparison.Ordinal);
        Assert.DoesNotContain(Card(MeetingSamples.DisputedId), html, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    [InlineData("abstain")]
    public async Task A_vote_is_sent_as_chosen_and_renews_the_state_of_its_item_without_the_forms(string choice)
    {
        _portal.Gateway.Answer($"PUT {Item(MeetingSamples.ProposedId)}/vote", new { outcome = "pending", votes = 4, eligible = 5 });
        _portal.Gateway.Answer(Api, MeetingSamples.Meeting(vote: choice, cast: 4));
        var html = await PartAsync($"{MeetingSamples.ProposedId}/bieu-quyet", new() { ["choice"] = choice });

        Assert.Equal(choice, Sent("PUT", $"{Item(MeetingSamples.ProposedId)}/vote").GetProperty("choice").GetString());
        Assert.Contains("Đã biểu quyết 4/5", html, StringComparison.Ordinal);
        Assert.Contains($"id=\"tt-{MeetingSamples.ProposedId:N}\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<textarea", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<article", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_vote_is_said_beside_its_card_with_and_without_scripts()
    {
        const string Words = "Chỉ thành viên có mặt mới biểu quyết";
        _portal.Gateway.Answer($"PUT {Item(MeetingSamples.ProposedId)}/vote", new { code = "meeting.not-present", detail = Words }, HttpStatusCode.Conflict);
        var part = await PartAsync($"{MeetingSamples.ProposedId}/bieu-quyet", new() { ["choice"] = "yes" });
        Assert.Matches($"id=\"loi-{MeetingSamples.ProposedId:N}\"[^>]*hx-swap-oob=\"true\"[\\s\\S]*{Words}", part);

        using var answer = await SubmitAsync(Page, $"{Page}/{MeetingSamples.ProposedId}/bieu-quyet", new() { ["choice"] = "yes" });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Matches($"id=\"loi-{MeetingSamples.ProposedId:N}\"[^>]*>[\\s\\S]*{Words}", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_deed_while_the_service_is_away_answers_with_a_message_only()
    {
        _portal.Gateway.Answer($"PUT {Item(MeetingSamples.ProposedId)}/vote", new { }, HttpStatusCode.ServiceUnavailable);
        var browser = await _portal.SignedInAsync(Cancellation);
        browser.DefaultRequestHeaders.Add("HX-Request", "true");
        using var answer = await PortalHost.SubmitAsync(browser, Page, $"{Page}/{MeetingSamples.ProposedId}/bieu-quyet", new() { ["choice"] = "yes" }, Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public async Task An_item_is_settled_by_its_votes_or_left_as_it_is(string keep, bool expected)
    {
        _portal.Gateway.Answer($"POST {Item(MeetingSamples.ProposedId)}/settlement", new { outcome = "adopted", votes = 4, eligible = 5 });
        var html = await PartAsync($"{MeetingSamples.ProposedId}/chot", new() { ["keep"] = keep });

        Assert.Equal(expected, Sent("POST", $"{Item(MeetingSamples.ProposedId)}/settlement").GetProperty("keep").GetBoolean());
        Assert.Matches($"<article[^>]*{Card(MeetingSamples.ProposedId)}[^>]* autofocus", html);
        Assert.Contains("id=\"so-lieu\" hx-swap-oob=\"true\"", html, StringComparison.Ordinal);
        Assert.Contains("id=\"chua-quyet\" hx-swap-oob=\"outerMorph\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settling_without_a_quorum_says_how_many_votes_are_missing()
    {
        _portal.Gateway.Answer(
            $"POST {Item(MeetingSamples.ProposedId)}/settlement", new { code = "meeting.no-quorum", detail = "Mới có 3 trên 5 thành viên biểu quyết; cần ít nhất 4." }, HttpStatusCode.Conflict);
        var html = await PartAsync($"{MeetingSamples.ProposedId}/chot", new() { ["keep"] = "false" });

        Assert.Contains("Mới có 3 trên 5 thành viên biểu quyết; cần ít nhất 4.", html, StringComparison.Ordinal);
        Assert.Contains("Đã biểu quyết 3/5", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_taken_off_the_agenda_leaves_a_word_in_its_place()
    {
        var gone = Guid.CreateVersion7();
        _portal.Gateway.Answer($"DELETE {Item(gone)}", new { });
        var html = await PartAsync($"{gone}/bo", []);

        Assert.Contains($"<p id=\"nd-{gone:N}\"", html, StringComparison.Ordinal);
        Assert.Contains("Đã bỏ nội dung này khỏi chương trình họp.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task News_bring_the_state_of_every_item_but_no_field_in_which_somebody_types()
    {
        var page = await GetAsync(Page);
        Assert.Contains($"hx-get=\"{Page}/tien-do?co=3&amp;tt=Open\" hx-trigger=\"every 5s\"", page, StringComparison.Ordinal);

        var html = await NewsAsync("?co=3&tt=Open");
        foreach (var id in (Guid[])[MeetingSamples.DisputedId, MeetingSamples.ProposedId, MeetingSamples.AdoptedId])
        {
            Assert.Matches($"id=\"tt-{id:N}\"[^>]*hx-swap-oob=\"outerMorph\"", html);
        }

        Assert.DoesNotContain("<textarea", html, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"radio\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Tải lại trang", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task News_of_a_changed_agenda_or_an_ended_meeting_ask_for_the_page_anew()
    {
        Assert.Contains("Chương trình họp vừa thay đổi.", await NewsAsync("?co=2&tt=Open"), StringComparison.Ordinal);
        Assert.Contains("Phiên họp đã khai mạc.", await NewsAsync("?co=3&tt=Prepared"), StringComparison.Ordinal);

        _portal.Gateway.Answer(Api, MeetingSamples.Meeting("closed"));
        var ended = await NewsAsync("?co=3&tt=Open");
        Assert.Contains("Phiên họp đã kết thúc.", ended, StringComparison.Ordinal);
        Assert.DoesNotContain("every 5s", ended, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ending_the_meeting_names_what_is_left_undecided_and_keeps_a_refused_conclusion()
    {
        var page = await GetAsync(Page);
        Assert.Matches("Còn 2 nội dung chưa quyết định[\\s\\S]*<li>Phường Hạc Thành: 2.1.3. Xử lý văn bản sau rà soát</li>", page);

        _portal.Gateway.Answer($"POST {Api}/closing", new { detail = "Phiên họp chưa khai mạc." }, HttpStatusCode.Conflict);
        using var refused = await SubmitAsync(Page, $"{Page}/ket-thuc", new() { ["conclusion"] = "Giao các sở bổ sung minh chứng" });
        var html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("Phiên họp chưa khai mạc.", html, StringComparison.Ordinal);
        Assert.Contains("Giao các sở bổ sung minh chứng</textarea>", html, StringComparison.Ordinal);

        _portal.Gateway.Answer($"POST {Api}/closing", new { status = "closed" });
        using var closed = await SubmitAsync(Page, $"{Page}/ket-thuc", new() { ["conclusion"] = "Giao các sở bổ sung minh chứng" });
        Assert.Equal(Page, closed.Headers.Location?.OriginalString);
        Assert.Equal("Giao các sở bổ sung minh chứng", Sent("POST", $"{Api}/closing").GetProperty("conclusion").GetString());
    }

    [Fact]
    public async Task An_ended_meeting_can_only_be_read_and_gives_its_minutes()
    {
        _portal.Gateway.Answer(Api, MeetingSamples.Meeting("closed"));
        _portal.Gateway.AnswerWith($"{Api}/minutes.docx", () => new HttpResponseMessage { Content = new ByteArrayContent([1, 2, 3]) });
        var html = await GetAsync(Page);
        Assert.Contains("Thống nhất kết quả thẩm định.", html, StringComparison.Ordinal);
        Assert.Contains("Kết thúc lúc 01/12/2026 11:00", html, StringComparison.Ordinal);
        Assert.Contains("Chưa quyết định; đưa sang phiên sau.", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"action=\"{Page}", html, StringComparison.Ordinal);
        Assert.DoesNotContain("every 5s", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Page}/bien-ban.docx\"", html, StringComparison.Ordinal);

        var browser = await _portal.SignedInAsync(Cancellation);
        Assert.Equal<byte[]>([1, 2, 3], await browser.GetByteArrayAsync(new Uri($"{Page}/bien-ban.docx", UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task A_meeting_is_found_under_its_own_campaign_only_and_a_reloaded_form_goes_back_to_it()
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        using var elsewhere = await browser.GetAsync(new Uri($"/tham-dinh/hop/{Guid.CreateVersion7()}/{MeetingSamples.MeetingId}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);

        using var reloaded = await browser.GetAsync(new Uri($"{Page}/{MeetingSamples.ProposedId}/de-nghi", UriKind.Relative), Cancellation);
        Assert.Equal(Page, reloaded.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task The_pages_of_a_practice_campaign_say_so()
    {
        _portal.Gateway.Answer(Api, MeetingSamples.Meeting(practice: true));
        _portal.Gateway.Answer(RatificationApi, MeetingSamples.Ratification(practice: true));

        Assert.Contains("Tập huấn – số liệu giả định", await GetAsync(Page), StringComparison.Ordinal);
        Assert.Contains("Tập huấn – số liệu giả định", await GetAsync(RatificationPage), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_before_the_ratification_is_listed_with_where_to_do_it()
    {
        var html = await GetAsync(RatificationPage);

        Assert.Contains("<li>Sở Y tế: chưa thẩm định xong.</li>", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{List}\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"action=\"{RatificationPage}\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);
    }

    [Fact]
    public async Task The_chair_ratifies_with_a_note_after_reading_that_everything_is_locked()
    {
        _portal.Gateway.Answer(RatificationApi, MeetingSamples.Ratification(mayRatify: true));
        Assert.Contains("toàn bộ kết quả của kỳ đánh giá bị khóa", await GetAsync(RatificationPage), StringComparison.Ordinal);

        _portal.Gateway.Answer(
            $"POST {RatificationApi}", new { detail = "Chưa thông qua được: còn việc của hội đồng chưa xong.", details = new[] { "Sở Y tế: chưa thẩm định xong." } }, HttpStatusCode.Conflict);
        using var refused = await SubmitAsync(RatificationPage, RatificationPage, new() { ["note"] = "Theo phiên họp số 1" });
        var html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Sở Y tế: chưa thẩm định xong.", html, StringComparison.Ordinal);
        Assert.Contains("Theo phiên họp số 1</textarea>", html, StringComparison.Ordinal);

        _portal.Gateway.Answer($"POST {RatificationApi}", MeetingSamples.Ratification(ratified: true));
        using var ratified = await SubmitAsync(RatificationPage, RatificationPage, new() { ["note"] = "Theo phiên họp số 1" });
        Assert.Equal(RatificationPage, ratified.Headers.Location?.OriginalString);
        Assert.Equal("Theo phiên họp số 1", Sent("POST", RatificationApi).GetProperty("note").GetString());
    }

    [Fact]
    public async Task Reopening_is_asked_for_with_a_reason_which_a_refusal_keeps()
    {
        var reopening = $"/api/appraisal/campaigns/{Samples.Id}/reopening";
        _portal.Gateway.Answer(RatificationApi, MeetingSamples.Ratification(ratified: true, mayAsk: true));
        _portal.Gateway.Answer($"POST {reopening}", new { detail = "Trần Thị B đã đề nghị mở lại." }, HttpStatusCode.Conflict);
        using var refused = await SubmitAsync(RatificationPage, $"{RatificationPage}/mo-lai", new() { ["reason"] = "Nhầm số liệu hồ sơ" });
        var html = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("Trần Thị B đã đề nghị mở lại.", html, StringComparison.Ordinal);
        Assert.Contains("Nhầm số liệu hồ sơ</textarea>", html, StringComparison.Ordinal);

        _portal.Gateway.Answer($"POST {reopening}", MeetingSamples.Ratification(ratified: true, asked: true));
        using var asked = await SubmitAsync(RatificationPage, $"{RatificationPage}/mo-lai", new() { ["reason"] = "Nhầm số liệu hồ sơ" });
        Assert.Equal(RatificationPage, asked.Headers.Location?.OriginalString);
        Assert.Equal("Nhầm số liệu hồ sơ", Sent("POST", reopening).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task The_other_of_the_two_agrees_or_drops_and_the_history_says_who_when_and_why()
    {
        var reopening = $"/api/appraisal/campaigns/{Samples.Id}/reopening";
        _portal.Gateway.Answer(RatificationApi, MeetingSamples.Ratification(ratified: true, mayAgree: true, asked: true));
        _portal.Gateway.Answer($"POST {reopening}/agreement", MeetingSamples.Ratification());
        _portal.Gateway.Answer($"DELETE {reopening}", MeetingSamples.Ratification(ratified: true, mayAsk: true));
        var html = await GetAsync(RatificationPage);
        Assert.Contains("Trần Thị B đề nghị mở lại kết quả lúc 06/12/2026 10:00.", html, StringComparison.Ordinal);
        Assert.Contains("Theo kết luận phiên họp số 1", html, StringComparison.Ordinal);
        Assert.Contains("05/12/2026 10:00", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"action=\"{RatificationPage}/mo-lai\"", html, StringComparison.Ordinal);

        using var agreed = await SubmitAsync(RatificationPage, $"{RatificationPage}/mo-lai/dong-y", []);
        Assert.Equal(RatificationPage, agreed.Headers.Location?.OriginalString);
        Assert.Contains(_portal.Gateway.CallsTo($"{reopening}/agreement"), call => call.Method == "POST");

        using var dropped = await SubmitAsync(RatificationPage, $"{RatificationPage}/mo-lai/bo", []);
        Assert.Equal(RatificationPage, dropped.Headers.Location?.OriginalString);
        Assert.Contains(_portal.Gateway.CallsTo(reopening), call => call.Method == "DELETE");

        _portal.Gateway.Answer(RatificationApi, MeetingSamples.Ratification(ratified: true, asked: true));
        var own = await GetAsync(RatificationPage);
        Assert.Contains("Chờ người còn lại đồng ý.", own, StringComparison.Ordinal);
        Assert.DoesNotContain("/dong-y", own, StringComparison.Ordinal);
        Assert.Contains("/mo-lai/bo", own, StringComparison.Ordinal);
    }

    private static string Item(Guid id) => $"{Api}/items/{id}";

    private static string Card(Guid id) => $"id=\"nd-{id:N}\"";

    private JsonElement Sent(string method, string path) => JsonDocument.Parse(_portal.Gateway.CallsTo(path).Last(call => call.Method == method).Body).RootElement;

    private async Task<string> GetAsync(string page)
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        return await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation);
    }

    private async Task<HttpResponseMessage> SubmitAsync(string page, string action, Dictionary<string, string> fields) =>
        await PortalHost.SubmitAsync(await _portal.SignedInAsync(Cancellation), page, action, fields, Cancellation);

    /// <summary>What htmx gets for a deed on an item.</summary>
    private async Task<string> PartAsync(string deed, Dictionary<string, string> fields)
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        browser.DefaultRequestHeaders.Add("HX-Request", "true");
        using var answer = await PortalHost.SubmitAsync(browser, Page, $"{Page}/{deed}", fields, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private async Task<string> NewsAsync(string query)
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        browser.DefaultRequestHeaders.Add("HX-Request", "true");
        return await browser.GetStringAsync(new Uri($"{Page}/tien-do{query}", UriKind.Relative), Cancellation);
    }

    [GeneratedRegex("<script(?![^>]* src=)|<style|style=\"|\\son[a-z]+=\"", RegexOptions.None, 1000)]
    private static partial Regex Inline();
}
