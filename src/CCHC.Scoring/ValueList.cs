using System.Collections.ObjectModel;

namespace CCHC.Scoring;

/// <summary>A list that equals another by content, so that records holding lists compare by value.</summary>
internal sealed class ValueList<T>(IList<T> items) : ReadOnlyCollection<T>(items)
{
    public override bool Equals(object? obj) => obj is ValueList<T> other && this.SequenceEqual(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in this)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}

/// <summary>A dictionary that equals another by content.</summary>
internal sealed class ValueMap(IDictionary<string, decimal> items) : ReadOnlyDictionary<string, decimal>(items)
{
    public override bool Equals(object? obj) =>
        obj is ValueMap other && Count == other.Count && this.All(x => other.TryGetValue(x.Key, out var value) && value == x.Value);

    // Order does not count, so the hashes of the pairs are combined by an operation that commutes.
    public override int GetHashCode() => this.Aggregate(Count, (hash, x) => hash ^ HashCode.Combine(x.Key, x.Value));
}

internal static class ValueList
{
    /// <summary>A copy; a null list, or null items, as JSON can bring them, count as not there.</summary>
    public static ValueList<T> Of<T>(IEnumerable<T>? items) where T : class => new([.. (items ?? []).Where(x => x is not null)]);

    public static ValueMap? Of(IReadOnlyDictionary<string, decimal>? items) =>
        items is null ? null : new ValueMap(new Dictionary<string, decimal>(items, StringComparer.Ordinal));
}
