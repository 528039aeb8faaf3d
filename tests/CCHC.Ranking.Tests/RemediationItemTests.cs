using System.Net;
using System.Text.Json;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

public sealed class RemediationItemTests(RemediationHost ranking) : IClassFixture<RemediationHost>
{
    [Fact]
    public async Task While_the_plan_is_a_draft_the_ward_proposes_its_measures_and_home_affairs_decides_the_rest()
    {
        var city = await City.Planned(ranking);
        var path = await city.ItemPath(7, "1.1");
        using var ward = city.OfWard(7);
        using var proposed = await City.Put(ward, path + "/measure", new { measure = "  Ban hành kế hoạch kiểm tra trong quý I ", coOrdinators = new[] { "Phòng Nội vụ", " " }, dueOn = "2025-03-31" });
        var item = await proposed.Body();
        Assert.Equal(("Ban hành kế hoạch kiểm tra trong quý I", "2025-03-31", 2), (item.Text("measure"), item.Text("dueOn"), item.Whole("revision")));
        Assert.Equal(["Phòng Nội vụ"], item.GetProperty("coOrdinators").EnumerateArray().Select(name => name.GetString()));

        using var stranger = city.OfWard(3);
        using var refused = await City.Put(stranger, path + "/measure", new { measure = "Việc của người khác" });
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        using var alone = await City.Put(ward, path, new { targetPoints = 45 });
        Assert.Equal(HttpStatusCode.Forbidden, alone.StatusCode);
        using var empty = await City.Put(ward, path + "/measure", new { measure = " " });
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        using var longer = await City.Put(ward, path + "/measure", new { measure = "Ban hành", coOrdinators = new[] { new string('a', 301) } });
        Assert.Equal("Tên cơ quan phối hợp dài tối đa 300 ký tự.", (await longer.Body()).GetProperty("errors").GetProperty("coOrdinators")[0].GetString());
        using var early = await City.Post(ward, path + "/reports", new { percent = 10, text = "Đang làm" });
        Assert.Equal("remediation-plan.draft", (await early.Body()).Text("code"));

        using var homeAffairs = ranking.Client(Roles.HomeAffairs, city.Owner);
        using var stale = await City.Put(homeAffairs, path, new { revision = 1, targetPoints = 45 });
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        using var edited = await City.Put(homeAffairs, path, new { revision = 2, targetPoints = 45, lead = new { name = "Phòng Văn hóa" } });
        var changed = await edited.Body();
        Assert.Equal((45m, "Phòng Văn hóa", false, "Ban hành kế hoạch kiểm tra trong quý I"), (changed.Number("targetPoints"), changed.Text("leadName"), changed.GetProperty("leadKnown").GetBoolean(), changed.Text("measure")));
    }

    [Theory]
    [InlineData("dueOn", "2025-02-02", null, "Thời hạn phải từ hôm nay đến 31/12/2025, ngày kết thúc kế hoạch.")]
    [InlineData("dueOn", "2026-01-01", null, "Thời hạn phải từ hôm nay đến 31/12/2025, ngày kết thúc kế hoạch.")]
    [InlineData("targetPoints", null, 39.5, "Điểm mục tiêu của tiêu chí 1.1 ở Đơn vị 8 phải từ 40,00 đến 50,00.")]
    [InlineData("targetPoints", null, 50.5, "Điểm mục tiêu của tiêu chí 1.1 ở Đơn vị 8 phải từ 40,00 đến 50,00.")]
    public async Task Dates_stay_within_the_plan_and_targets_between_the_points_and_the_maximum(string field, string? dueOn, double? targetPoints, string message)
    {
        var city = await City.Planned(ranking);
        using var homeAffairs = ranking.Client(Roles.HomeAffairs, city.Owner);
        using var refused = await City.Put(homeAffairs, await city.ItemPath(7, "1.1"), new { dueOn, targetPoints });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(message, (await refused.Body()).GetProperty("errors").GetProperty(field)[0].GetString());
    }

