using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Councils;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Data;

public sealed class AppraisalDbContext(DbContextOptions<AppraisalDbContext> options) : ServiceDbContext(options)
{
    public const string VietnameseCollation = "vi-x-icu";

    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<CampaignUnit> CampaignUnits => Set<CampaignUnit>();

    public DbSet<CampaignField> CampaignFields => Set<CampaignField>();

    public DbSet<CampaignLeaf> CampaignLeaves => Set<CampaignLeaf>();

    public DbSet<CouncilMember> CouncilMembers => Set<CouncilMember>();

    public DbSet<AssignedField> AssignedFields => Set<AssignedField>();

    public DbSet<AppraisalCase> Cases => Set<AppraisalCase>();

    public DbSet<CaseLeaf> CaseLeaves => Set<CaseLeaf>();

    public DbSet<Judgement> Judgements => Set<Judgement>();

    public DbSet<FieldCompletion> FieldCompletions => Set<FieldCompletion>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.HasPostgresExtension("unaccent");
    }
}
