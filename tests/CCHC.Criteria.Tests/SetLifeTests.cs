using System.Net;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Tests;

public sealed class SetLifeTests(ServiceHost<CriteriaDbContext> criteria) : IClassFixture<ServiceHost<CriteriaDbContext>>
{
    private const string Small = "1,LV,Chỉ đạo,4,,SUM,\n1.1,TC,Kế hoạch,2,TD,YESNO,\n1.2,TC,Báo cáo,2,TD,YESNO,\n";

    private static readonly object _decision = new { number = "12/QĐ-UBND", date = "2026-01-15", issuer = "UBND tỉnh" };

    private readonly SetApi _province = new(criteria.Client(Roles.HomeAffairs));

    [Fact]
    public async Task A_published_set_never_changes_and_says_how_to_correct_it()
    {
        var set = await _province.CreateAsync("frozen", Small);
        var leaf = await _province.NodeAsync(set, "Kế hoạch");
        await _province.PublishAsync(set);
        var before = await _province.TreeAsync(set);

        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Post, $"sets/{set}/nodes", new { name = "Mới" }),
            (HttpMethod.Put, $"sets/{set}/nodes/{leaf}", new { code = "1.1", name = "Khác", maxPoints = 3 }),
            (HttpMethod.Post, $"sets/{set}/nodes/{leaf}/moves", new { to = "down" }),
            (HttpMethod.Post, $"sets/{set}/nodes/{leaf}/moves", new { to = "up" }),
            (HttpMethod.Post, $"sets/{set}/nodes/{leaf}/splits", new { names = new[] { "A", "B" } }),
            (HttpMethod.Delete, $"sets/{set}/nodes/{leaf}", null),
            (HttpMethod.Put, $"sets/{set}/nodes/{leaf}/examples", new { examples = Array.Empty<object>() }),
            (HttpMethod.Put, $"sets/{set}", new { name = "Khác", year = 2025, isFramework = false }),
            (HttpMethod.Delete, $"sets/{set}", null),
        })
        {
            var refused = await _province.RefusedAsync("criteria-set.published", method, path, body);
            Assert.Contains("bản đính chính", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(before, await _province.TreeAsync(set));
    }

    [Fact]
    public async Task A_correction_needs_its_decision_and_supersedes_the_published_version()
    {
        var set = await _province.CreateAsync("correct", Small);
        await _province.PublishAsync(set, new { decision = _decision });
        var correction = (await _province.DoAsync(HttpMethod.Post, $"sets/{set}/corrections", new { reason = "Sai điểm tiêu chí 1.2" })).GetProperty("id").GetGuid();
        await _province.RefusedAsync("criteria-set.correction-exists", HttpMethod.Post, $"sets/{set}/corrections", new { reason = "Lần nữa" });
        await _province.DoAsync(
            HttpMethod.Put, $"sets/{correction}/nodes/{await _province.NodeAsync(correction, "Báo cáo")}", new { code = "1.2", name = "Báo cáo", maxPoints = 3, leaf = SetApi.Leaf() });

        await _province.RefusedAsync("criteria-set.correction-unfounded", HttpMethod.Post, $"sets/{correction}/publication");
        Assert.Equal("published", (await _province.GetAsync(set)).GetProperty("status").GetString());
        await _province.PublishAsync(correction, new { decision = _decision });

        var (old, current) = (await _province.GetAsync(set), await _province.GetAsync(correction));
        Assert.Equal(("superseded", 1, 4m), (old.GetProperty("status").GetString(), old.GetProperty("version").GetInt32(), old.GetProperty("total").GetDecimal()));
        Assert.Equal(("published", 2, 5m), (current.GetProperty("status").GetString(), current.GetProperty("version").GetInt32(), current.GetProperty("total").GetDecimal()));
        Assert.Equal("12/QĐ-UBND", current.GetProperty("decision").GetProperty("number").GetString());
        Assert.Equal("Sai điểm tiêu chí 1.2", current.GetProperty("reason").GetString());
        await _province.RefusedAsync("criteria-set.not-in-force", HttpMethod.Post, $"sets/{set}/corrections", new { reason = "Bản cũ" });
    }

    [Fact]
    public async Task Last_years_set_is_cloned_and_can_be_edited_without_touching_it()
    {
        var set = await _province.CreateAsync("clone", Small);
        await _province.PublishAsync(set);

        var copy = (await _province.DoAsync(HttpMethod.Post, $"sets/{set}/copies", new { code = "clone-2026", name = "Bộ 2026", year = 2026 })).GetProperty("id").GetGuid();
        Assert.Equal(await _province.TreeAsync(set), await _province.TreeAsync(copy));
        await _province.DoAsync(HttpMethod.Delete, $"sets/{copy}/nodes/{await _province.NodeAsync(copy, "Báo cáo")}");

        Assert.Equal(["1 Chỉ đạo 2", "1.1 Kế hoạch 2"], await _province.TreeAsync(copy));
        Assert.Equal(["1 Chỉ đạo 4", "1.1 Kế hoạch 2", "1.2 Báo cáo 2"], await _province.TreeAsync(set));
        await _province.DoAsync(HttpMethod.Delete, $"sets/{copy}");
        Assert.Equal(HttpStatusCode.NotFound, (await _province.SendAsync(HttpMethod.Get, $"sets/{copy}")).Status);
    }

    [Fact]
    public async Task An_example_with_another_result_stops_the_publication_and_says_which()
    {
        var set = await _province.CreateAsync("example", "1,LV,Chỉ đạo,2.5,,SUM,\n1.1,TC,Kế hoạch,2.5,TD,THRESHOLD_PROPORTIONAL,100%=max;80%..<100%=ty_le*max;<80%=0\n");
        var path = $"sets/{set}/nodes/{await _province.NodeAsync(set, "Kế hoạch")}/examples";

        // 2.5 × 85 / 100 = 2.125; the officer expected 2.
        await _province.DoAsync(HttpMethod.Put, path, new { examples = new[] { new { data = new { numerator = 85, denominator = 100 }, expectedPoints = 2, note = "Hoàn thành 85 %" } } });
        var refused = await _province.RefusedAsync("criteria-set.unsound", HttpMethod.Post, $"sets/{set}/publication");
        Assert.Equal(
            "Mã 1.1: ví dụ “Hoàn thành 85 %” (tử số 85, mẫu số 100) phải được 2 điểm, quy tắc tính ra: 2,125 điểm. Sửa quy tắc hoặc ví dụ.",
            refused.GetProperty("details")[0].GetString());

        await _province.DoAsync(HttpMethod.Put, path, new { examples = new[] { new { data = new { numerator = 85, denominator = 100 }, expectedPoints = 2.125m, note = "Hoàn thành 85 %" } } });
        await _province.PublishAsync(set);
    }

    [Fact]
    public async Task The_report_names_every_kind_of_mistake_before_publication()
    {
        var set = (await _province.DoAsync(HttpMethod.Post, "sets/blank", new { code = "report", name = "Bộ trắng", year = 2025, isFramework = false })).GetProperty("id").GetGuid();
        Assert.Equal("no-points", (await _province.GetAsync(set)).GetProperty("report").GetProperty("errors")[0].GetProperty("code").GetString());
        var field = (await _province.DoAsync(HttpMethod.Post, $"sets/{set}/nodes", new { name = "Chỉ đạo" })).GetProperty("selectedId").GetGuid();
        var gap = new { kind = "ratio-bands", bands = new object[] { new { fromPercent = 95, value = new { kind = "max" } }, new { fromPercent = 80, toPercent = 90, value = new { kind = "linear" } } } };
        foreach (var (code, points, leaf) in new[]
        {
            ("1.1", 2m, SetApi.Leaf(gap)), ("1.1", 0.0005m, SetApi.Leaf()), ("1.3", 1m, SetApi.Leaf(fieldCode: "9")), ("1.4", 1m, SetApi.Leaf(new { kind = "survey" }, source: "survey")),
        })
        {
            var id = (await _province.DoAsync(HttpMethod.Post, $"sets/{set}/nodes", new { parentId = field, name = "Tiêu chí " + code })).GetProperty("selectedId").GetGuid();
            await _province.DoAsync(HttpMethod.Put, $"sets/{set}/nodes/{id}", new { code, name = "Tiêu chí", maxPoints = points, leaf });
        }

        await _province.DoAsync(HttpMethod.Post, $"sets/{set}/nodes", new { parentId = field, name = "Chưa có quy tắc" });

        var report = (await _province.GetAsync(set)).GetProperty("report");
        var errors = report.GetProperty("errors").EnumerateArray().Select(line => line.GetProperty("code").GetString()).ToHashSet();
        Assert.Superset(new HashSet<string?> { "duplicate-code", "leaf-points", "rule-unsound", "field-unknown", "rule-missing" }, errors);
        Assert.Contains(report.GetProperty("errors").EnumerateArray(), line => line.GetProperty("text").GetString()!.Contains("Từ 90 % đến dưới 95 % chưa thuộc bậc nào", StringComparison.Ordinal));
        Assert.Superset(
            new HashSet<string?> { "total", "survey-question", "evidence-text" }, report.GetProperty("warnings").EnumerateArray().Select(line => line.GetProperty("code").GetString()).ToHashSet());
    }

    [Fact]
    public async Task The_report_says_which_band_nobody_reaches_and_which_share_belongs_to_none()
    {
        var set = await _province.CreateAsync("bands", "1,LV,Chỉ đạo,6,,SUM,\n1.1,TC,Hở,2,TD,YESNO,\n1.2,TC,Che,2,TD,YESNO,\n1.3,TC,Ngược,2,TD,YESNO,\n");
        foreach (var (code, name, bands) in new[]
        {
            ("1.1", "Hở", new object[] { new { fromPercent = 95, value = new { kind = "max" } }, new { fromPercent = 80, toPercent = 90, value = new { kind = "linear" } } }),
            ("1.2", "Che", [new { fromPercent = 80, value = new { kind = "max" } }, new { fromPercent = 90, toPercent = 95, value = new { kind = "linear" } }]),
            ("1.3", "Ngược", [new { fromPercent = 90, value = new { kind = "max" } }, new { fromPercent = 80, toPercent = 70, value = new { kind = "linear" } }]),
        })
        {
            await _province.DoAsync(
                HttpMethod.Put, $"sets/{set}/nodes/{await _province.NodeAsync(set, name)}", new { code, name, maxPoints = 2, leaf = SetApi.Leaf(new { kind = "ratio-bands", bands }) });
        }

        string[] expected =
        [
            "Mã 1.1: Từ 90 % đến dưới 95 % chưa thuộc bậc nào: sửa “dưới 90 %” thành “dưới 95 %”, hoặc thêm một bậc ở giữa.",
            "Mã 1.2: Bậc từ 90 % đến dưới 95 % không bao giờ đạt tới vì nằm trọn trong bậc từ 80 %: bỏ bậc này hoặc sửa ngưỡng.",
            "Mã 1.3: Bậc từ 80 % đến dưới 70 % không bao giờ đạt tới: sửa giới hạn trên cho lớn hơn 80 %.",
        ];
        var errors = (await _province.GetAsync(set)).GetProperty("report").GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal(expected, errors.Select(line => line.GetProperty("text").GetString()));
        Assert.All(errors, line => Assert.Equal("rule-unsound", line.GetProperty("code").GetString()));
        var refused = await _province.RefusedAsync("criteria-set.unsound", HttpMethod.Post, $"sets/{set}/publication");
        Assert.Equal(expected, refused.GetProperty("details").EnumerateArray().Select(line => line.GetString()));
    }

    [Fact]
    public async Task A_rule_that_the_import_proposed_waits_for_an_officer_to_confirm_it()
    {
        var set = await _province.CreateAsync("proposed", Small);
        var leaf = await _province.NodeAsync(set, "Báo cáo");
        await criteria.Read(db => db.Database.ExecuteSqlAsync($"UPDATE criterion SET rule_proposed = true WHERE id = {leaf}", TestContext.Current.CancellationToken));

        var refused = await _province.RefusedAsync("criteria-set.unsound", HttpMethod.Post, $"sets/{set}/publication");
        Assert.Equal(
            "Mã 1.2: quy tắc do hệ thống đọc từ văn bản, chưa ai xác nhận; xem lại rồi bấm “Xác nhận quy tắc”.", Assert.Single(refused.GetProperty("details").EnumerateArray()).GetString());

        // Saving another field is no confirmation.
        var path = $"sets/{set}/nodes/{leaf}";
        var saved = await _province.DoAsync(HttpMethod.Put, path, new { code = "1.2", name = "Báo cáo năm", maxPoints = 2, leaf = SetApi.Leaf(requiredEvidence: "Báo cáo") });
        Assert.True(saved.GetProperty("selected").GetProperty("ruleProposed").GetBoolean());
        await _province.RefusedAsync("criteria-set.unsound", HttpMethod.Post, $"sets/{set}/publication");

        await _province.DoAsync(HttpMethod.Put, path, new { code = "1.2", name = "Báo cáo năm", maxPoints = 2, leaf = SetApi.Leaf(confirmed: true) });
        Assert.False((await _province.DoAsync(HttpMethod.Get, path)).GetProperty("node").GetProperty("ruleProposed").GetBoolean());
        await _province.PublishAsync(set);
    }

    [Fact]
    public async Task The_calculator_scores_by_a_rule_that_is_stored_nowhere()
    {
        var answer = await _province.DoAsync(HttpMethod.Post, "calculations", new { rule = new { kind = "capped-proportional", targetPercent = 80 }, maxPoints = 2, data = new { numerator = 60, denominator = 100 } });

        Assert.Equal(("scored", 1.5m), (answer.GetProperty("status").GetString(), answer.GetProperty("points").GetDecimal())); // 2 × 60 / 80
        Assert.Equal("Tỷ lệ từ 80 % trở lên: 2 điểm; thấp hơn: 2 × tỷ lệ / 80.", answer.GetProperty("ruleText").GetString());
    }

    [Fact]
    public async Task A_district_derives_its_set_keeps_what_the_framework_fixes_and_the_province_sees_the_rest()
    {
        var unit = await SetApi.UnitAsync(criteria, "Huyện An Dương");
        var district = new SetApi(criteria.Client(Roles.HomeAffairs, unit));
        var framework = await _province.CreateAsync("khung", Small + "2,LV,Thể chế,3,,SUM,\n2.1,TC,Rà soát,3,TD,YESNO,\n");
        await _province.DoAsync(HttpMethod.Put, $"sets/{framework}", new { name = "Bộ khung", year = 2025, isFramework = true });
        await _province.DoAsync(
            HttpMethod.Put, $"sets/{framework}/nodes/{await _province.NodeAsync(framework, "Kế hoạch")}", new { code = "1.1", name = "Kế hoạch", maxPoints = 2, leaf = SetApi.Leaf(isFixed: true) });
        await _province.PublishAsync(framework);
        var set = (await district.DoAsync(HttpMethod.Post, $"sets/{framework}/derivations", new { code = "an-duong", name = "Bộ của huyện", ownerUnitId = unit })).GetProperty("id").GetGuid();
        var (field, plan, report) = (await district.NodeAsync(set, "Chỉ đạo"), await district.NodeAsync(set, "Kế hoạch"), await district.NodeAsync(set, "Báo cáo"));

        const string Fixed = "criteria-set.fixed-by-framework";
        var refused = await district.RefusedAsync(Fixed, HttpMethod.Put, $"sets/{set}/nodes/{plan}", new { code = "1.1", name = "Kế hoạch", maxPoints = 3, leaf = SetApi.Leaf() });
        Assert.Contains("“1.1 Kế hoạch” do bộ khung cố định", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("Được điều chỉnh: hướng dẫn", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await district.RefusedAsync(Fixed, HttpMethod.Put, $"sets/{set}/nodes/{field}", new { code = "1", name = "Chỉ đạo", maxPoints = 5 });
        await district.RefusedAsync(Fixed, HttpMethod.Delete, $"sets/{set}/nodes/{field}");
        await district.RefusedAsync(Fixed, HttpMethod.Delete, $"sets/{set}/nodes/{plan}");
        await district.RefusedAsync(Fixed, HttpMethod.Post, $"sets/{set}/nodes/{plan}/moves", new { to = "down" });
        await district.RefusedAsync(Fixed, HttpMethod.Post, $"sets/{set}/nodes", new { name = "Lĩnh vực riêng" });

        // What may be adapted: the documents of the fixed leaf, the other leaf split in two, which still makes 4 points.
        await district.DoAsync(HttpMethod.Put, $"sets/{set}/nodes/{plan}", new { code = "1.1", name = "Kế hoạch", maxPoints = 2, leaf = SetApi.Leaf(requiredEvidence: "Kế hoạch đã ký") });
        await district.DoAsync(HttpMethod.Put, $"sets/{set}/nodes/{report}", new { code = "1.2", name = "Báo cáo quý", maxPoints = 1.5m, leaf = SetApi.Leaf() });
        var short1 = await district.RefusedAsync("criteria-set.unsound", HttpMethod.Post, $"sets/{set}/publication");
        Assert.Equal("Mã 1: bộ khung quy định 4 điểm, các tiêu chí con cộng lại 3,5; thêm 0,5 điểm ở các tiêu chí con.", short1.GetProperty("details")[0].GetString());
        var added = (await district.DoAsync(HttpMethod.Post, $"sets/{set}/nodes", new { parentId = field, name = "Hội nghị" })).GetProperty("selectedId").GetGuid();
        await district.DoAsync(HttpMethod.Put, $"sets/{set}/nodes/{added}", new { code = "1.3", name = "Hội nghị", maxPoints = 0.5m, leaf = SetApi.Leaf() });

        var derived = (await _province.DoAsync(HttpMethod.Get, $"sets/{framework}/derived")).GetProperty("items")[0];
        Assert.Equal(("Huyện An Dương", "draft"), (derived.GetProperty("ownerName").GetString(), derived.GetProperty("status").GetString()));
        Assert.Equal(
            ["1.1 evidence", "1.2 renamed", "1.2 points", "1.3 added"],
            derived.GetProperty("deviations").EnumerateArray().Select(x => $"{x.GetProperty("nodeCode").GetString()} {x.GetProperty("kind").GetString()}"));
        Assert.Equal(HttpStatusCode.NotFound, (await district.SendAsync(HttpMethod.Get, $"sets/{framework}/derived")).Status);
        await district.PublishAsync(set);
    }

    [Fact]
    public async Task A_district_neither_sees_nor_writes_the_sets_of_another()
    {
        var (unit, other) = (await SetApi.UnitAsync(criteria, "Huyện Một"), await SetApi.UnitAsync(criteria, "Huyện Hai"));
        var (one, two) = (new SetApi(criteria.Client(Roles.HomeAffairs, unit)), new SetApi(criteria.Client(Roles.HomeAffairs, other)));
        var draft = (await one.DoAsync(HttpMethod.Post, "sets/blank", new { code = "huyen-mot", name = "Bộ huyện Một", year = 2025, ownerUnitId = unit })).GetProperty("id").GetGuid();
        var provinces = await _province.CreateAsync("cua-tinh", Small);

        Assert.Equal(HttpStatusCode.NotFound, (await two.SendAsync(HttpMethod.Get, $"sets/{draft}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await two.SendAsync(HttpMethod.Post, $"sets/{draft}/nodes", new { name = "X" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await two.SendAsync(HttpMethod.Delete, $"sets/{provinces}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await two.SendAsync(HttpMethod.Get, $"sets/{provinces}")).Status);
        Assert.Equal(0, (await two.DoAsync(HttpMethod.Get, "sets?search=HUYEN+mot")).GetProperty("total").GetInt32());
        var found = (await one.DoAsync(HttpMethod.Get, "sets?search=HUYEN+mot")).GetProperty("items")[0];
        Assert.Equal(("Huyện Một", true), (found.GetProperty("ownerName").GetString(), found.GetProperty("canEdit").GetBoolean()));
        await two.RefusedAsync("criteria-set.owner-foreign", HttpMethod.Post, "sets/blank", new { code = "gia", name = "X", year = 2025, ownerUnitId = unit });
    }
}
