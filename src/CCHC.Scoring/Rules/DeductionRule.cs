using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>The maximum less so much per violation, never below 0. Reads <see cref="LeafData.Violations"/>, whole numbers by kind code.</summary>
/// <remarks>An empty dictionary says "no violation"; a null one says that nobody has looked yet.</remarks>
public sealed record DeductionRule(IReadOnlyList<DeductionKind> Kinds) : ScoringRule
{
    public IReadOnlyList<DeductionKind> Kinds { get; init => field = ValueList.Of(value); } = ValueList.Of(Kinds);

    internal override IEnumerable<string> Problems(decimal max) =>
        Parameter.NamedListProblems(Kinds, x => x.Code, x => x.Name, "loại vi phạm").Concat(Kinds.SelectMany(x => x.Problems()));

    internal override string Describe(decimal max) =>
        $"Điểm tối đa {Text(max)}; {string.Join("; ", Kinds.Select(x => x.Describe()))}; thấp nhất 0 điểm.";

    internal override Evaluation Evaluate(decimal max, LeafData data)
    {
        if (data.Violations is not { } violations)
        {
            return Evaluation.Missing("Chưa nhập số vi phạm.");
        }

        if (violations.Keys.FirstOrDefault(code => Kinds.All(x => x.Code != code)) is { } unknown)
        {
            return Evaluation.Invalid($"Không có loại vi phạm “{unknown}”.");
        }

        var found = Kinds.Select(x => (Kind: x, Times: violations.GetValueOrDefault(x.Code))).Where(x => x.Times != 0).ToList();
        if (found.Select(x => Entry.WholeNumberProblem(x.Times, $"Số lần “{x.Kind.Name}”")).FirstOrDefault(x => x is not null) is { } problem)
        {
            return problem;
        }

        if (found.Count == 0)
        {
            return Evaluation.Scored(max, $"Không có vi phạm: {Text(max)} điểm");
        }

        if (found.Select(x => x.Kind).FirstOrDefault(x => x.ZeroesLeaf) is { } fatal)
        {
            return Evaluation.Scored(0, $"Có vi phạm “{fatal.Name}”: 0 điểm");
        }

        var steps = found.Select(x => Equation($"{x.Kind.Name}: {Text(x.Times)} × {Text(x.Kind.PointsEach)}", x.Times * x.Kind.PointsEach));
        var lost = found.Sum(x => x.Times * x.Kind.PointsEach);
        return lost <= max
            ? Evaluation.Scored(max - lost, [.. steps, Equation($"{Text(max)} − {Text(lost)}", max - lost)])
            : Evaluation.Scored(0, [.. steps, $"{Text(max)} − {Text(lost)} < 0, lấy 0 điểm"]);
    }
}

/// <summary>A kind of violation that costs points each time, or the whole leaf at once.</summary>
/// <param name="Code">The key of <see cref="LeafData.Violations"/>.</param>
/// <param name="Name">In Vietnamese, e.g. "Báo cáo trễ hạn".</param>
/// <param name="PointsEach">Points taken per violation, a positive number; not read when the kind zeroes the leaf.</param>
/// <param name="ZeroesLeaf">One violation of this kind leaves no points.</param>
public sealed record DeductionKind(string Code, string Name, decimal PointsEach, bool ZeroesLeaf = false)
{
    internal string Describe() => ZeroesLeaf ? $"có “{Name}” thì 0 điểm" : $"mỗi lần “{Name}” trừ {Text(PointsEach)} điểm";

    internal IEnumerable<string> Problems()
    {
        if (PointsEach < 0 || PointsEach > Parameter.LargestPoints || (PointsEach == 0 && !ZeroesLeaf))
        {
            yield return $"Điểm trừ của loại “{Name}” phải lớn hơn 0 và không quá {Text(Parameter.LargestPoints)}.";
        }
    }
}
