using System.Text.Json;
using CCHC.Demo.Gateway;
using CCHC.Demo.Province;
using CCHC.Scoring;

namespace CCHC.Demo.Year;

/// <summary>One campaign of the demo year and the people who carry it; each step looks first at how far an interrupted run had come.</summary>
public sealed class DemoCampaign
{
    private const int MostAttempts = 5;

    private const int Parallel = 4;
    private static readonly string[] Members = ["thamdinh1", "thamdinh2", "thamdinh3", "thamdinh4"];

    private readonly GatewayClient _gateway;
    private readonly ILookup<string, DemoAccount> _accounts;
    private readonly Session _homeAffairs;
    private readonly DemoCampaignScript _script;
    private IReadOnlyList<PlanLeaf> _leaves = [];
    private Guid _id;

    public DemoCampaign(GatewayClient gateway, IReadOnlyList<DemoAccount> accounts, Session homeAffairs, DemoCampaignScript script)
    {
        _gateway = gateway;
        _accounts = accounts.ToLookup(account => account.UserName, StringComparer.Ordinal);
        _homeAffairs = homeAffairs;
        _script = script;
    }

    public IReadOnlyList<UnitPlan> Plans { get; private set; } = [];

    /// <summary>From the criteria set to the published ranking.</summary>
    public async Task RunAsync()
    {
        Console.WriteLine($"\n{_script.Name}");
        var setId = await EnsureCriteriaSetAsync();
        Plans = _script.Plan(_leaves);
        await EnsureCampaignAsync(setId);
        if (await PhaseAsync() == "published")
        {
            Console.WriteLine("Kỳ này đã công bố từ lần chạy trước.");
            return;
        }

        await RoundAsync(round: 1, plan => plan.Claimed, plan => plan.FirstRound);
        await RoundAsync(round: 2, plan => plan.Supplemented, plan => plan.SecondRound);
        await SurveyAsync();
        await ExternalIndicesAsync();
        await OpenPhaseAsync("council", 2);
        await PublishAsync();
    }

    private async Task<Session> SignInAsync(string userName) => await _gateway.SignInAsync(userName, _accounts[userName].First().Password);

    private async Task<Guid> EnsureCriteriaSetAsync()
    {
        var progress = new ProgressBar($"bộ tiêu chí {_script.CriteriaCode}", 2);
        var sets = await _homeAffairs.GetAsync<JsonElement>("/api/criteria/sets");
        var set = sets.GetProperty("items").EnumerateArray().FirstOrDefault(item => item.GetProperty("code").GetString() == _script.CriteriaCode);
        if (set.ValueKind == JsonValueKind.Undefined)
        {
            set = await _homeAffairs.PostCsvAsync<JsonElement>(
                $"/api/criteria/sets?code={_script.CriteriaCode}&name={Uri.EscapeDataString(_script.CriteriaName)}&year={DemoYear.Year}", _script.CriteriaCsv);
        }

        progress.Advance();
        var id = set.GetProperty("id").GetGuid();
        if (set.GetProperty("status").GetString() == "draft")
        {
            await _homeAffairs.PostAsync<JsonElement>($"/api/criteria/sets/{id}/publication");
        }

        var nodes = (await _homeAffairs.GetAsync<SetDocument>($"/api/criteria/sets/{id}")).Nodes;
        _leaves = [.. nodes.Where(node => node.Rule is not null).Select(node => node.ToLeaf())];
        progress.Advance();
        return id;
    }

    private async Task EnsureCampaignAsync(Guid setId)
    {
        var campaigns = await _homeAffairs.GetAsync<JsonElement>("/api/criteria/campaigns");
        var campaign = campaigns.GetProperty("items").EnumerateArray().FirstOrDefault(item => item.GetProperty("code").GetString() == _script.Code);
        if (campaign.ValueKind == JsonValueKind.Undefined)
        {
            var units = await UnitIdsAsync();
            var request = new
            {
                _script.Code,
                _script.Name,
                DemoYear.Year,
                rounds = 2,
                surveyHeld = true,
                groups = new[]
                {
                    new
                    {
                        code = _script.GroupCode,
                        name = _script.GroupName,
                        criteriaSetId = setId,
                        unitIds = Plans.Select(plan => units[plan.UnitCode]).ToArray(),
                        classBands = new[] { new { name = "Tốt", threshold = 85m }, new { name = "Khá", threshold = 70m }, new { name = "Trung bình", threshold = 50m } },
                        tieBreakers = Array.Empty<string>(),
                    },
                },
            };

            // The register of units reaches the criteria service by events; right after the first start it may still be under way.
            campaign = await Eventually.GetAsync(() => _homeAffairs.PostAsync<JsonElement>("/api/criteria/campaigns", request), retryOn: "campaign.unit-unknown");
        }

        _id = campaign.GetProperty("id").GetGuid();
    }

