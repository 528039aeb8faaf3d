using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Assessment;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Survey;
using CCHC.Scoring;

namespace CCHC.Ranking.Tests;

/// <summary>A small campaign and what other services would tell of it: leaves 1.1 (max 50) and 1.2.1 (max 20) appraised, 2.1 (max 20) survey, 2.2 (max 10) external, DT (max 3) bonus, DP (max 3) penalty.</summary>
internal class TestCampaign
{
    private int _revision;

    public TestCampaign(int units, IReadOnlyList<TieBreaker>? tieBreakers = null, bool surveyHeld = true, int year = 2024, string unitPrefix = "")
    {
        (Year, TieBreakers, SurveyHeld) = (year, tieBreakers ?? [], surveyHeld);
        Code = "CCHC-" + Id.ToString("N")[20..];
        Units = [.. Enumerable.Range(1, units).Select(n => new CampaignUnit { UnitId = Guid.NewGuid(), Code = $"{unitPrefix}u{n}", Name = $"Đơn vị {n}" })];
    }

    public Guid Id { get; } = Guid.NewGuid();
    public string Code { get; }
    public int Year { get; }
    public IReadOnlyList<TieBreaker> TieBreakers { get; }
    public bool SurveyHeld { get; }
    public IReadOnlyList<CampaignUnit> Units { get; }

    public CampaignChanged Opened(CampaignPhase phase, int round = 1) => new()
    {
        CampaignId = Id,
        Revision = ++_revision,
        Code = Code,
        Name = "Chỉ số CCHC thử",
        Year = Year,
        Phase = phase,
        Round = round,
        Rounds = 2,
        SurveyHeld = SurveyHeld,
        Groups =
        [
            new CampaignGroup
            {
                Code = "so",
                Name = "Khối sở",
                Units = Units,
                ClassBands = [new ClassBand("Tốt", 80), new ClassBand("Khá", 70), new ClassBand("Yếu", 0)],
                TieBreakers = TieBreakers,
                CriteriaSet = new CriteriaSetSnapshot { Id = Guid.NewGuid(), Code = "BTC", Name = "Bộ tiêu chí", Version = 1, Nodes = Nodes() },
            },
        ],
    };

    public SelfAssessmentSubmitted Submitted(int unit, int round, int revision, decimal first, decimal second, bool applicable = true) => new()
    {
        SelfAssessmentId = Guid.NewGuid(),
        CampaignId = Id,
        UnitId = Units[unit].UnitId,
        GroupCode = "so",
        Round = round,
        Revision = revision,
        SubmittedAt = DateTimeOffset.UtcNow,
        SubmittedBy = "Thủ trưởng",
        Leaves = [Submitted("1.1", first, applicable: true), Submitted("1.2.1", second, applicable)],
    };

    public CriterionAppraised Appraised(int unit, int round, int revision, string leaf, decimal points, bool applicable = true) => new()
    {
        CaseId = Units[unit].UnitId,
        CampaignId = Id,
        UnitId = Units[unit].UnitId,
        Round = round,
        LeafCode = leaf,
        Revision = revision,
        Points = points,
        Applicable = applicable,
        Reason = "Thiếu tài liệu kiểm chứng",
        AppraisedAt = DateTimeOffset.UtcNow,
    };

    /// <param name="decisions">Null points take a decision back.</param>
    public CriteriaAppraised Decided(int unit, int round, int revision, params IReadOnlyList<(string Leaf, decimal? Points)> decisions) => new()
    {
        CaseId = Units[unit].UnitId,
        CampaignId = Id,
        UnitId = Units[unit].UnitId,
        Round = round,
        Revision = revision,
        AppraisedAt = DateTimeOffset.UtcNow,
        Leaves = [.. decisions.Select(decision => new LeafDecision { LeafCode = decision.Leaf, Points = decision.Points, Applicable = true })],
    };

    public AppraisalCompleted Completed(int unit, int round, int revision, decimal first, decimal second, bool applicable = true, decimal bonus = 0, decimal penalty = 0) => new()
    {
        CaseId = Units[unit].UnitId,
        CampaignId = Id,
        UnitId = Units[unit].UnitId,
        Round = round,
        Revision = revision,
        CompletedAt = DateTimeOffset.UtcNow,
        Leaves =
        [
            new AppraisedLeaf { LeafCode = "1.1", Points = first, Applicable = true },
            new AppraisedLeaf { LeafCode = "1.2.1", Points = second, Applicable = applicable },
            new AppraisedLeaf { LeafCode = "DT", Points = bonus, Applicable = true },
            new AppraisedLeaf { LeafCode = "DP", Points = penalty, Applicable = true },
        ],
    };

    public SurveyClosed Surveyed(int revision, params IReadOnlyList<decimal?> points) => new()
    {
        SurveyId = Id,
        CampaignId = Id,
        Revision = revision,
        ClosedAt = DateTimeOffset.UtcNow,
        Results =
        [
            .. points.Select((value, unit) => new SurveyedLeaf { UnitId = Units[unit].UnitId, LeafCode = "2.1", Answers = 30, Percentage = value * 5, Points = value }),
        ],
    };

    /// <summary>The same with the standard error of every percentage.</summary>
    public SurveyClosed SurveyedWithError(int revision, decimal error, params IReadOnlyList<decimal?> points)
    {
        var closed = Surveyed(revision, points);
        return closed with { Results = [.. closed.Results.Select(result => result with { StandardError = error })] };
    }

    public ExternalIndexRecorded External(int unit, int revision, decimal points) => new()
    {
        CampaignId = Id,
        UnitId = Units[unit].UnitId,
        LeafCode = "2.2",
        Revision = revision,
        Percentage = points * 10,
        Points = points,
        Evidence = "Báo cáo SIPAS",
    };

    private static List<CriterionSnapshot> Nodes() =>
    [
        Node("1", null, 70),
        Node("1.1", "1", 50, new ManualRule(0.25m)),
        Node("1.2", "1", 20),
        Node("1.2.1", "1.2", 20, new RatioBandsRule([new RatioBand(100, true, BandValue.Max), new RatioBand(80, true, BandValue.Linear)])),
        Node("2", null, 30),
        Node("2.1", "2", 20, new SurveyRule(), PointSource.Survey),
        Node("2.2", "2", 10, new ExternalIndexRule(), PointSource.External),
        Node("DT", null, 3, new BonusRule(), kind: LeafKind.Bonus),
        Node("DP", null, 3, new PenaltyRule(), kind: LeafKind.Penalty),
    ];

    private static CriterionSnapshot Node(
        string code, string? parent, decimal max, ScoringRule? rule = null, PointSource source = PointSource.Appraised, LeafKind kind = LeafKind.Ordinary) => new()
        {
            Code = code,
            ParentCode = parent,
            Name = "Tiêu chí " + code,
            Depth = code.Count(character => character == '.'),
            MaxPoints = max,
            Leaf = rule is null ? null : new LeafDefinition
            {
                Kind = kind,
                Source = source,
                Rule = rule,
                FieldCode = code.Split('.')[0],
                EvidenceRequired = true,
                NotApplicableAllowed = true,
            },
        };

    private static SubmittedLeaf Submitted(string code, decimal points, bool applicable) =>
        new() { LeafCode = code, Data = new LeafData { Points = points }, Points = points, Applicable = applicable };
}