    [Fact]
    public async Task Many_items_are_edited_at_once_by_criterion_by_unit_or_one_by_one()
    {
        var city = await City.Planned(ranking);
        var office = city.Campaign.Units[0];
        using var byCriterion = await city.Post($"/{city.PlanId}/items/edits", new { criterion = "1.2.1", lead = new { code = office.Code, name = office.Name }, dueOn = "2025-05-31" });
        Assert.Equal(6, (await byCriterion.Body()).Whole("items"));

        // The lead's people find the items now.
        Assert.Equal(6, (await City.Get(city.OfWard(0), "/items")).Whole("total"));

        var chosen = (await city.Get($"/{city.PlanId}/items?criterion=2.2")).Items().Take(2).Select(item => item.GetProperty("id").GetGuid()).ToArray();
        using var byIds = await city.Post($"/{city.PlanId}/items/edits", new { ids = chosen, measure = "Khảo sát lại" });
        Assert.Equal(2, (await byIds.Body()).Whole("changed"));
        using var foreign = await city.Post($"/{city.PlanId}/items/edits", new { ids = new[] { Guid.NewGuid() }, measure = "Khảo sát lại" });
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        using var nothing = await city.Post($"/{city.PlanId}/items/edits", new { criterion = "1.1" });
        Assert.True((await nothing.Body()).GetProperty("errors").TryGetProperty("measure", out _));
        using var everything = await city.Post($"/{city.PlanId}/items/edits", new { measure = "Khảo sát lại" });
        Assert.True((await everything.Body()).GetProperty("errors").TryGetProperty("ids", out _));
    }

    [Fact]
    public async Task After_approval_home_affairs_changes_with_a_reason_that_is_kept()
    {
        var city = await City.Approved(ranking);
        var path = await city.ItemPath(7, "1.1");
        using var homeAffairs = ranking.Client(Roles.HomeAffairs, city.Owner);
        using var silent = await City.Put(homeAffairs, path, new { dueOn = "2025-09-30" });
        var problem = await silent.Body();
        Assert.Equal(("remediation-item.reason-missing", "reason"), (problem.Text("code"), problem.Text("field")));

        using var moved = await City.Put(homeAffairs, path, new { dueOn = "2025-09-30", reason = "Chờ hướng dẫn của tỉnh" });
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        var entry = Assert.Single((await City.Get(homeAffairs, path)).GetProperty("history").EnumerateArray());
        Assert.Equal(("change", "Chờ hướng dẫn của tỉnh", "Người dùng thử"), (entry.Text("kind"), entry.Text("text"), entry.Text("by")));
        Assert.Equal(["Thời hạn: 30/06/2025 → 30/09/2025"], entry.GetProperty("changes").EnumerateArray().Select(change => change.GetString()));

        using var late = await City.Put(city.OfWard(7), path + "/measure", new { measure = "Đổi sau khi duyệt" });
        Assert.Equal("remediation-plan.approved", (await late.Body()).Text("code"));
    }

