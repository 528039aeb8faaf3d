using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Scoring;
using CCHC.Survey.Data;
using CCHC.Testing;
using Xunit;

namespace CCHC.Survey.Tests;

/// <summary>A campaign of two groups: departments (so) with survey leaves 7.1 (max 3) and 7.2 (max 2) and the external leaf 8.1 (max 6); communes (xa) with survey leaf 5.1 (max 4).</summary>
internal sealed class SampleCampaign
{
    public Guid Id { get; } = Guid.CreateVersion7();
    public Guid FirstDepartment { get; } = Guid.CreateVersion7();
    public Guid SecondDepartment { get; } = Guid.CreateVersion7();
    public Guid Commune { get; } = Guid.CreateVersion7();

    public CampaignChanged Opened(int revision = 1, bool surveyHeld = true) => new()
    {
        CampaignId = Id,
        Revision = revision,
        Code = $"C-{Id:N}",
        Name = "Kỳ đánh giá thử",
        Year = 2026,
        Phase = revision == 1 ? CampaignPhase.SelfAssessment : CampaignPhase.Appraisal,
        Round = 1,
        Rounds = 1,
        SurveyHeld = surveyHeld,
        Groups =
        [
            Group(
                "so", "Khối sở",
                [(FirstDepartment, "SO-1", "Sở Nội vụ"), (SecondDepartment, "SO-2", "Sở Tài chính")],
                ("1.1", 5, PointSource.Appraised, new YesNoRule()),
                ("7.1", 3, PointSource.Survey, new SurveyRule()),
                ("7.2", 2, PointSource.Survey, new SurveyRule()),
                ("8.1", 6, PointSource.External, new ExternalIndexRule())),
            Group("xa", "Khối xã", [(Commune, "XA-1", "Xã Thử")], ("5.1", 4, PointSource.Survey, new SurveyRule())),
        ],
    };

    private static CampaignGroup Group(
        string code, string name, (Guid Id, string Code, string Name)[] units, params (string Code, decimal Max, PointSource Source, ScoringRule Rule)[] leaves) => new()
        {
            Code = code,
            Name = name,
            ClassBands = [],
            TieBreakers = [],
            Units = [.. units.Select(unit => new CampaignUnit { UnitId = unit.Id, Code = unit.Code, Name = unit.Name })],
            CriteriaSet = new CriteriaSetSnapshot
            {
                Id = Guid.CreateVersion7(),
                Code = code,
                Name = name,
                Version = 1,
                Nodes =
                [
                    .. leaves.Select(leaf => new CriterionSnapshot
                    {
                        Code = leaf.Code,
                        Name = $"Tiêu chí {leaf.Code}",
                        Depth = 0,
                        MaxPoints = leaf.Max,
                        Leaf = new LeafDefinition
                        {
                            Kind = LeafKind.Ordinary,
                            Source = leaf.Source,
                            Rule = leaf.Rule,
                            FieldCode = leaf.Code,
                            EvidenceRequired = false,
                            NotApplicableAllowed = false,
                        },
                    }),
                ],
            },
        };
}

/// <summary>A survey of a sample campaign with question C1 for 7.1, C2 for 7.2 and X1 for the communes' 5.1; two respondent groups.</summary>
internal sealed record SampleSurvey(SampleCampaign Campaign, Guid Id, string LeadersLink, string DelegatesLink);

internal static class Steps
{
    public static object SurveyRequest(Guid campaignId, string code = "KS") => new
    {
        campaignId,
        code,
        name = "Khảo sát cán bộ",
        introduction = "Mời Ông/Bà cho ý kiến.",
        respondentGroups = new object[] { new { code = "LD", name = "Lãnh đạo sở" }, new { code = "DB", name = "Đại biểu HĐND" } },
        questions = new object[]
        {
            new { code = "C1", text = "Chất lượng tham mưu?", groupCode = "so", leafCode = "7.1" },
            new { code = "C2", text = "Thời hạn giải quyết?", groupCode = "so", leafCode = "7.2" },
            new { code = "X1", text = "Phục vụ người dân?", groupCode = "xa", leafCode = "5.1" },
        },
    };

    public static async Task<SampleSurvey> DrawUpSurvey(this ServiceHost<SurveyDbContext> service)
    {
        var campaign = new SampleCampaign();
        await service.Deliver(campaign.Opened());
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var created = await Json(await homeAffairs.PostAsJsonAsync("/api/survey/surveys", SurveyRequest(campaign.Id)), HttpStatusCode.Created);
        var id = created.GetProperty("id").GetGuid();
        var survey = await homeAffairs.GetFromJsonAsync<JsonElement>($"/api/survey/surveys/{id}");
        var links = survey.GetProperty("links").EnumerateArray().ToDictionary(
            link => link.GetProperty("respondentGroup").GetString()!, link => link.GetProperty("code").GetString()!);
        return new SampleSurvey(campaign, id, links["LD"], links["DB"]);
    }

    public static async Task<SampleSurvey> OpenSurvey(this ServiceHost<SurveyDbContext> service)
    {
        var survey = await service.DrawUpSurvey();
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        await Json(await homeAffairs.PostAsync(new Uri($"/api/survey/surveys/{survey.Id}/opening", UriKind.Relative), null));
        return survey;
    }

    public static async Task<HttpResponseMessage> Answer(
        this ServiceHost<SurveyDbContext> service, string link, params (Guid UnitId, string Question, string Option)[] answers)
    {
        using var respondent = service.Anonymous();
        return await respondent.PostAsJsonAsync(
            $"/api/survey/forms/{link}/answers",
            new { consent = true, answers = answers.Select(answer => new { answer.UnitId, questionCode = answer.Question, optionCode = answer.Option }) });
    }

    public static async Task<JsonElement> Close(this ServiceHost<SurveyDbContext> service, SampleSurvey survey)
    {
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        return await Json(await homeAffairs.PostAsync(new Uri($"/api/survey/surveys/{survey.Id}/closing", UriKind.Relative), null));
    }

    public static async Task<JsonElement> Json(this HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode} instead of {(int)expected}: {body}");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    /// <summary>The code of a broken rule.</summary>
    public static async Task<string?> Conflict(this HttpResponseMessage response) => (await response.Json(HttpStatusCode.Conflict)).GetProperty("code").GetString();

    /// <summary>The fields that were found wrong.</summary>
    public static async Task<string[]> BadFields(this HttpResponseMessage response) =>
        [.. (await response.Json(HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateObject().Select(error => error.Name)];
}
