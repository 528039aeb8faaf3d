using CCHC.Sampling;

namespace CCHC.Survey.Draws;

/// <summary>A sample that was drawn, with all that is needed to draw it again; never changed.</summary>
public sealed class SampleDraw
{
    public required Guid Id { get; init; }
    public required Guid FrameId { get; init; }
    public required string Seed { get; init; }

    /// <summary>From which the size follows; null where the size was given.</summary>
    public decimal? Error { get; init; }

    /// <summary>How many were wanted in all.</summary>
    public required int Wanted { get; init; }

    public required AllocationKind Allocation { get; init; }
    public required int Minimum { get; init; }

    /// <summary>Clusters of each stratum; null where people were drawn at once.</summary>
    public int? Clusters { get; init; }

    /// <summary>Share that was drawn besides, 0 … 1.</summary>
    public required decimal Reserve { get; init; }

    /// <summary>SHA-256 over the numbered frame, so that it can be told whether it is still the same.</summary>
    public required string FrameHash { get; init; }

    public required IReadOnlyList<StratumShare> Strata { get; init; }
    public required IReadOnlyList<Draw.Selected> Selected { get; init; }
    public required string DrawnBy { get; init; }
    public required DateTimeOffset DrawnAt { get; init; }
}

/// <param name="People">In the frame.</param>
/// <param name="Sample">Of them.</param>
public sealed record StratumShare(string Name, int People, int Clusters, int Sample);
