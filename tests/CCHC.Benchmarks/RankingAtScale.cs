using System.Globalization;
using CCHC.Contracts.Criteria;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Ranking.Standings;
using CCHC.Scoring;
using CCHC.Testing;
using CCHC.Testing.Installations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace CCHC.Benchmarks;

/// <summary>
/// The whole country's communes in one group: 3,321 units with a hundred leaves each. Everything read and computed anew beside one SQL query that
/// gives the same indices and ranks from the same rows, and a re-rank after one point has changed.
/// </summary>
internal sealed class RankingAtScale : IAsyncDisposable
{
    private const int Units = 3_321;
    private const int Leaves = 100;
    private readonly TestServers _servers = new();
    private readonly Campaign _campaign = MakeCampaign();
    private ServiceHost<RankingDbContext> _ranking = null!;

    private CampaignGroup Group => _campaign.Groups[0];

    public static async Task<RankingAtScale> StartAsync()
    {
        // The factory of the host looks for the folder of the service beside the solution unless it is told.
        Environment.SetEnvironmentVariable("ASPNETCORE_TEST_CONTENTROOT_CCHC_RANKING", Path.Combine(Installation.Tree, "src", "CCHC.Ranking"));
        var scale = new RankingAtScale();
        await scale._servers.InitializeAsync();
        scale._ranking = new ServiceHost<RankingDbContext>(scale._servers);
        await scale._ranking.InitializeAsync();
        await scale._ranking.Read(async db =>
        {
            db.Campaigns.Add(scale._campaign);
            return await db.SaveChangesAsync();
        });
        await scale.FillAsync();
        return scale;
    }

    /// <summary>Nothing remembered, as after a start of the service.</summary>
    public async Task<IReadOnlyList<RankedCandidate>> RecomputeAsync() => await RankAsync(new LiveResults());

    /// <summary>Asks the database for the same.</summary>
    public async Task<IReadOnlyList<(string Code, decimal Index, int Rank)>> QueryAsync()
    {
        await using var source = NpgsqlDataSource.Create(_ranking.ConnectionString);
        await using var command = source.CreateCommand(
            """
            WITH leaf AS (
                SELECT node ->> 'code' AS code, (node ->> 'maxPoints')::numeric AS max
                FROM campaign, jsonb_array_elements(groups -> 0 -> 'criteriaSet' -> 'nodes') AS node WHERE id = $1 AND jsonb_typeof(node -> 'leaf') = 'object'
            ), unit AS (
                SELECT (unit ->> 'unitId')::uuid AS id, unit ->> 'code' AS code FROM campaign, jsonb_array_elements(groups -> 0 -> 'units') AS unit WHERE id = $1
            ), result AS (
                SELECT standing.unit_id, sum(least(greatest(coalesce(standing.appraised_points, standing.self_points), 0), leaf.max)) * 100 / sum(leaf.max) AS index
                FROM leaf_standing AS standing JOIN leaf ON leaf.code = standing.leaf_code
                WHERE standing.campaign_id = $1 AND coalesce(standing.appraised_applicable, standing.self_applicable, true)
                GROUP BY standing.unit_id HAVING bool_and(coalesce(standing.appraised_points, standing.self_points) IS NOT NULL)
            )
            SELECT unit.code, result.index, rank() OVER (ORDER BY result.index DESC)::int FROM result JOIN unit ON unit.id = result.unit_id
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = _campaign.Id });
        var rows = new List<(string, decimal, int)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetString(0), reader.GetDecimal(1), reader.GetInt32(2)));
        }

        return rows;
    }

    /// <summary>What the service has in mind, and how to change one point of a unit as a delivery does.</summary>
    public async Task<(Func<Task<IReadOnlyList<RankedCandidate>>> Rank, Func<int, Task> Change)> WarmAsync()
    {
        var live = new LiveResults();
        await RankAsync(live);
        return (() => RankAsync(live), change => _ranking.Read(async db =>
        {
            var unit = Group.Units[change % Units].UnitId;
            await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE leaf_standing SET appraised_points = {change % 10 / 10m} WHERE campaign_id = {_campaign.Id} AND unit_id = {unit} AND leaf_code = '1.1';
                UPDATE unit_standing SET version = version + 1 WHERE campaign_id = {_campaign.Id} AND unit_id = {unit};
                """);
            return true;
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await _ranking.DisposeAsync();
        await _servers.DisposeAsync();
    }

    private Task<IReadOnlyList<RankedCandidate>> RankAsync(LiveResults live) => _ranking.Read(async db =>
    {
        var results = await live.GetAsync(db, _campaign, Group, CancellationToken.None);
        return await LiveResults.RankAsync(db, _campaign, Group, results, DateTimeOffset.UtcNow, CancellationToken.None);
    });

