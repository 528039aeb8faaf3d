using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>One of several named levels, e.g. excellent 100 %, good 75 %, done 50 %. Reads <see cref="LeafData.Choice"/>, the code of a level.</summary>
public sealed record ChoiceRule(IReadOnlyList<ChoiceLevel> Levels) : ScoringRule
{
    public IReadOnlyList<ChoiceLevel> Levels { get; init => field = ValueList.Of(value); } = ValueList.Of(Levels);

    internal override IEnumerable<string> Problems(decimal max) =>
        Parameter.NamedListProblems(Levels, x => x.Code, x => x.Name, "mức").Concat(Levels.SelectMany(x => x.Problems(max)));

    internal override string Describe(decimal max) => $"{string.Join("; ", Levels.Select(x => x.Describe(max)))}.";

    internal override Evaluation Evaluate(decimal max, LeafData data)
    {
        if (string.IsNullOrWhiteSpace(data.Choice))
        {
            return Evaluation.Missing("Chưa chọn mức.");
        }

        var level = Levels.FirstOrDefault(x => x.Code == data.Choice);
        return level is null
            ? Evaluation.Invalid($"Không có mức “{data.Choice}”.")
            : Evaluation.Scored(level.PointsOf(max), level.Describe(max));
    }
}

/// <summary>A level worth either fixed points (0 to the maximum) or a share of the maximum (0 to 100 %), exactly one of the two.</summary>
public sealed record ChoiceLevel(string Code, string Name, decimal? Points, decimal? PercentOfMax)
{
    internal decimal PointsOf(decimal max) => Points ?? max * PercentOfMax.GetValueOrDefault() / 100;

    internal string Describe(decimal max) => PercentOfMax is { } percent
        ? $"{Name}: {Equation($"{Text(percent)} % × {Text(max)}", PointsOf(max))} điểm"
        : $"{Name}: {Text(PointsOf(max))} điểm";

    internal IEnumerable<string> Problems(decimal max)
    {
        if (Points is null == PercentOfMax is null)
        {
            yield return $"Mức “{Name}” phải có điểm hoặc tỷ lệ phần trăm, chỉ một trong hai.";
        }

        if (Points < 0 || Points > max)
        {
            yield return $"Điểm của mức “{Name}” phải từ 0 đến {Text(max)}.";
        }

        if (PercentOfMax is < 0 or > 100)
        {
            yield return $"Tỷ lệ của mức “{Name}” phải từ 0 đến 100 %.";
        }
    }
}
