using System.Text.Json;
using CCHC.Demo.Year;
using CCHC.Scoring;
using CCHC.Testing.Installations;
using Npgsql;

namespace CCHC.Benchmarks;

/// <summary>Whether everything that was answered 2xx is there: in the rows, in what was submitted, and with those who were told of it.</summary>
public sealed class EveningCheck(Installation installation, Guid campaignId, int units)
{
    private const string Entries =
        """
        SELECT e.self_assessment_id, e.leaf_code, e.data::text, e.points, e.xmin::text::bigint
        FROM leaf_entry e JOIN self_assessments s ON s.id = e.self_assessment_id WHERE s.campaign_id = $1
        """;

    private const string Submitted =
        """
        SELECT s.id, leaf->>'leafCode', (leaf->'data')::text, (leaf->>'points')::numeric, 0::bigint
        FROM submission x JOIN self_assessments s ON s.id = x.self_assessment_id, jsonb_array_elements(x.content->'leaves') leaf
        WHERE s.campaign_id = $1 AND x.number = 1
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="Version">0 in a submission.</param>
    private sealed record Row(LeafData Data, decimal Points, uint Version);

    /// <summary>A sentence for everything that is not as it was sent.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(IReadOnlyDictionary<(Guid Sheet, string Leaf), KeptLeaf> sent, IReadOnlyList<PlanLeaf> leaves)
    {
        var problems = new List<string>();
        var rules = leaves.ToDictionary(leaf => leaf.Code, StringComparer.Ordinal);
        var (stored, submitted) = (await RowsAsync(Entries), await RowsAsync(Submitted));
        if (sent.Count != units * leaves.Count || stored.Count != sent.Count || submitted.Count != sent.Count)
        {
            problems.Add($"{sent.Count} leaves were saved, {stored.Count} are stored, {submitted.Count} were submitted.");
        }

        foreach (var (leaf, kept) in sent)
        {
            var (code, rule) = (leaf.Leaf, rules[leaf.Leaf]);
            var expected = new Row(kept.Data, Scorer.Evaluate(rule.Rule, rule.MaxPoints, kept.Data).Points, kept.Version);
            if (stored.GetValueOrDefault(leaf) is var row && row != expected)
            {
                problems.Add($"Leaf {code} of {leaf.Sheet} should be {expected} and is {row}.");
            }

            if (submitted.GetValueOrDefault(leaf) is var copy && copy != expected with { Version = 0 })
            {
                problems.Add($"Leaf {code} of {leaf.Sheet} should have been submitted as {expected} and was as {copy}.");
            }
        }

        if (await EffectsAsync() is { } effects)
        {
            problems.Add(effects);
        }

        return problems;
    }

    /// <summary>Null once every submission has arrived everywhere exactly once.</summary>
    private async Task<string?> EffectsAsync()
    {
        (string What, string Database, string Query, long Count)[] effects =
        [
            ("submitted sheets", "assessment-db", $"SELECT count(*) FROM self_assessments WHERE campaign_id = '{campaignId}' AND status = 'Submitted' AND revision = 1", units),
            ("submissions", "assessment-db", $"SELECT count(*) FROM submission x JOIN self_assessments s ON s.id = x.self_assessment_id WHERE s.campaign_id = '{campaignId}'", units),
            ("events that wait", "assessment-db", "SELECT count(*) FROM outbox_message", 0),
            ("events received by the ranking", "ranking-db", "SELECT count(*) FROM inbox_message WHERE consumer LIKE '%self-assessment-submitted%'", units),
            ("events received by the appraisal", "appraisal-db", "SELECT count(*) FROM inbox_message WHERE consumer LIKE '%self-assessment-submitted%'", units),
            ("appraisal cases", "appraisal-db", $"SELECT count(*) FROM appraisal_cases WHERE campaign_id = '{campaignId}' AND revision = 1", units),
        ];
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var wrong = new List<string>();
            foreach (var (what, database, query, count) in effects)
            {
                if (await CountAsync(database, query) is var found && found != count)
                {
                    wrong.Add($"{found} {what}, not {count}");
                }
            }

            if (wrong.Count == 0 || TimeProvider.System.GetElapsedTime(begun) > Patience)
            {
                return wrong.Count == 0 ? null : string.Join("; ", wrong);
            }

            await Task.Delay(500);
        }
    }

    private async Task<Dictionary<(Guid Sheet, string Leaf), Row>> RowsAsync(string query)
    {
        await using var database = NpgsqlDataSource.Create(installation.ConnectionString("assessment-db"));
        await using var command = database.CreateCommand(query);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = campaignId });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new Dictionary<(Guid, string), Row>();
        while (await reader.ReadAsync())
        {
            var data = JsonSerializer.Deserialize<LeafData>(reader.GetString(2), ScoringJson.Options)!;
            rows.Add((reader.GetGuid(0), reader.GetString(1)), new Row(data, reader.GetDecimal(3), (uint)reader.GetInt64(4)));
        }

        return rows;
    }

    private async Task<long> CountAsync(string name, string query)
    {
        await using var database = NpgsqlDataSource.Create(installation.ConnectionString(name));
        await using var command = database.CreateCommand(query);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
