using Npgsql;

namespace CCHC.EndToEnd.Tests;

/// <summary>What an administrator of the database does past the system does not stay hidden.</summary>
public sealed class AuditTests(Province province)
{
    [Fact]
    public async Task A_row_changed_by_psql_is_named_by_the_command_that_verifies_the_audit()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var before = await province.System.VerifyAuditAsync();
        Assert.Matches("identity +khớp", before.Output);

        await using var database = NpgsqlDataSource.Create(province.System.ConnectionString("identity-db"));
        await using var change = database.CreateCommand("UPDATE unit_type SET name = name || '.' WHERE code = (SELECT min(code) FROM unit_type) RETURNING code");
        var code = (string)(await change.ExecuteScalarAsync(cancellation))!;
        await using var back = database.CreateCommand("UPDATE unit_type SET name = rtrim(name, '.') WHERE code = $1");
        back.Parameters.AddWithValue(code);
        await back.ExecuteNonQueryAsync(cancellation);

        var after = await province.System.VerifyAuditAsync();
        Assert.Equal(1, after.ExitCode);
        Assert.Matches("identity +SAI", after.Output);
        Assert.Contains($"Bảng unit_type, hàng {{\"code\": \"{code}\"}}: bị sửa lúc ", after.Output, StringComparison.Ordinal);
    }
}
