using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Assessment;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Scoring;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

[assembly: AssemblyFixture(typeof(TestServers))]

namespace CCHC.Appraisal.Tests;

[CollectionDefinition(Name)]
public sealed class OneService : ICollectionFixture<ServiceHost<AppraisalDbContext>>
{
    public const string Name = "one service";
}

/// <summary>A campaign of its own with two units, a set of eight leaves in five fields, and a council of three.</summary>
public sealed class Scenario(ServiceHost<AppraisalDbContext> service)
{
    public const string Group = "so";

    public Guid CampaignId { get; } = Guid.CreateVersion7();
    public Guid UnitId { get; } = Guid.CreateVersion7();
    public Guid OtherUnitId { get; } = Guid.CreateVersion7();

    /// <summary>Fields 1 and DT.</summary>
    public Guid An { get; } = Guid.CreateVersion7();

    /// <summary>Field 2.</summary>
    public Guid Binh { get; } = Guid.CreateVersion7();

    /// <summary>Fields 3 and 4; 4 has a survey leaf only.</summary>
    public Guid Chi { get; } = Guid.CreateVersion7();

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ServiceHost<AppraisalDbContext> Service => service;

    /// <summary>A campaign in appraisal round 1, its council, and the submitted self-assessment of the unit.</summary>
    public static async Task<Scenario> InAppraisalAsync(ServiceHost<AppraisalDbContext> service)
    {
        var scenario = new Scenario(service);
        await service.Deliver(scenario.PhaseOpened(2, CampaignPhase.Appraisal, 1));
        await scenario.AppointAsync();
        await service.Deliver(scenario.Submission());
        return scenario;
    }

    public CampaignChanged PhaseOpened(int revision, CampaignPhase phase, int round) => new()
    {
        CampaignId = CampaignId,
        Revision = revision,
        Code = "kỳ-" + CampaignId,
        Name = "Chỉ số CCHC thử nghiệm",
        Year = 2026,
        Phase = phase,
        Round = round,
        Rounds = 2,
        SurveyHeld = true,
        Groups =
        [
            new CampaignGroup
            {
                Code = Group,
                Name = "Khối sở",
                CriteriaSet = Set(),
                Units =
                [
                    new CampaignUnit { UnitId = UnitId, Code = "SNV", Name = "Sở Nội vụ" },
                    new CampaignUnit { UnitId = OtherUnitId, Code = "SDD", Name = "Sở Đất đai" },
                ],
                ClassBands = [],
                TieBreakers = [],
            },
        ],
    };

    /// <summary>Points by hand: 1.1 yes of 1 → 1; 1.2 85 % of 2,5 → 2,125; 2.1 3 − 1 → 2; 2.2 3 × 0,5 → 1,5; 3.1 98 % between 95 and 100 of 7 → 4,2; 3.2 claimed not to arise.</summary>
    public SelfAssessmentSubmitted Submission(int round = 1, int revision = 1, Guid? unitId = null, decimal? leaf12Numerator = null) => new()
    {
        SelfAssessmentId = Guid.CreateVersion7(),
        CampaignId = CampaignId,
        UnitId = unitId ?? UnitId,
        GroupCode = Group,
        Round = round,
        Revision = revision,
        SubmittedAt = DateTimeOffset.UtcNow,
        SubmittedBy = "Trưởng đơn vị",
        Leaves =
        [
            Leaf("1.1", 1, new LeafData { Yes = true }, "Kế hoạch 12/KH-SNV"),
            Leaf("1.2", leaf12Numerator is null ? 2.125m : leaf12Numerator.Value * 2.5m / 100, new LeafData { Numerator = leaf12Numerator ?? 85, Denominator = 100 }),
            Leaf("2.1", 2, new LeafData { Violations = new Dictionary<string, decimal> { ["tre"] = 1 } }),
            Leaf("2.2", 1.5m, new LeafData { Count = 3 }),
            Leaf("3.1", 4.2m, new LeafData { Numerator = 98, Denominator = 100 }),
            Leaf("3.2", 0, new LeafData { NotApplicable = true }, applicable: false),
        ],
    };

    public HttpClient As(Guid appraiser, Guid? unitOf = null) => unitOf is null
        ? service.Client(Roles.Appraiser, userId: appraiser)
        : service.Client(appraiser, new Grant(Roles.Appraiser), new Grant(Roles.UnitOfficer, unitOf));

