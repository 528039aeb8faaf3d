using System.Security.Cryptography;
using System.Text;

namespace CCHC.Chaos.Invariants;

/// <summary>The chains of all services' audits, computed on from where the last run ended. <c>./cchc audit verify</c> does the same from the beginning, with all rows and anchors.</summary>
public sealed class AuditChain(Databases databases)
{
    private readonly Dictionary<string, (long Position, byte[] Hash)> _heads = new(StringComparer.Ordinal);

    /// <summary>What is wrong.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync()
    {
        var problems = new List<string>();
        foreach (var service in Processes.Services)
        {
            var (last, head) = _heads.GetValueOrDefault(service, (0, []));
            if (last > 0)
            {
                var stored = await databases.ReadAsync(service, "SELECT hash FROM audit.link WHERE position = $1", reader => reader.GetFieldValue<byte[]>(0), last);
                if (stored.Count == 0 || !stored[0].AsSpan().SequenceEqual(head))
                {
                    problems.Add($"audit of {service}: link {last} is not what it was");
                }
            }

            foreach (var link in await LinksAsync(service, last))
            {
                if (link.Position != last + 1)
                {
                    problems.Add($"audit of {service}: link {last + 1} is missing");
                }
                else if (link.Entry is null || !link.Hash.AsSpan().SequenceEqual(SHA256.HashData([.. head, .. Encoding.UTF8.GetBytes(link.Entry)])))
                {
                    problems.Add($"audit of {service}: link {link.Position} does not follow from its entry");
                }

                (last, head) = (link.Position, link.Hash);
            }

            _heads[service] = (last, head);
            var outside = await databases.CountAsync(
                service, "audit.entry AS entry WHERE entry.transaction < (SELECT sealed_below FROM audit.progress) AND NOT EXISTS (SELECT FROM audit.link WHERE link.entry_id = entry.id)");
            if (outside > 0)
            {
                problems.Add($"audit of {service}: {outside} entries outside of the chain");
            }
        }

        return problems;
    }

    private Task<List<(long Position, byte[] Hash, string? Entry)>> LinksAsync(string service, long after) => databases.ReadAsync(
        service,
        """
        SELECT link.position, link.hash, audit.canonical(entry) FROM audit.link AS link LEFT JOIN audit.entry AS entry ON entry.id = link.entry_id
        WHERE link.position > $1 ORDER BY link.position
        """,
        reader => (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.IsDBNull(2) ? null : reader.GetString(2)),
        after);
}
