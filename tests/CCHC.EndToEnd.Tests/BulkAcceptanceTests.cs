using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CCHC.Testing;
using CCHC.Testing.Installations;
using Microsoft.Playwright;
using Npgsql;

namespace CCHC.EndToEnd.Tests;

/// <summary>One member agrees to every claim of a whole group at once, 12,000 of 200 units, and takes it back.</summary>
public sealed class BulkAcceptanceTests(Province province, Browser browser, ITestOutputHelper output) : IClassFixture<Browser>
{
    private const string Password = "Thong-nhat-2025";
    private const string Code = "thong-nhat-hang-loat";
    private const string Group = "hang-loat";
    private const int Units = 200;
    private const int UnitsPerHead = 50;
    private const int LeavesPerField = 20;
    private const int Leaves = 3 * LeavesPerField;
    private const int Senders = 4;

    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact(Timeout = 600_000)]
    public async Task What_is_agreed_to_for_a_whole_group_at_once_stands_in_the_ranking_within_seconds_and_so_does_taking_it_back()
    {
        var clock = Stopwatch.StartNew();
        var homeAffairs = await province.HomeAffairsAsync();
        var (campaign, units) = await SubmittedAsync(homeAffairs);
        var member = await province.System.SignInAsync("thanhvien.hangloat", Password);
        await campaign.AppointAsync(member, "1", "2", "3");
        await campaign.OpenPhaseAsync("Appraisal");
        var criterion = $"/api/appraisal/campaigns/{campaign.Id}/groups/{Group}/criteria/3.20";
        await Eventually.Is(
            async () => (await member.GetAsync(criterion)).GetProperty("rows").EnumerateArray().Count(row => row.GetProperty("phaseOpen").GetBoolean()), rows => rows == Units, Patience);
        await RankedAsync(campaign, homeAffairs, "provisional", Patience);
        output.WriteLine($"{Units} units have submitted {Leaves} leaves each after {clock.Elapsed.TotalSeconds:0} s.");

        var council = $"/api/appraisal/campaigns/{campaign.Id}";
        var agreed = await DoneAsync("Agreeing", campaign, homeAffairs, "complete", () => member.PostAsync($"{council}/acceptances", new { groupCode = Group }));
        Assert.Equal((Units * Leaves, Units, 0, 0), (Number(agreed, "leaves"), Number(agreed, "cases"), Number(agreed, "unclaimed"), Number(agreed, "closed")));
        await CheckLeavesAsync(campaign, units, appraised: true);
        await MeasureCriterionAsync(member, criterion);

        var undone = await DoneAsync("Taking back", campaign, homeAffairs, "provisional", () => member.PostAsync($"{council}/acceptances/{agreed.GetProperty("id").GetGuid()}/withdrawal"));
        Assert.Equal((Units * Leaves, 0), (Number(undone, "leaves"), Number(undone, "kept")));
        await CheckLeavesAsync(campaign, units, appraised: false);
        await WalkGridAsync(campaign);
        output.WriteLine($"Done after {clock.Elapsed.TotalSeconds:0} s.");
    }

    /// <summary>200 rows in the browser: filter, sort, the keyboard from row to row, and no picture that takes longer than a blink while scrolling.</summary>
    private async Task WalkGridAsync(TrialCampaign campaign)
    {
        await using var page = await browser.OpenAsync(province);
        await page.GoAsync("/dang-nhap");
        await page.Page.GetByLabel("Tên đăng nhập").FillAsync("thanhvien.hangloat");
        await page.Page.GetByLabel("Mật khẩu").FillAsync(Password);
        await page.Page.Locator("main button[type=submit].btn-primary").ClickAsync();
        await page.Page.WaitForURLAsync("**/bang-viec");
        var address = $"/tham-dinh/theo-tieu-chi/{campaign.Id}/{Group}/3.20";
        var clock = Stopwatch.StartNew();
        await page.GoAsync(address);
        var loaded = clock.Elapsed;
        Assert.Equal(Units, await page.Page.Locator(".unit-grid tbody tr").CountAsync());
        var size = await page.Page.EvaluateAsync<int>("performance.getEntriesByType('navigation')[0].transferSize");
        var slowest = await page.Page.EvaluateAsync<double>(
            """
            () => new Promise(done => {
              let slowest = 0, frames = 0, last = performance.now();
              const step = now => {
                slowest = frames > 1 ? Math.max(slowest, now - last) : 0;
                last = now;
                scrollBy(0, 400);
                document.querySelector('.grid-wrap').scrollBy(0, 400);
                frames++ < 60 ? requestAnimationFrame(step) : done(slowest);
              };
              requestAnimationFrame(step);
            })
            """);
        output.WriteLine($"The grid of {Units} rows: {loaded.TotalMilliseconds:0} ms to load, {size / 1024} KiB over the line, the slowest picture while scrolling {slowest:0} ms.");
        Assert.InRange(size, 1, 400 * 1024);
        Assert.InRange(slowest, 0, 250);

        await page.GoAsync($"{address}?xep=tu-cham");
        var first = page.Page.Locator(".unit-grid tbody tr").First;
        await Assertions.Expect(first.Locator("td.num").Nth(1)).ToHaveTextAsync("0,00"); // (unit + 20) of 20 leaves no remainder
        await first.GetByRole(AriaRole.Button, new() { Name = "Thống nhất" }).FocusAsync();
        for (var row = 0; row < 40; row++)
        {
            await page.Page.Keyboard.PressAsync("ArrowDown");
        }

        Assert.Equal(40, await page.Page.EvaluateAsync<int>("document.activeElement.closest('tr').sectionRowIndex"));
        await page.ClickLinkAsync("Dòng gọn");
        await page.ClickLinkAsync("Chưa thẩm định");
        Assert.Equal(Units, await page.Page.Locator(".unit-grid.compact tbody tr").CountAsync());
        await page.InspectAsync("luoi-200-don-vi");
        Assert.Empty(page.Complaints);
    }

    private static string CodeOf(int unit) => string.Create(CultureInfo.InvariantCulture, $"HL{unit:000}");

    private static int NumberOf(string code) => int.Parse(code[2..], CultureInfo.InvariantCulture);

    private static string LeafOf(int field, int leaf) => string.Create(CultureInfo.InvariantCulture, $"{field}.{leaf}");

    private static int Number(JsonElement answer, string name) => answer.GetProperty(name).GetInt32();

    /// <summary>What a unit claims for a leaf: so much of so much.</summary>
    private static (int Numerator, int Denominator) ClaimOf(int unit, int field, int leaf) => field switch
    {
        1 => (unit, 200),
        2 => (leaf, LeavesPerField),
        _ => ((unit + leaf) % LeavesPerField, LeavesPerField),
    };

    /// <summary>A leaf of field 1 is worth 1 point, one of the others 2.</summary>
    private static decimal PointsOf(int unit, int field, int leaf) => (field == 1 ? 1m : 2m) * ClaimOf(unit, field, leaf).Numerator / ClaimOf(unit, field, leaf).Denominator;

    /// <summary>
    /// Unit n: field 1 gives 20 × n/200 = n/10; field 2 gives (1 + 2 + … + 20) × 2/20 = 21; field 3 gives every remainder 0 … 19 once, 190 × 2/20 = 19.
    /// Of 20 + 40 + 40 = 100, so it is the index as well, and no two are equal.
    /// </summary>
    private static decimal SumOf(int unit) => (unit / 10m) + 40;

    private static string Criteria()
    {
        var csv = new StringBuilder("ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n");
        for (var field = 1; field <= 3; field++)
        {
            var points = field == 1 ? 1 : 2;
            csv.Append(CultureInfo.InvariantCulture, $"{field},LV,Lĩnh vực {field},{points * LeavesPerField},,SUM,\n");
            for (var leaf = 1; leaf <= LeavesPerField; leaf++)
            {
                csv.Append(CultureInfo.InvariantCulture, $"{LeafOf(field, leaf)},TC,Tỷ lệ thực hiện nhiệm vụ {leaf} của lĩnh vực {field},{points},TD,PROPORTIONAL,ty_le*max\n");
            }
        }

        return csv.ToString();
    }

    /// <summary>Carries it out and measures until the ranking says so, which it does with one message a unit.</summary>
    private async Task<JsonElement> DoneAsync(string what, TrialCampaign campaign, Caller homeAffairs, string status, Func<Task<JsonElement>> deed)
    {
        const string Received = "SELECT count(*) FROM inbox_message";
        var before = (All: await CountAsync(Received), Own: await CountAsync($"{Received} WHERE consumer LIKE '%criteria-appraised%'"));
        var clock = Stopwatch.StartNew();
        var answer = await deed();
        var answered = clock.Elapsed;
        await RankedAsync(campaign, homeAffairs, status, Promise);
        var ranked = clock.Elapsed - answered;
        var after = (All: await CountAsync(Received) - before.All, Own: await CountAsync($"{Received} WHERE consumer LIKE '%criteria-appraised%'") - before.Own);
        output.WriteLine($"{what}: answered after {answered.TotalMilliseconds:0} ms, the ranking was right {ranked.TotalMilliseconds:0} ms later, with {after.Own} messages ({after.All} of all kinds).");
        Assert.InRange(ranked, TimeSpan.Zero, Promise);
        Assert.Equal(Units, after.Own);
        Assert.InRange(after.All, 1, 499);
        return answer;
    }

    /// <summary>Every unit has its sum and its place; as a result that stands, or as a claim only.</summary>
    private static Task RankedAsync(TrialCampaign campaign, Caller homeAffairs, string status, TimeSpan patience) => Eventually.Holds(
        async () =>
        {
            var standings = await campaign.StandingsAsync(homeAffairs);
            Assert.Equal(Units, standings.Count);
            foreach (var (code, standing) in standings)
            {
                var unit = NumberOf(code);
                Assert.Equal(
                    (SumOf(unit), SumOf(unit), Units - unit + 1, status),
                    (standing.GetProperty("points").GetDecimal(), standing.GetProperty("index").GetDecimal(), Number(standing, "rank"), standing.GetProperty("status").GetString()));
            }
        },
        patience);

    /// <summary>Of every leaf of every unit, what Ranking has stored as the unit's and as the council's.</summary>
    private async Task CheckLeavesAsync(TrialCampaign campaign, IReadOnlyDictionary<string, Guid> units, bool appraised)
    {
        await using var source = NpgsqlDataSource.Create(province.System.ConnectionString("ranking-db"));
        await using var command = source.CreateCommand($"SELECT unit_id, leaf_code, self_points, appraised_points FROM leaf_standing WHERE campaign_id = '{campaign.Id}'");
        await using var reader = await command.ExecuteReaderAsync();
        var stored = new Dictionary<(Guid, string), (decimal?, decimal?)>();
        while (await reader.ReadAsync())
        {
            stored[(reader.GetGuid(0), reader.GetString(1))] = (await reader.GetFieldValueAsync<decimal?>(2), await reader.GetFieldValueAsync<decimal?>(3));
        }

        Assert.Equal(Units * Leaves, stored.Count);
        foreach (var (code, id) in units)
        {
            for (var field = 1; field <= 3; field++)
            {
                for (var leaf = 1; leaf <= LeavesPerField; leaf++)
                {
                    decimal? points = PointsOf(NumberOf(code), field, leaf);
                    Assert.Equal((points, appraised ? points : null), stored[(id, LeafOf(field, leaf))]);
                }
            }
        }
    }

    private async Task MeasureCriterionAsync(Caller member, string criterion)
    {
        var clock = Stopwatch.StartNew();
        var answer = await member.SendAsync(HttpMethod.Get, criterion);
        var duration = clock.Elapsed;
        Assert.Equal(Units, answer.Json().GetProperty("rows").GetArrayLength());
        output.WriteLine($"One criterion of {Units} units: {duration.TotalMilliseconds:0} ms, {Encoding.UTF8.GetByteCount(answer.Body) / 1024.0:0} KiB.");
    }

    private async Task<long> CountAsync(string query)
    {
        await using var source = NpgsqlDataSource.Create(province.System.ConnectionString("ranking-db"));
        await using var command = source.CreateCommand(query);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<(TrialCampaign Campaign, IReadOnlyDictionary<string, Guid> Units)> SubmittedAsync(Caller homeAffairs)
    {
        var admin = await province.System.SignInAsync("admin");
        var (register, accounts) = (new StringBuilder("code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n"), new StringBuilder("username,display_name,role,unit_code,password\n"));
        for (var unit = 1; unit <= Units; unit++)
        {
            register.Append(CultureInfo.InvariantCulture, $"{CodeOf(unit)},Xã Hàng loạt {unit},Xã,{Group},Khối hàng loạt,,,,\n");
            accounts.Append(CultureInfo.InvariantCulture, $"thutruong.hangloat{(unit - 1) / UnitsPerHead},Thủ trưởng {(unit - 1) / UnitsPerHead},unit-head,{CodeOf(unit)},{Password}\n");
        }

        await admin.PostCsvAsync("/api/identity/units/import", register.ToString());
        await admin.PostCsvAsync("/api/identity/accounts/import", $"{accounts}thanhvien.hangloat,Trần Thị Loạt,appraiser,,{Password}\n");
        var units = await TrialCampaign.UnitsAsync(homeAffairs, Group);
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, Code, Group, Criteria(), [.. units.Values]);
        var sheets = new ConcurrentBag<(Caller Head, int Unit, Guid Sheet)>();
        for (var first = 0; first < Units; first += UnitsPerHead)
        {
            var head = await province.System.SignInAsync(string.Create(CultureInfo.InvariantCulture, $"thutruong.hangloat{first / UnitsPerHead}"), Password);
            foreach (var (code, sheet) in await campaign.SheetsAsync(head, Math.Min(UnitsPerHead, Units - first)))
            {
                sheets.Add((head, NumberOf(code), sheet));
            }
        }

        await Parallel.ForEachAsync(sheets, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (sheet, _) => await SubmitAsync(sheet.Head, sheet.Unit, sheet.Sheet));
        return (campaign, units);
    }

    private static async Task SubmitAsync(Caller head, int unit, Guid sheet)
    {
        var path = $"/api/assessment/self-assessments/{sheet}";
        var versions = (await head.GetAsync(path)).GetProperty("nodes").EnumerateArray()
            .Where(node => node.GetProperty("leaf").ValueKind == JsonValueKind.Object)
            .ToDictionary(node => node.GetProperty("code").GetString()!, node => node.GetProperty("leaf").GetProperty("version").GetUInt32(), StringComparer.Ordinal);
        var entries =
            from field in Enumerable.Range(1, 3)
            from leaf in Enumerable.Range(1, LeavesPerField)
            let claim = ClaimOf(unit, field, leaf)
            select new
            {
                leafCode = LeafOf(field, leaf),
                version = versions[LeafOf(field, leaf)],
                data = new { numerator = claim.Numerator, denominator = claim.Denominator },
                evidence = "3/BC-UBND",
            };
        await head.PutAsync($"{path}/entries", new { entries });
        await head.PostAsync($"{path}/submission");
    }
}
