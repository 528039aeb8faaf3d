using System.Security.Cryptography;
using System.Text;

namespace CCHC.Appraisal.Distributions;

/// <summary>Deals the work out evenly: the same shares, candidates and seed give the same result on any machine.</summary>
/// <remarks>
/// Shares are cut in their order into one run per member, so that a member keeps to few fields and a field to few members; then shares that meet
/// a conflict change hands, and the most loaded hand over to the least loaded while that narrows the gap. Order comes from SHA-256 of seed and id.
/// </remarks>
public static class Distribution
{
    /// <summary>A field of one unit; weighs as many leaves as are judged in it.</summary>
    public sealed record Share(string GroupCode, string FieldCode, Guid UnitId, int Leaves);

    /// <param name="Barred">Units the member must not judge.</param>
    public sealed record Candidate(Guid UserId, IReadOnlySet<Guid> Barred);

    public sealed record Dealt(Share Share, Guid UserId);

    /// <param name="shares">Field by field; their order is kept.</param>
    /// <param name="candidates">At least one.</param>
    /// <param name="perShare">Members that judge each share, at least 1.</param>
    /// <param name="seed">Any text.</param>
    /// <returns>Who gets what; a share that too few candidates may judge is there less often, or not at all.</returns>
    public static IReadOnlyList<Dealt> Deal(IReadOnlyList<Share> shares, IReadOnlyList<Candidate> candidates, int perShare, string seed)
    {
        var members = candidates.OrderBy(candidate => Order(seed, candidate.UserId)).ToList();
        var fields = shares.Select((share, position) => (share, position)).GroupBy(x => (x.share.GroupCode, x.share.FieldCode)).OrderBy(field => field.Min(x => x.position));
        var sequence = fields.SelectMany(field => field.OrderBy(x => Order(seed, x.share.UnitId)).Select(x => x.share)).ToList();
        var table = new Table(members);
        for (var pass = 0; pass < Math.Min(perShare, members.Count); pass++)
        {
            table.DealRuns(sequence, shift: pass * Math.Max(1, members.Count / perShare));
        }

        table.Balance();
        return table.Dealt(sequence);
    }

    /// <summary>Largest less smallest load, by the mean load; 0 for nobody and for no work.</summary>
    public static decimal Spread(IEnumerable<int> loads)
    {
        var all = loads.ToList();
        return all.Sum() == 0 ? 0 : (all.Max() - all.Min()) * (decimal)all.Count / all.Sum();
    }

    private static string Order(string seed, Guid id) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}|{id:D}")));

    private sealed class Table(IReadOnlyList<Candidate> members)
    {
        private readonly List<HashSet<Share>> _hands = [.. members.Select(_ => new HashSet<Share>())];
        private readonly int[] _loads = new int[members.Count];

        public void DealRuns(List<Share> sequence, int shift)
        {
            var total = sequence.Sum(share => share.Leaves);
            var passed = 0;
            foreach (var share in sequence)
            {
                var run = total == 0 ? 0 : (int)(((2L * passed) + share.Leaves) * members.Count / (2L * total));
                passed += share.Leaves;
                var planned = (Math.Min(run, members.Count - 1) + shift) % members.Count;
                if ((May(planned, share) ? planned : LeastLoaded(share)) is { } member)
                {
                    Give(member, share);
                }
            }
        }

        /// <summary>Each step narrows the gap between two loads, so it ends.</summary>
        public void Balance()
        {
            while (Step())
            {
            }
        }

        public IReadOnlyList<Dealt> Dealt(List<Share> sequence) =>
            [.. sequence.SelectMany(share => Enumerable.Range(0, members.Count).Where(member => _hands[member].Contains(share)).Select(member => new Dealt(share, members[member].UserId)))];

        private bool Step()
        {
            foreach (var heavy in Enumerable.Range(0, members.Count).OrderByDescending(member => _loads[member]).ThenBy(member => member))
            {
                foreach (var light in Enumerable.Range(0, members.Count).Where(member => _loads[member] < _loads[heavy]).OrderBy(member => _loads[member]).ThenBy(member => member))
                {
                    var gap = _loads[heavy] - _loads[light];
                    var fields = _hands[light].Select(share => (share.GroupCode, share.FieldCode)).ToHashSet();
                    var best = _hands[heavy].Where(share => share.Leaves > 0 && share.Leaves < gap && May(light, share))
                        .OrderBy(share => Math.Abs(gap - (2 * share.Leaves))).ThenByDescending(share => fields.Contains((share.GroupCode, share.FieldCode)))
                        .ThenBy(share => share.GroupCode, StringComparer.Ordinal).ThenBy(share => share.FieldCode, StringComparer.Ordinal).ThenBy(share => share.UnitId)
                        .FirstOrDefault();
                    if (best is not null)
                    {
                        _hands[heavy].Remove(best);
                        _loads[heavy] -= best.Leaves;
                        Give(light, best);
                        return true;
                    }
                }
            }

            return false;
        }

        private bool May(int member, Share share) => !members[member].Barred.Contains(share.UnitId) && !_hands[member].Contains(share);

        private int? LeastLoaded(Share share) => Enumerable.Range(0, members.Count).Where(member => May(member, share)).OrderBy(member => _loads[member]).Select(member => (int?)member).FirstOrDefault();

        private void Give(int member, Share share)
        {
            _hands[member].Add(share);
            _loads[member] += share.Leaves;
        }
    }
}
