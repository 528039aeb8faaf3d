using System.Security.Cryptography;
using System.Text;

namespace CCHC.Sampling;

/// <summary>Draws people from a numbered frame; anybody can repeat it from the seed and the numbers, names are not needed.</summary>
/// <remarks>
/// Who comes first in a stratum is decided by SHA-256 over "seed|number", written as lower-case hexadecimal and compared as text; which clusters are
/// taken by "seed|stratum|cluster" likewise. Without clusters every person of a stratum has the same chance; with them, every cluster, and within one
/// every person.
/// </remarks>
public static class Draw
{
    /// <param name="Number">In the frame, from 1.</param>
    /// <param name="Cluster">Such as the commune a person lives in; null for none.</param>
    public sealed record Person(int Number, string Stratum, string? Cluster);

    /// <param name="Reserve">Asked only when one of the same stratum and cluster cannot be reached, in order of <paramref name="Position"/>.</param>
    /// <param name="Weight">How many people of the frame one stands for: 1 by its chance to be drawn. Of a reserve that of the sample.</param>
    public sealed record Selected(int Number, string Stratum, string? Cluster, bool Reserve, int Position, decimal Weight);

    /// <param name="frame">Everybody.</param>
    /// <param name="sizes">How many of each stratum.</param>
    /// <param name="reserve">Share of them that is drawn besides, 0 … 1.</param>
    /// <param name="clusters">Clusters that are taken of each stratum; null to draw from all people at once.</param>
    /// <param name="seed">Any text.</param>
    public static IReadOnlyList<Selected> From(IReadOnlyCollection<Person> frame, IReadOnlyDictionary<string, int> sizes, decimal reserve, int? clusters, string seed) =>
    [
        .. from stratum in frame.GroupBy(person => person.Stratum, StringComparer.Ordinal).OrderBy(stratum => stratum.Key, StringComparer.Ordinal)
           from selected in clusters is null
               ? OfGroup([.. stratum], sizes[stratum.Key], reserve, 1, seed)
               : OfClusters([.. stratum], sizes[stratum.Key], reserve, clusters.Value, seed)
           select selected,
    ];

    private static IEnumerable<Selected> OfClusters(List<Person> stratum, int size, decimal reserve, int clusters, string seed)
    {
        var all = stratum.GroupBy(person => person.Cluster ?? "", StringComparer.Ordinal).OrderBy(cluster => Order($"{seed}|{stratum[0].Stratum}|{cluster.Key}"), StringComparer.Ordinal).ToList();
        var taken = all.Take(clusters).ToDictionary(cluster => cluster.Key, cluster => cluster.ToList(), StringComparer.Ordinal);
        var shares = Allocation.Of(taken.ToDictionary(cluster => cluster.Key, cluster => cluster.Value.Count, StringComparer.Ordinal), size, minimum: 0, AllocationKind.Equal);
        return taken.OrderBy(cluster => cluster.Key, StringComparer.Ordinal).SelectMany(cluster => OfGroup(cluster.Value, shares[cluster.Key], reserve, (decimal)all.Count / taken.Count, seed));
    }

    private static IEnumerable<Selected> OfGroup(List<Person> people, int size, decimal reserve, decimal factor, string seed)
    {
        var weight = size == 0 ? 0 : factor * people.Count / size;
        return people.OrderBy(person => Order($"{seed}|{person.Number}"), StringComparer.Ordinal).Take(size + (int)Math.Ceiling(size * reserve))
            .Select((person, i) => new Selected(person.Number, person.Stratum, person.Cluster, i >= size, i < size ? i + 1 : i - size + 1, weight));
    }

    private static string Order(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