    /// <summary>Points from a fixed seed, thousandths of a point, one leaf in fifty without claim to apply.</summary>
    private async Task FillAsync()
    {
        var random = new Random(1);
        await using var connection = new NpgsqlConnection(_ranking.ConnectionString);
        await connection.OpenAsync();
        await using (var units = await connection.BeginBinaryImportAsync("COPY unit_standing (campaign_id, unit_id, version, void_revision) FROM STDIN (FORMAT binary)"))
        {
            foreach (var unit in Group.Units)
            {
                await units.StartRowAsync();
                await units.WriteAsync(_campaign.Id, NpgsqlDbType.Uuid);
                await units.WriteAsync(unit.UnitId, NpgsqlDbType.Uuid);
                await units.WriteAsync(1L, NpgsqlDbType.Bigint);
                await units.WriteAsync(0, NpgsqlDbType.Integer);
            }

            await units.CompleteAsync();
        }

        await using (var leaves = await connection.BeginBinaryImportAsync(
            """
            COPY leaf_standing (campaign_id, unit_id, leaf_code, self_points, self_applicable, self_round, self_revision, self_evidence, appraised_points, appraised_applicable, appraisal_reason,
                appraisal_round, appraisal_revision, survey_revision, survey_id, external_revision) FROM STDIN (FORMAT binary)
            """))
        {
            foreach (var unit in Group.Units)
            {
                foreach (var leaf in Group.CriteriaSet.Leaves())
                {
                    var (points, applies) = (random.Next(0, 1_001) / 1_000m, random.Next(50) > 0);
                    await leaves.StartRowAsync();
                    await leaves.WriteAsync(_campaign.Id, NpgsqlDbType.Uuid);
                    await leaves.WriteAsync(unit.UnitId, NpgsqlDbType.Uuid);
                    await leaves.WriteAsync(leaf.Code, NpgsqlDbType.Text);
                    await leaves.WriteAsync(1m, NpgsqlDbType.Numeric);
                    await leaves.WriteAsync(applies, NpgsqlDbType.Boolean);
                    await leaves.WriteAsync(1, NpgsqlDbType.Integer);
                    await leaves.WriteAsync(1, NpgsqlDbType.Integer);
                    await leaves.WriteAsync(Array.Empty<string>(), NpgsqlDbType.Array | NpgsqlDbType.Text);
                    await leaves.WriteAsync(points, NpgsqlDbType.Numeric);
                    await leaves.WriteAsync(applies, NpgsqlDbType.Boolean);
                    await leaves.WriteAsync(points < 1 ? "Thiếu tài liệu kiểm chứng" : "", NpgsqlDbType.Text);
                    await leaves.WriteAsync(1, NpgsqlDbType.Integer);
                    await leaves.WriteAsync(1, NpgsqlDbType.Integer);
                    await leaves.WriteAsync(0, NpgsqlDbType.Integer);
                    await leaves.WriteAsync(Guid.Empty, NpgsqlDbType.Uuid);
                    await leaves.WriteAsync(0, NpgsqlDbType.Integer);
                }
            }

            await leaves.CompleteAsync();
        }

        await using var analyze = new NpgsqlCommand("VACUUM (ANALYZE) leaf_standing", connection);
        await analyze.ExecuteNonQueryAsync();
    }

    private static Campaign MakeCampaign() => Campaign.From(new CampaignChanged
    {
        CampaignId = Guid.NewGuid(), Revision = 1, Code = "do-quy-mo", Name = "Đo quy mô", Year = 2025, Phase = CampaignPhase.Council, Round = 1, Rounds = 1, SurveyHeld = false,
        Groups =
        [
            new CampaignGroup
            {
                Code = "xa", Name = "Khối xã", ClassBands = [new ClassBand("Tốt", 80), new ClassBand("Khá", 0)], TieBreakers = [],
                Units = [.. Enumerable.Range(1, Units).Select(n => new CampaignUnit { UnitId = Guid.NewGuid(), Code = Name("X", n), Name = Name("Xã ", n) })],
                CriteriaSet = new CriteriaSetSnapshot
                {
                    Id = Guid.NewGuid(), Code = "do-quy-mo", Name = "Một trăm tiêu chí", Version = 1,
                    Nodes =
                    [
                        .. Enumerable.Range(1, 10).SelectMany(field => Enumerable.Range(0, (Leaves / 10) + 1).Select(leaf => new CriterionSnapshot
                        {
                            Code = leaf == 0 ? Name("", field) : $"{Name("", field)}.{Name("", leaf)}", ParentCode = leaf == 0 ? null : Name("", field), Name = "Tiêu chí", Depth = leaf == 0 ? 0 : 1,
                            MaxPoints = leaf == 0 ? 10 : 1,
                            Leaf = leaf == 0 ? null : new LeafDefinition
                            {
                                Kind = LeafKind.Ordinary, Source = PointSource.Appraised, Rule = new ManualRule(0.001m), FieldCode = Name("", field), EvidenceRequired = true, NotApplicableAllowed = true,
                            },
                        })),
                    ],
                },
            },
        ],
    });

    private static string Name(string prefix, int number) => prefix + number.ToString(CultureInfo.InvariantCulture);
}
