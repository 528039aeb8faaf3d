using CCHC.Criteria.Calendars;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.CriteriaSets;
using CCHC.Criteria.CriteriaSets.Comparisons;
using CCHC.Criteria.Units;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Data;

public sealed class CriteriaDbContext(DbContextOptions<CriteriaDbContext> options) : ServiceDbContext(options)
{
    public DbSet<CriteriaSet> CriteriaSets => Set<CriteriaSet>();

    public DbSet<SetMapping> SetMappings => Set<SetMapping>();

    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<Unit> Units => Set<Unit>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasPostgresExtension("unaccent");
        base.OnModelCreating(modelBuilder);
    }
}