    [Fact]
    public async Task Every_report_is_kept_and_what_is_reported_done_is_confirmed_or_given_back()
    {
        var city = await City.Approved(ranking);
        var path = await city.ItemPath(7, "1.1");
        using var ward = city.OfWard(7, Roles.UnitHead);
        using var homeAffairs = ranking.Client(Roles.HomeAffairs, city.Owner);
        using var started = await City.Post(ward, path + "/reports", new { percent = 40, expectedPoints = 44, text = "Đã trình dự thảo kế hoạch" });
        var first = await started.Body();
        Assert.Equal(("inProgress", 40), (first.Text("state"), first.Whole("percent")));

        using var unproven = await City.Post(ward, path + "/reports", new { state = "done", text = "Đã ban hành" });
        var problem = await unproven.Body();
        Assert.Equal(("remediation-item.evidence-missing", "evidence"), (problem.Text("code"), problem.Text("field")));
        using var soon = await City.Post(homeAffairs, path + "/confirmation", new { });
        Assert.Equal("remediation-item.not-done", (await soon.Body()).Text("code"));

        using var done = await City.Post(ward, path + "/reports", new { state = "done", expectedPoints = 50, text = "Đã ban hành", evidence = "12/KH-UBND ngày 05/03/2025" });
        var finished = await done.Body();
        Assert.Equal(("done", 100), (finished.Text("state"), finished.Whole("percent")));
        using var forbidden = await City.Post(ward, path + "/confirmation", new { });
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        using var given = await City.Post(homeAffairs, path + "/return", new { reason = "Kế hoạch chưa có phần kiểm tra" });
        var returned = await given.Body();
        Assert.Equal(("inProgress", 99, null), (returned.Text("state"), returned.Whole("percent"), returned.Number("expectedPoints")));

        using var again = await City.Post(ward, path + "/reports", new { percent = 100, text = "Đã bổ sung phần kiểm tra", evidence = "18/KH-UBND" });
        using var confirmed = await City.Post(homeAffairs, path + "/confirmation", new { note = "Đạt" });
        Assert.Equal("confirmed", (await confirmed.Body()).Text("state"));
        using var closed = await City.Post(ward, path + "/reports", new { percent = 10, text = "Mở lại" });
        Assert.Equal("remediation-item.confirmed", (await closed.Body()).Text("code"));

        Assert.Equal(
            ["confirmation Đạt", "report Đã bổ sung phần kiểm tra", "return Kế hoạch chưa có phần kiểm tra", "report Đã ban hành", "report Đã trình dự thảo kế hoạch"],
            (await City.Get(ward, path)).GetProperty("history").EnumerateArray().Select(entry => $"{entry.Text("kind")} {entry.Text("text")}"));
    }

