using System.Globalization;
using System.Text;
using System.Text.Json;
using CCHC.Chaos.Faults;
using CCHC.Testing.Installations;

namespace CCHC.Chaos.Years;

/// <summary>A small year from the criteria set to the published ranking, by those who carry it, while faults begin at its steps.</summary>
public sealed class Year(Installation system, HttpClient http, YearData data, Sender sender, Injector injector)
{
    /// <summary>Set, its publication, campaign, its opening; entries; files; submissions; appraisal opened, council, two decisions, agreement, completions; council's step, ratification, snapshot, approval.</summary>
    public static int Steps { get; } = 4 + (YearData.UnitCodes.Count * YearData.Leaves.Count) + (2 * YearData.UnitCodes.Count) + 5 + YearData.UnitCodes.Count + 4;

    private const string Chair = "chutich.hl";
    private const string Outdated = "snapshot.outdated";
    private const string Head = "thutruong.hl";
    private const string Password = "Mat-khau-rat-dai-2025";

    private Guid _id;
    private int _step;

    /// <summary>The steps that write files.</summary>
    public static Range Uploads { get; } = (5 + (YearData.UnitCodes.Count * YearData.Leaves.Count))..(5 + ((YearData.Leaves.Count + 1) * YearData.UnitCodes.Count));

    public Guid CampaignId => _id;

    /// <summary>By unit code, once there are any.</summary>
    public IReadOnlyDictionary<string, Guid> Sheets { get; private set; } = new Dictionary<string, Guid>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Guid> Cases { get; private set; } = new Dictionary<string, Guid>(StringComparer.Ordinal);

    /// <summary>What the documents became whose upload was acknowledged, by unit code.</summary>
    public Dictionary<string, Guid> Documents { get; } = new(StringComparer.Ordinal);

    public Caller HomeAffairs { get; private set; } = system.Anonymous();

    public Caller UnitHead { get; private set; } = system.Anonymous();

    /// <summary>Units and people of all runs, beside the demo province's own.</summary>
    public static async Task PrepareAsync(Installation system)
    {
        var (units, accounts) = (new StringBuilder("code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n"), new StringBuilder("username,display_name,role,unit_code,password\n"));
        foreach (var unit in YearData.UnitCodes)
        {
            units.Append(CultureInfo.InvariantCulture, $"{unit},Xã Hỗn loạn {unit[^1]},Xã,{YearData.Group},Khối hỗn loạn,UBNDT,,,\n");
        }

        accounts.Append(CultureInfo.InvariantCulture, $"{Chair},Phạm Chủ Tịch,council-chair,,{Password}\n");
        var admin = await system.SignInAsync("admin");
        await admin.PostCsvAsync("/api/identity/units/import", units.ToString());
        await admin.PostCsvAsync("/api/identity/accounts/import", accounts.ToString());
    }

    public async Task RunAsync()
    {
        HomeAffairs = await SignInAsync("sonoivu");
        UnitHead = await NewHeadAsync();
        var (appraiser, chair, leader) = (await SignInAsync("thamdinh1"), await SignInAsync(Chair, Password), await SignInAsync("lanhdao"));
        await DrawUpAsync();
        await AssessAsync();
        await AppraiseAsync(appraiser, chair);
        await PublishAsync(chair, leader);
        if (_step != Steps)
        {
            throw new InvalidOperationException($"A year has {_step} steps, not {Steps}.");
        }
    }

    /// <summary>Whoever loses many answers to announced uploads may announce no more: a head of this run alone.</summary>
    private async Task<Caller> NewHeadAsync()
    {
        var (admin, name) = (await SignInAsync("admin"), $"{Head}.{data.Code[^8..]}");
        var csv = new StringBuilder("username,display_name,role,unit_code,password\n");
        foreach (var unit in YearData.UnitCodes)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{name},Thủ trưởng chung,unit-head,{unit},{Password}\n");
        }

