using System.Security.Cryptography;
using System.Text;
using CCHC.Scoring;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>Plausible data for a practice sheet: always the same for a unit and leaf, so that a reset leads back to where the practice began.</summary>
public static class MadeUpData
{
    public const string Note = "Số liệu giả định dùng để tập huấn";

    /// <summary>Data that the rule accepts; empty for bonus and penalty leaves, which nobody has to fill in.</summary>
    public static LeafData For(Guid unitId, string leafCode, ScoringRule rule, decimal max)
    {
        var dice = SHA256.HashData(Encoding.UTF8.GetBytes($"{unitId:N}/{leafCode}"))[0];
        return rule switch
        {
            YesNoRule => new LeafData { Yes = dice % 5 != 0 },
            ChoiceRule choice => new LeafData { Choice = choice.Levels[dice % choice.Levels.Count].Code },
            CountRule count => new LeafData { Count = decimal.Floor(max / count.PointsPerUnit * (60 + dice % 41) / 100) },
            DeductionRule deduction => new LeafData { Violations = Violations(deduction, dice) },
            YearOnYearRule => new LeafData { ThisYear = 950 + dice, LastYear = 1000 },
            RatioRule => new LeafData { Numerator = 180 + dice % 21, Denominator = 200 },
            ManualRule manual => new LeafData { Points = manual.Step * decimal.Floor(max / manual.Step * (60 + dice % 41) / 100) },
            _ => new LeafData(),
        };
    }

    private static Dictionary<string, decimal> Violations(DeductionRule rule, int dice)
    {
        var kind = rule.Kinds.FirstOrDefault(kind => !kind.ZeroesLeaf);
        return kind is null || dice % 3 == 0
            ? new Dictionary<string, decimal>(StringComparer.Ordinal)
            : new Dictionary<string, decimal>(StringComparer.Ordinal) { [kind.Code] = dice % 3 };
    }
}
