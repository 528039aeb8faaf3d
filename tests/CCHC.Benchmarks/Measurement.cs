namespace CCHC.Benchmarks;

/// <summary>A figure, beside that of its yardstick from the same run where there is one.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of the value and of the yardstick.</param>
/// <param name="Yardstick">What the machine itself needs for the like; null where the target is absolute.</param>
/// <param name="Target">The largest ratio, or the largest value where there is no yardstick; null where the figure is for information only.</param>
public sealed record Measurement(string Name, double Value, string Unit, double? Yardstick, double? Target)
{
    public double? Ratio => Value / Yardstick;

    public bool Met => Target is null || (Ratio ?? Value) <= Target;
}