    [Theory]
    [InlineData("""{"text":"Đang làm"}""", "state")]
    [InlineData("""{"text":"Đang làm","state":"notStarted","percent":10}""", "percent")]
    [InlineData("""{"text":"Đang làm","state":"inProgress","percent":100}""", "percent")]
    [InlineData("""{"text":"Đang làm","state":"done","percent":90}""", "percent")]
    [InlineData("""{"text":"Đang làm","state":"confirmed"}""", "state")]
    [InlineData("""{"text":"Đang làm","percent":101}""", "percent")]
    [InlineData("""{"text":" ","percent":10}""", "text")]
    [InlineData("""{"text":"Đang làm","percent":10,"expectedPoints":39}""", "expectedPoints")]
    [InlineData("""{"text":"Đang làm","percent":10,"expectedPoints":50.25}""", "expectedPoints")]
    public async Task A_report_that_contradicts_itself_is_refused_beside_the_field(string body, string field)
    {
        var city = await City.Approved(ranking);
        using var refused = await City.Post(city.OfWard(7), await city.ItemPath(7, "1.1") + "/reports", JsonDocument.Parse(body));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains((await refused.Body()).GetProperty("errors").EnumerateObject(), error => error.Name.Equals(field, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_board_counts_by_unit_and_by_lead_what_is_done_late_lost_and_regained()
    {
        var city = await City.Approved(ranking, dueOn: "2025-02-20");
        using (var report = await City.Post(city.OfWard(7), await city.ItemPath(7, "1.1") + "/reports", new { percent = 100, expectedPoints = 48, text = "Đã ban hành", evidence = "12/KH-UBND" }))
        {
            Assert.Equal(HttpStatusCode.OK, report.StatusCode);
        }

        using (var report = await City.Post(city.OfWard(7), await city.ItemPath(7, "1.2.1") + "/reports", new { percent = 30, expectedPoints = 15, text = "Đang rà soát" }))
        {
            Assert.Equal(HttpStatusCode.OK, report.StatusCode);
        }

        Assert.Equal("u8|4|2|1|1|0|0|19.5|9", Row((await city.Get($"/{city.PlanId}/board")).GetProperty("units")));
        ranking.Clock.Advance(TimeSpan.FromDays(18)); // 21/02/2025
        try
        {
            var board = await city.Get($"/{city.PlanId}/board");
            Assert.Equal("u8|4|2|1|1|0|3|19.5|9", Row(board.GetProperty("units")));
            Assert.Equal(Row(board.GetProperty("units")), Row(board.GetProperty("leads")));
            Assert.Equal((20, 19, 64m, 9m), (board.GetProperty("total").Whole("items"), board.GetProperty("total").Whole("overdue"), board.GetProperty("total").Number("lost"), board.GetProperty("total").Number("regained")));
            Assert.Equal(3, (await city.Get($"/{city.PlanId}/items?unit={city.Campaign.Units[7].Code}&overdue=true")).Whole("total"));
        }
        finally
        {
            ranking.Clock.AdjustTime(ranking.Clock.GetUtcNow().AddDays(-18));
        }

        static string Row(JsonElement rows)
        {
            var row = rows.EnumerateArray().Single(unit => unit.Text("name") == "Đơn vị 8");
            return FormattableString.Invariant(
                $"u8|{row.Whole("items")}|{row.Whole("notStarted")}|{row.Whole("inProgress")}|{row.Whole("done")}|{row.Whole("confirmed")}|{row.Whole("overdue")}|{row.Number("lost"):0.##}|{row.Number("regained"):0.##}");
        }
    }

    [Fact]
    public async Task What_is_due_within_14_days_or_late_is_brought_to_mind_of_the_lead_and_of_home_affairs()
    {
        var city = await City.Approved(ranking, dueOn: "2025-02-17"); // in 14 days
        var path = await city.ItemPath(7, "2.2");
        using var homeAffairs = ranking.Client(Roles.HomeAffairs, city.Owner);
        using (var later = await City.Put(homeAffairs, path, new { dueOn = "2025-02-18", reason = "Chờ số liệu" }))
        {
            Assert.Equal(HttpStatusCode.OK, later.StatusCode);
        }

        using (var led = await City.Put(homeAffairs, await city.ItemPath(7, "DP"), new { lead = new { code = city.Campaign.Units[0].Code, name = "Đơn vị 1" }, reason = "Văn phòng theo dõi" }))
        {
            Assert.Equal(HttpStatusCode.OK, led.StatusCode);
        }

        var ward = await City.Get(city.OfWard(7), "/reminders");
        Assert.Equal((2, 0, 0), (ward.Whole("total"), ward.Whole("overdue"), ward.Whole("waiting")));
        Assert.Equal(["1.1", "1.2.1"], ward.Items().Select(item => item.Text("criterionCode")).Order(StringComparer.Ordinal));
        Assert.Equal("DP", Assert.Single((await City.Get(city.OfWard(0), "/reminders")).Items()).Text("criterionCode"));

        using (var report = await City.Post(city.OfWard(7), await city.ItemPath(7, "1.1") + "/reports", new { percent = 100, text = "Xong", evidence = "12/KH-UBND" }))
        {
            Assert.Equal(HttpStatusCode.OK, report.StatusCode);
        }

        // 20 items: one is due later, one is done.
        var all = await City.Get(homeAffairs, "/reminders");
        Assert.Equal((18, 0, 1, 10), (all.Whole("total"), all.Whole("overdue"), all.Whole("waiting"), all.Items().Count()));
        Assert.Equal(0, (await City.Get(ranking.Client(Roles.HomeAffairs, Guid.NewGuid()), "/reminders")).Whole("total"));
    }

    [Fact]
    public async Task When_its_year_is_over_the_plan_is_closed_and_only_to_be_read()
    {
        var city = await City.Approved(ranking);
        var path = await city.ItemPath(7, "1.1");
        var before = ranking.Clock.GetUtcNow();
        ranking.Clock.SetUtcNow(new DateTimeOffset(2025, 12, 31, 17, 30, 0, TimeSpan.Zero)); // half past midnight in Việt Nam
        try
        {
            Assert.Equal("closed", (await city.Get($"/{city.PlanId}")).Text("state"));
            using var report = await City.Post(city.OfWard(7), path + "/reports", new { percent = 10, text = "Muộn" });
            Assert.Equal("remediation-plan.closed", (await report.Body()).Text("code"));
            using var edit = await City.Put(ranking.Client(Roles.HomeAffairs, city.Owner), path, new { measure = "Muộn", reason = "Muộn" });
            Assert.Equal("remediation-plan.closed", (await edit.Body()).Text("code"));
            Assert.Equal(0, (await City.Get(city.OfWard(7), "/reminders")).Whole("total"));
        }
        finally
        {
            ranking.Clock.AdjustTime(before);
        }
    }

    [Fact]
    public async Task Next_years_sheet_is_told_what_was_planned_and_done_by_criterion_also_of_a_ward_that_lives_on_in_another()
    {
        var city = await City.Approved(ranking);
        using (var report = await City.Post(city.OfWard(7), await city.ItemPath(7, "1.1") + "/reports", new { percent = 60, text = "Đã trình dự thảo" }))
        {
            Assert.Equal(HttpStatusCode.OK, report.StatusCode);
        }

        var query = $"?year=2024&campaign={city.Campaign.Code}";
        var told = await City.Get(city.OfWard(7), $"/for-unit/{city.Campaign.Units[7].Code}" + query);
        var item = told.Items().First();
        Assert.Equal(
            ("1.1", "Tiêu chí 1.1", "Ban hành kế hoạch đúng hạn", "2025-06-30", "inProgress", 60, "Đã trình dự thảo"),
            (item.Text("criterionCode"), item.Text("criterionName"), item.Text("measure"), item.Text("dueOn"), item.Text("state"), item.Whole("percent"), item.Text("lastReport")));

        // A new ward was made of the seventh and the eighth.
        var next = new TestCampaign(1, year: 2025);
        var merged = next.Opened(CampaignPhase.SelfAssessment);
        var unit = next.Units[0] with
        {
            Code = "phuong-moi-" + city.Campaign.Units[7].Code,
            Predecessors = [.. city.Campaign.Units.Skip(6).Select(old => new UnitPredecessor { UnitId = old.UnitId, Code = old.Code, Name = old.Name })],
        };
        using var successor = ranking.Client(Roles.UnitOfficer, unit.UnitId);
        await ranking.Deliver(merged with { Groups = [merged.Groups[0] with { Units = [unit] }] });
        Assert.Equal(4, (await City.Get(successor, $"/for-unit/{city.Campaign.Units[7].Code}" + query)).Items().Count());
        Assert.Equal(HttpStatusCode.NotFound, await City.Status(successor, $"/for-unit/{city.Campaign.Units[4].Code}" + query));
        using var appraiser = ranking.Client(Roles.Appraiser, city.Owner);
        Assert.Equal(HttpStatusCode.OK, await City.Status(appraiser, $"/for-unit/{city.Campaign.Units[4].Code}" + query));
        Assert.Equal(HttpStatusCode.NotFound, await City.Status(city.OfWard(7), $"/for-unit/{city.Campaign.Units[7].Code}?year=2023"));
    }

    [Fact]
    public async Task A_draft_is_told_to_no_sheet()
    {
        var city = await City.Planned(ranking);
        Assert.Equal(HttpStatusCode.NotFound, await City.Status(city.OfWard(7), $"/for-unit/{city.Campaign.Units[7].Code}?year=2024&campaign={city.Campaign.Code}"));
    }
}
