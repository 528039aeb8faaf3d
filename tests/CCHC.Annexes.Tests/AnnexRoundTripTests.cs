using System.Text.Json;
using CCHC.Annexes;
using CCHC.Scoring;

namespace CCHC.Annexes.Tests;

public sealed class AnnexRoundTripTests
{
    /// <summary>Rules whose printed words alone would not bring them back: hand-made codes, points that equal the maximum, a bonus per thing.</summary>
    private static readonly ScoringRule[] Rules =
    [
        new YesNoRule(),
        new ChoiceRule([new("tot", "Tốt: đúng hạn", 2, null), new("kem", "Kém; muộn", 0, null)]),
        new CountRule(0.125m, "lượt, buổi"),
        new DeductionRule([new("tre", "Trễ hạn (quá 5 ngày); hoặc thiếu", 0.25m), new("gia", "Tài liệu giả", 0, true)]),
        new RatioBandsRule([new(100, true, BandValue.Max), new(80, false, new PointsBandValue(2))]),
        new InterpolationRule(92.5m, 99.9m),
        new CappedProportionalRule(62.5m),
        new SurveyRule(),
        new ExternalIndexRule(),
        new ManualRule(0.25m),
        new YearOnYearRule([new(105, true, new PointsBandValue(2)), new(0, true, BandValue.Linear)]),
        new BonusRule(),
        new PenaltyRule(),
    ];

    [Fact]
    public void Nothing_of_any_kind_of_leaf_is_lost_in_a_printed_annex()
    {
        var nodes = new List<AnnexNode>
        {
            new() { Code = "1", Name = "Lĩnh vực", Depth = 0, MaxPoints = 2 * 11, FieldCode = "1" },
        };
        nodes.AddRange(Rules.Select((rule, i) => new AnnexNode
        {
            Code = rule is BonusRule ? "1.T" : rule is PenaltyRule ? "trừ" : $"1.{i + 1}",
            ParentCode = "1",
            Name = $"Tiêu chí {i + 1}: “dòng 1”",
            Depth = 1,
            MaxPoints = 2,
            FieldCode = "noi-vu",
            IsLeaf = true,
            Rule = rule,
            RuleProposed = i % 2 == 0,
            Kind = rule switch { BonusRule => LeafKind.Bonus, PenaltyRule => LeafKind.Penalty, _ => LeafKind.Ordinary },
            Source = rule switch { SurveyRule => PointSource.Survey, ExternalIndexRule => PointSource.External, _ => PointSource.Appraised },
            EvidenceRequired = i % 3 == 0,
            NotApplicableAllowed = i % 3 == 1,
            RequiredEvidence = "Báo cáo;\nQuyết định",
            Guidance = "Tính cả văn bản liên tịch",
            LegalBasis = "Điều 5 Nghị định 61",
            SurveyQuestion = rule is SurveyRule ? "Ông (bà) có hài lòng không?" : null,
            Fixed = i == 3,
            Examples = [new RuleExample(Guid.CreateVersion7(), new LeafData { Numerator = 1, Denominator = 3 }, 0.5m, "một phần ba")],
        }));

        var document = AnnexReader.Read(new MemoryStream(AnnexWriter.Write("Bộ tiêu chí thử", "số 12/QĐ-UBND ngày 05/01/2026 của UBND tỉnh", nodes)));
        var tree = AnnexTree.Of(document.Columns, document.Rows);

        Assert.Equal("Bộ tiêu chí thử", document.Name);
        Assert.Empty(tree.Doubts);
        Assert.Equal(nodes.Select(Json), tree.Nodes.Select(node => Json(node with { Row = 0 })));
    }

    private static string Json(AnnexNode node) => JsonSerializer.Serialize(node, ScoringJson.Options);
}
