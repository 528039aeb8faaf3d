using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Assessment;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Scoring;
using CCHC.Testing;
using Npgsql;

namespace CCHC.Assessment.Tests;

public sealed class OwnedCampaignTests(ServiceHost<AssessmentDbContext> assessment) : IClassFixture<ServiceHost<AssessmentDbContext>>
{
    private readonly SmallYear _year = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_gives_no_sheets_and_the_opening_gives_those_of_the_last_draft()
    {
        await assessment.Deliver(_year.Phase(CampaignPhase.Draft, 0, 1) with { Groups = [] });
        await assessment.Deliver(_year.Phase(CampaignPhase.Draft, 0, 2));
        using var officer = assessment.Client(Roles.UnitOfficer, _year.UnitId);
        Assert.Empty((await ListAsync(officer)).GetProperty("items").EnumerateArray());

        await assessment.Deliver(_year.Phase(CampaignPhase.SelfAssessment, 1, 3));

        Assert.Single((await ListAsync(officer)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_districts_home_affairs_sees_its_own_campaign_and_not_another_districts()
    {
        var district = Guid.NewGuid();
        await assessment.Deliver(_year.Phase(CampaignPhase.SelfAssessment, 1, 1) with { OwnerUnitId = district });
        using var officer = assessment.Client(Roles.UnitOfficer, _year.UnitId);
        using var own = assessment.Client(Roles.HomeAffairs, district);
        using var other = assessment.Client(Roles.HomeAffairs, Guid.NewGuid());
        using var province = assessment.Client(Roles.HomeAffairs);
        var sheet = await PathAsync(officer);

        foreach (var path in new[] { sheet, $"/api/assessment/campaigns/{_year.CampaignId}/progress" })
        {
            Assert.Equal(
                [HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.OK],
                [await StatusAsync(own, path), await StatusAsync(other, path), await StatusAsync(province, path)]);
        }
    }

    [Fact]
    public async Task After_the_deadline_the_unit_is_told_when_it_was_and_to_ask_for_an_extension()
    {
        // 10:00 UTC is 17:00 in Vietnam.
        await assessment.Deliver(_year.Phase(CampaignPhase.SelfAssessment, 1, 1) with { ClosesAt = new DateTimeOffset(2024, 3, 31, 10, 0, 0, TimeSpan.Zero) });
        using var officer = assessment.Client(Roles.UnitOfficer, _year.UnitId);

        var problem = await RefusedAsync(await EnterAsync(officer, "1.2"), "campaign.phase-closed");

        Assert.Contains("17:00 ngày 31/03/2024", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("gia hạn", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_extension_that_reopens_makes_a_submitted_sheet_a_draft_once()
    {
        await assessment.Deliver(_year.Phase(CampaignPhase.SelfAssessment, 1, 1));
        using var officer = assessment.Client(Roles.UnitOfficer, _year.UnitId);
        using var head = assessment.Client(Roles.UnitHead, _year.UnitId);
        await FillAsync(officer);
        await PostAsync(head, "/submission", HttpStatusCode.OK);
        PhaseExtension[] extensions =
        [
            new() { Number = 1, Phase = CampaignPhase.SelfAssessment, Round = 1, UnitId = _year.UnitId, Until = DateTimeOffset.UtcNow.AddDays(1), Reopens = true, Reason = "Bổ sung" },
        ];

        await assessment.Deliver(_year.Phase(CampaignPhase.Appraisal, 1, 2) with { Extensions = extensions });
        Assert.Equal("draft", await StatusOfAsync(officer));
        await PostAsync(head, "/submission", HttpStatusCode.OK);
        await assessment.Deliver(_year.Phase(CampaignPhase.Appraisal, 1, 3) with { Extensions = extensions });

        Assert.Equal("submitted", await StatusOfAsync(officer));
        Assert.Equal(2, (await assessment.Published<SelfAssessmentSubmitted>(x => x.UnitId == _year.UnitId && x.Revision == 2)).Revision);
    }

    [Fact]
    public async Task Departments_answer_their_leaves_of_the_provinces_sheet_and_the_collector_submits()
    {
        var (collector, finance) = (Guid.NewGuid(), Guid.NewGuid());
        var opened = _year.Phase(CampaignPhase.SelfAssessment, 1, 1);
        await assessment.Deliver(opened with
        {
            Groups =
            [
                opened.Groups[0] with
                {
                    CollectorUnitId = collector,
                    Responsibilities = [.. new[] { "1.1", "1.2" }.Select(code => new LeafResponsibility { LeafCode = code, UnitId = finance, UnitCode = "STC", UnitName = "Sở Tài chính" })],
                },
            ],
        });
        using var financeOfficer = assessment.Client(Roles.UnitOfficer, finance);
        using var financeHead = assessment.Client(Roles.UnitHead, finance);
        using var collectorOfficer = assessment.Client(Roles.UnitOfficer, collector);
        using var collectorHead = assessment.Client(Roles.UnitHead, collector);

        var mine = Assert.Single((await ListAsync(financeOfficer)).GetProperty("items").EnumerateArray());
        Assert.Equal((2, 0), (mine.GetProperty("myLeaves").GetInt32(), mine.GetProperty("myFilled").GetInt32()));
        await RefusedAsync(await EnterAsync(financeOfficer, "2.1"), "leaf.of-another-unit");
        await RefusedAsync(await EnterAsync(collectorOfficer, "1.1"), "leaf.of-another-unit");
        await RefusedAsync(await financeHead.PostAsync(await PathAsync(financeHead, "/contributions"), null, Cancelled), "contribution.incomplete");

        await OkAsync(await EnterAsync(financeOfficer, "1.1"));
        await OkAsync(await EnterAsync(financeOfficer, "1.2"));
        await PostAsync(financeHead, "/contributions", HttpStatusCode.OK);
        await RefusedAsync(await EnterAsync(financeOfficer, "1.2"), "contribution.delivered");
        using (var returned = await collectorHead.PostAsJsonAsync(await PathAsync(collectorHead, $"/contributions/{finance}/return"), new { remarks = "Bổ sung" }, Cancelled))
        {
            Assert.Equal(HttpStatusCode.OK, returned.StatusCode);
        }

        await OkAsync(await EnterAsync(financeOfficer, "1.2"));
        await PostAsync(financeHead, "/contributions", HttpStatusCode.OK);
        await PostAsync(financeHead, "/submission", HttpStatusCode.NotFound);
        await OkAsync(await EnterAsync(collectorOfficer, "2.1"));
        await OkAsync(await EnterAsync(collectorOfficer, "2.2"));
        var seen = await collectorHead.GetFromJsonAsync<JsonElement>(await PathAsync(collectorHead), Cancelled);
        Assert.NotEqual(JsonValueKind.Null, Assert.Single(seen.GetProperty("contributions").EnumerateArray()).GetProperty("deliveredAt").ValueKind);
        await PostAsync(collectorHead, "/submission", HttpStatusCode.OK);

        Assert.Equal(4, (await assessment.Published<SelfAssessmentSubmitted>(x => x.UnitId == _year.UnitId)).Leaves.Count);
    }

    [Fact]
    public async Task A_practice_sheet_starts_with_made_up_data_is_put_back_to_it_and_wiped_without_a_trace()
    {
        await assessment.Deliver(_year.Phase(CampaignPhase.SelfAssessment, 1, 1) with { Practice = true });
        using var officer = assessment.Client(Roles.UnitOfficer, _year.UnitId);
        using var head = assessment.Client(Roles.UnitHead, _year.UnitId);
        var start = await NodesAsync(officer);
        Assert.Contains(MadeUpData.Note, start, StringComparison.Ordinal);
        await PostAsync(head, "/submission", HttpStatusCode.OK);

        await PostAsync(officer, "/reset", HttpStatusCode.OK);

        Assert.Equal(("draft", start), (await StatusOfAsync(officer), await NodesAsync(officer)));
        Assert.Equal(1, (await assessment.Published<SelfAssessmentReset>(x => x.UnitId == _year.UnitId)).Revision);

        await assessment.Deliver(new CampaignWiped { CampaignId = _year.CampaignId, Code = "thu", WipedAt = DateTimeOffset.UtcNow });
        Assert.Empty(await TracesAsync());

        // What was under way reaches the service after the wipe, even the wipe itself a second time.
        await assessment.Deliver(_year.Phase(CampaignPhase.Appraisal, 1, 9) with { Practice = true });
        await assessment.Deliver(new AppraisalCompleted
        {
            CaseId = Guid.NewGuid(),
            CampaignId = _year.CampaignId,
            UnitId = _year.UnitId,
            Round = 1,
            Revision = 9,
            CompletedAt = DateTimeOffset.UtcNow,
            Leaves = [new AppraisedLeaf { LeafCode = "1.1", Points = 5, Applicable = true }],
        });
        await assessment.Deliver(new CampaignWiped { CampaignId = _year.CampaignId, Code = "thu", WipedAt = DateTimeOffset.UtcNow });
        Assert.Empty(await TracesAsync());
    }

    [Fact]
    public async Task A_real_sheet_is_never_put_back()
    {
        await assessment.Deliver(_year.Phase(CampaignPhase.SelfAssessment, 1, 1));
        using var officer = assessment.Client(Roles.UnitOfficer, _year.UnitId);

        await RefusedAsync(await officer.PostAsync(await PathAsync(officer, "/reset"), null, Cancelled), "self-assessment.not-practice");
    }

    [Fact]
    public void Made_up_data_give_points_by_every_rule_that_a_unit_answers()
    {
        ScoringRule[] rules =
        [
            new YesNoRule(), new ChoiceRule([new("tot", "Tốt", null, 100), new("dat", "Đạt", null, 50)]), new CountRule(0.5m, "sáng kiến"),
            new DeductionRule([new("nang", "Nghiêm trọng", 0, ZeroesLeaf: true), new("tre", "Trễ", 0.25m)]),
            new RatioBandsRule([new(80, true, BandValue.Linear)]), new InterpolationRule(95, 100), new CappedProportionalRule(80),
            new ManualRule(0.25m), new YearOnYearRule([new(100, true, BandValue.Max)]),
        ];
        foreach (var rule in rules)
        {
            for (var i = 0; i < 50; i++)
            {
                Assert.Equal(EvaluationStatus.Scored, Scorer.Evaluate(rule, 2, MadeUpData.For(Guid.NewGuid(), "1.1", rule, 2)).Status);
            }
        }
    }

    private Task<JsonElement> ListAsync(HttpClient client) =>
        client.GetFromJsonAsync<JsonElement>($"/api/assessment/self-assessments?campaignId={_year.CampaignId}", Cancelled)!;

    private async Task<string> PathAsync(HttpClient client, string rest = "") =>
        $"/api/assessment/self-assessments/{Assert.Single((await ListAsync(client)).GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid()}{rest}";

    private async Task<string> StatusOfAsync(HttpClient client) =>
        Assert.Single((await ListAsync(client)).GetProperty("items").EnumerateArray()).GetProperty("status").GetString()!;

    /// <summary>The sheet without the row versions, which grow.</summary>
    private async Task<string> NodesAsync(HttpClient client)
    {
        var sheet = await client.GetFromJsonAsync<JsonElement>(await PathAsync(client), Cancelled);
        return string.Join('\n', sheet.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("leaf")).Where(leaf => leaf.ValueKind != JsonValueKind.Null)
            .Select(leaf => $"{leaf.GetProperty("data").GetRawText()} {leaf.GetProperty("points").GetRawText()} {leaf.GetProperty("evidence")}"));
    }

    private async Task<HttpResponseMessage> EnterAsync(HttpClient client, string code)
    {
        var data = code switch
        {
            "1.2" => new LeafData { Yes = true },
            "2.1" => new LeafData { Violations = new Dictionary<string, decimal>(StringComparer.Ordinal) },
            _ => new LeafData { Numerator = 97, Denominator = 100 },
        };
        return await client.PutAsJsonAsync(await PathAsync(client, $"/entries/{code}"), new { data, evidence = "12/BC" }, ScoringJson.Options, Cancelled);
    }

    private async Task FillAsync(HttpClient officer)
    {
        foreach (var code in new[] { "1.1", "1.2", "2.1", "2.2" })
        {
            await OkAsync(await EnterAsync(officer, code));
        }
    }

    private async Task PostAsync(HttpClient client, string action, HttpStatusCode expected)
    {
        // Who has no part in a sheet does not find it in the list either; everybody here has one.
        using var response = await client.PostAsync(await PathAsync(client, action), null, Cancelled);
        Assert.Equal(expected, response.StatusCode);
    }

    private static async Task OkAsync(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancelled));
        response.Dispose();
    }

    private static async Task<JsonElement> RefusedAsync(HttpResponseMessage response, string code)
    {
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal((HttpStatusCode.Conflict, code), (response.StatusCode, problem.GetProperty("code").GetString()));
        response.Dispose();
        return problem;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, Cancelled);
        return response.StatusCode;
    }

    /// <summary>Tables with a row that names the campaign or its unit, whatever the column; outbox and inbox, whose tombstone is the campaign's id alone, are the bus's own.</summary>
    private async Task<List<string>> TracesAsync()
    {
        await using var database = NpgsqlDataSource.Create(assessment.ConnectionString);
        var tables = new List<string>();
        await using (var command = database.CreateCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('outbox_message', 'outbox_sent', 'inbox_message', 'inbox_tombstone')"))
        await using (var reader = await command.ExecuteReaderAsync(Cancelled))
        {
            while (await reader.ReadAsync(Cancelled))
            {
                tables.Add(reader.GetString(0));
            }
        }

        Assert.Contains("self_assessments", tables);
        var traces = new List<string>();
        foreach (var table in tables)
        {
            await using var command = database.CreateCommand($"SELECT EXISTS (SELECT 1 FROM \"{table}\" AS t WHERE t::text LIKE '%' || $1 || '%' OR t::text LIKE '%' || $2 || '%')");
            command.Parameters.Add(new NpgsqlParameter { Value = _year.CampaignId.ToString() });
            command.Parameters.Add(new NpgsqlParameter { Value = _year.UnitId.ToString() });
            if ((bool)(await command.ExecuteScalarAsync(Cancelled))!)
            {
                traces.Add(table);
            }
        }

        return traces;
    }
}
