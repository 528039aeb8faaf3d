using FsCheck;
using FsCheck.Fluent;

namespace CCHC.Scoring.Tests.Properties;

/// <summary>Random rules, data and leaves.</summary>
internal static class Generate
{
    private static readonly string[] _codes = ["a", "b", "c", "d"];

    /// <summary>Decimals that people do not type but programs must survive.</summary>
    public static Gen<decimal> WildNumber { get; } = Gen.OneOf(
        Gen.Elements(
            decimal.MinValue, decimal.MaxValue, -1, 0, 1, 0.0000000000000000000000000001m, 0.000001m,
            1_000_000_000_000, 1_000_000_000_001, 100.0000000000000000000000001m, 79.999999999999999999999999m),
        Gen.Choose(-200, 200).Select(x => (decimal)x),
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        from middle in Gen.Choose(int.MinValue, int.MaxValue)
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from negative in Gen.Elements(true, false)
        from scale in Gen.Choose(0, 28)
        select new decimal(low, middle, high, negative, (byte)scale));

    /// <summary>A sound rule and its maximum.</summary>
    public static Gen<(ScoringRule Rule, decimal Max)> SoundRule { get; } =
        from max in Thousandths(1, 100_000)
        from rule in RuleFor(max)
        select (rule, max);

    /// <summary>A rule with parameters that may mean nothing.</summary>
    public static Gen<ScoringRule> WildRule { get; } =
        from x in WildNumber
        from y in WildNumber
        from flag in Gen.Elements(true, false)
        from code in Gen.Elements("a", "b", "", null!)
        from rule in Gen.Elements<ScoringRule>(
            new ChoiceRule(null!),
            new ChoiceRule([new(code, "Mức", x, flag ? y : null), null!, new("a", code, null, y)]),
            new CountRule(x, code),
            new DeductionRule([new(code, "Loại", x, flag), new("b", code, y)]),
            new RatioBandsRule([new(x, flag, new PointsBandValue(y)), new(y, true, flag ? null! : BandValue.Linear)]),
            new YearOnYearRule([new(x, flag, BandValue.Linear), new(y, !flag, new PointsBandValue(x))]),
            new InterpolationRule(x, y),
            new CappedProportionalRule(x),
            new ManualRule(x))
        select rule;

    /// <summary>Any data, sensible or not, for any rule.</summary>
    public static Gen<LeafData> Data { get; } =
        from numbers in Gen.OneOf(WildNumber, Thousandths(0, 200_000), Gen.Choose(0, 10).Select(x => (decimal)x)).ArrayOf(10)
        from present in Gen.Elements(true, true, true, false).ArrayOf(11)
        from yes in Gen.Elements(true, false)
        from choice in Gen.Elements("a", "b", "c", "?", "")
        from notApplicable in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new LeafData
        {
            Yes = present[0] ? yes : null,
            Choice = present[1] ? choice : null,
            Count = present[2] ? numbers[0] : null,
            Violations = present[3] ? _codes.Where((_, i) => present[7 + i]).ToDictionary(x => x, x => numbers[1 + (x[0] % 3)]) : null,
            Numerator = present[4] ? numbers[4] : null,
            Denominator = present[5] ? numbers[5] : null,
            ThisYear = present[4] ? numbers[6] : null,
            LastYear = present[5] ? numbers[7] : null,
            Percentage = present[6] ? numbers[8] : null,
            Points = present[7] ? numbers[9] : null,
            NotApplicable = notApplicable,
        };

    /// <summary>The leaves of one unit, scored in thousandths, so that sums and differences are exact.</summary>
    public static Gen<LeafScore[]> Leaves { get; } = LeavesWith(
        from max in Thousandths(1, 20_000)
        from points in Gen.Choose(0, 1000)
        select (max, decimal.Round(max * points / 1000, 3)));

