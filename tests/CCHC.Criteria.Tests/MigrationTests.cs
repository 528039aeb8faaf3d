using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Persistence;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CCHC.Criteria.Tests;

public sealed class MigrationTests(ServiceHost<CriteriaDbContext> criteria) : IClassFixture<ServiceHost<CriteriaDbContext>>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_set_of_last_year_keeps_its_tree_when_the_software_is_brought_up_to_date()
    {
        // As --migrate does it, by the owner of the database; the service itself may change no table.
        await using var db = new CriteriaDbContext(new DbContextOptionsBuilder<CriteriaDbContext>().UseNpgsql(criteria.ConnectionString).Options);
        var id = Guid.NewGuid();
        await db.Database.ExecuteSqlRawAsync("DROP SCHEMA audit CASCADE", Cancelled); // last year nothing was recorded
        await db.GetService<IMigrator>().MigrateAsync("Initial", Cancelled);
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO criteria_sets (id, code, name, year, version, status, created_at) VALUES ({0}, 'cu', 'Bộ cũ', 2024, 1, 'Published', now());
            INSERT INTO criterion (criteria_set_id, position, code, parent_code, name, depth, max_points, field_code, rule, kind, source, evidence_required, not_applicable_allowed)
            VALUES ({0}, 0, '1', NULL, 'Chỉ đạo', 0, 2, '1', NULL, 'Ordinary', 'Appraised', false, false),
                   ({0}, 1, '1.1', '1', 'Kế hoạch', 1, 2, '1', jsonb_build_object('kind', 'yes-no'), 'Ordinary', 'Appraised', true, false);
            """, [id], Cancelled);
        await db.BringUpToDateAsync(cancellationToken: Cancelled);

        var snapshot = (await db.CriteriaSets.SingleAsync(set => set.Id == id, Cancelled)).ToSnapshot();
        Assert.Equal([("1", null, null), ("1.1", "1", "1")], snapshot.Nodes.Select(node => (node.Code, node.ParentCode, node.Leaf?.FieldCode)));
        Assert.Equal(2m, Assert.Single(snapshot.Leaves()).MaxPoints);
    }
}