    private async Task<Dictionary<string, Guid>> UnitIdsAsync()
    {
        var list = await _homeAffairs.GetAsync<JsonElement>($"/api/identity/units?group={_script.GroupCode}&pageSize=200");
        return list.GetProperty("items").EnumerateArray()
            .ToDictionary(unit => unit.GetProperty("code").GetString()!, unit => unit.GetProperty("id").GetGuid(), StringComparer.Ordinal);
    }

    private async Task<JsonElement> CampaignAsync() => await _homeAffairs.GetAsync<JsonElement>($"/api/criteria/campaigns/{_id}");

    private async Task<string> PhaseAsync() => (await CampaignAsync()).GetProperty("phase").GetString()!;

    private async Task OpenPhaseAsync(string phase, int round)
    {
        var next = (await CampaignAsync()).GetProperty("next");
        if (next.ValueKind == JsonValueKind.Object && next.GetProperty("phase").GetString() == phase && next.GetProperty("round").GetInt32() == round)
        {
            await _homeAffairs.PostAsync<JsonElement>($"/api/criteria/campaigns/{_id}/phases", new { phase, round });
        }
    }

    private async Task RoundAsync(int round, Func<UnitPlan, IReadOnlyDictionary<string, LeafData>> data, Func<UnitPlan, IReadOnlyList<Ruling>> rulings)
    {
        await OpenPhaseAsync("selfAssessment", round);
        if (await IsInAsync("selfAssessment", round))
        {
            var selfAssessments = new ProgressBar($"đơn vị tự đánh giá, lần {round}", Plans.Count);
            await ForEachUnitAsync(plan => SelfAssessAsync(plan, round, data(plan)), selfAssessments);
        }

        await OpenPhaseAsync("appraisal", round);
        if (await IsInAsync("appraisal", round))
        {
            await AppointCouncilAsync();
            await AppraiseAsync(round, rulings);
        }
    }

    private async Task<bool> IsInAsync(string phase, int round)
    {
        var campaign = await CampaignAsync();
        return campaign.GetProperty("phase").GetString() == phase && campaign.GetProperty("round").GetInt32() == round;
    }

    private async Task SelfAssessAsync(UnitPlan plan, int round, IReadOnlyDictionary<string, LeafData> data)
    {
        var unit = plan.UnitCode.ToLowerInvariant();
        var officer = await SignInAsync($"canbo.{unit}");
        var sheet = await Eventually.WhereAsync(
            async () => (await officer.GetAsync<JsonElement>("/api/assessment/self-assessments?pageSize=100")).GetProperty("items").EnumerateArray()
                .FirstOrDefault(item => item.GetProperty("campaignId").GetGuid() == _id),
            item => item.ValueKind == JsonValueKind.Object && item.GetProperty("round").GetInt32() == round && item.GetProperty("phaseOpen").GetBoolean());
        var path = $"/api/assessment/self-assessments/{sheet.GetProperty("id").GetGuid()}";
        if (sheet.GetProperty("status").GetString() == "submitted")
        {
            return;
        }

        if (sheet.GetProperty("status").GetString() == "draft")
        {
            foreach (var leaf in _leaves.Where(leaf => data.ContainsKey(leaf.Code) && (round == 1 || IsTakenUpAgain(plan, leaf))))
            {
                await officer.PutAsync<JsonElement>($"{path}/entries/{Uri.EscapeDataString(leaf.Code)}", new
                {
                    data = data[leaf.Code],
                    explanation = plan.Claimed[leaf.Code].NotApplicable ? "Trong năm không phát sinh." : null,
                    supplement = round > 1 ? "Đã rà soát, bổ sung theo kết quả thẩm định lần 1." : null,
                    evidence = $"{leaf.Code.Replace(".", "", StringComparison.Ordinal)}/BC-{plan.UnitCode} ngày {10 + round}/12/{DemoYear.Year}",
                });
            }

            await officer.PostAsync<JsonElement>($"{path}/hand-over");
        }

        var head = await SignInAsync($"thutruong.{unit}");
        await SubmitAsync(head, path);
    }

