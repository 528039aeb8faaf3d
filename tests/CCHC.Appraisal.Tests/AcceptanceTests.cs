using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Criteria;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CCHC.Appraisal.Tests;

/// <summary>Agreeing to many claims at once, and taking that back.</summary>
[Collection(OneService.Name)]
public sealed class AcceptanceTests(ServiceHost<AppraisalDbContext> service)
{
    [Fact]
    public async Task What_nobody_has_decided_is_agreed_to_at_once_with_one_message_a_unit_and_taken_back_whole()
    {
        var scenario = await TwoUnitsAsync();
        using (var own = await scenario.AppraiseAsync(scenario.An, "1.2", new { points = 2, reason = "Thiếu một báo cáo." }))
        {
            await Scenario.OkAsync(own);
        }

        using var an = scenario.As(scenario.An);
        var accepted = await PostAsync(an, scenario, "", new { });

        // Field 1 has two leaves: 1.2 of one unit is decided, so three remain; nobody claims the bonus DT.
        Assert.Equal((2, 3), (accepted.GetProperty("cases").GetInt32(), accepted.GetProperty("leaves").GetInt32()));
        var told = await service.Published<CriteriaAppraised>(x => x.CampaignId == scenario.CampaignId && x.UnitId == scenario.UnitId);
        Assert.Equal([("1.1", 1m)], told.Leaves.Select(leaf => (leaf.LeafCode, leaf.Points!.Value)));
        var other = await service.Published<CriteriaAppraised>(x => x.CampaignId == scenario.CampaignId && x.UnitId == scenario.OtherUnitId);
        Assert.Equal([("1.1", 1m), ("1.2", 2.125m)], other.Leaves.Select(leaf => (leaf.LeafCode, leaf.Points!.Value)));

        // Somebody thinks again about one of them: that decision stays.
        using (var again = await an.PutAsJsonAsync($"/api/appraisal/cases/{await scenario.CaseIdAsync()}/leaves/1.1", new { points = 0, reason = "Ban hành muộn." }, Scenario.Cancellation))
        {
            await Scenario.OkAsync(again);
        }

        var id = accepted.GetProperty("id").GetGuid();
        var withdrawn = await PostAsync(an, scenario, $"/{id}/withdrawal", new { });
        Assert.Equal((2, 1), (withdrawn.GetProperty("leaves").GetInt32(), withdrawn.GetProperty("kept").GetInt32()));
        var back = await service.Published<CriteriaAppraised>(x => x.CampaignId == scenario.CampaignId && x.UnitId == scenario.OtherUnitId && x.Revision > other.Revision);
        Assert.Equal([null, null], back.Leaves.Select(leaf => leaf.Points));
        var leaves = await LeavesAsync(an, await scenario.CaseIdAsync(scenario.OtherUnitId));
        Assert.Equal(JsonValueKind.Null, leaves["1.1"].GetProperty("appraised").ValueKind);
        Assert.Equal("Ban hành muộn.", (await LeavesAsync(an, await scenario.CaseIdAsync()))["1.1"].GetProperty("appraised").GetProperty("reason").GetString());
        using var twice = await an.PostAsync(Address(scenario, $"/{id}/withdrawal"), null, Scenario.Cancellation);
        await Scenario.RefusedAsync(twice, "acceptance.withdrawn");

        // Every decision stays on record, also the two that were taken back.
        Assert.Equal(5, await service.Read(db => db.Judgements.CountAsync(x => db.Cases.Any(own => own.Id == x.CaseId && own.CampaignId == scenario.CampaignId), Scenario.Cancellation)));
    }

    [Fact]
    public async Task Ones_own_unit_and_other_members_fields_are_never_among_them()
    {
        var scenario = await TwoUnitsAsync();
        using var conflicted = scenario.As(scenario.An, unitOf: scenario.UnitId);

        var accepted = await PostAsync(conflicted, scenario, "", new { });

        Assert.Equal((1, 2), (accepted.GetProperty("cases").GetInt32(), accepted.GetProperty("leaves").GetInt32()));
        var own = await scenario.CaseIdAsync();
        Assert.False(await service.Read(db => db.Judgements.AnyAsync(x => x.CaseId == own, Scenario.Cancellation)));
        using var foreign = await conflicted.PostAsJsonAsync(Address(scenario, ""), new { leafCodes = new[] { "2.1" } }, Scenario.Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using var stranger = scenario.As(scenario.Binh);
        using var foreignWithdrawal = await stranger.PostAsync(Address(scenario, $"/{accepted.GetProperty("id").GetGuid()}/withdrawal"), null, Scenario.Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, foreignWithdrawal.StatusCode);
    }

    [Fact]
    public async Task Completed_fields_and_closed_rounds_are_left_alone()
    {
        var scenario = await TwoUnitsAsync();
        using (var completed = await scenario.CompleteAsync(scenario.An))
        {
            await Scenario.OkAsync(completed);
        }

        using var an = scenario.As(scenario.An);
        var accepted = await PostAsync(an, scenario, "", new { });
        Assert.Equal((1, 2), (accepted.GetProperty("cases").GetInt32(), accepted.GetProperty("leaves").GetInt32())); // the other unit only

        await service.Deliver(scenario.PhaseOpened(3, CampaignPhase.Council, 1));
        using var chi = scenario.As(scenario.Chi);
        var closed = await PostAsync(chi, scenario, "", new { });
        Assert.Equal((0, 2), (closed.GetProperty("leaves").GetInt32(), closed.GetProperty("closed").GetInt32()));
        Assert.Equal(JsonValueKind.Null, closed.GetProperty("id").ValueKind);
    }

    private static string Address(Scenario scenario, string rest) => $"/api/appraisal/campaigns/{scenario.CampaignId}/acceptances{rest}";

    private static async Task<JsonElement> PostAsync(HttpClient member, Scenario scenario, string rest, object body)
    {
        using var response = await member.PostAsJsonAsync(Address(scenario, rest), body, Scenario.Cancellation);
        return await Scenario.OkAsync(response);
    }

    private static async Task<Dictionary<string, JsonElement>> LeavesAsync(HttpClient member, Guid appraisalCase)
    {
        using var response = await member.GetAsync($"/api/appraisal/cases/{appraisalCase}", Scenario.Cancellation);
        return (await Scenario.OkAsync(response)).GetProperty("leaves").EnumerateArray().ToDictionary(leaf => leaf.GetProperty("code").GetString()!, StringComparer.Ordinal);
    }

    private async Task<Scenario> TwoUnitsAsync()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        await service.Deliver(scenario.Submission(unitId: scenario.OtherUnitId));
        return scenario;
    }
}
