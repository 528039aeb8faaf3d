using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using static CCHC.Portal.Tests.CriteriaSetSamples;

namespace CCHC.Portal.Tests;

public sealed partial class CriteriaSetTests : IClassFixture<PortalHost>
{
    private readonly PortalHost _portal;

    public CriteriaSetTests(PortalHost portal)
    {
        _portal = portal;
        _portal.Gateway.Reset();
        _portal.Gateway.Roles = ["home-affairs"];
        _portal.Gateway.Answer(Api, Set());
        _portal.Gateway.Answer("/api/criteria/sets", List);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Page => $"/bo-tieu-chi/{Id}";

    private static object List => new
    {
        items = new[]
        {
            new { id = Id, code = "xa-2027", name = "Bộ tiêu chí cấp xã 2027", year = 2027, version = 1, status = "draft", isFramework = true, leaves = 2, total = 20m, canEdit = true },
        },
        total = 61, page = 1, pageSize = 50,
    };

    [Theory]
    [InlineData("/bo-tieu-chi")]
    [InlineData("/bo-tieu-chi/moi")]
    [InlineData("/bo-tieu-chi/moi?cach=dinh-chinh")]
    [InlineData("/bo-tieu-chi/nhap")]
    [InlineData("/bo-tieu-chi/so-sanh")]
    [InlineData("/bo-tieu-chi/ID")]
    [InlineData("/bo-tieu-chi/ID/cong-bo")]
    public async Task Nothing_runs_or_is_styled_inline(string path)
    {
        Assert.DoesNotMatch(Inline(), await GetAsync(path.Replace("ID", $"{Id}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_list_asks_for_what_was_filtered_and_keeps_it_from_page_to_page()
    {
        var html = await GetAsync("/bo-tieu-chi?tim=x%C3%A3&nam=2027&trangThai=Draft&khung=true");

        Assert.Contains(_portal.Gateway.Calls, call => call.Path == "/api/criteria/sets?search=x%C3%A3&year=2027&status=Draft&framework=true&page=1");
        Assert.Contains("Bộ tiêu chí cấp xã 2027", html, StringComparison.Ordinal);
        Assert.Contains("61 bộ tiêu chí", html, StringComparison.Ordinal);
        Assert.Contains("trangThai=Draft", html, StringComparison.Ordinal);
        Assert.Contains("trang=2", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_list_says_what_to_do()
    {
        _portal.Gateway.Answer("/api/criteria/sets", new { items = Array.Empty<object>(), total = 0, page = 1, pageSize = 50 });
        Assert.Contains("Tạo mới, nhập từ Excel", await GetAsync("/bo-tieu-chi"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trong", "blank", "\"code\":\"xa-2028\"")]
    [InlineData("sao-chep", "copies", "\"year\":2028")]
    [InlineData("dinh-chinh", "corrections", "\"reason\":\"Sai")]
    public async Task A_new_set_is_asked_for_by_the_way_it_comes_about(string way, string route, string expected)
    {
        var path = way == "trong" ? "/api/criteria/sets/blank" : $"{Api}/{route}";
        _portal.Gateway.Answer($"POST {path}", new { id = Other }, HttpStatusCode.Created);
        using var answer = await SubmitAsync($"/bo-tieu-chi/moi?cach={way}", "/bo-tieu-chi/moi", new()
        {
            ["Way"] = way, ["From"] = way == "trong" ? "" : $"{Id}", ["Code"] = "xa-2028", ["Name"] = "Bộ 2028", ["Year"] = "2028", ["Reason"] = "Sai điểm",
        });

        Assert.Equal($"/bo-tieu-chi/{Other}", answer.Headers.Location?.OriginalString);
        Assert.Contains(expected, Assert.Single(_portal.Gateway.CallsTo(path)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_is_derived_for_the_unit_whose_code_was_typed_and_an_unclear_name_is_asked_back()
    {
        var unit = Guid.CreateVersion7();
        _portal.Gateway.Answer("/api/identity/units", new { items = new[] { new { id = unit, code = "H1", name = "Huyện A" }, new { id = Other, code = "H10", name = "Huyện B" } }, total = 2, page = 1, pageSize = 20 });
        _portal.Gateway.Answer($"POST {Api}/derivations", new { id = Other }, HttpStatusCode.Created);
        Dictionary<string, string> Form(string owner) => new() { ["Way"] = "bo-khung", ["From"] = $"{Id}", ["Code"] = "h1-2027", ["Name"] = "Bộ của huyện", ["Owner"] = owner };

        using var unclear = await SubmitAsync("/bo-tieu-chi/moi?cach=bo-khung", "/bo-tieu-chi/moi", Form("Huyện"));
        var html = await unclear.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("Huyện B – mã H10", html, StringComparison.Ordinal);
        Assert.Contains("value=\"h1-2027\"", html, StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo($"{Api}/derivations"));

        using var clear = await SubmitAsync("/bo-tieu-chi/moi?cach=bo-khung", "/bo-tieu-chi/moi", Form("h1"));
        Assert.Equal(HttpStatusCode.Found, clear.StatusCode);
        Assert.Contains($"\"ownerUnitId\":\"{unit}\"", Assert.Single(_portal.Gateway.CallsTo($"{Api}/derivations")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tree_tells_levels_selection_and_thousandths_and_the_panel_has_plain_fields()
    {
        var html = await GetAsync($"{Page}?nut={First}");

        Assert.Contains("role=\"treegrid\"", html, StringComparison.Ordinal);
        Assert.Matches($"id=\"n-{First}\" tabindex=\"0\" aria-level=\"2\" aria-selected=\"true\"[^>]+data-milli=\"12500\"", html);
        Assert.Contains("name=\"rule.name\" value=\"80\"", html, StringComparison.Ordinal);
        Assert.Contains("dưới 100 %", html, StringComparison.Ordinal);
        Assert.DoesNotContain("ratio-bands&quot;", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"/bo-tieu-chi/{Id}?nut={Second}#nut\" data-node", html, StringComparison.Ordinal);
        Assert.Contains("criteria-tree.js", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_set_is_the_same_page_without_controls()
    {
        _portal.Gateway.Answer(Api, Set("published"));
        var html = await GetAsync($"{Page}?nut={First}");

        Assert.Contains("Đã ban hành", html, StringComparison.Ordinal);
        Assert.DoesNotContain("tree-actions", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data-save-state", html, StringComparison.Ordinal);
        Assert.Matches("id=\"m-name\"[^>]+disabled", html);
    }

    [Fact]
    public async Task What_the_framework_fixes_is_locked_in_a_derived_set()
    {
        _portal.Gateway.Answer(Api, Set(framework: Other));

        var locked = await GetAsync($"{Page}?nut={First}");
        Assert.Contains("Bộ khung quy định", locked, StringComparison.Ordinal);
        Assert.Matches("id=\"m-max\"[^>]+disabled", locked);
        Assert.DoesNotMatch("id=\"m-max\"[^>]+disabled", await GetAsync($"{Page}?nut={Second}"));
    }

    [Theory]
    [InlineData("them", "POST", "/nodes", "\"afterId\":\"")]
    [InlineData("them-con", "POST", "/nodes", "\"afterId\":null")]
    [InlineData("len", "POST", "/nodes/FIRST/moves", "\"to\":\"up\"")]
    [InlineData("ra", "POST", "/nodes/FIRST/moves", "\"to\":\"out\"")]
    [InlineData("tach", "POST", "/nodes/FIRST/splits", "\"names\":[\"A\",\"B\"]")]
    [InlineData("xoa", "DELETE", "/nodes/FIRST", "")]
    public async Task Each_deed_on_the_tree_goes_out_with_the_revision_and_comes_back_as_the_rows_that_changed(string deed, string method, string route, string body)
    {
        var path = Api + route.Replace("FIRST", $"{First}", StringComparison.Ordinal);
        _portal.Gateway.Answer($"{method} {path}", Change(Second, new { id = First, afterId = Second }, [Field], Node(Second, Field, "1.1", "Ban hành kế hoạch", 1, 7.5m, new { kind = "yes-no" }, afterId: Field)));
        using var answer = await SubmitAsync(Page, $"{Page}/cay", new() { ["viec"] = deed, ["node"] = $"{First}", ["parent"] = $"{Field}", ["version"] = "7", ["names"] = "A\nB" }, partial: true);

        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.DoesNotContain("<html", html, StringComparison.Ordinal);
        Assert.Matches($"class=\"tree-change\" hidden data-revision=\"8\" data-selected=\"{Second}\" data-moved=\"{First}\" data-after=\"{Second}\"\\s+data-removed=\"{Field}\" data-total=\"20,00\"", html);
        Assert.Single(Regex.Matches(html, "class=\"ct-row\"", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Contains("id=\"nut\"", html, StringComparison.Ordinal);
        var call = Assert.Single(_portal.Gateway.CallsTo(path), call => call.Method == method);
        Assert.Equal("\"7\"", call.Headers["If-Match"]);
        Assert.Contains(body, call.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_script_a_deed_leads_back_to_the_page_with_the_new_node_selected()
    {
        _portal.Gateway.Answer($"POST {Api}/nodes", Change(Other, null, []));
        using var answer = await SubmitAsync(Page, $"{Page}/cay", new() { ["viec"] = "them", ["node"] = $"{First}", ["version"] = "7" });
        Assert.Equal($"{Page}?nut={Other}", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_leaf_is_saved_with_its_rule_read_from_plain_fields()
    {
        _portal.Gateway.Answer($"PUT {Api}/nodes/{First}", Change(First, null, [], Node(First, Field, "1.1", "Tên mới", 1, 12.5m, Bands)));
        using var answer = await SubmitRuleAsync(partial: true, ("kind", "ratio-bands"), ("name", "90,5"), ("bound", "above"), ("unit", "points"), ("value", "2,25"));

        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("Đã lưu", html, StringComparison.Ordinal);
        Assert.Contains("name=\"version\" value=\"8\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"rule-fields\"", html, StringComparison.Ordinal);
        using var body = JsonDocument.Parse(Assert.Single(_portal.Gateway.Calls, call => call.Method == "PUT").Body);
        Assert.Equal(12.5m, body.RootElement.GetProperty("maxPoints").GetDecimal());
        var band = body.RootElement.GetProperty("leaf").GetProperty("rule").GetProperty("bands")[0];
        Assert.Equal((90.5m, false, 2.25m), (band.GetProperty("fromPercent").GetDecimal(), band.GetProperty("fromInclusive").GetBoolean(), band.GetProperty("value").GetProperty("points").GetDecimal()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_proposed_rule_is_confirmed_by_its_own_button_and_by_nothing_else(bool confirm)
    {
        _portal.Gateway.Answer($"{Api}/nodes/{First}", Of(Node(First, Field, "1.1", "Tên", 1, 12.5m, Bands, proposed: true)));
        _portal.Gateway.Answer($"PUT {Api}/nodes/{First}", Change(First, null, [], Node(First, Field, "1.1", "Tên", 1, 12.5m, Bands, proposed: !confirm)));
        var panel = await GetAsync($"{Page}/nut/{First}", partial: true);
        Assert.Matches("name=\"ruleConfirmed\" value=\"true\"[^>]*>Xác nhận quy tắc<", panel);

        using var answer = await SubmitRuleAsync(partial: true, confirm ? [("kind", "yes-no"), ("ruleConfirmed", "true")] : [("kind", "yes-no")]);

        using var body = JsonDocument.Parse(Assert.Single(_portal.Gateway.Calls, call => call.Method == "PUT").Body);
        Assert.Equal(confirm, body.RootElement.GetProperty("leaf").GetProperty("ruleConfirmed").GetBoolean());
        Assert.Equal(!confirm, (await answer.Content.ReadAsStringAsync(Cancellation)).Contains("Xác nhận quy tắc", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_panel_asks_for_its_node_alone()
    {
        _portal.Gateway.Answer($"{Api}/nodes/{First}", Of(Node(First, Field, "1.1", "Tỷ lệ hồ sơ đúng hạn", 1, 12.5m, Bands)));
        Assert.Contains("value=\"Tỷ lệ hồ sơ đúng hạn\"", await GetAsync($"{Page}/nut/{First}", partial: true), StringComparison.Ordinal);
        Assert.Empty(_portal.Gateway.CallsTo(Api));
    }

    [Fact]
    public async Task A_number_that_cannot_be_read_is_named_and_nothing_is_sent()
    {
        using var answer = await SubmitRuleAsync(partial: true, ("kind", "ratio-bands"), ("name", "chín mươi"), ("bound", "from"), ("unit", "max"), ("value", ""));

        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("href=\"#r-name-0\"", html, StringComparison.Ordinal);
        Assert.Contains("chín mươi", html, StringComparison.Ordinal);
        Assert.DoesNotContain(_portal.Gateway.Calls, call => call.Method == "PUT");
    }

    [Fact]
    public async Task Another_kind_of_rule_brings_its_own_fields()
    {
        using var answer = await SubmitRuleAsync(partial: true, ("kind", "count"));

        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("id=\"rule-fields\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"rule.pointsPerUnit\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_of_rows_starts_with_a_blank_one_to_fill_in()
    {
        _portal.Gateway.Answer($"PUT {Api}/nodes/{First}", Change(First, null, [], Node(First, Field, "1.1", "Tên", 1, 12.5m, new { kind = "deduction", kinds = Array.Empty<object>() })));
        using var answer = await SubmitRuleAsync(partial: true, ("kind", "deduction"));
        Assert.Contains("id=\"r-name-0\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_colleague_s_change_is_not_overwritten_without_asking()
    {
        _portal.Gateway.Answer($"PUT {Api}/nodes/{First}", new { detail = "x" }, HttpStatusCode.PreconditionFailed);
        using var answer = await SubmitRuleAsync(partial: true, ("kind", "yes-no"));

        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("Giữ bản của tôi", html, StringComparison.Ordinal);
        Assert.Contains("name=\"version\" value=\"7\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_calculator_uses_the_rule_as_typed_and_shows_its_steps()
    {
        _portal.Gateway.Answer("/api/criteria/calculations", new { status = "scored", points = 11.25m, steps = new[] { "12,5 × 90 / 100 = 11,25" }, ruleText = "Tỷ lệ từ 95 % trở lên", ruleProblems = Array.Empty<string>() });
        using var answer = await SubmitAsync(Page, $"{Page}/nut/{First}/tinh", new() { ["rule.kind"] = "capped-proportional", ["rule.target"] = "95", ["maxPoints"] = "12,5", ["numerator"] = "9", ["denominator"] = "10" }, partial: true);

        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("11,25", html, StringComparison.Ordinal);
        Assert.Contains("Tỷ lệ từ 95 % trở lên", html, StringComparison.Ordinal);
        var body = Assert.Single(_portal.Gateway.CallsTo("/api/criteria/calculations")).Body;
        Assert.Contains("\"targetPercent\":95", body, StringComparison.Ordinal);
        Assert.Contains("\"maxPoints\":12.5", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_calculator_says_is_kept_as_an_example_beside_the_others()
    {
        _portal.Gateway.Answer("/api/criteria/calculations", new { status = "scored", points = 12.5m, steps = Array.Empty<string>() });
        _portal.Gateway.Answer($"{Api}/nodes/{First}", Of(Node(First, Field, "1.1", "Tên", 1, 12.5m, Bands)));
        _portal.Gateway.Answer($"PUT {Api}/nodes/{First}/examples", Change(First, null, [], Node(First, Field, "1.1", "Tên", 1, 12.5m, Bands)));
        using var answer = await SubmitAsync(Page, $"{Page}/nut/{First}/vi-du", new() { ["op"] = "add-example", ["numerator"] = "10", ["denominator"] = "10", ["note"] = "Đủ" }, partial: true);

        Assert.Contains("Sai", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var body = JsonDocument.Parse(Assert.Single(_portal.Gateway.Calls, call => call.Method == "PUT").Body);
        Assert.Equal([11.25m, 12.5m], body.RootElement.GetProperty("examples").EnumerateArray().Select(x => x.GetProperty("expectedPoints").GetDecimal()));
    }

    [Fact]
    public async Task A_refused_issue_keeps_the_decision_and_lists_what_is_wrong()
    {
        _portal.Gateway.Answer(Api, Set(version: 2));
        _portal.Gateway.Answer($"POST {Api}/publication", new { detail = "Bộ tiêu chí còn lỗi.", details = new[] { "Mã 1.2: ví dụ không ra đúng điểm." } }, HttpStatusCode.Conflict);
        using var answer = await SubmitAsync($"{Page}/cong-bo", $"{Page}/cong-bo", new() { ["Number"] = "12/QĐ-UBND", ["Date"] = "2026-11-20", ["Issuer"] = "UBND tỉnh", ["Reason"] = "Sai điểm 1.2" });

        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("Mã 1.2: ví dụ không ra đúng điểm.", html, StringComparison.Ordinal);
        Assert.Contains("value=\"12/QĐ-UBND\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-11-20\"", html, StringComparison.Ordinal);
        Assert.Contains("Sai điểm 1.2", html, StringComparison.Ordinal);
        Assert.Contains("\"date\":\"2026-11-20\"", Assert.Single(_portal.Gateway.CallsTo($"{Api}/publication")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deviations_from_the_framework_are_listed_by_owner()
    {
        _portal.Gateway.Answer(Api, Set(isFramework: true));
        _portal.Gateway.Answer($"{Api}/derived", new { items = new[] { new { id = Other, code = "h1", name = "Bộ của huyện A", ownerName = "Huyện A", status = "draft", version = 1, deviations = new[] { new { nodeCode = "1.2", kind = "renamed", text = "Tên khác bộ khung" } } } } });

        var html = await GetAsync($"{Page}/khac-biet");
        Assert.Contains("Huyện A", html, StringComparison.Ordinal);
        Assert.Contains("Đổi tên", html, StringComparison.Ordinal);
        Assert.Contains("Tên khác bộ khung", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comparison_shows_numbers_first_can_be_filtered_and_is_mapped_by_hand()
    {
        static object Brief(string code) => new { id = Guid.CreateVersion7(), code, name = $"Tiêu chí {code}", depth = 1, maxPoints = 2m, isLeaf = true, ruleText = "x", path = "1" };
        object Compared(Guid id, int year) => new { id, code = "xa", name = $"Bộ {year}", year, version = 1 };
        _portal.Gateway.Answer($"{Api}/comparison/{Other}", new
        {
            from = Compared(Id, 2026), to = Compared(Other, 2027), summary = new { unchanged = 40, added = 1, removed = 1, comparable = 40, notComparable = 1 },
            rows = new object[] { new { changes = new[] { "removed" }, from = Brief("1.8"), comparable = false }, new { changes = new[] { "added" }, to = Brief("1.9") } },
        });
        _portal.Gateway.Answer($"PUT {Api}/comparison/{Other}", new { });
        var page = $"/bo-tieu-chi/so-sanh?tu={Id}&den={Other}";

        var html = await GetAsync(page);
        Assert.Contains("Tiêu chí 1.8", html, StringComparison.Ordinal);
        Assert.Contains("Tiêu chí 1.9", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<strong>1.8. Tiêu chí 1.8", await GetAsync(page + "&loc=added"), StringComparison.Ordinal);

        using var answer = await SubmitAsync(page, "/bo-tieu-chi/so-sanh", new() { ["tu"] = $"{Id}", ["den"] = $"{Other}", ["fromCode"] = "1.8", ["toCode"] = "1.9", ["comparable"] = "true" });
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains("{\"fromCode\":\"1.8\",\"toCode\":\"1.9\",\"comparable\":true}", Assert.Single(_portal.Gateway.Calls, call => call.Method == "PUT").Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_annex_is_previewed_corrected_and_only_then_stored()
    {
        object Preview(params object[] doubts) => new
        {
            name = "Phụ lục I", leaves = 300, total = 100m, doubts,
            rows = Enumerable.Range(1, 300).Select(i => new { row = i, code = $"1.{i}", name = $"Tiêu chí {i}", maxPoints = "0,5", method = "Có/không", evidence = (string?)null, skipped = i == 2 }).ToArray(),
        };
        _portal.Gateway.Answer("POST /api/criteria/sets/import", Preview(new { row = 5, column = "Điểm tối đa", text = "1.500", assumed = "1,5" }));
        var browser = await _portal.SignedInAsync(Cancellation);
        using var upload = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "file", "phu-luc.xlsx" } };
        upload.Add(new StringContent(Token().Match(await browser.GetStringAsync(new Uri("/bo-tieu-chi/nhap", UriKind.Relative), Cancellation)).Groups["token"].Value), "__RequestVerificationToken");
        using var previewed = await browser.PostAsync(new Uri("/bo-tieu-chi/nhap", UriKind.Relative), upload, Cancellation);
        var html = await previewed.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("href=\"#dong-5\"", html, StringComparison.Ordinal);
        Assert.Contains("1.500", html, StringComparison.Ordinal);
        Assert.Contains("id=\"dong-5\"", html, StringComparison.Ordinal);
        Assert.All(_portal.Gateway.Calls.Where(call => call.Path.StartsWith("/api/criteria/sets/import", StringComparison.Ordinal)), call => Assert.EndsWith("preview=true", call.Path, StringComparison.Ordinal));

        _portal.Gateway.Answer("POST /api/criteria/sets/import/rows", new { id = Other });
        var fields = Enumerable.Range(1, 300).SelectMany(i => new KeyValuePair<string, string>[]
        {
            new("row", $"{i}"), new("rowCode", $"1.{i}"), new("rowName", $"Tiêu chí {i}"), new("rowMax", i == 5 ? "1,5" : "0,5"), new("rowMethod", ""), new("rowEvidence", ""),
        }).Append(new("skip", "2")).Append(new("viec", "tao")).Append(new("code", "xa-2027")).Append(new("name", "Phụ lục I")).Append(new("year", "2027"))
            .Append(new("__RequestVerificationToken", Token().Match(html).Groups["token"].Value));
        using var form = new FormUrlEncodedContent(fields);
        using var created = await browser.PostAsync(new Uri("/bo-tieu-chi/nhap/dong", UriKind.Relative), form, Cancellation);
        Assert.Equal($"/bo-tieu-chi/{Other}", created.Headers.Location?.OriginalString);
        using var body = JsonDocument.Parse(Assert.Single(_portal.Gateway.CallsTo("/api/criteria/sets/import/rows")).Body);
        var rows = body.RootElement.GetProperty("rows");
        Assert.Equal(300, rows.GetArrayLength());
        Assert.Equal("1,5", rows[4].GetProperty("maxPoints").GetString());
        Assert.Equal([2], rows.EnumerateArray().Where(row => row.GetProperty("skipped").ValueKind == JsonValueKind.True).Select(row => row.GetProperty("row").GetInt32()));
    }

    private async Task<string> GetAsync(string path, bool partial = false)
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        if (partial)
        {
            browser.DefaultRequestHeaders.Add("HX-Request", "true");
        }

        return await browser.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);
    }

    private async Task<HttpResponseMessage> SubmitAsync(string page, string action, Dictionary<string, string> fields, bool partial = false)
    {
        var browser = await _portal.SignedInAsync(Cancellation);
        if (partial)
        {
            browser.DefaultRequestHeaders.Add("HX-Request", "true");
        }

        return await PortalHost.SubmitAsync(browser, page, action, fields, Cancellation);
    }

    private Task<HttpResponseMessage> SubmitRuleAsync(bool partial, params (string Name, string Value)[] rule)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["leaf"] = "true", ["code"] = "1.1", ["name"] = "Tên mới", ["maxPoints"] = "12,5", ["kind"] = "Ordinary", ["source"] = "Appraised", ["version"] = "7", ["kindShown"] = "ratio-bands",
        };
        foreach (var (name, value) in rule)
        {
            fields[name == "ruleConfirmed" ? name : $"rule.{name}"] = value;
        }

        return SubmitAsync(Page, $"{Page}/nut/{First}", fields, partial);
    }

    [GeneratedRegex("<script(?![^>]*\\bsrc=)|<style|\\bstyle=|\\bon[a-z]+=\"", RegexOptions.None, 1000)]
    private static partial Regex Inline();

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
