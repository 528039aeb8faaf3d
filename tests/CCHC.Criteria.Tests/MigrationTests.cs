using CCHC.Criteria.Data;
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
        var id = Guid.NewGuid();
        await criteria.Read(async db =>
        {
            await db.GetService<IMigrator>().MigrateAsync("Initial", Cancelled);
            return await db.Database.ExecuteSqlRawAsync(
                """
                INSERT INTO criteria_sets (id, code, name, year, version, status, created_at) VALUES ({0}, 'cu', 'Bộ cũ', 2024, 1, 'Published', now());
                INSERT INTO criterion (criteria_set_id, position, code, parent_code, name, depth, max_points, field_code, rule, kind, source, evidence_required, not_applicable_allowed)
                VALUES ({0}, 0, '1', NULL, 'Chỉ đạo', 0, 2, '1', NULL, 'Ordinary', 'Appraised', false, false),
                       ({0}, 1, '1.1', '1', 'Kế hoạch', 1, 2, '1', jsonb_build_object('kind', 'yes-no'), 'Ordinary', 'Appraised', true, false);
                """, [id], Cancelled);
        });

        await criteria.Read(async db =>
        {
            await db.Database.MigrateAsync(Cancelled);
            return 0;
        });

        var snapshot = (await criteria.Read(db => db.CriteriaSets.SingleAsync(set => set.Id == id, Cancelled))).ToSnapshot();
        Assert.Equal([("1", null, null), ("1.1", "1", "1")], snapshot.Nodes.Select(node => (node.Code, node.ParentCode, node.Leaf?.FieldCode)));
        Assert.Equal(2m, Assert.Single(snapshot.Leaves()).MaxPoints);
    }
}
