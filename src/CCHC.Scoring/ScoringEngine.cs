namespace CCHC.Scoring;

/// <summary>Names this way of computing, so that an archived result says by which one it came about.</summary>
public static class ScoringEngine
{
    /// <summary>Grows when the same data may give another index, class or rank than before.</summary>
    public const string Version = "1.0";
}
