using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>A class (xếp loại) and the index from which it is reached.</summary>
/// <param name="Name">E.g. "Tốt" or "A".</param>
/// <param name="Threshold">Percent, 0 to 100.</param>
/// <param name="Inclusive">Whether the threshold itself reaches the class.</param>
public sealed record ClassBand(string Name, decimal Threshold, bool Inclusive = true);

/// <summary>From an index to a class, by the bands of the campaign and group, e.g. A ≥ 90, B 80–&lt;90, C 70–&lt;80.</summary>
public static class Classification
{
    /// <summary>The highest class reached by an unrounded index in percent; null when it reaches none, and for a unit without an index.</summary>
    public static string? Classify(decimal? index, IReadOnlyList<ClassBand> bands) =>
        bands.Where(x => x.Inclusive ? index >= x.Threshold : index > x.Threshold).MaxBy(x => x.Threshold)?.Name;

    /// <summary>What is wrong with the bands, in Vietnamese; empty when they are sound: named, distinct, from high to low, 0 to 100.</summary>
    public static IReadOnlyList<string> Problems(IReadOnlyList<ClassBand> bands) => [.. FindProblems(bands)];

    private static IEnumerable<string> FindProblems(IReadOnlyList<ClassBand> bands)
    {
        if (bands.Count == 0)
        {
            yield return "Phải có ít nhất một mức xếp loại.";
        }

        if (bands.Any(x => string.IsNullOrWhiteSpace(x.Name)))
        {
            yield return "Mỗi mức xếp loại phải có tên.";
        }

        foreach (var repeated in bands.GroupBy(x => x.Name).Where(x => x.Count() > 1))
        {
            yield return $"Mức xếp loại “{repeated.Key}” bị trùng.";
        }

        foreach (var band in bands.Where(x => x.Threshold is < 0 or > 100))
        {
            yield return $"Ngưỡng của mức “{band.Name}” phải từ 0 đến 100 %.";
        }

        foreach (var (higher, lower) in bands.Zip(bands.Skip(1)))
        {
            if (lower.Threshold >= higher.Threshold)
            {
                yield return $"Các mức phải xếp từ cao xuống thấp: {Text(lower.Threshold)} % đứng sau {Text(higher.Threshold)} %.";
            }
        }
    }
}
