using CCHC.Criteria.Campaigns;
using CCHC.Criteria.CriteriaSets;
using CCHC.Criteria.Units;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Data;

public sealed class CriteriaDbContext(DbContextOptions<CriteriaDbContext> options) : ServiceDbContext(options)
{
    public DbSet<CriteriaSet> CriteriaSets => Set<CriteriaSet>();

    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<Unit> Units => Set<Unit>();
}
