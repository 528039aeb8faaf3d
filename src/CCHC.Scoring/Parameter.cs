namespace CCHC.Scoring;

/// <summary>Bounds on the parameters of rules. They keep every product far below the range of <see cref="decimal"/>.</summary>
internal static class Parameter
{
    public const decimal LargestPoints = 10_000;
    public const decimal LargestPercent = 1_000;
    public const decimal SmallestPercentSpan = 0.001m;

    public static bool HasAtMostThreeDecimals(decimal value) => decimal.Round(value, 3) == value;

    /// <summary>A list of coded and named things needs an item, and codes and names that are given and differ.</summary>
    public static IEnumerable<string> NamedListProblems<T>(IReadOnlyList<T> items, Func<T, string?> code, Func<T, string?> name, string noun)
    {
        if (items.Count == 0)
        {
            yield return $"Phải có ít nhất một {noun}.";
        }

        if (items.Any(x => string.IsNullOrWhiteSpace(code(x)) || string.IsNullOrWhiteSpace(name(x))))
        {
            yield return $"Mỗi {noun} phải có mã và tên.";
        }

        foreach (var repeated in items.GroupBy(code).Where(x => x.Count() > 1))
        {
            yield return $"Mã {noun} “{repeated.Key}” bị trùng.";
        }
    }
}
