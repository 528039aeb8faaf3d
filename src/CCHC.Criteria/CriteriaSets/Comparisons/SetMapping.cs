namespace CCHC.Criteria.CriteriaSets.Comparisons;

/// <summary>What officers said by hand about which criteria of two sets correspond and may be compared from year to year.</summary>
public sealed class SetMapping
{
    private SetMapping()
    {
    }

    public SetMapping(Guid fromId, Guid toId) => (FromId, ToId) = (fromId, toId);

    public Guid FromId { get; private set; }
    public Guid ToId { get; private set; }
    public IReadOnlyList<MappedPair> Pairs { get; private set; } = [];
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>The new pairs beside the old ones; a later word on the same criterion wins.</summary>
    public void Correct(IReadOnlyList<MappedPair> pairs, DateTimeOffset now)
    {
        var spoken = pairs.Select(pair => pair.FromCode).ToHashSet(StringComparer.Ordinal);
        var taken = pairs.Select(pair => pair.ToCode).ToHashSet(StringComparer.Ordinal);
        Pairs = [.. Pairs.Where(pair => !spoken.Contains(pair.FromCode) && (pair.ToCode is null || !taken.Contains(pair.ToCode))), .. pairs];
        ChangedAt = now;
    }

    /// <summary>The same words read from the other set.</summary>
    public SetMapping Reversed() => new(ToId, FromId)
    {
        Pairs = [.. Pairs.Select(pair => new MappedPair(pair.ToCode, pair.FromCode, pair.Comparable))],
        ChangedAt = ChangedAt,
    };
}

/// <summary>A criterion of one set and its counterpart in the other; where one side is null the other has no counterpart.</summary>
public sealed record MappedPair(string? FromCode, string? ToCode, bool Comparable);
