namespace CCHC.Sampling;

public enum AllocationKind
{
    Proportional,
    Equal,
}

/// <summary>Shares a sample out over strata (tầng).</summary>
public static class Allocation
{
    /// <param name="sizes">People of each stratum, each at least 1.</param>
    /// <param name="sample">How many are wanted in all; more than there are means all.</param>
    /// <param name="minimum">At least so many of each stratum, or all it has, even if the sample grows by it; 0 or more.</param>
    /// <param name="kind">By size with the largest remainders, or the same number of each.</param>
    /// <returns>How many of each stratum; equal remainders go to the name that comes first by its code points.</returns>
    public static IReadOnlyDictionary<string, int> Of(IReadOnlyDictionary<string, int> sizes, int sample, int minimum, AllocationKind kind)
    {
        var names = sizes.Keys.Order(StringComparer.Ordinal).ToList();
        var wanted = Math.Min(sample, sizes.Values.Sum());
        var fixedAt = new Dictionary<string, int>(StringComparer.Ordinal);
        while (true)
        {
            var open = names.Where(name => !fixedAt.ContainsKey(name)).ToList();
            var left = Math.Max(0, wanted - fixedAt.Values.Sum());
            var parts = open.Sum(name => Weight(name));
            var quotas = open.ToDictionary(name => name, name => (decimal)left * Weight(name) / parts, StringComparer.Ordinal);

            // Whoever would get less than the minimum, or more than it has, is settled first; the others share what is left.
            var settled = open.Where(name => quotas[name] < Math.Min(minimum, sizes[name])).ToDictionary(name => name, name => Math.Min(minimum, sizes[name]), StringComparer.Ordinal);
            if (settled.Count == 0)
            {
                settled = open.Where(name => quotas[name] > sizes[name]).ToDictionary(name => name, name => sizes[name], StringComparer.Ordinal);
            }

            if (settled.Count == 0 || open.Count == settled.Count)
            {
                return settled.Count > 0 ? Together(fixedAt, settled) : Together(fixedAt, Rounded(quotas, left));
            }

            fixedAt = Together(fixedAt, settled);
        }

        int Weight(string name) => kind == AllocationKind.Proportional ? sizes[name] : 1;
    }

    private static Dictionary<string, int> Rounded(Dictionary<string, decimal> quotas, int sum)
    {
        var whole = quotas.ToDictionary(quota => quota.Key, quota => (int)Math.Floor(quota.Value), StringComparer.Ordinal);
        foreach (var name in quotas.OrderByDescending(quota => quota.Value - whole[quota.Key]).ThenBy(quota => quota.Key, StringComparer.Ordinal).Select(quota => quota.Key).Take(sum - whole.Values.Sum()).ToList())
        {
            whole[name]++;
        }

        return whole;
    }

    private static Dictionary<string, int> Together(Dictionary<string, int> one, Dictionary<string, int> other) => one.Concat(other).ToDictionary(StringComparer.Ordinal);
}
