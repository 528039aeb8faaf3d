using CCHC.Scoring;

namespace CCHC.Demo.Year;

/// <summary>A leaf of the set as the criteria service gives it.</summary>
public sealed record PlanLeaf(string Code, string FieldCode, string Name, decimal MaxPoints, PointSource Source, LeafKind Kind, ScoringRule Rule, bool NotApplicableAllowed);

/// <summary>A correction an appraiser makes, with its reason.</summary>
public sealed record Ruling(string LeafCode, LeafData Data, string Reason);

/// <summary>Everything that will happen to one unit in the demo year.</summary>
public sealed record UnitPlan(
    string UnitCode,
    IReadOnlyDictionary<string, LeafData> Claimed,
    IReadOnlyList<Ruling> FirstRound,
    IReadOnlyDictionary<string, LeafData> Supplemented,
    IReadOnlyList<Ruling> SecondRound,
    IReadOnlyDictionary<string, IReadOnlyList<string>> SurveyAnswers,
    IReadOnlyDictionary<string, decimal> ExternalPercentages,
    decimal ExpectedIndex);

/// <summary>The script of one campaign; the same every time, because its random numbers start from a fixed seed.</summary>
public sealed class CampaignPlan
{
    /// <summary>Answers per question and unit.</summary>
    public const int Respondents = 24;

    private readonly IReadOnlyList<PlanLeaf> _leaves;
    private readonly Random _random;
    private readonly LeafDataGenerator _generator;

    private CampaignPlan(IReadOnlyList<PlanLeaf> leaves, int seed)
    {
        _leaves = leaves;
        _random = new Random(seed);
        _generator = new LeafDataGenerator(_random);
    }

    /// <summary>Data by which each unit ends at its published index: one ratio leaf is chosen so that the sum comes out.</summary>
    /// <param name="leaves">The set's leaves.</param>
    /// <param name="published">The published result.</param>
    /// <param name="tuningLeaf">Code of a ratio leaf (ratio × maximum) with a large maximum.</param>
    public static IReadOnlyList<UnitPlan> ForPublished(IReadOnlyList<PlanLeaf> leaves, IReadOnlyList<PublishedIndex> published, string tuningLeaf)
    {
        var plan = new CampaignPlan(leaves, seed: 482);
        return [.. Targets(published).Select(target => plan.ForTarget(target.UnitCode, target.Index, tuningLeaf))];
    }

    /// <summary>Data without a published counterpart; the expected index is what the scoring library makes of them.</summary>
    public static IReadOnlyList<UnitPlan> Free(IReadOnlyList<PlanLeaf> leaves, IEnumerable<string> unitCodes)
    {
        var plan = new CampaignPlan(leaves, seed: 44);
        return [.. unitCodes.Select((code, i) => plan.Complete(code, plan.Draw(quality: 0.55 + (0.04 * i), notApplicable: true)))];
    }

    /// <summary>
    /// Where two published figures are equal at two decimals their unrounded values were not: the ranks differ. They are set 0.002 above and
    /// below the printed figure.
    /// </summary>
    private static IEnumerable<(string UnitCode, decimal Index)> Targets(IReadOnlyList<PublishedIndex> published)
    {
        foreach (var group in published.GroupBy(unit => unit.Index))
        {
            var units = group.OrderBy(unit => unit.Rank).ToList();
            for (var i = 0; i < units.Count; i++)
            {
                yield return (units[i].UnitCode, units.Count == 1 ? group.Key : group.Key + 0.002m - (0.004m * i / (units.Count - 1)));
            }
        }
    }

    private UnitPlan ForTarget(string unitCode, decimal target, string tuningLeaf)
    {
        var tuning = _leaves.Single(leaf => leaf.Code == tuningLeaf);
        var quality = (double)(target - 62m) / 34;
        for (var attempt = 0; attempt < 20_000; attempt++)
        {
            var draw = Draw(quality, notApplicable: false);
            draw.Data[tuningLeaf] = new LeafData { Numerator = 0, Denominator = 1 };
            var rest = Index(draw).Points;
            var missing = target - rest;
            if (missing >= tuning.MaxPoints * 0.55m && missing <= tuning.MaxPoints * 0.985m)
            {
                // In thousandths of a point, so that the whole is within 0.0005 of the target.
                var denominator = tuning.MaxPoints * 1000;
                draw.Data[tuningLeaf] = new LeafData { Numerator = decimal.Round(missing * 1000), Denominator = denominator };
                return Complete(unitCode, draw);
            }
        }

        throw new InvalidOperationException($"No data were found that give {unitCode} an index of {target}.");
    }

