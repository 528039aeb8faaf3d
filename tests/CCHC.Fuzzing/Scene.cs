using CCHC.Contracts.Identity;
using CCHC.Testing;
using CCHC.Testing.Installations;

namespace CCHC.Fuzzing;

/// <summary>A campaign in which units still fill in their sheets, one that is being appraised, and an open survey: what there is to be hit.</summary>
public static class Scene
{
    private const string Group = "fz";

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,60,,SUM,
        1.1,TC,Mức độ hoàn thành kế hoạch,30,TD,PROPORTIONAL,ty_le*max
        1.2,TC,Sáng kiến cải cách hành chính,10,TD,COUNT,mỗi sáng kiến 5; tối đa 10
        1.3,TC,Ban hành kế hoạch,20,TD,YESNO,có=20;không=0
        2,LV,Đánh giá của người dân,40,,SUM,
        2.1,TC,Sự hài lòng,40,XHH,SURVEY,A=100;B=60;C=20;D=0
        """;

    /// <param name="people">Who plays in it.</param>
    /// <param name="name">Tells it from those before it.</param>
    public static async Task SetAsync(People people, string name)
    {
        var homeAffairs = people.Caller(Roles.HomeAffairs);
        var units = (await TrialCampaign.UnitsAsync(homeAffairs, Group)).Where(unit => unit.Key is "FZ1" or "FZ2").Select(unit => unit.Value).ToArray();
        var open = await TrialCampaign.OpenAsync(homeAffairs, $"{name}-a", Group, Criteria, units, surveyHeld: true, rounds: 2);
        await SurveyAsync(homeAffairs, open.Id);
        var appraised = await TrialCampaign.OpenAsync(homeAffairs, $"{name}-b", Group, Criteria, units);
        foreach (var (head, number) in new[] { (people.Caller(Roles.UnitHead), 1), (people.OtherHead(), 2) })
        {
            await FillAsync(head, (await open.SheetsAsync(head)).Values.Single(), number);
            var sheet = await FillAsync(head, (await appraised.SheetsAsync(head)).Values.Single(), number);
            var warnings = (await head.GetAsync($"{sheet}/findings")).GetProperty("items").EnumerateArray()
                .Where(finding => finding.GetProperty("severity").GetString() == "warning").Select(finding => finding.GetProperty("key").GetString()).ToList();
            await head.PostAsync($"{sheet}/submission", new { acceptedWarnings = warnings });
        }

        await AppraiseAsync(people, homeAffairs, appraised);
    }

    private static async Task<string> FillAsync(Caller head, Guid id, int number)
    {
        var sheet = $"/api/assessment/self-assessments/{id}";
        await head.PutAsync($"{sheet}/entries/1.1", new { data = new { numerator = 80 + number, denominator = 100 }, evidence = "7/BC-UBND" });
        await head.PutAsync($"{sheet}/entries/1.2", new { data = new { count = number }, evidence = "8/BC-UBND", explanation = "Năm nay ít sáng kiến." });
        await head.PutAsync($"{sheet}/entries/1.3", new { data = new { yes = true }, evidence = "1/KH-UBND" });
        await head.PostAsync($"{sheet}/documents", new { name = "Báo cáo", url = "https://van-ban.example.vn/7", number = "7/BC-UBND", leaves = new[] { "1.1" } });
        await head.PostAsync($"{sheet}/entries/1.1/comments", new { text = "Đã kiểm tra." });
        return sheet;
    }

    private static async Task SurveyAsync(Caller homeAffairs, Guid campaign)
    {
        var created = await Eventually.Is(
            () => homeAffairs.SendAsync(HttpMethod.Post, "/api/survey/surveys", new
            {
                campaignId = campaign, code = "FZ", name = "Khảo sát hài lòng", formula = "topTwo", ratedGroups = new[] { Group },
                respondentGroups = new[] { new { code = "ND", name = "Người dân", rates = "one" } },
                questionnaire = new
                {
                    languages = new[] { "vi" },
                    sections = new[]
                    {
                        new
                        {
                            code = "A", title = "Mức độ hài lòng",
                            questions = new object[]
                            {
                                new
                                {
                                    code = "Q1", kind = "rating", text = "Ông/Bà hài lòng ở mức nào?", perUnit = true, required = true, leaves = new[] { new { groupCode = Group, leafCode = "2.1" } },
                                    options = Enumerable.Range(1, 5).Select(step => new { code = $"{step}", text = $"Mức {step}", percent = (step - 1) * 25 }),
                                },
                            },
                        },
                    },
                },
            }),
            answer => answer.IsSuccess, TimeSpan.FromSeconds(30));
        await homeAffairs.PostAsync($"/api/survey/surveys/{created.Json().GetProperty("id").GetGuid()}/opening");
    }

    private static async Task AppraiseAsync(People people, Caller homeAffairs, TrialCampaign campaign)
    {
        var members = new List<object>();
        var present = new List<Guid>();
        foreach (var (role, office, fields) in new (string, string, string[])[] { (Roles.Appraiser, "member", ["1"]), (Roles.CouncilSecretary, "secretary", []), (Roles.CouncilChair, "chair", []) })
        {
            var me = await people.Caller(role).GetAsync("/api/identity/me");
            present.Add(me.GetProperty("id").GetGuid());
            members.Add(new { userId = present[^1], displayName = me.GetProperty("displayName").GetString(), office, fields = fields.Select(fieldCode => new { groupCode = Group, fieldCode }) });
        }

        await Eventually.Holds(() => homeAffairs.PutAsync($"/api/appraisal/campaigns/{campaign.Id}/council", new { members }), TimeSpan.FromSeconds(60));
        await campaign.OpenPhaseAsync("Appraisal");
        var (appraiser, chair) = (people.Caller(Roles.Appraiser), people.Caller(Roles.CouncilChair));
        var cases = await campaign.CasesAsync(appraiser, 2);
        await appraiser.PutAsync($"/api/appraisal/cases/{cases["FZ1"]}/leaves/1.1", new { points = 12.5m, reason = "Thiếu tài liệu." });
        var meeting = (await chair.PostAsync($"/api/appraisal/campaigns/{campaign.Id}/meetings", new { heldAt = DateTimeOffset.UtcNow, place = "Phòng họp" })).GetProperty("id").GetGuid();
        await chair.PostAsync($"/api/appraisal/meetings/{meeting}/items", new { caseId = cases["FZ1"], leafCode = "1.1", note = "Cần bàn." });
        await chair.PostAsync($"/api/appraisal/meetings/{meeting}/opening", new { present });
    }
}
