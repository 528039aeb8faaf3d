using CCHC.Scoring;

namespace CCHC.Demo.Year;

/// <summary>Made-up yet plausible data for a leaf: the better the unit, the more often the full points.</summary>
public sealed class LeafDataGenerator(Random random)
{
    /// <param name="rule">The leaf's rule.</param>
    /// <param name="max">The leaf's maximum.</param>
    /// <param name="quality">0 … 1, the chance of full points.</param>
    public LeafData Generate(ScoringRule rule, decimal max, double quality) => rule switch
    {
        YesNoRule => new LeafData { Yes = Chance(quality) },
        ChoiceRule choice => new LeafData { Choice = choice.Levels[Chance(quality) ? 0 : random.Next(1, choice.Levels.Count)].Code },
        CountRule count => new LeafData { Count = Chance(quality) ? decimal.Ceiling(max / count.PointsPerUnit) : random.Next(0, (int)(max / count.PointsPerUnit) + 1) },
        DeductionRule deduction => new LeafData { Violations = Violations(deduction, quality) },
        RatioBandsRule bands => Ratio(quality, top: Math.Max(1.0, (double)bands.Bands[0].FromPercent / 100), low: 0.78),
        InterpolationRule => Ratio(quality, top: 1.0, low: 0.955),
        CappedProportionalRule capped => Ratio(quality, top: (double)capped.TargetPercent / 100, low: (double)capped.TargetPercent / 100 * 0.6),
        YearOnYearRule => YearOnYear(quality),
        ManualRule manual => new LeafData { Points = Chance(quality) ? max : manual.Step * random.Next((int)(max / manual.Step / 2), (int)(max / manual.Step)) },
        BonusRule => new LeafData { Points = Chance(0.25) ? 0.5m * random.Next(1, 4) : 0 },
        PenaltyRule => new LeafData { Points = Chance(0.15) ? 0.5m : 0 },
        _ => new LeafData(),
    };

    /// <summary>What a unit would rather have: data worth the full points.</summary>
    public static LeafData Best(ScoringRule rule, decimal max) => new LeafDataGenerator(new Random(1)).Generate(rule, max, quality: 1);

    private bool Chance(double probability) => random.NextDouble() < probability;

    private Dictionary<string, decimal> Violations(DeductionRule rule, double quality)
    {
        if (Chance(quality))
        {
            return [];
        }

        var kinds = rule.Kinds.Where(kind => !kind.ZeroesLeaf).ToList();
        return new(StringComparer.Ordinal) { [kinds[random.Next(kinds.Count)].Code] = random.Next(1, 3) };
    }

    private LeafData Ratio(double quality, double top, double low)
    {
        var denominator = random.Next(20, 90) * 10;
        var ratio = Chance(quality) ? top : low + ((top - low) * random.NextDouble());
        return new LeafData { Numerator = decimal.Ceiling((decimal)(denominator * ratio) - 0.000001m), Denominator = denominator };
    }

    private LeafData YearOnYear(double quality)
    {
        var lastYear = random.Next(40, 400) * 10;
        return new LeafData { LastYear = lastYear, ThisYear = decimal.Round(lastYear * (Chance(quality) ? 1.08m : 0.97m + (0.07m * (decimal)random.NextDouble()))) };
    }
}
