using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Assessment.Data;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Assessment;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Scoring;
using CCHC.Testing;

namespace CCHC.Assessment.Tests;

public sealed class SelfAssessmentTests(ServiceHost<AssessmentDbContext> assessment) : IClassFixture<ServiceHost<AssessmentDbContext>>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_unit_gets_its_sheet_when_the_campaign_opens()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);

        var sheet = await SheetAsync(officer, year);

        Assert.Equal("draft", sheet.GetProperty("status").GetString());
        Assert.Equal(4, sheet.GetProperty("leafCount").GetInt32());
        var survey = Leaf(sheet, "2.3");
        Assert.Equal(JsonValueKind.Null, survey.GetProperty("data").ValueKind);
    }

    [Fact]
    public async Task Points_follow_at_once_from_the_data_and_are_explained()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);

        // 97 % between 95 and 100: 5 × (97 − 95) / (100 − 95) = 2.
        var saved = await EnterAsync(officer, year, "1.1", new LeafData { Numerator = 97, Denominator = 100 });

        Assert.Equal(2m, saved.GetProperty("points").GetDecimal());
        Assert.Equal(1, saved.GetProperty("filled").GetInt32());
        Assert.Contains(saved.GetProperty("steps").EnumerateArray(), step => step.GetString()!.Contains("97", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Neither_what_was_entered_nor_who_entered_it_stands_in_the_log()
    {
        var year = await OpenAsync();
        var person = Guid.NewGuid();
        using var officer = assessment.Client(Roles.UnitOfficer, year.UnitId, person);
        await EnterAsync(officer, year, "1.1", new LeafData { Numerator = 71.2839m, Denominator = 100 }, evidence: "giải trình của đơn vị");
        using (var refused = await officer.PutAsJsonAsync(await PathAsync(officer, year, "/entries/1.1"), new { data = new { numerator = "bảy mươi mốt", denominator = 100 } }, Cancelled))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        var log = string.Concat(assessment.Log.Entries);
        Assert.Contains($"input_validation_fail of {person} from 127.0.0.1: PUT /api/assessment/self-assessments/{{id", log, StringComparison.Ordinal);
        Assert.All(
            (string[])["71.2839", "71,2839", "giải trình của", "bảy mươi mốt", "Người dùng thử", $"user-{person}"], secret => Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Points_sent_along_by_the_browser_are_not_believed()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);
        using var json = new StringContent("""{"data":{"numerator":96,"denominator":100,"points":5},"points":5}""", Encoding.UTF8, "application/json");

        using var response = await officer.PutAsync(await PathAsync(officer, year, "/entries/1.1"), json, Cancelled);

        // 5 × (96 − 95) / 5 = 1.
        Assert.Equal(1m, (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("points").GetDecimal());
    }

    [Fact]
    public async Task A_denominator_of_zero_takes_the_criterion_out_of_the_maximum()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);

        var saved = await EnterAsync(officer, year, "1.1", new LeafData { Numerator = 0, Denominator = 0 });

        Assert.Equal("notApplicable", saved.GetProperty("status").GetString());
        Assert.Equal(5m, saved.GetProperty("totalMax").GetDecimal()); // 10 answered by the unit − 5 of this leaf
    }

    [Theory]
    [InlineData("""{"data":{"numerator":-1,"denominator":100}}""", HttpStatusCode.Conflict)]
    [InlineData("""{"data":{"numerator":99999999999999999999,"denominator":100}}""", HttpStatusCode.Conflict)]
    [InlineData("""{"data":{"numerator":"chín","denominator":100}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"data":""", HttpStatusCode.BadRequest)]
    [InlineData("""{"evidence":"12/BC"}""", HttpStatusCode.BadRequest)]
    public async Task Wrong_data_are_refused_and_the_stored_value_stays(string json, HttpStatusCode expected)
    {
        var year = await OpenAsync();
        using var officer = Officer(year);
        await EnterAsync(officer, year, "1.1", new LeafData { Numerator = 97, Denominator = 100 });
        using var content = new StringContent(json, Encoding.UTF8, "application/json");

        using var response = await officer.PutAsync(await PathAsync(officer, year, "/entries/1.1"), content, Cancelled);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(2m, Leaf(await SheetAsync(officer, year), "1.1").GetProperty("points").GetDecimal());
    }

    [Fact]
    public async Task A_criterion_that_is_not_in_the_set_or_not_the_units_is_not_found()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);

        foreach (var code in new[] { "9.9", "1", "2.3" })
        {
            using var response = await officer.PutAsJsonAsync(await PathAsync(officer, year, $"/entries/{code}"), new { data = new { yes = true } }, Cancelled);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task Another_units_sheet_is_not_found()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);
        using var stranger = assessment.Client(Roles.UnitOfficer, Guid.NewGuid());
        using var strangersHead = assessment.Client(Roles.UnitHead, Guid.NewGuid());
        var path = await PathAsync(officer, year);

        using var read = await stranger.GetAsync(path, Cancelled);
        using var write = await stranger.PutAsJsonAsync(path + "/entries/1.1", new { data = new { numerator = 1, denominator = 1 } }, Cancelled);
        using var submit = await strangersHead.PostAsync(path + "/submission", null, Cancelled);

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound], [read.StatusCode, write.StatusCode, submit.StatusCode]);
    }

    [Fact]
    public async Task An_incomplete_sheet_is_not_submitted_and_says_what_is_missing()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);
        using var head = Head(year);
        await EnterAsync(officer, year, "1.1", new LeafData { Numerator = 97, Denominator = 100 }, evidence: null);

        using var response = await head.PostAsync(await PathAsync(officer, year, "/submission"), null, Cancelled);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal("self-assessment.incomplete", problem.GetProperty("code").GetString());
        Assert.Equal(
            [
                "Tiêu chí 1.1 chưa có tài liệu kiểm chứng. Đính kèm tài liệu, hoặc ghi số, ký hiệu tài liệu, hoặc giải trình vì sao không có.",
                "Tiêu chí 1.2 chưa nhập số liệu.",
                "Tiêu chí 2.1 chưa nhập số liệu.",
                "Tiêu chí 2.2 chưa nhập số liệu.",
            ],
            problem.GetProperty("details").EnumerateArray().Select(line => line.GetString()!));
    }

    [Fact]
    public async Task The_officer_hands_over_the_head_returns_and_at_last_submits()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);
        using var head = Head(year);
        await FillAsync(officer, year);

        await PostAsync(officer, year, "/hand-over", HttpStatusCode.OK);
        using (var locked = await officer.PutAsJsonAsync(await PathAsync(officer, year, "/entries/1.2"), new { data = new { yes = false } }, Cancelled))
        {
            Assert.Equal(HttpStatusCode.Conflict, locked.StatusCode);
        }

        using (var returned = await head.PostAsJsonAsync(await PathAsync(head, year, "/return"), new { remarks = "Bổ sung số văn bản ở 1.2" }, Cancelled))
        {
            Assert.Equal(HttpStatusCode.OK, returned.StatusCode);
        }

        Assert.Equal("Bổ sung số văn bản ở 1.2", (await SheetAsync(officer, year)).GetProperty("remarks").GetString());
        await PostAsync(officer, year, "/hand-over", HttpStatusCode.OK);
        await PostAsync(head, year, "/submission", HttpStatusCode.OK);

        // 1.1: 5 × (97 − 95)/5 = 2; 1.2: yes = 1; 2.1: 2 − 0.25 = 1.75; 2.2: 80 % of 2 = 1.6.
        var submitted = await assessment.Published<SelfAssessmentSubmitted>(x => x.UnitId == year.UnitId);
        Assert.Equal(2m + 1m + 1.75m + 1.6m, submitted.Leaves.Sum(leaf => leaf.Points));
        Assert.Equal((1, 1), (submitted.Round, submitted.Revision));
        await PostAsync(head, year, "/submission", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task The_officer_cannot_submit_in_place_of_the_head()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);
        await FillAsync(officer, year);

        await PostAsync(officer, year, "/submission", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nothing_is_entered_while_the_council_appraises()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);
        await assessment.Deliver(year.Phase(CampaignPhase.Appraisal, round: 1, revision: 2));

        using var response = await officer.PutAsJsonAsync(await PathAsync(officer, year, "/entries/1.2"), new { data = new { yes = true } }, Cancelled);

        Assert.Equal("campaign.phase-closed", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_second_round_opens_the_sheet_again_beside_the_councils_points()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);
        using var head = Head(year);
        await FillAsync(officer, year);
        await PostAsync(head, year, "/submission", HttpStatusCode.OK);
        await assessment.Deliver(new AppraisalCompleted
        {
            CaseId = Guid.NewGuid(), CampaignId = year.CampaignId, UnitId = year.UnitId, Round = 1, Revision = 3, CompletedAt = DateTimeOffset.UtcNow,
            Leaves = [new AppraisedLeaf { LeafCode = "1.2", Points = 0, Applicable = true, Reason = "Kế hoạch ban hành trễ" }],
        });
        await assessment.Deliver(year.Phase(CampaignPhase.SelfAssessment, round: 2, revision: 3));

        var sheet = await SheetAsync(officer, year);

        Assert.Equal(("draft", 2), (sheet.GetProperty("status").GetString(), sheet.GetProperty("round").GetInt32()));
        Assert.Equal("Kế hoạch ban hành trễ", Leaf(sheet, "1.2").GetProperty("appraised").GetProperty("reason").GetString());
        await PostAsync(head, year, "/submission", HttpStatusCode.OK);
        Assert.Equal(2, (await assessment.Published<SelfAssessmentSubmitted>(x => x.UnitId == year.UnitId && x.Round == 2)).Revision);
    }

    [Fact]
    public async Task A_late_copy_of_an_earlier_phase_changes_nothing()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);
        await assessment.Deliver(year.Phase(CampaignPhase.SelfAssessment, round: 2, revision: 3));
        await assessment.Deliver(year.Phase(CampaignPhase.Appraisal, round: 1, revision: 2));

        var sheet = await SheetAsync(officer, year);

        Assert.True(sheet.GetProperty("phaseOpen").GetBoolean());
        Assert.Equal(2, sheet.GetProperty("round").GetInt32());
    }

    [Fact]
    public async Task Who_writes_over_a_version_he_has_not_seen_is_told()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);
        var first = await EnterAsync(officer, year, "1.1", new LeafData { Numerator = 97, Denominator = 100 });
        await EnterAsync(officer, year, "1.1", new LeafData { Numerator = 98, Denominator = 100 });

        using var request = new HttpRequestMessage(HttpMethod.Put, await PathAsync(officer, year, "/entries/1.1"))
        {
            Content = JsonContent.Create(new { data = new { numerator = 99, denominator = 100 } }),
        };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{first.GetProperty("version").GetUInt32()}\"");
        using var response = await officer.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
        Assert.Equal(98m, Leaf(await SheetAsync(officer, year), "1.1").GetProperty("data").GetProperty("numerator").GetDecimal());
    }

    [Fact]
    public async Task A_leaf_tells_colleagues_who_changed_it_last_and_when()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);
        Assert.Equal(JsonValueKind.Null, Leaf(await SheetAsync(officer, year), "1.1").GetProperty("enteredByName").ValueKind);
        var before = DateTimeOffset.UtcNow;

        await EnterAsync(officer, year, "1.1", new LeafData { Numerator = 97, Denominator = 100 });

        var leaf = Leaf(await SheetAsync(officer, year), "1.1");
        Assert.Equal("Người dùng thử", leaf.GetProperty("enteredByName").GetString());
        Assert.InRange(leaf.GetProperty("enteredAt").GetDateTimeOffset(), before.AddSeconds(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_claim_of_not_applicable_needs_a_leaf_that_allows_it_and_a_reason()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);
        using var head = Head(year);

        using (var refused = await officer.PutAsJsonAsync(await PathAsync(officer, year, "/entries/1.2"), new { data = new { notApplicable = true } }, Cancelled))
        {
            Assert.Equal("leaf.not-applicable-refused", (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("code").GetString());
        }

        await FillAsync(officer, year);
        await EnterAsync(officer, year, "2.2", new LeafData { NotApplicable = true });
        using var response = await head.PostAsync(await PathAsync(officer, year, "/submission"), null, Cancelled);
        Assert.Contains("chưa giải trình lý do", (await response.Content.ReadAsStringAsync(Cancelled)).Normalize(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_affairs_sees_who_is_where()
    {
        var year = await OpenAsync();
        using var officer = Officer(year);
        using var homeAffairs = assessment.Client(Roles.HomeAffairs);
        await EnterAsync(officer, year, "1.2", new LeafData { Yes = true });

        var progress = await homeAffairs.GetFromJsonAsync<JsonElement>($"/api/assessment/campaigns/{year.CampaignId}/progress", Cancelled);

        var unit = Assert.Single(progress.GetProperty("items").EnumerateArray());
        Assert.Equal((1, 4, 1m), (unit.GetProperty("filled").GetInt32(), unit.GetProperty("leafCount").GetInt32(), unit.GetProperty("selfPoints").GetDecimal()));
    }

    private async Task<SmallYear> OpenAsync()
    {
        var year = new SmallYear();
        await assessment.Deliver(year.Phase(CampaignPhase.SelfAssessment, round: 1, revision: 1));
        return year;
    }

    private HttpClient Officer(SmallYear year) => assessment.Client(Roles.UnitOfficer, year.UnitId);

    private HttpClient Head(SmallYear year) => assessment.Client(Roles.UnitHead, year.UnitId);

    private static async Task<string> PathAsync(HttpClient client, SmallYear year, string rest = "")
    {
        var list = await client.GetFromJsonAsync<JsonElement>($"/api/assessment/self-assessments?campaignId={year.CampaignId}", Cancelled);
        return $"/api/assessment/self-assessments/{Assert.Single(list.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid()}{rest}";
    }

    private static async Task<JsonElement> SheetAsync(HttpClient client, SmallYear year) =>
        await client.GetFromJsonAsync<JsonElement>(await PathAsync(client, year), Cancelled);

    private static JsonElement Leaf(JsonElement sheet, string code) =>
        sheet.GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("code").GetString() == code).GetProperty("leaf");

    private static async Task<JsonElement> EnterAsync(HttpClient officer, SmallYear year, string code, LeafData data, string? evidence = "12/BC-SNV")
    {
        using var response = await officer.PutAsJsonAsync(await PathAsync(officer, year, $"/entries/{code}"), new { data, evidence }, ScoringJson.Options, Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
    }

    private static async Task FillAsync(HttpClient officer, SmallYear year)
    {
        await EnterAsync(officer, year, "1.1", new LeafData { Numerator = 97, Denominator = 100 });
        await EnterAsync(officer, year, "1.2", new LeafData { Yes = true });
        await EnterAsync(officer, year, "2.1", new LeafData { Violations = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["tre"] = 1 } });
        await EnterAsync(officer, year, "2.2", new LeafData { Numerator = 8, Denominator = 10 });
    }

    private static async Task PostAsync(HttpClient client, SmallYear year, string action, HttpStatusCode expected)
    {
        using var response = await client.PostAsync(await PathAsync(client, year, action), null, Cancelled);
        Assert.Equal(expected, response.StatusCode);
    }
}