    public async Task AppointAsync()
    {
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        using var response = await homeAffairs.PutAsJsonAsync(
            $"/api/appraisal/campaigns/{CampaignId}/council",
            new
            {
                members = new[]
                {
                    Member(An, "Nguyễn Văn An", "1", "DT"),
                    Member(Binh, "Trần Thị Bình", "2"),
                    Member(Chi, "Lê Chi", "3", "4"),
                },
            },
            Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    public Task<Guid> CaseIdAsync(Guid? unitId = null) =>
        service.Read(db => db.Cases.Where(x => x.CampaignId == CampaignId && x.UnitId == (unitId ?? UnitId)).Select(x => x.Id).SingleAsync(Cancellation));

    public async Task<HttpResponseMessage> AppraiseAsync(Guid appraiser, string leafCode, object body)
    {
        using var client = As(appraiser);
        return await client.PutAsJsonAsync($"/api/appraisal/cases/{await CaseIdAsync()}/leaves/{leafCode}", body, Cancellation);
    }

    public async Task<HttpResponseMessage> CompleteAsync(Guid appraiser)
    {
        using var client = As(appraiser);
        return await client.PostAsync($"/api/appraisal/cases/{await CaseIdAsync()}/completion", content: null, Cancellation);
    }

    public async Task CompleteAllAsync()
    {
        foreach (var appraiser in (Guid[])[An, Binh, Chi])
        {
            using var response = await CompleteAsync(appraiser);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    public async Task<JsonElement> GetCaseAsync(HttpClient client)
    {
        using var response = await client.GetAsync($"/api/appraisal/cases/{await CaseIdAsync()}", Cancellation);
        return await OkAsync(response);
    }

    public static JsonElement Leaf(JsonElement appraisalCase, string code) =>
        appraisalCase.GetProperty("leaves").EnumerateArray().Single(leaf => leaf.GetProperty("code").GetString() == code);

    public static async Task<JsonElement> OkAsync(HttpResponseMessage response)
    {
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync(Cancellation)}");
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    /// <summary>409 with this code; returns the problem.</summary>
    public static async Task<JsonElement> RefusedAsync(HttpResponseMessage response, string code)
    {
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        return problem;
    }

    public static object Member(Guid userId, string displayName, params string[] fields) =>
        new { userId, displayName, fields = fields.Select(field => new { groupCode = Group, fieldCode = field }) };

    private static SubmittedLeaf Leaf(string code, decimal points, LeafData data, string? evidence = null, bool applicable = true) => new()
    {
        LeafCode = code,
        Data = data,
        Points = points,
        Applicable = applicable,
        Evidence = evidence,
        Explanation = "Giải trình " + code,
    };

    private static CriteriaSetSnapshot Set() => new()
    {
        Id = Guid.CreateVersion7(),
        Code = "bo-so",
        Name = "Bộ tiêu chí khối sở",
        Version = 1,
        Nodes =
        [
            Node("1", null, "Chỉ đạo, điều hành", 3.5m),
            Node("1.1", "1", "Ban hành kế hoạch kịp thời", 1, new YesNoRule()),
            Node("1.2", "1", "Mức độ hoàn thành kế hoạch", 2.5m, new RatioBandsRule([new(100, true, new MaxBandValue()), new(80, true, new LinearBandValue())])),
            Node("2", null, "Cải cách thể chế", 7),
            Node("2.1", "2", "Chế độ báo cáo", 3, new DeductionRule([new("tre", "Báo cáo trễ hạn", 1)])),
            Node("2.2", "2", "Tuyên truyền", 2, new CountRule(0.5m, "hình thức")),
            Node("2.3", "2", "Chất lượng văn bản", 2, new SurveyRule(), PointSource.Survey),
            Node("3", null, "Thủ tục hành chính", 11),
            Node("3.1", "3", "Hồ sơ đúng hạn", 7, new InterpolationRule(95, 100)),
            Node("3.2", "3", "Xin lỗi khi trễ hạn", 4, new CappedProportionalRule(100), notApplicableAllowed: true),
            Node("4", null, "Tác động", 2),
            Node("4.1", "4", "Hài lòng", 2, new SurveyRule(), PointSource.Survey),
            Node("DT", null, "Điểm thưởng", 3, new BonusRule(), kind: LeafKind.Bonus),
        ],
    };

    private static CriterionSnapshot Node(
        string code, string? parent, string name, decimal max, ScoringRule? rule = null, PointSource source = PointSource.Appraised,
        LeafKind kind = LeafKind.Ordinary, bool notApplicableAllowed = false) => new()
        {
            Code = code,
            ParentCode = parent,
            Name = name,
            Depth = parent is null ? 0 : 1,
            MaxPoints = max,
            Leaf = rule is null ? null : new LeafDefinition
            {
                Kind = kind,
                Source = source,
                Rule = rule,
                FieldCode = parent ?? code,
                EvidenceRequired = kind == LeafKind.Ordinary,
                NotApplicableAllowed = notApplicableAllowed,
                Guidance = string.Create(CultureInfo.InvariantCulture, $"Tối đa {max}"),
            },
        };
}
