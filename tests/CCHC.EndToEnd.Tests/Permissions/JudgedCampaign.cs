using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CCHC.Testing;
using CCHC.Testing.Installations;

namespace CCHC.EndToEnd.Tests.Permissions;

/// <summary>
/// A campaign in its appraisal: two communes have submitted, the council has cut the first, a meeting is open, and the secretary has declared a conflict
/// of interest with the first commune.
/// </summary>
/// <param name="province">Where it runs.</param>
/// <param name="name">A short word of small letters with which all codes and accounts begin.</param>
internal sealed partial class JudgedCampaign(Province province, string name)
{
    public const string Password = "mat-khau-rat-dai-2025";

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,60,,SUM,
        1.1,TC,Mức độ hoàn thành kế hoạch,40,TD,PROPORTIONAL,ty_le*max
        1.2,TC,Ban hành kế hoạch,20,TD,YESNO,có=20;không=0
        2,LV,Thủ tục hành chính,40,,SUM,
        2.1,TC,Công khai thủ tục,40,TD,YESNO,có=40;không=0
        """;

    /// <summary>What only the first unit's case holds: 94,2825 % of 40 is 37,713; the council gave 31,337.</summary>
    public static IReadOnlyList<string> Secrets { get; } = [".713", ",713", ".337", ",337", "94.2825", "GIAITRINHMAT", "LYDOMAT", "77/BC-MAT", "TAILIEUMAT"];

    private readonly List<Guid> _council = [];
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    public string Code { get; } = $"{name}-tham-dinh";

    public string Group { get; } = $"{name}-khoi";

    public string FirstUnit { get; } = $"{name.ToUpperInvariant()}1";

    public string SecondUnit { get; } = $"{name.ToUpperInvariant()}2";

    /// <summary>Of <c>campaign</c>, <c>unit</c>, <c>sheet</c>, <c>case</c>, <c>meeting</c>, <c>item</c> and <c>document</c>: those of the first unit.</summary>
    public string this[string what]
    {
        get => _ids[what];
        set => _ids[what] = value;
    }

    /// <summary>Accounts: <c>.xa1</c> and <c>.xa2</c> (heads), <c>.an</c> (member), <c>.thuky</c> (secretary), <c>.chutich</c> (chair).</summary>
    public Task<Caller> SignInAsync(string person) => province.System.SignInAsync($"{name}.{person}", Password);

    /// <summary>Draws it up and brings it to its meeting.</summary>
    /// <param name="beforeAppraisal">What is done between the submissions and the appraisal; the council and its cases are there.</param>
    public async Task PrepareAsync(Func<Task>? beforeAppraisal = null)
    {
        var (admin, homeAffairs) = (await province.System.SignInAsync("admin"), await province.HomeAffairsAsync());
        await admin.PostCsvAsync(
            "/api/identity/units/import",
            "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n"
            + $"{FirstUnit},Xã Xung Đột {name},Xã,{Group},Khối {name},UBNDT,,,\n{SecondUnit},Xã Bình Thường {name},Xã,{Group},Khối {name},UBNDT,,,\n");
        await admin.PostCsvAsync(
            "/api/identity/accounts/import",
            $"username,display_name,role,unit_code,password\n{name}.xa1,Chủ tịch xã 1,unit-head,{FirstUnit},{Password}\n{name}.xa2,Chủ tịch xã 2,unit-head,{SecondUnit},{Password}\n"
            + $"{name}.an,Nguyễn Văn An,appraiser,,{Password}\n{name}.thuky,Vũ Thị Thư,appraiser,,{Password}\n{name}.thuky,Vũ Thị Thư,council-secretary,,{Password}\n"
            + $"{name}.chutich,Phạm Quang Chủ,council-chair,,{Password}\n");
        var units = await TrialCampaign.UnitsAsync(homeAffairs, Group);
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, Code, Group, Criteria, [.. units.Values], surveyHeld: true);
        (this["campaign"], this["unit"]) = (campaign.Id.ToString(), units[FirstUnit].ToString());
        await FillAsync(campaign, 1);
        await FillAsync(campaign, 2);
        await AppointAsync(campaign, homeAffairs);
        if (beforeAppraisal is not null)
        {
            await beforeAppraisal();
        }

        await JudgeAsync(campaign);

        // The secretary says that it has to do with the unit; the other services hear of it.
        var secretary = await SignInAsync("thuky");
        await secretary.PostAsync($"/api/appraisal/campaigns/{campaign.Id}/council/conflicts", new { unitId = units[FirstUnit], kind = "formerPost", note = "Chủ tịch xã đến tháng 2." });
        await IsBarredAsync($"/api/ranking/campaigns/{Code}/standings/{FirstUnit}");
        await IsBarredAsync($"/api/assessment/self-assessments/{this["sheet"]}/documents");

        Task IsBarredAsync(string path) =>
            Eventually.Is(async () => (await secretary.SendAsync(HttpMethod.Get, path)).Status, status => status == HttpStatusCode.NotFound, TimeSpan.FromSeconds(30));
    }

    /// <summary>The unit's own ids in place of the parameters; what the campaign does not have is nobody's.</summary>
    public string Fill(string path)
    {
        var noun = path.Split("/{id}")[0].Split('/')[^1];
        var query = path switch
        {
            "/api/criteria/campaigns/unit-choices" => "?year=2025",
            "/api/survey/external-indices" => $"?campaignId={this["campaign"]}",
            _ => "",
        };
        var known = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = Id(noun switch { "cases" => "case", "meetings" => "meeting", "self-assessments" => "sheet", "campaigns" => "campaign", "units" => "unit", _ => noun }), ["campaignId"] = this["campaign"], ["leafCode"] = "1.1", ["criterionCode"] = "1.1", ["groupCode"] = Group, ["group"] = Group, ["documentId"] = this["document"],
            ["number"] = "1", ["serial"] = "1", ["earlier"] = "1", ["later"] = "1", ["itemId"] = this["item"], ["format"] = "docx", ["unitCode"] = FirstUnit, ["unitId"] = this["unit"],
            ["code"] = path.StartsWith("/api/identity/", StringComparison.Ordinal) || path.StartsWith("/api/survey/", StringComparison.Ordinal) ? $"{name}-khong-co" : Code, ["kind"] = "decision", ["consumer"] = "ranking-self-assessment-submitted", ["provider"] = "khong-co",
        };
        return PathParameter().Replace(path, parameter => known.GetValueOrDefault(parameter.Groups["name"].Value) ?? Id(parameter.Groups["name"].Value)) + query;

        string Id(string what) => _ids.GetValueOrDefault(what) ?? Guid.Empty.ToString();
    }

    /// <summary>The path of something that there is not.</summary>
    public static string Unknown(string path) => PathParameter().Replace(path, parameter => parameter.Groups["name"].Value switch
    {
        "number" or "serial" or "earlier" or "later" => "99",
        "format" => "docx",
        "code" or "leafCode" or "groupCode" or "group" or "criterionCode" or "unitCode" or "kind" or "consumer" or "provider" => "khong-co",
        _ => Guid.Empty.ToString(),
    });

    /// <summary>What the document allows; of the unit where it names one.</summary>
    public HttpContent? Body(ApiRoute route)
    {
        object? body = route.Path.Split('/')[^1] switch
        {
            "meeting-request" => new { note = "x" },
            "what-if" => new { changes = Array.Empty<object>() },
            "vote" => new { choice = "yes" },
            "items" when route.Service == "appraisal" => new { caseId = this["case"], leafCode = "1.1", note = "x" },
            "proposal" or "{leafCode}" or "arbitration" when route.Service == "appraisal" => new { points = 1, reason = "x" },
            "documents" => new { name = "x", url = "https://van-ban.example.vn/1", leaves = new[] { "1.1" } },
            "{documentId}" => new { number = "1", leaves = new[] { "1.1" } },
            "submission" => new { acceptedWarnings = Array.Empty<string>() },
            "entries" => new { entries = new[] { new { leafCode = "1.1", data = new { numerator = 1, denominator = 2 } } } },
            "comments" => new { text = "x" },
            "return" => new { remarks = "x", reason = "x" },
            "assignments" => new { leaves = new[] { "1.1" } },
            "{number}" when route.Service == "ranking" => new { reason = "x" },
            "{leafCode}" => new { data = new { numerator = 1, denominator = 2 }, evidence = "1/BC" },
            _ => null,
        };
        return route.MediaType is null ? null : new StringContent(body is null ? route.Body ?? "x" : JsonSerializer.Serialize(body), Encoding.UTF8, route.MediaType);
    }

    private async Task FillAsync(TrialCampaign campaign, int number)
    {
        var head = await SignInAsync($"xa{number}");
        var sheet = $"/api/assessment/self-assessments/{(await campaign.SheetsAsync(head)).Values.Single()}";
        await head.PutAsync($"{sheet}/entries/1.1", new { data = new { numerator = number == 1 ? 94.2825m : 50m, denominator = 100 }, evidence = number == 1 ? "77/BC-MAT" : "1/BC", explanation = number == 1 ? "GIAITRINHMAT" : null });
        await head.PutAsync($"{sheet}/entries/1.2", new { data = new { yes = true }, evidence = "1/KH-UBND" });
        await head.PutAsync($"{sheet}/entries/2.1", new { data = new { yes = true }, evidence = "7/TB-UBND" });
        if (number == 1)
        {
            this["sheet"] = sheet.Split('/')[^1];
            var link = await head.PostAsync($"{sheet}/documents", new { name = "TAILIEUMAT", url = "https://van-ban.example.vn/77", number = "77/BC-MAT", leaves = new[] { "1.1" } });
            this["document"] = link.GetProperty("id").GetGuid().ToString();
        }

        var warnings = (await head.GetAsync($"{sheet}/findings")).GetProperty("items").EnumerateArray()
            .Where(finding => finding.GetProperty("severity").GetString() == "warning").Select(finding => finding.GetProperty("key").GetString()).ToList();
        await head.PostAsync($"{sheet}/submission", new { acceptedWarnings = warnings });
    }

    private async Task AppointAsync(TrialCampaign campaign, Caller homeAffairs)
    {
        var members = new List<object>();
        foreach (var (person, office, fields) in new (string, string, string[])[] { ("an", "member", ["1"]), ("thuky", "secretary", ["2"]), ("chutich", "chair", []) })
        {
            var me = await (await SignInAsync(person)).GetAsync("/api/identity/me");
            var userId = me.GetProperty("id").GetGuid();
            _council.Add(userId);
            members.Add(new { userId, displayName = me.GetProperty("displayName").GetString(), office, fields = fields.Select(fieldCode => new { groupCode = Group, fieldCode }) });
        }

        await Eventually.Holds(() => homeAffairs.PutAsync($"/api/appraisal/campaigns/{campaign.Id}/council", new { members }), TimeSpan.FromSeconds(60));
        var an = await SignInAsync("an");
        var cases = await Eventually.Is(
            async () => (await an.GetAsync($"/api/appraisal/cases?campaignId={campaign.Id}")).GetProperty("items").EnumerateArray().ToList(), items => items.Count == 2, TimeSpan.FromSeconds(60));
        this["case"] = cases.Single(item => item.GetProperty("unitCode").GetString() == FirstUnit).GetProperty("id").GetGuid().ToString();
    }

    private async Task JudgeAsync(TrialCampaign campaign)
    {
        await campaign.OpenPhaseAsync("Appraisal");
        var (an, chair) = (await SignInAsync("an"), await SignInAsync("chutich"));
        await campaign.CasesAsync(an, 2);
        await an.PutAsync($"/api/appraisal/cases/{this["case"]}/leaves/1.1", new { points = 31.337m, reason = "LYDOMAT" });
        var meeting = await chair.PostAsync($"/api/appraisal/campaigns/{campaign.Id}/meetings", new { heldAt = DateTimeOffset.UtcNow, place = "Phòng họp" });
        this["meeting"] = meeting.GetProperty("id").GetGuid().ToString();
        await chair.PostAsync($"/api/appraisal/meetings/{this["meeting"]}/items", new { caseId = this["case"], leafCode = "1.1", note = "LYDOMAT" });
        this["item"] = (await chair.GetAsync($"/api/appraisal/meetings/{this["meeting"]}")).GetProperty("items")[0].GetProperty("id").GetGuid().ToString();
        await chair.PostAsync($"/api/appraisal/meetings/{this["meeting"]}/opening", new { present = _council });
        await Eventually.Is(
            async () => (await an.GetAsync($"/api/ranking/campaigns/{Code}/standings/{FirstUnit}")).GetRawText(), text => text.Contains(".337", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.None, 1000)]
    private static partial Regex PathParameter();
}
