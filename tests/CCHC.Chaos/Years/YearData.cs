using System.Globalization;
using CCHC.Scoring;

namespace CCHC.Chaos.Years;

/// <summary>What three communes claim in a run, what the council makes of it, and what has to come out: computed from what is sent, by CCHC.Scoring alone.</summary>
public sealed class YearData
{
    public const string Group = "hl";
    public const string NotApplicable = "1.3";

    /// <summary>As a file; <see cref="Leaves"/> says the same to the oracle.</summary>
    public const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,60,,SUM,
        1.1,TC,Ban hành kế hoạch,10,TD,YESNO,có=10;không=0
        1.2,TC,Mức độ hoàn thành kế hoạch,20,TD,PROPORTIONAL,ty_le*max
        1.3,TC,Kiến nghị được giải quyết,15,TD,PROPORTIONAL_NA,ty_le*max
        1.4,TC,Giải ngân vốn đầu tư công,15,TD,TIERS,>=95%=15;80%..<95%=9;<80%=0
        2,LV,Thủ tục hành chính,40,,SUM,
        2.1,TC,Sáng kiến cải cách,10,TD,COUNT,mỗi sáng kiến 2.5; tối đa 10
        2.2,TC,Hồ sơ giải quyết đúng hạn,20,TD,INTERPOLATE,>=100%=max;95%..<100%=max*(x-95)/5;<95%=0
        2.3,TC,Niêm yết thủ tục,10,TD,DEDUCT,mỗi mục còn thiếu -0.5;sàn 0
        """;

    private const string Cut = "2.1";
    private const string Corrected = "1.2";

    public YearData(int seed)
    {
        Code = string.Create(CultureInfo.InvariantCulture, $"hl-{seed}-{Guid.NewGuid().ToString("N")[..8]}");
        var random = new Random(seed);
        Units = [.. Enumerable.Range(1, 3).Select(number => Unit(number, random))];

        // The council corrects the data of one unit and cuts the points of another; it agrees to the rest.
        var (corrected, cut) = (Units[random.Next(3)], Units[random.Next(3)]);
        var data = new LeafData { Numerator = random.Next(0, 100), Denominator = 100 };
        var points = random.Next(0, 40) / 4m; // never what was claimed and never above the maximum: see below
        Decisions =
        [
            new Decision(corrected.Code, Corrected, data, null, Evaluate(Corrected, data)),
            new Decision(cut.Code, Cut, null, points == cut.Claimed[Cut] ? points + 0.1m : points, points == cut.Claimed[Cut] ? points + 0.1m : points),
        ];
        Places = CompetitionRanking.Rank(Units.Select(unit => new RankingCandidate(unit.Code, Index(unit).Index))).ToDictionary(place => place.Key, place => place.Rank!.Value, StringComparer.Ordinal);
    }

    public static IReadOnlyDictionary<string, (ScoringRule Rule, decimal Max)> Leaves { get; } = new Dictionary<string, (ScoringRule Rule, decimal Max)>(StringComparer.Ordinal)
    {
        ["1.1"] = (new YesNoRule(), 10),
        ["1.2"] = (new CappedProportionalRule(100), 20),
        ["1.3"] = (new CappedProportionalRule(100), 15),
        ["1.4"] = (new RatioBandsRule([new RatioBand(95, true, new PointsBandValue(15)), new RatioBand(80, true, new PointsBandValue(9))]), 15),
        ["2.1"] = (new CountRule(2.5m, "sáng kiến"), 10),
        ["2.2"] = (new InterpolationRule(95, 100), 20),
        ["2.3"] = (new DeductionRule([new DeductionKind("V1", "Mục còn thiếu", 0.5m)]), 10),
    };

    public static IReadOnlyList<string> UnitCodes { get; } = ["HL1", "HL2", "HL3"];

    /// <summary>Of the campaign and of its set; never used twice, also when a run is repeated.</summary>
    public string Code { get; }

    public IReadOnlyList<UnitClaims> Units { get; }

    public IReadOnlyList<Decision> Decisions { get; }

    /// <summary>Ranks by unit code.</summary>
    public IReadOnlyDictionary<string, int> Places { get; }

    /// <summary>The points that count in the end; null where the leaf does not apply.</summary>
    public decimal? Final(UnitClaims unit, string leaf) =>
        Decisions.FirstOrDefault(decision => decision.Unit == unit.Code && decision.Leaf == leaf) is { } decision ? decision.Counts : unit.Claimed[leaf];

    public UnitIndex Index(UnitClaims unit) => IndexCalculator.Compute(
        Leaves.Select(leaf => new LeafScore(leaf.Key, LeafKind.Ordinary, PointSource.Appraised, leaf.Value.Max, Final(unit, leaf.Key), Final(unit, leaf.Key) is not null)), surveyHeld: false);

    /// <summary>What the unit's sheet adds up to, in the calculator's own order: thirds fill all 28 digits.</summary>
    public static decimal Claimed(UnitClaims unit) =>
        IndexCalculator.Compute(Leaves.Select(leaf => new LeafScore(leaf.Key, LeafKind.Ordinary, PointSource.Appraised, leaf.Value.Max, unit.Claimed[leaf.Key], unit.Claimed[leaf.Key] is not null))).Points;

    private static UnitClaims Unit(int number, Random random)
    {
        var denominator = random.Next(20, 400);
        var late = random.Next(0, 1 + (denominator / 15));
        var data = new Dictionary<string, LeafData>(StringComparer.Ordinal)
        {
            ["1.1"] = new() { Yes = random.Next(4) > 0 },
            ["1.2"] = new() { Numerator = random.Next(1, denominator), Denominator = denominator },
            ["1.3"] = random.Next(3) == 0 ? new() { NotApplicable = true } : new() { Numerator = random.Next(0, 8), Denominator = 7 + random.Next(5) },
            ["1.4"] = new() { Numerator = random.Next(75, 101), Denominator = 100 },
            ["2.1"] = new() { Count = random.Next(0, 6) },
            ["2.2"] = new() { Numerator = denominator - late, Denominator = denominator },
            ["2.3"] = new() { Violations = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["V1"] = random.Next(0, 5) } },
        };

        // A picture, as far as the system looks into it.
        var file = new byte[random.Next(20_000, 300_000)];
        random.NextBytes(file);
        ((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n"u8, 0x1A, .. "\n"u8]).CopyTo(file);
        return new UnitClaims(
            UnitCodes[number - 1], data, data.ToDictionary(leaf => leaf.Key, leaf => leaf.Value.NotApplicable ? (decimal?)null : Evaluate(leaf.Key, leaf.Value), StringComparer.Ordinal), file);
    }

    private static decimal Evaluate(string leaf, LeafData data)
    {
        var evaluation = Scorer.Evaluate(Leaves[leaf].Rule, Leaves[leaf].Max, data);
        return evaluation.Status == EvaluationStatus.Scored ? evaluation.Points : throw new InvalidOperationException($"{leaf}: {evaluation.Problem}");
    }
}

/// <summary>What one unit sends.</summary>
/// <param name="Code">Of the unit.</param>
/// <param name="Data">By leaf.</param>
/// <param name="Claimed">Points by leaf; null where it does not apply.</param>
/// <param name="File">The evidence of leaf 1.1.</param>
public sealed record UnitClaims(string Code, IReadOnlyDictionary<string, LeafData> Data, IReadOnlyDictionary<string, decimal?> Claimed, byte[] File);

/// <summary>What the council decides on a leaf, by data or by points.</summary>
public sealed record Decision(string Unit, string Leaf, LeafData? Data, decimal? Points, decimal Counts);
