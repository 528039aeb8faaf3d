using System.Text.Json.Serialization;
using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>A band of a ratio: from a threshold up to the band above it.</summary>
/// <param name="FromPercent">Lower bound in percent, 0 to 1000.</param>
/// <param name="FromInclusive">Whether the bound itself belongs to the band; true when JSON leaves it out.</param>
/// <param name="Value">What a ratio in the band is worth.</param>
/// <param name="ToPercent">"Below so many percent", as the decision words it; null reaches up to the band above. It must meet that band exactly.</param>
public sealed record RatioBand(
    decimal FromPercent, bool FromInclusive, BandValue Value, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? ToPercent = null)
{
    [JsonConstructor]
    private RatioBand() : this(0, true, null!)
    {
    }

    private string From => FromInclusive ? $"từ {Text(FromPercent)} %" : $"trên {Text(FromPercent)} %";

    private string Below => FromInclusive ? $"dưới {Text(FromPercent)} %" : $"từ {Text(FromPercent)} % trở xuống";

    private bool Contains(Ratio ratio) => FromInclusive ? ratio.IsAtLeast(FromPercent) : ratio.Exceeds(FromPercent);

    private string Named => ToPercent is { } to ? $"{From} đến dưới {Text(to)} %" : From;

    internal static IEnumerable<string> Problems(IReadOnlyList<RatioBand> bands, decimal max)
    {
        if (bands.Count == 0)
        {
            yield return "Phải có ít nhất một bậc.";
        }

        foreach (var band in bands)
        {
            if (band.FromPercent is < 0 or > Parameter.LargestPercent)
            {
                yield return $"Ngưỡng của bậc phải từ 0 đến {Text(Parameter.LargestPercent)} %.";
            }

            if (band.ToPercent <= band.FromPercent)
            {
                yield return $"Bậc {band.Named} không bao giờ đạt tới: sửa giới hạn trên cho lớn hơn {Text(band.FromPercent)} %.";
            }

            // JSON can leave the value out, whatever the type says.
            if (band.Value is null)
            {
                yield return $"Bậc {band.From} chưa có giá trị.";
            }
            else if (band.Value is PointsBandValue { Points: var points } && (points < 0 || points > max))
            {
                yield return $"Điểm của bậc {band.From} phải từ 0 đến {Text(max)}.";
            }
        }

        if (bands is [{ ToPercent: { } top }, ..])
        {
            yield return $"Từ {Text(top)} % trở lên chưa thuộc bậc nào: bỏ giới hạn trên của bậc cao nhất, hoặc thêm một bậc từ {Text(top)} %.";
        }

        foreach (var (higher, lower) in bands.Zip(bands.Skip(1)))
        {
            if (JoinProblem(higher, lower) is { } problem)
            {
                yield return problem;
            }
        }
    }

    /// <summary>What keeps a band from reaching exactly up to the one above it.</summary>
    private static string? JoinProblem(RatioBand higher, RatioBand lower)
    {
        if (lower.FromPercent >= higher.FromPercent)
        {
            return lower.ToPercent is { } end && (higher.ToPercent is null || end <= higher.ToPercent)
                ? $"Bậc {lower.Named} không bao giờ đạt tới vì nằm trọn trong bậc {higher.Named}: bỏ bậc này hoặc sửa ngưỡng."
                : $"Các bậc phải xếp từ cao xuống thấp: {Text(lower.FromPercent)} % đứng sau {Text(higher.FromPercent)} %.";
        }

        return lower.ToPercent switch
        {
            { } to when to <= lower.FromPercent => null, // said already: the band itself is empty
            { } to when to < higher.FromPercent =>
                $"Từ {Text(to)} % đến {(higher.FromInclusive ? "dưới " : "")}{Text(higher.FromPercent)} % chưa thuộc bậc nào: "
                + $"sửa “dưới {Text(to)} %” thành “dưới {Text(higher.FromPercent)} %”, hoặc thêm một bậc ở giữa.",
            { } to when to > higher.FromPercent =>
                $"Bậc {lower.Named} chồng lên bậc {higher.Named}: sửa “dưới {Text(to)} %” thành “dưới {Text(higher.FromPercent)} %”.",
            { } to when !higher.FromInclusive =>
                $"Đúng {Text(to)} % chưa thuộc bậc nào: đổi “trên {Text(to)} %” thành “từ {Text(to)} %”, hoặc bỏ giới hạn trên của bậc dưới.",
            _ => null,
        };
    }

    internal static string Describe(IReadOnlyList<RatioBand> bands, decimal max)
    {
        var texts = bands.Select((band, i) => $"{Span(bands, i)}: {band.Value.Describe(max)}");
        return bands[^1] is { FromPercent: 0, FromInclusive: true }
            ? string.Join("; ", texts)
            : string.Join("; ", [.. texts, $"{bands[^1].Below}: 0 điểm"]);
    }

    internal static (decimal Points, string Step) Score(IReadOnlyList<RatioBand> bands, Ratio ratio, decimal max)
    {
        for (var i = 0; i < bands.Count; i++)
        {
            if (bands[i].Contains(ratio))
            {
                var (points, step) = bands[i].Value.Score(ratio, max);
                return (points, $"Bậc {Span(bands, i)}: {step}");
            }
        }

        return (0, $"Bậc {bands[^1].Below}: 0 điểm");
    }

    private static string Span(IReadOnlyList<RatioBand> bands, int index) => (index, bands[index]) switch
    {
        (0, { FromInclusive: true } top) => $"{top.From} trở lên",
        (0, { } top) => top.From,
        (_, { } band) => $"{band.From} đến {(bands[index - 1].FromInclusive ? "dưới " : "")}{Text(bands[index - 1].FromPercent)} %",
    };
}