    /// <summary>The leaves of one unit whose points are thirds, sevenths and the like, which fill all digits of a decimal.</summary>
    public static Gen<LeafScore[]> LeavesWithEndlessPoints { get; } = LeavesWith(
        from max in Thousandths(1, 20_000)
        from denominator in Gen.Choose(1, 99)
        from numerator in Gen.Choose(0, denominator)
        select (max, max * numerator / denominator));

    /// <summary>Units of a group, with many equals and some not scored completely.</summary>
    public static Gen<RankingCandidate[]> Group { get; } =
        from units in (
            from index in Gen.Elements<decimal?>(null, 0, 1, 2, 3, 4)
            from appraised in Gen.Choose(0, 2)
            from survey in Gen.Choose(0, 2)
            from lastYear in Gen.Elements<decimal?>(null, 0, 1, 2)
            select new RankingCandidate("", index, appraised, survey, lastYear)).ArrayOf()
        select units.Select((x, i) => x with { Key = $"đơn vị {i}" }).ToArray();

    public static Gen<TieBreaker[]> Chain { get; } =
        from order in Gen.Shuffle(Enum.GetValues<TieBreaker>())
        from length in Gen.Choose(0, order.Length)
        select order.Take(length).ToArray();

    public static Gen<decimal> Thousandths(int from, int to) => Gen.Choose(from, to).Select(x => x / 1000m);

    private static Gen<LeafScore[]> LeavesWith(Gen<(decimal Max, decimal Points)> scores) =>
        from leaves in (
            from kind in Gen.Frequency((8, Gen.Constant(LeafKind.Ordinary)), (1, Gen.Constant(LeafKind.Bonus)), (1, Gen.Constant(LeafKind.Penalty)))
            from source in Gen.Elements(Enum.GetValues<PointSource>())
            from applicable in Gen.Elements(true, true, true, false)
            from score in scores
            select new LeafScore("", kind, source, score.Max, score.Points, applicable)).NonEmptyListOf()
        select leaves.Select((x, i) => x with { Code = $"{i}" }).ToArray();

    private static Gen<ScoringRule> RuleFor(decimal max)
    {
        var share = Gen.Choose(0, 1000).Select(x => max * x / 1000);
        var bands =
            from thresholds in Thousandths(0, 1_000_000).NonEmptyListOf()
            from inclusive in Gen.Elements(true, false)
            from points in share
            from values in Gen.Shuffle(new[] { BandValue.Max, BandValue.Linear, BandValue.Zero, new PointsBandValue(points) })
            let ordered = thresholds.Distinct().OrderDescending().Take(values.Length)
            select (IReadOnlyList<RatioBand>)[.. ordered.Select((x, i) => new RatioBand(x, inclusive ^ i == 1, values[i]))];

        return Gen.OneOf<ScoringRule>(
            Gen.Constant<ScoringRule>(new YesNoRule()),
            from points in share
            from percent in Thousandths(0, 100_000)
            select (ScoringRule)new ChoiceRule([new("a", "Tốt", null, 100), new("b", "Khá", points, null), new("c", "Đạt", null, percent)]),
            from share1000 in Gen.Choose(1, 1000)
            select (ScoringRule)new CountRule(max * share1000 / 1000, "hình thức"),
            from x in Thousandths(1, 5_000)
            from y in Thousandths(1, 5_000)
            from zeroes in Gen.Elements(true, false)
            select (ScoringRule)new DeductionRule([new("a", "Trễ", x), new("b", "Thiếu", y), new("c", "Sai", x, zeroes)]),
            bands.Select(x => (ScoringRule)new RatioBandsRule(x)),
            bands.Select(x => (ScoringRule)new YearOnYearRule(x)),
            from lower in Thousandths(0, 999_000)
            from span in Thousandths(1, 1_000)
            select (ScoringRule)new InterpolationRule(lower, lower + span),
            from target in Thousandths(1, 1_000_000)
            select (ScoringRule)new CappedProportionalRule(target),
            Gen.Elements<ScoringRule>(
                new SurveyRule(), new ExternalIndexRule(), new ManualRule(0.001m), new ManualRule(max), new BonusRule(), new PenaltyRule()));
    }
}
