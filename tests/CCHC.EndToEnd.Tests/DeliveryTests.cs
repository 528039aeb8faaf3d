using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using CCHC.Testing.Installations;
using Npgsql;
using Xunit.Sdk;

namespace CCHC.EndToEnd.Tests;

/// <summary>2,000 units submit while the broker, the database, the ranking and the host of the relay are killed one after the other.</summary>
public sealed class DeliveryTests(Province province, ITestOutputHelper output)
{
    private const string Campaign = "thu-giao-nhan";
    private const string Group = "giao-nhan";
    private const int Units = 2_000;
    private const int UnitsPerHead = 50;
    private const int Senders = 8;

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,100,,SUM,
        1.1,TC,Tỷ lệ hồ sơ giải quyết đúng hạn,60,TD,PROPORTIONAL,ty_le*max
        1.2,TC,Ban hành kế hoạch,40,TD,YESNO,có=40;không=0
        """;

    /// <summary>What is killed, in this order, each when a fifth more of the units has submitted.</summary>
    private static readonly string[] Victims = ["rabbitmq", "postgres", "ranking", "assessment"];

    private static readonly HttpStatusCode[] PassingStates = [HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private int _submitted;

    [Fact(Timeout = 600_000)]
    public async Task Of_2000_submissions_none_is_lost_and_none_counts_twice_while_every_part_is_killed_once()
    {
        var system = province.System;
        var homeAffairs = await province.HomeAffairsAsync();
        var units = await RegisterUnitsAsync(homeAffairs);
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, Campaign, Group, Criteria, [.. units.Values]);
        var received = await CountAsync("ranking-db", "SELECT count(*) FROM inbox_message WHERE consumer LIKE '%self-assessment-submitted%'");

        var heads = await HeadsAsync(homeAffairs);
        var sheets = new ConcurrentBag<(Caller Head, int Unit, Guid Sheet)>();
        await Parallel.ForEachAsync(heads, async (head, _) =>
        {
            foreach (var (code, sheet) in await campaign.SheetsAsync(head, UnitsPerHead))
            {
                sheets.Add((head, NumberOf(code), sheet));
            }
        });
        Assert.Equal(Units, sheets.Count);

        var killing = KillOneAfterTheOtherAsync();
        await Parallel.ForEachAsync(sheets, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (sheet, _) =>
        {
            await SubmitAsync(sheet.Head, sheet.Unit, sheet.Sheet);
            Interlocked.Increment(ref _submitted);
        });
        await killing;
        output.WriteLine(string.Join(", ", _answers.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value}")));

        await Eventually.Holds(
            async () =>
            {
                Assert.Equal(0, await CountAsync("assessment-db", "SELECT count(*) FROM outbox_message"));
                Assert.Equal(received + Units, await CountAsync("ranking-db", "SELECT count(*) FROM inbox_message WHERE consumer LIKE '%self-assessment-submitted%'"));
                Assert.Equal(Units, await CountAsync("appraisal-db", $"SELECT count(*) FROM appraisal_cases WHERE campaign_id = '{campaign.Id}'"));
            },
            Patience);

        // What was answered 2xx is there, once.
        Assert.Equal(Units, await CountAsync("assessment-db", $"SELECT count(*) FROM self_assessments WHERE campaign_id = '{campaign.Id}' AND status = 'Submitted' AND revision = 1"));
        Assert.Equal(Units, await CountAsync("appraisal-db", $"SELECT count(*) FROM appraisal_cases WHERE campaign_id = '{campaign.Id}' AND revision = 1"));
        Assert.Equal(Units, await CountAsync("ranking-db", $"SELECT count(*) FROM unit_standing WHERE campaign_id = '{campaign.Id}' AND version = 1"));
        Assert.Equal(0, await province.FailedMessagesAsync());

        // Every standing is what was entered.
        var standings = await campaign.StandingsAsync(homeAffairs);
        Assert.Equal(Units, standings.Count);
        var byPoints = Enumerable.Range(1, Units).OrderByDescending(PointsOf).ToList();
        Assert.All(byPoints.Index(), unit =>
        {
            var item = standings[CodeOf(unit.Item)];
            Assert.Equal((PointsOf(unit.Item), PointsOf(unit.Item)), (item.GetProperty("points").GetDecimal(), item.GetProperty("index").GetDecimal()));
            Assert.Equal(unit.Index + 1, item.GetProperty("rank").GetInt32());
        });
        Assert.Equal(HttpStatusCode.OK, (await system.Anonymous().SendAsync(HttpMethod.Get, "/health")).Status);
    }

    private static string CodeOf(int unit) => string.Create(CultureInfo.InvariantCulture, $"GN{unit:0000}");

    private static int NumberOf(string code) => int.Parse(code[2..], CultureInfo.InvariantCulture);

    /// <summary>60 × n / 2000, and 40 for even numbers; no two are equal.</summary>
    private static decimal PointsOf(int unit) => (60m * unit / Units) + (unit % 2 == 0 ? 40 : 0);

    private static async Task<IReadOnlyDictionary<string, Guid>> RegisterUnitsAsync(Caller homeAffairs)
    {
        var csv = new StringBuilder("code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n");
        for (var unit = 1; unit <= Units; unit++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{CodeOf(unit)},Đơn vị thử {unit},Xã,{Group},Khối thử giao nhận,,,,\n");
        }

        await homeAffairs.PostCsvAsync("/api/identity/units/import", csv.ToString());
        return await TrialCampaign.UnitsAsync(homeAffairs, Group);
    }

    /// <summary>A head answers for fifty units, because passwords are slow on purpose; more would not fit a token into a header.</summary>
    private async Task<IReadOnlyList<Caller>> HeadsAsync(Caller homeAffairs)
    {
        const string Password = "Thu-giao-nhan-2025";
        var csv = new StringBuilder("username,display_name,role,unit_code,password\n");
        for (var unit = 1; unit <= Units; unit++)
        {
            var head = (unit - 1) / UnitsPerHead;
            csv.Append(CultureInfo.InvariantCulture, $"thu.truong.{head},Thủ trưởng {head},unit-head,{CodeOf(unit)},{Password}\n");
        }

        var admin = await province.System.SignInAsync("admin");
        await admin.PostCsvAsync("/api/identity/accounts/import", csv.ToString());
        var heads = new List<Caller>();
        for (var head = 0; head < Units / UnitsPerHead; head++)
        {
            heads.Add(await province.System.SignInAsync($"thu.truong.{head}", Password));
        }

        return heads;
    }

    private async Task KillOneAfterTheOtherAsync()
    {
        for (var i = 0; i < Victims.Length; i++)
        {
            var submitted = Units / (Victims.Length + 1) * (i + 1);
            await Eventually.Holds(() => Task.FromResult(Volatile.Read(ref _submitted) >= submitted ? 0 : throw new TimeoutException()), Patience);
            var killed = await province.System.KillAsync(Victims[i]);
            Assert.NotEmpty(killed);
            await Eventually.Holds(
                () =>
                {
                    var pids = province.System.Resource(Victims[i]).Pids;
                    Assert.NotEmpty(pids);
                    Assert.Empty(pids.Intersect(killed));
                    return Task.CompletedTask;
                },
                Patience);
            output.WriteLine($"{Victims[i]} was killed when {submitted} units had submitted, and started again.");
        }
    }

    private async Task SubmitAsync(Caller head, int unit, Guid sheet)
    {
        var path = $"/api/assessment/self-assessments/{sheet}";
        var evidence = $"{unit}/BC";
        await InsistAsync(() => head.SendAsync(HttpMethod.Put, $"{path}/entries/1.1", new { data = new { numerator = unit, denominator = Units }, evidence }));
        await InsistAsync(() => head.SendAsync(HttpMethod.Put, $"{path}/entries/1.2", new { data = new { yes = unit % 2 == 0 }, evidence }));
        await InsistAsync(() => head.SendAsync(HttpMethod.Post, $"{path}/submission"), onceDone: "self-assessment.already-submitted");
    }

    /// <summary>Sends until it was carried out. After an answer that was lost, a refusal because it is done already means that it was.</summary>
    private async Task InsistAsync(Func<Task<Answer>> send, string? onceDone = null)
    {
        for (var unsure = false; ; unsure = true)
        {
            try
            {
                var answer = await send();
                _answers.AddOrUpdate($"{(int)answer.Status}", 1, (_, count) => count + 1);
                if (answer.IsSuccess || (unsure && onceDone is not null && answer.Code() == onceDone))
                {
                    return;
                }

                if (!PassingStates.Contains(answer.Status))
                {
                    throw new XunitException($"Neither carried out nor “try again”: {answer}");
                }
            }
            catch (HttpRequestException)
            {
                _answers.AddOrUpdate("no answer", 1, (_, count) => count + 1);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }
    }

    private async Task<long> CountAsync(string database, string query)
    {
        await using var source = NpgsqlDataSource.Create(province.System.ConnectionString(database));
        await using var command = source.CreateCommand(query);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
