using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using CCHC.Testing;
using CCHC.Testing.Installations;
using Npgsql;

namespace CCHC.EndToEnd.Tests;

/// <summary>A practice copy beside the campaign it was made from, with surveys, until it is wiped from every database.</summary>
public sealed partial class PracticeTests(Province province)
{
    private const string Copy = "tap-huan-ben-that";

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,60,,SUM,
        1.1,TC,Ban hành kế hoạch cải cách hành chính,60,TD,YESNO,có=60;không=0
        2,LV,Điều tra xã hội học,40,,SUM,
        2.1,TC,Chất lượng phối hợp,40,XHH,SURVEY,A=100;B=60;C=20;D=0
        """;

    private static readonly string[] Databases = ["identity-db", "criteria-db", "assessment-db", "appraisal-db", "survey-db", "ranking-db"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_practice_copy_leaves_the_real_campaign_as_it_is_and_no_row_behind_when_it_is_wiped()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var finance = await province.System.SignInAsync("thutruong.stc");
        var interior = await province.System.SignInAsync("thutruong.snv");
        var real = await RunRealCampaignAsync(homeAffairs, finance, interior);

        // The gateway keeps a public answer for half a minute, also one that another test has asked for.
        await Eventually.Is(async () => $"{await province.System.Anonymous().SendAsync(HttpMethod.Get, "/api/public/v1/campaigns")}", list => list.Contains(real.Code, StringComparison.Ordinal), Patience);
        var before = await PictureOfAsync(real, homeAffairs);

        var wipeOn = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(20));
        var copy = (await homeAffairs.PostAsync($"/api/criteria/campaigns/{real.Id}/practice-copies", new { code = Copy, name = "Tập huấn bên kỳ thật", wipeOn })).GetProperty("id").GetGuid();
        await homeAffairs.PostAsync($"/api/criteria/campaigns/{copy}/phases", new { phase = "SelfAssessment", round = 1 });
        var sheet = await SubmitAsync(finance, copy); // made-up data are complete, and so is the made-up survey
        await SubmitAsync(interior, copy);
        await Eventually.Is(() => RanksAsync(homeAffairs, Copy), ranks => ranks.Values.All(rank => rank is not null), Patience);
        var appraiser = await province.System.SignInAsync("thamdinh1");
        await AppraiseAsync(homeAffairs, appraiser, copy);
        await finance.PostAsync($"{sheet}/reset");
        await Eventually.Is(() => RanksAsync(homeAffairs, Copy), ranks => ranks["STC"] is null && ranks["SNV"] is not null, Patience);
        var survey = (await homeAffairs.GetAsync($"/api/survey/surveys?campaignId={copy}")).GetProperty("items")[0].GetProperty("id").GetGuid();

        Assert.Equal(before, await PictureOfAsync(real, homeAffairs));
        var traces = new[] { $"{copy}", sheet.Split('/')[^1], $"{survey}" };
        Assert.Superset(
            new HashSet<string>(["criteria-db/campaigns", "assessment-db/self_assessments", "appraisal-db/appraisal_cases", "survey-db/survey", "ranking-db/leaf_standing"], StringComparer.Ordinal),
            new HashSet<string>(await TablesNamingAsync(traces), StringComparer.Ordinal));

        await LetItsLastDayPassAsync(copy);
        await Eventually.Is(async () => (await homeAffairs.SendAsync(HttpMethod.Get, $"/api/criteria/campaigns/{copy}")).Status, status => status == HttpStatusCode.NotFound, Patience);

        // A tombstone is the campaign's id alone, so that nothing still under way brings a row back.
        string[] tombstones = ["appraisal-db/inbox_tombstone", "assessment-db/inbox_tombstone", "ranking-db/inbox_tombstone", "survey-db/inbox_tombstone"];
        await Eventually.Is(() => TablesNamingAsync(traces), tables => tables.SequenceEqual(tombstones, StringComparer.Ordinal), Patience);
        Assert.Equal(HttpStatusCode.NotFound, (await finance.SendAsync(HttpMethod.Get, sheet)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await homeAffairs.SendAsync(HttpMethod.Get, $"/api/ranking/campaigns/{Copy}/standings")).Status);
        Assert.Equal(before, await PictureOfAsync(real, homeAffairs));
    }

    /// <summary>60 points by a plan each; one answer A for finance and one B for home affairs make 40 and 24 of 40: ranks 1 and 2.</summary>
    private async Task<TrialCampaign> RunRealCampaignAsync(Caller homeAffairs, Caller finance, Caller interior)
    {
        var units = await TrialCampaign.UnitsAsync(homeAffairs, "so");
        var real = await TrialCampaign.OpenAsync(homeAffairs, "that-ben-tap-huan", "so", Criteria, [units["STC"], units["SNV"]], surveyHeld: true);
        var request = new
        {
            campaignId = real.Id,
            code = "dieu-tra-that",
            name = "Điều tra thật",
            introduction = "Lấy ý kiến về chất lượng phối hợp.",
            respondentGroups = new[] { new { code = "HDND", name = "Đại biểu Hội đồng nhân dân tỉnh" } },
            questions = new[] { new { code = "C1", text = "Ông/bà đánh giá thế nào về chất lượng phối hợp?", groupCode = "so", leafCode = "2.1" } },
        };
        var survey = (await Eventually.Is(() => homeAffairs.SendAsync(HttpMethod.Post, "/api/survey/surveys", request), answer => answer.IsSuccess, Patience)).Json().GetProperty("id").GetGuid();
        var link = (await homeAffairs.PostAsync($"/api/survey/surveys/{survey}/opening")).GetProperty("links")[0].GetProperty("code").GetString();
        var answers = new { consent = true, answers = new[] { Answer(units["STC"], "A"), Answer(units["SNV"], "B") } };
        await province.System.Anonymous().PostAsync($"/api/survey/forms/{link}/answers", answers);
        await homeAffairs.PostAsync($"/api/survey/surveys/{survey}/closing");
        foreach (var head in (Caller[])[finance, interior])
        {
            var sheet = await TrialCampaign.SheetAsync(head, real.Id);
            await head.PutAsync($"{sheet}/entries/1.1", new { data = new { yes = true }, evidence = "12/KH" });
            await head.PostAsync($"{sheet}/submission");
        }

        var ranks = await Eventually.Is(() => RanksAsync(homeAffairs, real.Code), found => found.Values.All(rank => rank is not null), Patience);
        Assert.Equal((1, 2), (ranks["STC"], ranks["SNV"]));
        return real;

        static object Answer(Guid unitId, string optionCode) => new { unitId, questionCode = "C1", optionCode };
    }

    private static async Task AppraiseAsync(Caller homeAffairs, Caller appraiser, Guid campaign)
    {
        await homeAffairs.PostAsync($"/api/criteria/campaigns/{campaign}/phases", new { phase = "Appraisal", round = 1 });
        var me = await appraiser.GetAsync("/api/identity/me");
        var council = new
        {
            members = new[]
            {
                new { userId = me.GetProperty("id").GetGuid(), displayName = me.GetProperty("displayName").GetString(), fields = new[] { new { groupCode = "so", fieldCode = "1" } } },
            },
        };
        await homeAffairs.PutAsync($"/api/appraisal/campaigns/{campaign}/council", council);
        var cases = await Eventually.Is(
            async () => (await appraiser.GetAsync($"/api/appraisal/cases?campaignId={campaign}")).GetProperty("items"), items => items.GetArrayLength() == 2, Patience);
        foreach (var item in cases.EnumerateArray())
        {
            // The phase reaches Appraisal by an event.
            var path = $"/api/appraisal/cases/{item.GetProperty("id").GetGuid()}";
            await Eventually.Is(async () => (await appraiser.GetAsync(path)).GetProperty("phaseOpen").GetBoolean(), open => open, Patience);
            await appraiser.PutAsync($"{path}/leaves/1.1", new { points = 30, reason = "Kế hoạch ban hành muộn" });
            await appraiser.PostAsync($"{path}/completion");
        }
    }

    /// <summary>Everything that the services show of a campaign, word for word.</summary>
    private async Task<string> PictureOfAsync(TrialCampaign campaign, Caller homeAffairs)
    {
        var survey = (await homeAffairs.GetAsync($"/api/survey/surveys?campaignId={campaign.Id}")).GetProperty("items")[0].GetProperty("id").GetGuid();
        string[] paths =
        [
            $"/api/criteria/campaigns/{campaign.Id}", $"/api/assessment/campaigns/{campaign.Id}/progress", $"/api/assessment/self-assessments?campaignId={campaign.Id}",
            $"/api/appraisal/campaigns/{campaign.Id}/progress", $"/api/appraisal/campaigns/{campaign.Id}/council", $"/api/appraisal/cases?campaignId={campaign.Id}",
            $"/api/survey/surveys?campaignId={campaign.Id}", $"/api/survey/surveys/{survey}", $"/api/survey/surveys/{survey}/results", $"/api/survey/external-indices?campaignId={campaign.Id}",
            $"/api/ranking/campaigns/{campaign.Code}/standings", $"/api/ranking/campaigns/{campaign.Code}/standings/STC", $"/api/ranking/campaigns/{campaign.Code}/standings/SNV",
        ];
        var seen = new List<string>();
        foreach (var path in paths)
        {
            seen.Add($"{path} {ComputedAt().Replace($"{await homeAffairs.SendAsync(HttpMethod.Get, path)}", "")}");
        }

        seen.Add($"{await province.System.Anonymous().SendAsync(HttpMethod.Get, "/api/public/v1/campaigns")}");
        return string.Join(Environment.NewLine, seen);
    }

    /// <summary>Its last day was yesterday and it was closed ten minutes ago: a test cannot wait that long.</summary>
    private async Task LetItsLastDayPassAsync(Guid campaign)
    {
        await using var database = NpgsqlDataSource.Create(province.System.ConnectionString("criteria-db"));
        await using var command = database.CreateCommand("UPDATE campaigns SET wipe_on = current_date - 1, ended_at = now() - interval '10 minutes', next_due_at = now() WHERE id = $1 AND practice");
        command.Parameters.AddWithValue(campaign);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    /// <summary>Tables of all services, in order, with a row that has one of the texts anywhere in it; events that were sent are kept for some days, for a restore.</summary>
    private async Task<IReadOnlyList<string>> TablesNamingAsync(IReadOnlyCollection<string> texts)
    {
        var found = new List<string>();
        foreach (var name in Databases)
        {
            await using var database = NpgsqlDataSource.Create(province.System.ConnectionString(name));
            var tables = new List<string>();
            await using (var command = database.CreateCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'outbox_sent'"))
            await using (var reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                {
                    tables.Add(reader.GetString(0));
                }
            }

            foreach (var table in tables)
            {
                await using var command = database.CreateCommand($"SELECT EXISTS (SELECT 1 FROM \"{table}\" AS t, unnest($1) AS sought WHERE position(sought IN t::text) > 0)");
                command.Parameters.AddWithValue(texts.ToArray());
                if ((bool)(await command.ExecuteScalarAsync())!)
                {
                    found.Add($"{name}/{table}");
                }
            }
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>Standings say when they were asked for.</summary>
    [GeneratedRegex("\"computedAt\":\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex ComputedAt();

    private static async Task<Dictionary<string, int?>> RanksAsync(Caller staff, string code) =>
        (await staff.GetAsync($"/api/ranking/campaigns/{code}/standings")).GetProperty("items").EnumerateArray().ToDictionary(
            item => item.GetProperty("unitCode").GetString()!, item => item.GetProperty("rank") is { ValueKind: JsonValueKind.Number } rank ? rank.GetInt32() : (int?)null, StringComparer.Ordinal);

    private static async Task<string> SubmitAsync(Caller head, Guid campaign)
    {
        var sheet = await TrialCampaign.SheetAsync(head, campaign);
        await head.PostAsync($"{sheet}/submission");
        return sheet;
    }
}
