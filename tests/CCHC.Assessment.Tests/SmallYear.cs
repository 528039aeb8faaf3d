using CCHC.Contracts.Criteria;
using CCHC.Scoring;

namespace CCHC.Assessment.Tests;

/// <summary>A campaign of one unit with five leaves: four that the unit answers itself (10 points) and a survey leaf.</summary>
internal sealed class SmallYear
{
    public Guid CampaignId { get; } = Guid.CreateVersion7();

    public Guid UnitId { get; } = Guid.CreateVersion7();

    private Guid SetId { get; } = Guid.CreateVersion7();

    public CampaignChanged Phase(CampaignPhase phase, int round, int revision) => new()
    {
        CampaignId = CampaignId,
        Revision = revision,
        Code = $"nam-{CampaignId}",
        Name = "Chỉ số CCHC thử",
        Year = 2024,
        Phase = phase,
        Round = round,
        Rounds = 2,
        SurveyHeld = true,
        Groups =
        [
            new CampaignGroup
            {
                Code = "so",
                Name = "Khối sở",
                Units = [new CampaignUnit { UnitId = UnitId, Code = "SNV", Name = "Sở Nội vụ" }],
                ClassBands = [],
                TieBreakers = [],
                CriteriaSet = new CriteriaSetSnapshot
                {
                    Id = SetId,
                    Code = "so",
                    Name = "Bộ tiêu chí",
                    Version = 1,
                    Nodes =
                    [
                        Node("1", null, 6, null),
                        Node("1.1", "1", 5, new InterpolationRule(95, 100)),
                        Node("1.2", "1", 1, new YesNoRule()),
                        Node("2", null, 7, null),
                        Node("2.1", "2", 2, new DeductionRule([new DeductionKind("tre", "Báo cáo trễ", 0.25m)])),
                        Node("2.2", "2", 2, new CappedProportionalRule(100), notApplicable: true),
                        Node("2.3", "2", 3, new SurveyRule(), PointSource.Survey),
                    ],
                },
            },
        ],
    };

    private static CriterionSnapshot Node(string code, string? parent, decimal max, ScoringRule? rule, PointSource source = PointSource.Appraised, bool notApplicable = false) => new()
    {
        Code = code,
        ParentCode = parent,
        Name = "Tiêu chí " + code,
        Depth = parent is null ? 0 : 1,
        MaxPoints = max,
        Leaf = rule is null ? null : new LeafDefinition
        {
            Kind = LeafKind.Ordinary,
            Source = source,
            Rule = rule,
            FieldCode = code.Split('.')[0],
            EvidenceRequired = source == PointSource.Appraised,
            NotApplicableAllowed = notApplicable,
        },
    };
}
