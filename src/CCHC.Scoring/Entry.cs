using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>Checks on entered numbers, which may be anything, and the two shortest ways from a number to points.</summary>
internal static class Entry
{
    /// <summary>More than any budget in đồng of a province's unit is worth asking about; with <see cref="Parameter"/> it rules out overflow.</summary>
    public const decimal Largest = 1_000_000_000_000;

    public const decimal SmallestDivisor = 0.000_001m;

    public static Evaluation? Problem(decimal? value, string name, decimal largest = Largest) => value switch
    {
        null => Evaluation.Missing($"Chưa nhập {char.ToLowerInvariant(name[0])}{name[1..]}."),
        < 0 => Evaluation.Invalid($"{name} không được âm."),
        _ when value > largest => Evaluation.Invalid($"{name} không được quá {Text(largest)}."),
        _ => null,
    };

    public static Evaluation? WholeNumberProblem(decimal? value, string name) =>
        Problem(value, name) ?? (value % 1 == 0 ? null : Evaluation.Invalid($"{name} phải là số nguyên."));

    /// <summary>Maximum × percentage / 100.</summary>
    public static Evaluation ShareOf(decimal max, decimal? percentage, string name)
    {
        if (Problem(percentage, name, largest: 100) is { } problem)
        {
            return problem;
        }

        var percent = percentage.GetValueOrDefault();
        var points = max * percent / 100;
        var shown = decimal.Round(percent, 2, MidpointRounding.AwayFromZero);
        return Evaluation.Scored(points, Equation($"{name}: {Text(max)} × {Fixed2(percent)} / 100", points, shown == percent));
    }

    /// <summary>The amount given, at most the cap.</summary>
    public static Evaluation UpToCap(decimal cap, decimal? amount, string name)
    {
        if (Problem(amount, name) is { } problem)
        {
            return problem;
        }

        var points = amount.GetValueOrDefault();
        return points <= cap
            ? Evaluation.Scored(points, $"{name}: {Text(points)} điểm")
            : Evaluation.Scored(cap, $"{name}: {Text(points)} điểm", $"Vượt mức tối đa, lấy {Text(cap)} điểm");
    }
}
