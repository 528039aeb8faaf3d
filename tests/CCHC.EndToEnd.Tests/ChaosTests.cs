using System.Runtime.Versioning;
using CCHC.Chaos;
using CCHC.Chaos.Faults;
using CCHC.Chaos.Proxy;
using CCHC.Chaos.Years;
using Npgsql;

namespace CCHC.EndToEnd.Tests;

/// <summary>A few runs of the chaos suite, always the same; <c>./cchc chaos</c> makes as many as there is time for.</summary>
[SupportedOSPlatform("linux")]
public sealed class ChaosTests(ITestOutputHelper output)
{
    /// <summary>Between them a service is restarted and another killed, so is the database; a line is cut; deliveries come twice and in another order; both disks are full.</summary>
    private static readonly int[] Seeds = [111, 113, 118];

    [Fact]
    public async Task A_run_that_is_repeated_by_its_seed_meets_the_same_faults()
    {
        await using var network = new Network();
        foreach (var seed in Enumerable.Range(1, 50))
        {
            Assert.Equal(Plan(seed), Plan(seed));
        }

        Assert.True(Enumerable.Range(1, 50).Select(seed => string.Join(", ", Plan(seed))).Distinct().Count() > 45);

        // Nothing that can go wrong is left out of the two hundred runs of the command.
        Assert.Equal(Enum.GetValues<FaultKind>(), Enumerable.Range(1, 200).SelectMany(Plan).Select(fault => fault.Kind).Distinct().Order());

        IReadOnlyList<Fault> Plan(int seed) => FaultPlan.Of(seed, Year.Steps, Year.Uploads, network.Links, quick: false);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_year_comes_out_right_although_processes_die_lines_are_cut_disks_are_full_and_messages_come_twice()
    {
        await using var suite = await Suite.StartAsync();
        output.WriteLine(suite.Skipped is { } reason ? $"Disks were not filled: {reason}" : "Disks are filled.");
        foreach (var seed in Seeds)
        {
            var result = await suite.RunAsync(seed, quick: true);
            output.WriteLine(result.ToString());
            Assert.Empty(result.Violations);
        }

        Assert.Null(await suite.VerifyAuditAsync());

        // And whoever changes something past the services is noticed.
        var spoilt = await suite.RunAsync(Seeds[^1] + 1, quick: true, year => SpoilAsync(suite, year));
        output.WriteLine(spoilt.ToString());
        Assert.Contains(spoilt.Violations, violation => violation.StartsWith("evidence of HL1, as downloaded", StringComparison.Ordinal));
        Assert.Contains(spoilt.Violations, violation => violation.StartsWith("case of HL2, result of 2.3", StringComparison.Ordinal));
        Assert.Contains(spoilt.Violations, violation => violation.StartsWith("submissions: 4", StringComparison.Ordinal));
        Assert.Contains(spoilt.Violations, violation => violation.StartsWith("audit of appraisal: link", StringComparison.Ordinal));
        Assert.Equal(4, spoilt.Violations.Count);
        Assert.NotNull(await suite.VerifyAuditAsync());
    }

    /// <summary>As the owner of the databases could: a file, the points of a decision, a second submission, an entry of the audit.</summary>
    private static async Task SpoilAsync(Suite suite, Year year)
    {
        var (sheet, decided) = (year.Sheets["HL1"], year.Cases["HL2"]);
        var sha256 = (string)(await ExecuteAsync("assessment-db", $"SELECT sha256 FROM evidence_document WHERE self_assessment_id = '{sheet}'"))!;
        await using (var file = new FileStream(Path.Combine(suite.System.Data, "evidence", "files", sha256[..2], sha256[2..4], sha256), FileMode.Open, FileAccess.ReadWrite))
        {
            file.Seek(-1, SeekOrigin.End);
            var last = file.ReadByte();
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte((byte)~last);
        }

        await ExecuteAsync("assessment-db", $$"""INSERT INTO submission SELECT (jsonb_populate_record(s, '{"number": 2}')).* FROM submission s WHERE self_assessment_id = '{{sheet}}'""");
        await ExecuteAsync("appraisal-db", $"UPDATE judgements SET points = points + 0.25 WHERE case_id = '{decided}' AND leaf_code = '2.3'");
        await ExecuteAsync("appraisal-db", "SELECT audit.seal(1000000); UPDATE audit.entry SET reason = 'khác' WHERE id = (SELECT max(entry_id) FROM audit.link)");

        async Task<object?> ExecuteAsync(string database, string statement)
        {
            await using var source = NpgsqlDataSource.Create(suite.System.ConnectionString(database));
            await using var command = source.CreateCommand(statement);
            return await command.ExecuteScalarAsync();
        }
    }
}