    private sealed record Outcome(Dictionary<string, LeafData> Data, Dictionary<string, IReadOnlyList<string>> Answers, Dictionary<string, decimal> External);

    private Outcome Draw(double quality, bool notApplicable)
    {
        var outcome = new Outcome(new(StringComparer.Ordinal), new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        foreach (var leaf in _leaves)
        {
            switch (leaf.Source)
            {
                case PointSource.Survey:
                    outcome.Answers[leaf.Code] = [.. Enumerable.Range(0, Respondents).Select(_ => Answer(quality))];
                    break;
                case PointSource.External:
                    outcome.External[leaf.Code] = decimal.Round(70 + (25 * (decimal)quality) + (2 * (decimal)_random.NextDouble()), 2);
                    break;
                default:
                    var absent = notApplicable && leaf.NotApplicableAllowed && _random.NextDouble() < 0.3;
                    outcome.Data[leaf.Code] = absent ? new LeafData { NotApplicable = true } : _generator.Generate(leaf.Rule, leaf.MaxPoints, quality);
                    break;
            }
        }

        return outcome;
    }

    private string Answer(double quality) => _random.NextDouble() switch
    {
        < 0.06 => "K",
        var draw when draw < 0.06 + (0.75 * quality) => "A",
        < 0.92 => "B",
        < 0.98 => "C",
        _ => "D",
    };

    /// <summary>Around the final data: what the unit claimed first, what the council cut, what was made good in the second round.</summary>
    private UnitPlan Complete(string unitCode, Outcome outcome)
    {
        var appraised = _leaves.Where(leaf => leaf is { Source: PointSource.Appraised, Kind: LeafKind.Ordinary }).ToList();
        var points = appraised.ToDictionary(leaf => leaf.Code, leaf => Scorer.Evaluate(leaf.Rule, leaf.MaxPoints, outcome.Data[leaf.Code]), StringComparer.Ordinal);
        var overclaimed = appraised.Where(leaf => points[leaf.Code].Status == EvaluationStatus.Scored && points[leaf.Code].Points < leaf.MaxPoints).Take(2).ToList();
        var disputed = appraised.FirstOrDefault(leaf => leaf.Rule is YesNoRule && points[leaf.Code].Points == leaf.MaxPoints);

        var claimed = new Dictionary<string, LeafData>(outcome.Data, StringComparer.Ordinal);
        var first = new List<Ruling>();
        var second = new List<Ruling>();
        foreach (var leaf in overclaimed)
        {
            claimed[leaf.Code] = LeafDataGenerator.Best(leaf.Rule, leaf.MaxPoints);
            first.Add(new Ruling(leaf.Code, outcome.Data[leaf.Code], "Số liệu đối chiếu với báo cáo của cơ quan theo dõi thấp hơn số tự chấm."));
        }

        if (disputed is not null)
        {
            first.Add(new Ruling(disputed.Code, new LeafData { Yes = false }, "Tài liệu kiểm chứng chưa đủ; đề nghị bổ sung văn bản ban hành."));
            second.Add(new Ruling(disputed.Code, outcome.Data[disputed.Code], "Đã bổ sung văn bản đúng thời hạn; chấp nhận giải trình."));
        }

        return new UnitPlan(unitCode, claimed, first, outcome.Data, second, outcome.Answers, outcome.External, Index(outcome).Index!.Value);
    }

    private UnitIndex Index(Outcome outcome) => IndexCalculator.Compute(_leaves.Select(leaf =>
    {
        var data = leaf.Source switch
        {
            PointSource.Survey => new LeafData { Percentage = Mean(outcome.Answers[leaf.Code]) },
            PointSource.External => new LeafData { Percentage = outcome.External[leaf.Code] },
            _ => outcome.Data[leaf.Code],
        };
        var evaluation = Scorer.Evaluate(leaf.Rule, leaf.MaxPoints, data);
        return new LeafScore(
            leaf.Code, leaf.Kind, leaf.Source, leaf.MaxPoints,
            evaluation.Status == EvaluationStatus.Scored ? evaluation.Points : null,
            evaluation.Status != EvaluationStatus.NotApplicable);
    }));

    private static decimal Mean(IEnumerable<string> answers) => answers.Select(PercentOf).OfType<decimal>().Average();

    private static decimal? PercentOf(string option) => option switch { "A" => 100, "B" => 60, "C" => 20, "D" => 0, _ => null };
}