    /// <summary>The head ticks what there is to tick; while the others work, something new may come in between, and is ticked then.</summary>
    private static async Task SubmitAsync(Session head, string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            var warnings = (await head.GetAsync<JsonElement>($"{path}/findings")).GetProperty("items").EnumerateArray()
                .Where(finding => finding.GetProperty("severity").GetString() == "warning").Select(finding => finding.GetProperty("key").GetString());
            try
            {
                await head.PostAsync<JsonElement>($"{path}/submission", new { acceptedWarnings = warnings });
                return;
            }
            catch (GatewayException problem) when (problem.Code == "self-assessment.warnings-not-accepted" && attempt < MostAttempts)
            {
            }
        }
    }

    /// <summary>In the second round a unit corrects what it had overclaimed and supplements what the council had cut.</summary>
    private static bool IsTakenUpAgain(UnitPlan plan, PlanLeaf leaf) =>
        !plan.Supplemented[leaf.Code].Equals(plan.Claimed[leaf.Code]) || plan.FirstRound.Any(ruling => ruling.LeafCode == leaf.Code);

    private async Task AppointCouncilAsync()
    {
        var ids = new List<(Guid Id, string Name)>();
        foreach (var member in Members)
        {
            var me = await (await SignInAsync(member)).GetAsync<JsonElement>("/api/identity/me");
            ids.Add((me.GetProperty("id").GetGuid(), me.GetProperty("displayName").GetString()!));
        }

        var fields = _leaves.Where(leaf => leaf.Source == PointSource.Appraised).Select(leaf => leaf.FieldCode).Distinct().ToList();
        await Eventually.GetAsync(
            () => _homeAffairs.PutAsync<JsonElement>($"/api/appraisal/campaigns/{_id}/council", new
            {
                members = ids.Select((member, i) => new
                {
                    userId = member.Id,
                    displayName = member.Name,
                    fields = fields.Where((_, f) => f % ids.Count == i).Select(field => new { groupCode = _script.GroupCode, fieldCode = field }).ToArray(),
                }).ToArray(),
            }),
            retryOn: "campaign.unknown");
    }

    private async Task AppraiseAsync(int round, Func<UnitPlan, IReadOnlyList<Ruling>> rulings)
    {
        var progress = new ProgressBar($"hội đồng thẩm định, lần {round}", Plans.Count * Members.Length);
        var byUnit = Plans.ToDictionary(plan => plan.UnitCode, StringComparer.Ordinal);
        await System.Threading.Tasks.Parallel.ForEachAsync(Members, new ParallelOptions { MaxDegreeOfParallelism = Parallel }, async (member, _) =>
        {
            var appraiser = await SignInAsync(member);
            var cases = await Eventually.WhereAsync(
                async () => (await appraiser.GetAsync<JsonElement>($"/api/appraisal/cases?campaignId={_id}&pageSize=100")).GetProperty("items").EnumerateArray()
                    .Where(item => item.GetProperty("round").GetInt32() == round).ToList(),
                items => items.Count == Plans.Count);
            foreach (var item in cases)
            {
                await AppraiseCaseAsync(appraiser, item, rulings(byUnit[item.GetProperty("unitCode").GetString()!]));
                progress.Advance();
            }
        });
    }

    private static async Task AppraiseCaseAsync(Session appraiser, JsonElement item, IReadOnlyList<Ruling> rulings)
    {
        var path = $"/api/appraisal/cases/{item.GetProperty("id").GetGuid()}";
        var document = await appraiser.GetAsync<JsonElement>(path);
        if (document.GetProperty("fields").EnumerateArray().Where(field => field.GetProperty("mine").GetBoolean()).All(field => field.GetProperty("completed").GetBoolean()))
        {
            return;
        }

        var mine = document.GetProperty("leaves").EnumerateArray().Where(leaf => leaf.GetProperty("mine").GetBoolean()).Select(leaf => leaf.GetProperty("code").GetString()).ToHashSet(StringComparer.Ordinal);
        foreach (var ruling in rulings.Where(ruling => mine.Contains(ruling.LeafCode)))
        {
            await Eventually.GetAsync(
                () => appraiser.PutAsync<JsonElement>($"{path}/leaves/{Uri.EscapeDataString(ruling.LeafCode)}", new { data = ruling.Data, reason = ruling.Reason }),
                retryOn: "appraisal.phase-closed");
        }

        await Eventually.GetAsync(() => appraiser.PostAsync<JsonElement>($"{path}/completion"), retryOn: "appraisal.phase-closed");
    }

    private async Task SurveyAsync()
    {
        var questions = _leaves.Where(leaf => leaf.Source == PointSource.Survey).ToList();
        var code = $"dtxhh-{_script.Code}";
        var surveys = await _homeAffairs.GetAsync<JsonElement>("/api/survey/surveys");
        var survey = surveys.GetProperty("items").EnumerateArray().FirstOrDefault(item => item.GetProperty("code").GetString() == code);
        if (survey.ValueKind == JsonValueKind.Undefined)
        {
            survey = await _homeAffairs.PostAsync<JsonElement>("/api/survey/surveys", new
            {
                campaignId = _id,
                code,
                name = $"Điều tra xã hội học – {_script.GroupName}",
                respondentGroups = new[] { new { code = "HDND", name = "Đại biểu Hội đồng nhân dân tỉnh" }, new { code = "LDS", name = "Lãnh đạo sở, ban, ngành" }, new { code = "LDX", name = "Lãnh đạo Ủy ban nhân dân cấp xã" } },
                questions = questions.Select((leaf, i) => new { code = $"C{i + 1}", text = $"Ông/bà đánh giá thế nào về: {leaf.Name}?", groupCode = _script.GroupCode, leafCode = leaf.Code }).ToArray(),
            });
        }

        var path = $"/api/survey/surveys/{survey.GetProperty("id").GetGuid()}";
        var status = (await _homeAffairs.GetAsync<JsonElement>(path)).GetProperty("status").GetString();
        if (status == "closed")
        {
            return;
        }

        if (status == "draft")
        {
            await _homeAffairs.PostAsync<JsonElement>($"{path}/opening");
            await AnswerAsync(path, questions);
        }

        await ReviewAsync(path);
        await _homeAffairs.PostAsync<JsonElement>($"{path}/closing");
    }

    /// <summary>A respondent who is content with everybody looks as if nothing had been read; home affairs decides that the form counts.</summary>
    private async Task ReviewAsync(string path)
    {
        while (true)
        {
            var flagged = await _homeAffairs.GetAsync<JsonElement>($"{path}/submissions?state=flagged&pageSize=100");
            var ids = flagged.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()).ToList();
            if (ids.Count == 0)
            {
                return;
            }

            await _homeAffairs.PostAsync<JsonElement>($"{path}/submissions/reviews", new { ids, decision = "valid" });
        }
    }

    private async Task AnswerAsync(string path, IReadOnlyList<PlanLeaf> questions)
    {
        var links = (await _homeAffairs.GetAsync<JsonElement>(path)).GetProperty("links").EnumerateArray().Select(link => link.GetProperty("code").GetString()!).ToList();
        var units = await UnitIdsAsync();
        var progress = new ProgressBar("phiếu điều tra xã hội học", CampaignPlan.Respondents);
        await System.Threading.Tasks.Parallel.ForEachAsync(Enumerable.Range(0, CampaignPlan.Respondents), new ParallelOptions { MaxDegreeOfParallelism = Parallel }, async (respondent, _) =>
        {
            var answers = Plans.SelectMany(plan => questions.Select((leaf, i) => new
            {
                unitId = units[plan.UnitCode],
                questionCode = $"C{i + 1}",
                optionCode = plan.SurveyAnswers[leaf.Code][respondent],
            })).ToArray();
            await _gateway.SendAsync<JsonElement>(
                HttpMethod.Post, $"/api/survey/forms/{links[respondent % links.Count]}/answers", token: null, () => GatewayClient.Json(new { consent = true, answers }));
            progress.Advance();
        });
    }

    private async Task ExternalIndicesAsync()
    {
        foreach (var leaf in _leaves.Where(leaf => leaf.Source == PointSource.External))
        {
            await _homeAffairs.PutAsync<JsonElement>("/api/survey/external-indices", new
            {
                campaignId = _id,
                leafCode = leaf.Code,
                evidence = "Báo cáo kết quả đo lường sự hài lòng năm 2024 (số liệu mẫu)",
                values = Plans.Select(plan => new { unitCode = plan.UnitCode, percentage = plan.ExternalPercentages[leaf.Code] }).ToArray(),
            });
        }
    }

    private async Task PublishAsync()
    {
        var progress = new ProgressBar("chờ đủ điểm, chốt, phê duyệt và công bố", 3);
        await Eventually.WhereAsync(
            () => _homeAffairs.GetAsync<JsonElement>($"/api/ranking/campaigns/{_script.Code}/standings?group={_script.GroupCode}"),
            standings => standings.GetProperty("items").EnumerateArray().All(item => item.GetProperty("status").GetString() == "complete"));
        progress.Advance();
        var snapshots = $"/api/ranking/campaigns/{_script.Code}/snapshots";
        var snapshot = await Eventually.GetAsync(() => _homeAffairs.PostAsync<JsonElement>(snapshots), retryOn: "ranking.not-in-council");
        progress.Advance();
        var leader = await SignInAsync("lanhdao");
        await leader.PostAsync<JsonElement>($"{snapshots}/{snapshot.GetProperty("number").GetInt32()}/approval", new { decisionNumber = "Số liệu mẫu" });
        progress.Advance();
    }

    private Task ForEachUnitAsync(Func<UnitPlan, Task> act, ProgressBar progress) =>
        System.Threading.Tasks.Parallel.ForEachAsync(Plans, new ParallelOptions { MaxDegreeOfParallelism = Parallel }, async (plan, _) =>
        {
            await act(plan);
            progress.Advance();
        });
}
