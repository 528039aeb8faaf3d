using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CCHC.Testing;
using CCHC.Testing.Installations;
using Npgsql;
using Xunit.Sdk;

namespace CCHC.EndToEnd.Tests;

/// <summary>
/// A council appraises, meets and ratifies while Appraisal and Ranking are killed. Whoever gets no answer sends again; besides, the first answer to every
/// step is lost on its way back, so that everything arrives twice.
/// </summary>
public sealed class RoundUnderFaultsTests(Province province, ITestOutputHelper output)
{
    private const string Password = "mat-khau-rat-dai-2025";
    private const string Code = "tham-dinh-su-co";
    private const string Group = "su-co";

    /// <summary>Of the council, from the first decision to the ratification.</summary>
    private const int Steps = 31;

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,60,,SUM,
        1.1,TC,Mức độ hoàn thành kế hoạch,30,TD,PROPORTIONAL,ty_le*max
        1.2,TC,Ban hành kế hoạch,10,TD,YESNO,có=10;không=0
        1.3,TC,Kiến nghị được giải quyết,20,TD,PROPORTIONAL_NA,ty_le*max
        2,LV,Thủ tục hành chính,40,,SUM,
        2.1,TC,Hồ sơ giải quyết đúng hạn,20,TD,PROPORTIONAL,ty_le*max
        2.2,TC,Hồ sơ nộp trực tuyến,15,TD,PROPORTIONAL,ty_le*max
        2.3,TC,Niêm yết thủ tục,5,TD,YESNO,có=5;không=0
        """;

    private static readonly string[] Leaves = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"];

    /// <summary>Percent of 1.1, 1.3, 2.1 and 2.2, yes or no of 1.2 and 2.3; null claims that nothing arose.</summary>
    private static readonly int?[][] Claims =
    [
        [90, 1, 50, 95, 40, 1], // 27 + 10 + 10 + 19 +  6 + 5
        [80, 1, 50, 90, 60, 1], // 24 + 10 + 10 + 18 +  9 + 5
        [70, 1, 50, 85, 80, 0], // 21 + 10 + 10 + 17 + 12 + 0
        [60, 1, 50, 80, 20, 1], // 18 + 10 + 10 + 16 +  3 + 5
        [50, 0, 50, 75, 100, 1], // 15 + 0 + 10 + 15 + 15 + 5
        [100, 1, null, 100, 60, 1], // 30 + 10 + – + 20 + 9 + 5
    ];

    /// <summary>What the council leaves of it, leaf by leaf.</summary>
    private static readonly Result[] Results =
    [
        new([24.5m, 10, 10, 19, 6, 5], 74.5m, 74.5m, Rank: 2), // 1.1 cut from 27 to 24.5
        new([24, 10, 10, 16, 9, 5], 74, 74, Rank: 3), // 2.1 from corrected data: 80 % of 20
        new([21, 10, 8, 17, 12, 0], 68, 68, Rank: 4), // 1.3 cut from 10 to 5 by the member, put at 8 by the council's vote
        new([18, 10, 10, 16, 3, 5], 62, 62, Rank: 5),
        new([15, 0, 10, 15, 15, 5], 60, 60, Rank: 6),
        new([30, 10, null, 20, 9, 5], 74, 92.5m, Rank: 1), // without 1.3: 74 of 100 − 20 = 80
    ];

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("CCHC_TEST_KILLS") ?? "4", CultureInfo.InvariantCulture);
    private static readonly string[][] Victims = [["appraisal"], ["ranking"], ["appraisal", "ranking"]];
    private static readonly HttpStatusCode[] PassingStates = [HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout];

    /// <summary>The host waits longer before every start of what ends often, up to half a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Dictionary<int, Kill> _kills = Plan();
    private readonly Dictionary<string, HashSet<int>> _killed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _sentAgain = new(StringComparer.Ordinal);
    private int _step;

    [Fact(Timeout = 900_000)]
    public async Task A_council_finishes_its_round_with_every_point_right_although_the_services_are_killed_again_and_again()
    {
        var clock = Stopwatch.StartNew();
        var homeAffairs = await province.HomeAffairsAsync();
        var campaign = await SubmittedAsync(homeAffairs);
        var (an, binh, chair, secretary) = (await SignInAsync("an"), await SignInAsync("binh"), await SignInAsync("chutich"), await SignInAsync("thuky"));
        var council = $"/api/appraisal/campaigns/{campaign.Id}";
        await AppointAsync(homeAffairs, council, an, binh, chair, secretary);
        await campaign.OpenPhaseAsync("Appraisal");
        var cases = await campaign.CasesAsync(an, Claims.Length);
        output.WriteLine($"Prepared after {clock.Elapsed.TotalSeconds:0} s.");

        await AppraiseAsync(cases, an, binh, council);
        foreach (var unit in cases.Values)
        {
            await StepAsync(an, HttpMethod.Post, $"/api/appraisal/cases/{unit}/completion");
            await StepAsync(binh, HttpMethod.Post, $"/api/appraisal/cases/{unit}/completion");
        }

        await campaign.OpenPhaseAsync("Council");
        await MeetAsync(council, secretary, [(chair, "yes"), (secretary, "yes"), (an, "no"), (binh, "yes")]);
        await StepAsync(chair, HttpMethod.Post, $"{council}/ratification", new { note = "Phiên họp số 1." }, onceDone: "appraisal.ratified");
        Assert.Equal(Steps, _step);
        output.WriteLine($"Ratified after {clock.Elapsed.TotalSeconds:0} s.");

        await Eventually.Holds(() => CheckRankingAsync(campaign, homeAffairs), Patience);
        output.WriteLine($"The ranking is right after {clock.Elapsed.TotalSeconds:0} s.");
        await CheckCasesAsync(cases, homeAffairs);
        await CheckRowsAsync(campaign, cases);
        Assert.Equal(0, await province.FailedMessagesAsync());
    }

    /// <summary>Which steps are disturbed and by what; the same in every run.</summary>
    private static Dictionary<int, Kill> Plan()
    {
        var random = new Random(355);
        var steps = Enumerable.Range(1, Steps).ToArray();
        random.Shuffle(steps);
        return steps.Take(Kills).Order().Index().ToDictionary(step => step.Item, step => new Kill(Victims[step.Index % Victims.Length], TimeSpan.FromMilliseconds(random.Next(40))));
    }

    private static string CodeOf(int unit) => string.Create(CultureInfo.InvariantCulture, $"SUCO{unit}");

    /// <summary>An cuts, consents and agrees in field 1, also once too early; Bình corrects and agrees in field 2.</summary>
    private async Task AppraiseAsync(IReadOnlyDictionary<string, Guid> cases, Caller an, Caller binh, string council)
    {
        await StepAsync(an, HttpMethod.Put, Leaf(1, "1.1"), new { points = 24.5, reason = "Hai nhiệm vụ chưa có sản phẩm." });
        await StepAsync(an, HttpMethod.Put, Leaf(6, "1.3"), new { applicable = false });
        await StepAsync(an, HttpMethod.Post, $"{council}/acceptances", new { groupCode = Group, leafCodes = new[] { "1.2" } });
        var early = (await ReadAsync(an, $"{council}/acceptances")).GetProperty("items").EnumerateArray().Single();
        await StepAsync(an, HttpMethod.Post, $"{council}/acceptances/{early.GetProperty("id").GetGuid()}/withdrawal", onceDone: "acceptance.withdrawn");
        await StepAsync(an, HttpMethod.Put, Leaf(3, "1.3"), new { points = 5, reason = "Chỉ 25 % có kết quả." });
        await StepAsync(an, HttpMethod.Post, $"{council}/acceptances", new { groupCode = Group });
        await StepAsync(binh, HttpMethod.Put, Leaf(2, "2.1"), new { data = new { numerator = 80, denominator = 100 }, reason = "Mười hồ sơ trễ hạn chưa tính." });
        await StepAsync(binh, HttpMethod.Post, $"{council}/acceptances", new { groupCode = Group });

        // An: six of 1.2 taken back, then 6 × 3 leaves without the three decided on; Bình 6 × 3 without one.
        Assert.Equal([6, 15], await AcceptedAsync(an));
        Assert.Equal([17], await AcceptedAsync(binh));

        string Leaf(int unit, string leaf) => $"/api/appraisal/cases/{cases[CodeOf(unit)]}/leaves/{leaf}";

        async Task<IEnumerable<int>> AcceptedAsync(Caller member) =>
            (await ReadAsync(member, $"{council}/acceptances")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("leaves").GetInt32()).Order();
    }

    /// <summary>Only 1.3 of the third unit was changed by a quarter of its maximum; the council puts it at 8 with three votes of four.</summary>
    private async Task MeetAsync(string council, Caller secretary, IReadOnlyList<(Caller Member, string Choice)> votes)
    {
        var called = await StepAsync(secretary, HttpMethod.Post, $"{council}/meetings", new { heldAt = DateTimeOffset.UtcNow, place = "Phòng họp số 2" });
        var meeting = $"/api/appraisal/meetings/{called.GetProperty("id").GetGuid()}";
        await StepAsync(secretary, HttpMethod.Post, $"{meeting}/agenda");
        var present = (await ReadAsync(secretary, meeting)).GetProperty("members").EnumerateArray().Select(member => member.GetProperty("userId").GetGuid()).ToList();
        await StepAsync(secretary, HttpMethod.Post, $"{meeting}/opening", new { present });
        var drawn = await ItemAsync();
        Assert.Equal((CodeOf(3), "1.3"), (drawn.GetProperty("unitCode").GetString(), drawn.GetProperty("leafCode").GetString()));
        var item = $"{meeting}/items/{drawn.GetProperty("id").GetGuid()}";
        await StepAsync(secretary, HttpMethod.Put, $"{item}/proposal", new { points = 8, reason = "Tính thêm kiến nghị đã trả lời." });
        foreach (var (member, choice) in votes)
        {
            await StepAsync(member, HttpMethod.Put, $"{item}/vote", new { choice });
        }

        await StepAsync(secretary, HttpMethod.Post, $"{item}/settlement", new { keep = false }, onceDone: "meeting.item-decided");
        await StepAsync(secretary, HttpMethod.Post, $"{meeting}/closing", new { conclusion = "Thống nhất kết quả." }, onceDone: "meeting.closed");
        var settled = await ItemAsync();
        Assert.Equal(("adopted", 3, 1), (settled.GetProperty("outcome").GetString(), settled.GetProperty("yes").GetInt32(), settled.GetProperty("no").GetInt32()));

        async Task<JsonElement> ItemAsync() => (await ReadAsync(secretary, meeting)).GetProperty("items").EnumerateArray().Single();
    }

    private static async Task CheckRankingAsync(TrialCampaign campaign, Caller homeAffairs)
    {
        var ranking = await homeAffairs.GetAsync($"/api/ranking/campaigns/{Code}/standings");
        Assert.NotEqual(JsonValueKind.Null, ranking.GetProperty("ratifiedAt").ValueKind);
        var standings = await campaign.StandingsAsync(homeAffairs);
        Assert.All(Results.Index(), expected =>
        {
            var standing = standings[CodeOf(expected.Index + 1)];
            Assert.Equal(
                (expected.Item.Points, expected.Item.Index, expected.Item.Rank, "complete"),
                (standing.GetProperty("points").GetDecimal(), standing.GetProperty("index").GetDecimal(), standing.GetProperty("rank").GetInt32(), standing.GetProperty("status").GetString()));
        });
    }

    private static async Task CheckCasesAsync(IReadOnlyDictionary<string, Guid> cases, Caller homeAffairs)
    {
        foreach (var (index, expected) in Results.Index())
        {
            var unit = await ReadAsync(homeAffairs, $"/api/appraisal/cases/{cases[CodeOf(index + 1)]}");
            Assert.Equal("completed", unit.GetProperty("status").GetString());
            var results = unit.GetProperty("leaves").EnumerateArray().ToDictionary(leaf => leaf.GetProperty("code").GetString()!, leaf => leaf.GetProperty("result"), StringComparer.Ordinal);
            Assert.Equal(expected.Leaves, Leaves.Select(leaf => results[leaf].GetProperty("applicable").GetBoolean() ? results[leaf].GetProperty("points").GetDecimal() : (decimal?)null));
        }
    }

    /// <summary>Every decision is there once, or as often as it was sent.</summary>
    private async Task CheckRowsAsync(TrialCampaign campaign, IReadOnlyDictionary<string, Guid> cases)
    {
        await using var appraisal = NpgsqlDataSource.Create(province.System.ConnectionString("appraisal-db"));
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        await using (var command = appraisal.CreateCommand(
            $"SELECT '/api/appraisal/cases/' || j.case_id || '/leaves/' || j.leaf_code, count(*) FROM judgements j JOIN appraisal_cases c ON c.id = j.case_id WHERE c.campaign_id = '{campaign.Id}' GROUP BY 1"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                rows[reader.GetString(0)] = reader.GetInt64(1);
            }
        }

        foreach (var (unit, caseId) in cases)
        {
            foreach (var leaf in Leaves)
            {
                // 1.2 was agreed to twice, once too early; 1.3 of the third unit was decided by the member and by the council.
                var path = $"/api/appraisal/cases/{caseId}/leaves/{leaf}";
                var expected = leaf == "1.2" || (leaf == "1.3" && unit == CodeOf(3)) ? 2 : 1;
                Assert.Equal(expected, rows[path]);
            }
        }

        output.WriteLine($"{rows.Values.Sum()} decisions, none doubled; sent again: {string.Join(", ", _sentAgain.Where(pair => pair.Key.Contains("/leaves/", StringComparison.Ordinal)).Select(pair => $"{pair.Key.Split('/')[^1]} {pair.Value} times"))}.");
        var ofCampaign = $"campaign_id = '{campaign.Id}'";
        var ofCases = $"case_id IN (SELECT id FROM appraisal_cases WHERE {ofCampaign})";
        Assert.Equal(6, await CountAsync($"judgements WHERE withdrawn_at IS NOT NULL AND {ofCases}"));
        Assert.Equal(1, await CountAsync($"judgements j JOIN appraisal_cases c ON c.id = j.case_id WHERE j.appraised_by LIKE 'Hội đồng%' AND c.{ofCampaign}"));
        Assert.Equal(3, await CountAsync($"acceptances WHERE {ofCampaign}"));
        Assert.Equal(12, await CountAsync($"field_completions WHERE {ofCases}")); // 6 units × 2 fields
        Assert.Equal(1, await CountAsync($"agenda_items WHERE {ofCases}"));
        Assert.Equal(4, await CountAsync($"votes WHERE item_id IN (SELECT id FROM agenda_items WHERE {ofCases})"));
        Assert.Equal(1, await CountAsync($"ratification_steps WHERE {ofCampaign}"));
        Assert.InRange(await CountAsync($"meetings WHERE {ofCampaign}"), 1, 1 + _sentAgain.GetValueOrDefault($"/api/appraisal/campaigns/{campaign.Id}/meetings"));
        await Eventually.Is(() => CountAsync("outbox_message"), count => count == 0);

        async Task<long> CountAsync(string from)
        {
            await using var command = appraisal.CreateCommand($"SELECT count(*) FROM {from}");
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    /// <summary>One step of the council, sent until it was answered twice. After an answer that was lost, a refusal because it is done already means that it was carried out.</summary>
    private async Task<JsonElement> StepAsync(Caller who, HttpMethod method, string path, object? body = null, string? onceDone = null)
    {
        var killing = _kills.TryGetValue(++_step, out var kill) ? await BeginKillingAsync(kill) : Task.CompletedTask;
        var clock = Stopwatch.StartNew();
        for (var (times, answers) = (1, 0); ; times++)
        {
            try
            {
                var answer = body is null ? await who.SendAsync(method, path) : await who.SendAsync(method, path, body);
                if (answer.IsSuccess || (times > 1 && onceDone is not null && answer.Code() == onceDone))
                {
                    if (++answers == 1)
                    {
                        SendAgain();
                        continue;
                    }

                    await killing;
                    if (kill is not null)
                    {
                        output.WriteLine($"Step {_step}, {method} {path[(path.LastIndexOf('/') + 1)..]}: {string.Join(" and ", kill.Victims)} killed, sent {times} times in {clock.Elapsed.TotalSeconds:0.0} s, {(answer.IsSuccess ? "carried out" : answer.Code())}");
                    }

                    return answer is { IsSuccess: true, Body.Length: > 0 } ? answer.Json() : default;
                }

                if (!PassingStates.Contains(answer.Status) || clock.Elapsed > Patience)
                {
                    throw new XunitException($"Step {_step}, {method} {path}: neither carried out nor “try again”: {answer}");
                }
            }
            catch (HttpRequestException) when (clock.Elapsed < Patience)
            {
                // It may or may not have been carried out.
            }

            SendAgain();
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        void SendAgain() => _sentAgain[path] = _sentAgain.GetValueOrDefault(path) + 1;
    }

    /// <summary>Waits until the victims live, then lets the step begin before they die.</summary>
    private async Task<Task> BeginKillingAsync(Kill kill)
    {
        foreach (var victim in kill.Victims)
        {
            var killed = _killed.TryGetValue(victim, out var known) ? known : _killed[victim] = [];
            await Eventually.Is(() => Task.FromResult(province.System.Resource(victim).Pids), pids => pids.Count > 0 && !pids.Any(killed.Contains), Patience);
        }

        return KillAsync();

        async Task KillAsync()
        {
            await Task.Delay(kill.After);
            var pids = await Task.WhenAll(kill.Victims.Select(victim => province.System.KillAsync(victim)));
            foreach (var (victim, killed) in kill.Victims.Zip(pids))
            {
                Assert.NotEmpty(killed);
                _killed[victim].UnionWith(killed);
            }
        }
    }

    private static Task<JsonElement> ReadAsync(Caller who, string path) => Eventually.Is(() => who.GetAsync(path), _ => true, Patience);

    private Task<Caller> SignInAsync(string name) => province.System.SignInAsync($"{name}.suco", Password);

    private async Task<TrialCampaign> SubmittedAsync(Caller homeAffairs)
    {
        var admin = await province.System.SignInAsync("admin");
        var (units, accounts) = (new StringBuilder("code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n"), new StringBuilder("username,display_name,role,unit_code,password\n"));
        for (var unit = 1; unit <= Claims.Length; unit++)
        {
            units.Append(CultureInfo.InvariantCulture, $"{CodeOf(unit)},Xã Sự cố {unit},Xã,{Group},Khối sự cố,UBNDT,,,\n");
            accounts.Append(CultureInfo.InvariantCulture, $"thutruong.suco,Thủ trưởng chung,unit-head,{CodeOf(unit)},{Password}\n");
        }

        foreach (var (name, displayName, role) in new[] { ("an", "Nguyễn Văn An", "appraiser"), ("binh", "Trần Thị Bình", "appraiser"), ("chutich", "Phạm Chủ Tịch", "council-chair"), ("thuky", "Vũ Thư Ký", "council-secretary") })
        {
            accounts.Append(CultureInfo.InvariantCulture, $"{name}.suco,{displayName},{role},,{Password}\n");
        }

        await admin.PostCsvAsync("/api/identity/units/import", units.ToString());
        await admin.PostCsvAsync("/api/identity/accounts/import", accounts.ToString());
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, Code, Group, Criteria, [.. (await TrialCampaign.UnitsAsync(homeAffairs, Group)).Values]);
        var head = await SignInAsync("thutruong");

        // The one without cases first: beside others it would be a warning to tick.
        foreach (var (code, sheet) in (await campaign.SheetsAsync(head, Claims.Length)).OrderByDescending(pair => pair.Key, StringComparer.Ordinal))
        {
            var claims = Claims[int.Parse(code[4..], CultureInfo.InvariantCulture) - 1];
            foreach (var (leaf, claim) in Leaves.Zip(claims))
            {
                object data = claim is null ? new { notApplicable = true } : leaf is "1.2" or "2.3" ? new { yes = claim == 1 } : new { numerator = claim, denominator = 100 };
                await head.PutAsync($"/api/assessment/self-assessments/{sheet}/entries/{leaf}", new { data, evidence = "3/BC-UBND", explanation = claim is null ? "Năm 2025 không có kiến nghị." : null });
            }

            await head.PostAsync($"/api/assessment/self-assessments/{sheet}/submission");
        }

        return campaign;
    }

    private static async Task AppointAsync(Caller homeAffairs, string council, Caller an, Caller binh, Caller chair, Caller secretary)
    {
        object[] members =
        [
            await MemberAsync(an, "member", "1"), await MemberAsync(binh, "member", "2"), await MemberAsync(chair, "chair"), await MemberAsync(secretary, "secretary"),
        ];
        await Eventually.Holds(() => homeAffairs.PutAsync($"{council}/council", new { members }), Patience);
        await homeAffairs.PutAsync($"{council}/council/rules", new { independent = false, threshold = 0.1, combination = "mean", quorum = 0.75, agendaChange = 0.25 });

        static async Task<object> MemberAsync(Caller member, string office, params string[] fields)
        {
            var me = await member.GetAsync("/api/identity/me");
            return new
            {
                userId = me.GetProperty("id").GetGuid(),
                displayName = me.GetProperty("displayName").GetString(),
                office,
                fields = fields.Select(fieldCode => new { groupCode = Group, fieldCode }),
            };
        }
    }

    /// <param name="Leaves">Null where the leaf does not count.</param>
    /// <param name="Points">Their sum.</param>
    /// <param name="Index">Percent of what applies.</param>
    private sealed record Result(decimal?[] Leaves, decimal Points, decimal Index, int Rank);

    /// <param name="Victims">What is killed.</param>
    /// <param name="After">So long after the step was sent; some answers are lost, some come first.</param>
    private sealed record Kill(string[] Victims, TimeSpan After);
}
