using System.Text.Json.Serialization;
using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>What a ratio inside a <see cref="RatioBand"/> is worth.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PointsBandValue), "points")]
[JsonDerivedType(typeof(MaxBandValue), "max")]
[JsonDerivedType(typeof(LinearBandValue), "linear")]
public abstract record BandValue
{
    private protected BandValue()
    {
    }

    public static BandValue Max { get; } = new MaxBandValue();

    public static BandValue Linear { get; } = new LinearBandValue();

    public static BandValue Zero { get; } = new PointsBandValue(0);

    internal abstract string Describe(decimal max);

    internal abstract (decimal Points, string Step) Score(Ratio ratio, decimal max);
}

/// <summary>The same points for the whole band, 0 to the leaf's maximum.</summary>
public sealed record PointsBandValue(decimal Points) : BandValue
{
    internal override string Describe(decimal max) => $"{Text(Points)} điểm";

    internal override (decimal Points, string Step) Score(Ratio ratio, decimal max) => (Points, Describe(max));
}

/// <summary>The leaf's maximum.</summary>
public sealed record MaxBandValue() : BandValue
{
    internal override string Describe(decimal max) => $"{Text(max)} điểm";

    internal override (decimal Points, string Step) Score(Ratio ratio, decimal max) => (max, Describe(max));
}

/// <summary>The ratio times the leaf's maximum, capped at the maximum.</summary>
public sealed record LinearBandValue() : BandValue
{
    internal override string Describe(decimal max) => $"tỷ lệ × {Text(max)} điểm";

    internal override (decimal Points, string Step) Score(Ratio ratio, decimal max)
    {
        if (ratio.IsAtLeast(100))
        {
            return (max, $"tối đa {Text(max)} điểm");
        }

        var points = max * ratio.Numerator / ratio.Denominator;
        return (points, Equation($"{Text(max)} × {ratio.PercentText} / 100", points, ratio.PercentIsExact));
    }
}
