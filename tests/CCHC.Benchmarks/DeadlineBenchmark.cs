using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CCHC.Demo.Year;
using CCHC.Scoring;
using CCHC.Testing.Installations;

namespace CCHC.Benchmarks;

/// <summary>
/// The last evening before a deadline: the officers of 300 units save leaves of sheets of a hundred, through the gateway, then the heads submit
/// within ten seconds. Each minute is half the system's and half the yardstick's. Afterwards every leaf, every submission and what other
/// services made of it is compared with what was sent.
/// </summary>
public static class DeadlineBenchmark
{
    private const int Units = 300;
    private const int Rounds = 4;
    private const double MostTimesYardstick = 5;
    private const string Campaign = "do-han-cuoi";
    private const string Group = "han-cuoi";
    private const string Password = "Do-han-cuoi-2025";
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(10);

    /// <summary>The kinds of rules a set is made of; every field has a leaf of each.</summary>
    private static readonly string[] Rules =
    [
        "YESNO,có=1;không=0",
        "THRESHOLD_PROPORTIONAL,100%=max;80%..<100%=ty_le*max;<80%=0",
        "DEDUCT_LATE,mỗi báo cáo trễ hạn -0.25;mỗi báo cáo còn thiếu -0.5;sàn 0",
        "COUNT,mỗi sáng kiến 0.25; tối đa 1",
        "CHOICE,Xuất sắc=100%;Tốt=75%;Hoàn thành=50%;Chưa hoàn thành=0%",
        "TIERS,100%=1;80%..<100%=0.5;<80%=0",
        "INTERPOLATE,>=100%=max;95%..<100%=max*(x-95)/5;<95%=0",
        "PROPORTIONAL,ty_le*max",
        "YEAR_ON_YEAR,>=105%=1;100%..<105%=0.5;<100%=0",
        "CAPPED_PROPORTIONAL,đạt>=mục tiêu 80%=max;dưới: x/80*max",
    ];

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        await Console.Error.WriteLineAsync("Starting an installation");
        await using var installation = await Installation.StartAsync();
        var homeAffairs = await installation.SignInAsync("sonoivu");
        await Console.Error.WriteLineAsync($"{Units} units with their accounts");
        var units = await RegisterAsync(installation, homeAffairs);
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, Campaign, Group, Criteria(), [.. units.Values]);
        var leaves = await LeavesAsync(homeAffairs);
        var officers = await SignInAsync(installation, campaign, units.Keys, "canbo");
        using var evening = new LastEvening(installation, leaves);
        await Console.Error.WriteLineAsync($"{Units * leaves.Count} leaves to begin with");
        await evening.FillAsync(officers);
        var heads = await SignInAsync(installation, campaign, units.Keys, "thutruong");

        var assessment = installation.ConnectionString("assessment-db");
        using var pgbench = await PgBench.PrepareAsync(assessment, campaign.Id, Units, leaves.Count, Content(evening, officers[0].Sheet));
        var (saves, plainSaves) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            saves.AddRange(await evening.SaveForAsync(Half, officers, seed: round));
            plainSaves.AddRange(await pgbench.SaveForAsync(Half, LastEvening.SavesPerSecond(Units)));
            await TellAsync("saves", saves, plainSaves);
        }

        var perSecond = Units / Burst.TotalSeconds;
        List<double> plainSubmissions = [.. await pgbench.SubmitForAsync(Burst, perSecond)];
        var submissions = await evening.SubmitWithinAsync(Burst, heads);
        plainSubmissions.AddRange(await pgbench.SubmitForAsync(Burst, perSecond));
        await TellAsync("submissions", submissions, plainSubmissions);
        var problems = await new EveningCheck(installation, campaign.Id, Units).FindAsync(evening.Kept, leaves);
        foreach (var problem in evening.Failures.Concat(problems).Take(20))
        {
            await Console.Error.WriteLineAsync(problem);
        }

        return
        [
            new Measurement("save.p50", saves.At(0.50), "ms", plainSaves.At(0.50), Target: null),
            new Measurement("save.p99", saves.At(0.99), "ms", plainSaves.At(0.99), MostTimesYardstick),
            new Measurement("submission.p50", submissions.At(0.50), "ms", plainSubmissions.At(0.50), Target: null),
            new Measurement("submission.p99", submissions.At(0.99), "ms", plainSubmissions.At(0.99), Target: null), // reads, checks and copies a hundred leaves; the yardstick only writes
            new Measurement("saves", saves.Count + (Units * leaves.Count), "", Yardstick: null, Target: null),
            new Measurement("errors", evening.Failures.Count, "", Yardstick: null, Target: 0),
            new Measurement("lost", problems.Count, "", Yardstick: null, Target: 0),
        ];
    }

    private static Task TellAsync(string what, IReadOnlyCollection<double> times, List<double> plain) => Console.Error.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture, $"{times.Count} {what}: p99 {times.At(0.99):0.0} ms; {plain.Count} of the yardstick: p99 {plain.At(0.99):0.0} ms"));

    private static string CodeOf(int unit) => string.Create(CultureInfo.InvariantCulture, $"HC{unit:000}");

    private static string Criteria()
    {
        var csv = new StringBuilder("ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n");
        for (var field = 1; field <= 10; field++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{field},LV,Lĩnh vực thứ {field} của cải cách hành chính,{Rules.Length},,SUM,\n");
            for (var leaf = 1; leaf <= Rules.Length; leaf++)
            {
                csv.Append(CultureInfo.InvariantCulture, $"{field}.{leaf},TC,Tiêu chí {field}.{leaf} về kết quả thực hiện nhiệm vụ được giao trong năm,1,TD,{Rules[leaf - 1]}\n");
            }
        }

        return csv.ToString();
    }

    private static async Task<IReadOnlyDictionary<string, Guid>> RegisterAsync(Installation installation, Caller homeAffairs)
    {
        var units = new StringBuilder("code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n");
        for (var unit = 1; unit <= Units; unit++)
        {
            units.Append(CultureInfo.InvariantCulture, $"{CodeOf(unit)},Xã thử {unit},Xã,{Group},Khối thử hạn cuối,,,,\n");
        }

        await homeAffairs.PostCsvAsync("/api/identity/units/import", units.ToString());
        var admin = await installation.SignInAsync("admin");
        foreach (var some in Enumerable.Range(1, Units).Chunk(50)) // passwords are slow on purpose
        {
            var accounts = new StringBuilder("username,display_name,role,unit_code,password\n");
            foreach (var code in some.Select(CodeOf))
            {
                accounts.Append(CultureInfo.InvariantCulture, $"canbo.{code.ToLowerInvariant()},Cán bộ {code},unit-officer,{code},{Password}\n");
                accounts.Append(CultureInfo.InvariantCulture, $"thutruong.{code.ToLowerInvariant()},Thủ trưởng {code},unit-head,{code},{Password}\n");
            }

            await admin.PostCsvAsync("/api/identity/accounts/import", accounts.ToString());
        }

        return await TrialCampaign.UnitsAsync(homeAffairs, Group);
    }

    private static async Task<IReadOnlyList<PlanLeaf>> LeavesAsync(Caller homeAffairs)
    {
        var sets = (await homeAffairs.GetAsync("/api/criteria/sets")).GetProperty("items").EnumerateArray();
        var set = await homeAffairs.GetAsync($"/api/criteria/sets/{sets.Single(item => item.GetProperty("code").GetString() == Campaign).GetProperty("id").GetGuid()}");
        return [.. set.Deserialize<SetDocument>(ScoringJson.Options)!.Nodes.Where(node => node.Rule is not null).Select(node => node.ToLeaf())];
    }

    private static async Task<IReadOnlyList<Person>> SignInAsync(Installation installation, TrialCampaign campaign, IEnumerable<string> units, string prefix)
    {
        var people = new ConcurrentBag<Person>();
        await Parallel.ForEachAsync(units, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (unit, _) =>
        {
            var caller = await installation.SignInAsync($"{prefix}.{unit.ToLowerInvariant()}", Password);
            people.Add(new Person(unit, caller.Token!, (await campaign.SheetsAsync(caller))[unit]));
        });
        return [.. people.OrderBy(person => person.UnitCode, StringComparer.Ordinal)];
    }

    private static string Content(LastEvening evening, Guid sheet) => JsonSerializer.Serialize(
        evening.Kept.Where(leaf => leaf.Key.Sheet == sheet).Select(leaf => new
        {
            leafCode = leaf.Key.Leaf, data = leaf.Value.Data, status = "scored", points = 1m,
            explanation = "Số liệu tính đến ngày 31/12, theo báo cáo công tác cải cách hành chính năm của đơn vị.", evidence = "123/BC-UBND", documents = Array.Empty<string>(),
        }),
        ScoringJson.Options);
}
