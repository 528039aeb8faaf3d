using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CCHC.Appraisal.Tests;

[Collection(OneService.Name)]
public sealed class AppraiseLeafTests(ServiceHost<AppraisalDbContext> service)
{
    [Fact]
    public async Task The_same_decision_sent_again_is_one_decision()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        var body = new { points = 1.5, reason = "Thiếu một báo cáo.", explanationRequest = "Gửi báo cáo quý III." };
        using var first = await scenario.AppraiseAsync(scenario.An, "1.2", body);
        using var again = await scenario.AppraiseAsync(scenario.An, "1.2", body);
        using var other = await scenario.AppraiseAsync(scenario.An, "1.2", new { points = 1.5, reason = "Thiếu hai báo cáo." });

        var revisions = new[] { await Scenario.OkAsync(first), await Scenario.OkAsync(again), await Scenario.OkAsync(other) }.Select(answer => answer.GetProperty("revision").GetInt32()).ToList();
        Assert.Equal([revisions[0], revisions[0], revisions[0] + 1], revisions);
        var caseId = await scenario.CaseIdAsync();
        Assert.Equal(2, await service.Read(db => Task.FromResult(db.Judgements.Count(x => x.CaseId == caseId && x.LeafCode == "1.2"))));
    }

    [Fact]
    public async Task Points_are_computed_from_the_corrected_data_and_published()
    {
        var scenario = await Scenario.InAppraisalAsync(service);

        using var response = await scenario.AppraiseAsync(scenario.Chi, "3.1", new { data = new { numerator = 193, denominator = 200 }, reason = "Một hồ sơ trễ hạn." });

        // 193/200 = 96,5 %; 7 × (96,5 − 95) / 5 = 2,1
        var answer = await Scenario.OkAsync(response);
        Assert.Equal(2.1m, answer.GetProperty("points").GetDecimal());
        Assert.True(answer.GetProperty("applicable").GetBoolean());
        Assert.Contains("96,5", string.Join('\n', answer.GetProperty("steps").EnumerateArray().Select(step => step.GetString())), StringComparison.Ordinal);

        var published = await service.Published<CriterionAppraised>(x => x.CampaignId == scenario.CampaignId);
        Assert.Equal(
            ("3.1", 2.1m, true, "Một hồ sơ trễ hạn.", scenario.UnitId, 1, answer.GetProperty("revision").GetInt32()),
            (published.LeafCode, published.Points, published.Applicable, published.Reason, published.UnitId, published.Round, published.Revision));
        var row = await service.Read(db => db.Judgements.SingleAsync(x => x.CaseId == published.CaseId, Scenario.Cancellation));
        Assert.Equal((2.1m, 193m, scenario.Chi), (row.Points, row.Data!.Numerator!.Value, row.AppraiserId));
    }

    [Fact]
    public async Task A_typed_score_inside_the_data_of_a_computed_rule_is_not_trusted()
    {
        var scenario = await Scenario.InAppraisalAsync(service);

        using var response = await scenario.AppraiseAsync(scenario.An, "1.1", new { data = new { yes = false, points = 1 }, reason = "Ban hành chậm." });

        Assert.Equal(0, (await Scenario.OkAsync(response)).GetProperty("points").GetDecimal());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \n ")]
    public async Task A_result_that_differs_needs_a_reason(string? reason)
    {
        var scenario = await Scenario.InAppraisalAsync(service);

        using var response = await scenario.AppraiseAsync(scenario.Chi, "3.1", new { points = 4.199m, reason });

        await Scenario.RefusedAsync(response, "appraisal.reason-required");
        var caseId = await scenario.CaseIdAsync();
        Assert.False(await service.Read(db => db.Judgements.AnyAsync(x => x.CaseId == caseId, Scenario.Cancellation)));
    }

    [Fact]
    public async Task An_equal_result_needs_no_reason()
    {
        var scenario = await Scenario.InAppraisalAsync(service);

        using var equal = await scenario.AppraiseAsync(scenario.Chi, "3.1", new { points = 4.2m });
        using var agreed = await scenario.AppraiseAsync(scenario.Chi, "3.2", new { });

        Assert.Equal(4.2m, (await Scenario.OkAsync(equal)).GetProperty("points").GetDecimal());
        Assert.False((await Scenario.OkAsync(agreed)).GetProperty("applicable").GetBoolean());
    }

    [Theory]
    [InlineData("4.2001")]
    [InlineData("-0.001")]
    [InlineData("7.001")]
    [InlineData("1e20")]
    public async Task Given_points_lie_within_the_maximum_with_three_decimals(string points)
    {
        var scenario = await Scenario.InAppraisalAsync(service);

        using var response = await scenario.AppraiseAsync(scenario.Chi, "3.1", JsonSerializer.Deserialize<JsonElement>($$"""{"points":{{points}},"reason":"x"}"""));

        await Scenario.RefusedAsync(response, "appraisal.points-invalid");
    }

    [Fact]
    public async Task A_negative_number_is_refused_with_what_is_wrong()
    {
        var scenario = await Scenario.InAppraisalAsync(service);

        using var response = await scenario.AppraiseAsync(scenario.Chi, "3.1", new { data = new { numerator = -5, denominator = 100 }, reason = "x" });

        var problem = await Scenario.RefusedAsync(response, "appraisal.data-invalid");
        Assert.Equal("Tiêu chí 3.1: Tử số không được âm.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Incomplete_data_are_refused_with_what_is_missing()
    {
        var scenario = await Scenario.InAppraisalAsync(service);

        using var response = await scenario.AppraiseAsync(scenario.Chi, "3.1", new { data = new { denominator = 100 }, reason = "x" });

        var problem = await Scenario.RefusedAsync(response, "appraisal.data-invalid");
        Assert.Contains("Chưa nhập tử số", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_denominator_of_0_takes_the_leaf_out_even_where_that_may_not_be_claimed()
    {
        var scenario = await Scenario.InAppraisalAsync(service);

        using var response = await scenario.AppraiseAsync(
            scenario.Chi, "3.1", new { data = new { numerator = 0, denominator = 0 }, reason = "Trong năm không có hồ sơ." });

        var answer = await Scenario.OkAsync(response);
        Assert.Equal((0, false), (answer.GetProperty("points").GetDecimal(), answer.GetProperty("applicable").GetBoolean()));
    }

    [Fact]
    public async Task Not_applicable_is_granted_only_where_the_set_allows_it()
    {
        var scenario = await Scenario.InAppraisalAsync(service);

        using var notAllowed = await scenario.AppraiseAsync(scenario.Chi, "3.1", new { applicable = false, reason = "x" });
        using var disguised = await scenario.AppraiseAsync(scenario.Chi, "3.1", new { data = new { notApplicable = true }, reason = "x" });
        using var consent = await scenario.AppraiseAsync(scenario.Chi, "3.2", new { applicable = false });

        await Scenario.RefusedAsync(notAllowed, "appraisal.not-applicable-not-allowed");
        await Scenario.RefusedAsync(disguised, "appraisal.not-applicable-not-allowed");
        Assert.False((await Scenario.OkAsync(consent)).GetProperty("applicable").GetBoolean());
    }

    [Fact]
    public async Task Refusing_a_claim_of_not_applicable_needs_points_and_a_reason()
    {
        var scenario = await Scenario.InAppraisalAsync(service);

        using var bare = await scenario.AppraiseAsync(scenario.Chi, "3.2", new { applicable = true, reason = "Có phát sinh." });
        using var unreasoned = await scenario.AppraiseAsync(scenario.Chi, "3.2", new { applicable = true, points = 0 });
        using var refusal = await scenario.AppraiseAsync(
            scenario.Chi, "3.2", new { applicable = true, data = new { numerator = 1, denominator = 4 }, reason = "Có 4 hồ sơ trễ, mới xin lỗi 1." });

        await Scenario.RefusedAsync(bare, "appraisal.points-required");
        await Scenario.RefusedAsync(unreasoned, "appraisal.reason-required");
        var answer = await Scenario.OkAsync(refusal); // 4 × 1/4
        Assert.Equal((1m, true), (answer.GetProperty("points").GetDecimal(), answer.GetProperty("applicable").GetBoolean()));
    }

    [Fact]
    public async Task A_leaf_of_anothers_field_or_not_in_the_set_or_surveyed_is_not_found()
    {
        var scenario = await Scenario.InAppraisalAsync(service);

        foreach (var leaf in (string[])["2.1", "9.9", "4.1", "3", "1.1%00"])
        {
            using var response = await scenario.AppraiseAsync(scenario.Chi, leaf, new { points = 1, reason = "x" });
            Assert.True(response.StatusCode is HttpStatusCode.NotFound || leaf.EndsWith('0'), $"{leaf}: {response.StatusCode}");
            Assert.InRange((int)response.StatusCode, 400, 404);
        }
    }

    [Fact]
    public async Task The_case_of_an_appraisers_own_unit_is_not_found()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        var caseId = await scenario.CaseIdAsync();
        using var conflicted = scenario.As(scenario.Chi, unitOf: scenario.UnitId);
        using var elsewhere = scenario.As(scenario.Chi, unitOf: scenario.OtherUnitId);

        using var judged = await conflicted.PutAsJsonAsync($"/api/appraisal/cases/{caseId}/leaves/3.1", new { points = 7, reason = "x" }, Scenario.Cancellation);
        using var completed = await conflicted.PostAsync($"/api/appraisal/cases/{caseId}/completion", content: null, Scenario.Cancellation);
        using var read = await conflicted.GetAsync($"/api/appraisal/cases/{caseId}", Scenario.Cancellation);
        using var allowed = await elsewhere.PutAsJsonAsync($"/api/appraisal/cases/{caseId}/leaves/3.1", new { points = 7, reason = "x" }, Scenario.Cancellation);

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK),
            (judged.StatusCode, completed.StatusCode, read.StatusCode, allowed.StatusCode));
    }

    [Theory]
    [InlineData(CampaignPhase.SelfAssessment, 2)]
    [InlineData(CampaignPhase.Appraisal, 2)]
    [InlineData(CampaignPhase.Council, 2)]
    public async Task Nothing_is_judged_or_completed_outside_the_appraisal_of_the_cases_round(CampaignPhase phase, int round)
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        await service.Deliver(scenario.PhaseOpened(3, phase, round));

        using var judged = await scenario.AppraiseAsync(scenario.Chi, "3.1", new { points = 4.2m });
        using var completed = await scenario.CompleteAsync(scenario.Chi);

        await Scenario.RefusedAsync(judged, "appraisal.phase-closed");
        await Scenario.RefusedAsync(completed, "appraisal.phase-closed");
    }

    [Fact]
    public async Task A_completed_field_is_locked_and_the_others_are_not()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        using var completion = await scenario.CompleteAsync(scenario.Chi);
        Assert.Equal(HttpStatusCode.OK, completion.StatusCode);

        using var locked = await scenario.AppraiseAsync(scenario.Chi, "3.1", new { points = 4.2m });
        using var open = await scenario.AppraiseAsync(scenario.Binh, "2.1", new { points = 2 });

        await Scenario.RefusedAsync(locked, "appraisal.field-completed");
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Theory]
    [InlineData("""{"points":""")]
    [InlineData("""{"points":"nhiều"}""")]
    [InlineData("""{"points":1,"data":{"yes":true}}""")]
    [InlineData("""{"points":1,"applicable":false}""")]
    [InlineData("""{"data":{"notApplicable":true},"applicable":true}""")]
    [InlineData("""{"data":{"yes":true,"choice":"\u0000"},"reason":"x"}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Malformed_or_contradictory_input_is_a_bad_request_with_a_problem(string body)
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        using var client = scenario.As(scenario.An);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await client.PutAsync($"/api/appraisal/cases/{await scenario.CaseIdAsync()}/leaves/1.1", content, Scenario.Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Only_an_appraiser_with_a_token_judges()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        var path = $"/api/appraisal/cases/{await scenario.CaseIdAsync()}/leaves/1.1";
        using var anonymous = service.Anonymous();
        using var homeAffairs = service.Client(Roles.HomeAffairs, userId: scenario.An);

        using var withoutToken = await anonymous.PutAsJsonAsync(path, new { points = 1 }, Scenario.Cancellation);
        using var withoutRole = await homeAffairs.PutAsJsonAsync(path, new { points = 1 }, Scenario.Cancellation);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (withoutToken.StatusCode, withoutRole.StatusCode));
    }

    [Fact]
    public async Task Appraisers_of_different_fields_work_on_one_case_at_once()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        (Guid Appraiser, string Leaf)[] turns = [(scenario.An, "1.1"), (scenario.Binh, "2.1"), (scenario.Chi, "3.1"), (scenario.Chi, "3.2")];

        var responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            scenario.AppraiseAsync(turns[i % 4].Appraiser, turns[i % 4].Leaf, new { points = 0.5m + (i / 4 * 0.001m), reason = "Lần " + i })));

        var revisions = new List<int>();
        foreach (var response in responses)
        {
            revisions.Add((await Scenario.OkAsync(response)).GetProperty("revision").GetInt32());
            response.Dispose();
        }

        Assert.Equal(Enumerable.Range(2, 40), revisions.Order());
        await Eventually.Is(
            () => Task.FromResult(service.Events.Seen<CriterionAppraised>().Where(x => x.Message.CampaignId == scenario.CampaignId).Select(x => x.Message.Revision).Distinct().Count()),
            count => count == 40);
    }

    [Fact]
    public async Task Every_decision_is_kept_and_the_last_one_stands()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        using var first = await scenario.AppraiseAsync(scenario.An, "1.1", new { points = 0.5m, reason = "Chậm 5 ngày." });
        using var second = await scenario.AppraiseAsync(scenario.An, "1.1", new { points = 0.25m, reason = "Chậm 15 ngày." });

        using var client = scenario.As(scenario.An);
        var leaf = Scenario.Leaf(await scenario.GetCaseAsync(client), "1.1");
        var kept = await service.Read(async db =>
        {
            var caseId = await scenario.CaseIdAsync();
            return await db.Judgements.Where(x => x.CaseId == caseId).OrderBy(x => x.Revision).Select(x => x.Reason).ToListAsync(Scenario.Cancellation);
        });

        Assert.Equal("Chậm 15 ngày.", leaf.GetProperty("appraised").GetProperty("reason").GetString());
        Assert.Equal(0.25m, leaf.GetProperty("result").GetProperty("points").GetDecimal());
        Assert.Equal(["Chậm 5 ngày.", "Chậm 15 ngày."], kept);
    }
}
