using System.Net;
using System.Net.Http.Json;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Assessment;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace CCHC.Appraisal.Tests;

[Collection(OneService.Name)]
public sealed class OwnedCampaignTests(ServiceHost<AppraisalDbContext> service)
{
    [Fact]
    public async Task The_council_is_appointed_while_the_campaign_is_a_draft()
    {
        var scenario = new Scenario(service);
        await service.Deliver(scenario.PhaseOpened(1, CampaignPhase.Draft, 0));

        await scenario.AppointAsync();

        Assert.Equal(3, await service.Read(db => db.CouncilMembers.CountAsync(member => member.CampaignId == scenario.CampaignId)));
    }

    [Fact]
    public async Task Another_districts_home_affairs_finds_neither_council_nor_progress_nor_case()
    {
        var (scenario, district) = (new Scenario(service), Guid.NewGuid());
        await service.Deliver(scenario.PhaseOpened(2, CampaignPhase.Appraisal, 1) with { OwnerUnitId = district });
        await scenario.AppointAsync();
        await service.Deliver(scenario.Submission());
        using var own = service.Client(Roles.HomeAffairs, district);
        using var other = service.Client(Roles.HomeAffairs, Guid.NewGuid());
        string[] paths =
        [
            $"/api/appraisal/campaigns/{scenario.CampaignId}/council", $"/api/appraisal/campaigns/{scenario.CampaignId}/progress",
            $"/api/appraisal/cases/{await scenario.CaseIdAsync()}",
        ];

        foreach (var path in paths)
        {
            using var seen = await own.GetAsync(path, Scenario.Cancellation);
            using var hidden = await other.GetAsync(path, Scenario.Cancellation);
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (seen.StatusCode, hidden.StatusCode));
        }

        using var appoint = await other.PutAsJsonAsync(paths[0], new { members = Array.Empty<object>() }, Scenario.Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, appoint.StatusCode);
    }

    [Fact]
    public async Task After_the_deadline_nothing_is_appraised_until_an_extension_for_the_unit()
    {
        var scenario = new Scenario(service);
        var closed = scenario.PhaseOpened(2, CampaignPhase.Appraisal, 1) with { ClosesAt = new DateTimeOffset(2026, 5, 31, 10, 0, 0, TimeSpan.Zero) };
        await service.Deliver(closed);
        await scenario.AppointAsync();
        await service.Deliver(scenario.Submission());

        var problem = await Scenario.RefusedAsync(await scenario.AppraiseAsync(scenario.An, "1.1", new { points = 1 }), "appraisal.phase-closed");
        Assert.Contains("17:00 ngày 31/05/2026", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        await service.Deliver(closed with { Revision = 3, Extensions = [Extension(scenario, reopens: false)] });
        await Scenario.OkAsync(await scenario.AppraiseAsync(scenario.An, "1.1", new { points = 1 }));
    }

    [Fact]
    public async Task An_extension_that_reopens_takes_a_completion_back_once()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        await scenario.CompleteAllAsync();
        var council = scenario.PhaseOpened(3, CampaignPhase.Council, 1) with { Extensions = [Extension(scenario, reopens: true)] };

        await service.Deliver(council);
        await Scenario.OkAsync(await scenario.AppraiseAsync(scenario.An, "1.1", new { points = 0.5m, reason = "Trễ" }));
        await scenario.CompleteAllAsync();
        await service.Deliver(council with { Revision = 4 });

        await Scenario.RefusedAsync(await scenario.AppraiseAsync(scenario.An, "1.1", new { points = 1 }), "appraisal.field-completed");
    }

    [Fact]
    public async Task A_reset_practice_sheet_drops_its_case_and_a_late_copy_does_not_bring_it_back()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        await scenario.AppraiseAsync(scenario.An, "1.1", new { points = 0.5m, reason = "Trễ" });

        await service.Deliver(new SelfAssessmentReset { SelfAssessmentId = Guid.NewGuid(), CampaignId = scenario.CampaignId, UnitId = scenario.UnitId, Revision = 1, ResetAt = DateTimeOffset.UtcNow });
        await service.Deliver(scenario.Submission(revision: 1));
        Assert.Equal(0, await CasesAsync(scenario));

        await service.Deliver(scenario.Submission(revision: 2));
        Assert.Equal(1, await CasesAsync(scenario));
    }

    [Fact]
    public async Task A_wiped_practice_campaign_leaves_no_row()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        await scenario.AppraiseAsync(scenario.An, "1.1", new { points = 0.5m, reason = "Trễ" });
        var caseId = await scenario.CaseIdAsync();
        await service.Deliver(new SelfAssessmentReset { SelfAssessmentId = Guid.NewGuid(), CampaignId = scenario.CampaignId, UnitId = scenario.OtherUnitId, Revision = 1, ResetAt = DateTimeOffset.UtcNow });

        await service.Deliver(new CampaignWiped { CampaignId = scenario.CampaignId, Code = "thu", WipedAt = DateTimeOffset.UtcNow });

        await AssertNoTraceAsync(scenario, caseId);

        // What was under way reaches the service after the wipe.
        await service.Deliver(scenario.PhaseOpened(9, CampaignPhase.Appraisal, 1));
        await service.Deliver(scenario.Submission(revision: 9));
        await service.Deliver(new SelfAssessmentReset { SelfAssessmentId = Guid.NewGuid(), CampaignId = scenario.CampaignId, UnitId = scenario.UnitId, Revision = 10, ResetAt = DateTimeOffset.UtcNow });
        await service.Deliver(new CampaignWiped { CampaignId = scenario.CampaignId, Code = "thu", WipedAt = DateTimeOffset.UtcNow });
        await AssertNoTraceAsync(scenario, caseId);
    }

    /// <summary>No table names the campaign or its case; outbox and inbox, whose tombstone is the campaign's id alone, are the bus's own.</summary>
    private async Task AssertNoTraceAsync(Scenario scenario, Guid caseId)
    {
        await using var database = NpgsqlDataSource.Create(service.ConnectionString);
        var tables = new List<string>();
        await using (var command = database.CreateCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('outbox_message', 'outbox_sent', 'inbox_message', 'inbox_tombstone')"))
        await using (var reader = await command.ExecuteReaderAsync(Scenario.Cancellation))
        {
            while (await reader.ReadAsync(Scenario.Cancellation))
            {
                tables.Add(reader.GetString(0));
            }
        }

        Assert.Contains("appraisal_cases", tables);
        foreach (var table in tables)
        {
            await using var command = database.CreateCommand($"SELECT count(*) FROM \"{table}\" AS t WHERE t::text LIKE '%' || $1 || '%' OR t::text LIKE '%' || $2 || '%'");
            command.Parameters.Add(new NpgsqlParameter { Value = scenario.CampaignId.ToString() });
            command.Parameters.Add(new NpgsqlParameter { Value = caseId.ToString() });
            Assert.Equal((table, 0L), (table, (long)(await command.ExecuteScalarAsync(Scenario.Cancellation))!));
        }
    }

    private Task<int> CasesAsync(Scenario scenario) => service.Read(db => db.Cases.CountAsync(x => x.CampaignId == scenario.CampaignId && x.UnitId == scenario.UnitId));

    private static PhaseExtension Extension(Scenario scenario, bool reopens) => new()
    {
        Number = 1,
        Phase = CampaignPhase.Appraisal,
        Round = 1,
        UnitId = scenario.UnitId,
        Until = DateTimeOffset.UtcNow.AddDays(1),
        Reopens = reopens,
        Reason = "Hội đồng đề nghị",
    };
}