        await sender.SendAsync("account of the head", () => admin.SendAsync(HttpMethod.Post, "/api/identity/accounts/import", new StringContent(csv.ToString(), Encoding.UTF8, "text/csv")));
        return await SignInAsync(name, Password);
    }

    private async Task DrawUpAsync()
    {
        await StepAsync(
            HomeAffairs, HttpMethod.Post, $"/api/criteria/sets?code={data.Code}&name={data.Code}&year=2025", () => new StringContent(YearData.Criteria, Encoding.UTF8, "text/csv"), "criteria-set.code-taken");
        var set = await FindAsync("/api/criteria/sets", "code", data.Code);
        await StepAsync(HomeAffairs, HttpMethod.Post, $"/api/criteria/sets/{set}/publication", onceDone: "criteria-set.already-published");
        var units = await UnitIdsAsync();
        var request = new
        {
            code = data.Code,
            name = $"Kỳ thử {data.Code}",
            year = 2025,
            rounds = 1,
            surveyHeld = false,
            groups = new[] { new { code = YearData.Group, name = "Khối hỗn loạn", criteriaSetId = set, unitIds = units } },
        };
        await StepAsync(HomeAffairs, HttpMethod.Post, "/api/criteria/campaigns", () => Json(request), "campaign.code-taken", "campaign.unit-unknown");
        _id = await FindAsync("/api/criteria/campaigns", "code", data.Code);
        await OpenAsync("SelfAssessment");
    }

    private async Task AssessAsync()
    {
        var listed = await sender.ReadAsync(
            "sheets", () => UnitHead.SendAsync(HttpMethod.Get, $"/api/assessment/self-assessments?campaignId={_id}&pageSize=100"),
            answer => Items(answer).Count == data.Units.Count && Items(answer).TrueForAll(item => item.GetProperty("phaseOpen").GetBoolean()));
        Sheets = Items(listed).ToDictionary(item => item.GetProperty("unitCode").GetString()!, item => item.GetProperty("id").GetGuid(), StringComparer.Ordinal);
        foreach (var unit in data.Units)
        {
            foreach (var (leaf, entered) in unit.Data)
            {
                var entry = new { data = entered, evidence = $"{leaf}/BC-{unit.Code}", explanation = entered.NotApplicable ? "Năm 2025 không có kiến nghị." : null };
                await StepAsync(UnitHead, HttpMethod.Put, $"/api/assessment/self-assessments/{Sheets[unit.Code]}/entries/{leaf}", () => Json(entry));
            }
        }

        foreach (var unit in data.Units)
        {
            await injector.BeginAsync(++_step);
            Documents[unit.Code] = await new Upload(http, system.Address, UnitHead.Token!, sender).SendAsync($"file of {unit.Code}", Sheets[unit.Code], "1.1", $"kế hoạch {unit.Code}.png", unit.File);
        }

        foreach (var unit in data.Units)
        {
            await StepAsync(UnitHead, HttpMethod.Post, $"/api/assessment/self-assessments/{Sheets[unit.Code]}/submission", onceDone: "self-assessment.already-submitted");
        }
    }

    private async Task AppraiseAsync(Caller appraiser, Caller chair)
    {
        await OpenAsync("Appraisal");
        object[] members = [await MemberAsync(appraiser, "member", "1", "2"), await MemberAsync(chair, "chair")];
        await StepAsync(HomeAffairs, HttpMethod.Put, $"/api/appraisal/campaigns/{_id}/council", () => Json(new { members }), null, "404");
        var listed = await sender.ReadAsync(
            "cases", () => appraiser.SendAsync(HttpMethod.Get, $"/api/appraisal/cases?campaignId={_id}&pageSize=100"), answer => Items(answer).Count == data.Units.Count);
        Cases = Items(listed).ToDictionary(item => item.GetProperty("unitCode").GetString()!, item => item.GetProperty("id").GetGuid(), StringComparer.Ordinal);
        await sender.ReadAsync("appraisal open", () => appraiser.SendAsync(HttpMethod.Get, $"/api/appraisal/cases/{Cases.Values.First()}"), answer => answer.Json().GetProperty("phaseOpen").GetBoolean());
        foreach (var decision in data.Decisions)
        {
            var body = new { data = decision.Data, points = decision.Points, reason = "Theo kết quả kiểm tra thực tế." };
            await StepAsync(appraiser, HttpMethod.Put, $"/api/appraisal/cases/{Cases[decision.Unit]}/leaves/{decision.Leaf}", () => Json(body));
        }

        await StepAsync(appraiser, HttpMethod.Post, $"/api/appraisal/campaigns/{_id}/acceptances", () => Json(new { groupCode = YearData.Group }));
        foreach (var unit in data.Units)
        {
            await StepAsync(appraiser, HttpMethod.Post, $"/api/appraisal/cases/{Cases[unit.Code]}/completion");
        }
    }

    private async Task PublishAsync(Caller chair, Caller leader)
    {
        await OpenAsync("Council");
        await StepAsync(chair, HttpMethod.Post, $"/api/appraisal/campaigns/{_id}/ratification", () => Json(new { note = "Phiên họp số 1." }), "appraisal.ratified", "ratification.not-ready");
        await sender.ReadAsync(
            "final standings", () => HomeAffairs.SendAsync(HttpMethod.Get, $"/api/ranking/campaigns/{data.Code}/standings"),
            answer => answer.Json().GetProperty("ratifiedAt").ValueKind != JsonValueKind.Null && Items(answer).TrueForAll(item => item.GetProperty("status").GetString() == "complete"));
        var snapshots = $"/api/ranking/campaigns/{data.Code}/snapshots";
        string[] notYet = ["ranking.not-in-council", "ranking.incomplete"];
        await StepAsync(HomeAffairs, HttpMethod.Post, snapshots, null, "ranking.approved", notYet);
        await injector.BeginAsync(++_step);
        while (true)
        {
            // Sent twice it is there twice, and the later one holds.
            var latest = (await sender.ReadAsync("snapshots", () => HomeAffairs.SendAsync(HttpMethod.Get, snapshots), answer => Items(answer).Count > 0)).Json()
                .GetProperty("items").EnumerateArray().Max(item => item.GetProperty("number").GetInt32());
            var approved = await sender.SendAsync(
                $"step {_step}, approval", () => leader.SendAsync(HttpMethod.Post, $"{snapshots}/{latest}/approval", Json(new { decisionNumber = "01/QĐ-UBND" })), "snapshot.not-open", Outdated);
            if (approved.Code() != Outdated)
            {
                return;
            }

            // An event came after the snapshot: the leader asks home affairs for another one.
            await sender.SendAsync("another snapshot", () => HomeAffairs.SendAsync(HttpMethod.Post, snapshots), "ranking.approved", null, notYet);
        }
    }

    private Task<Answer> OpenAsync(string phase) =>
        StepAsync(HomeAffairs, HttpMethod.Post, $"/api/criteria/campaigns/{_id}/phases", () => Json(new { phase, round = 1 }), "campaign.phase-out-of-order");

    private async Task<Answer> StepAsync(Caller who, HttpMethod method, string path, Func<HttpContent>? body = null, string? onceDone = null, params IReadOnlyList<string> notYet)
    {
        await injector.BeginAsync(++_step);
        return await sender.SendAsync($"step {_step}, {method} {path}", () => who.SendAsync(method, path, body?.Invoke()), onceDone, null, notYet);
    }

    private async Task<Caller> SignInAsync(string name, string? password = null)
    {
        var content = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "password", ["username"] = name, ["password"] = password ?? system.Password(name) };
        var anonymous = new Caller(http, system.Address, token: null);
        var answer = await sender.SendAsync($"sign-in of {name}", () => anonymous.SendAsync(HttpMethod.Post, "/connect/token", new FormUrlEncodedContent(content)));
        return new Caller(http, system.Address, answer.Json().GetProperty("access_token").GetString()!);
    }

    private async Task<object> MemberAsync(Caller member, string office, params string[] fields)
    {
        var me = (await sender.ReadAsync("me", () => member.SendAsync(HttpMethod.Get, "/api/identity/me"))).Json();
        return new
        {
            userId = me.GetProperty("id").GetGuid(),
            displayName = me.GetProperty("displayName").GetString(),
            office,
            fields = fields.Select(fieldCode => new { groupCode = YearData.Group, fieldCode }),
        };
    }

    private async Task<Guid[]> UnitIdsAsync() =>
        [.. Items(await sender.ReadAsync("units", () => HomeAffairs.SendAsync(HttpMethod.Get, $"/api/identity/units?group={YearData.Group}&pageSize=100"))).Select(unit => unit.GetProperty("id").GetGuid())];

    private async Task<Guid> FindAsync(string path, string member, string value)
    {
        var found = await sender.ReadAsync(path, () => HomeAffairs.SendAsync(HttpMethod.Get, $"{path}?search={value}&pageSize=200"), answer => Items(answer).Exists(Matches));
        return Items(found).Single(Matches).GetProperty("id").GetGuid();

        bool Matches(JsonElement item) => item.GetProperty(member).GetString() == value;
    }

    internal static List<JsonElement> Items(Answer answer) => [.. answer.Json().GetProperty("items").EnumerateArray()];

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json");
}
