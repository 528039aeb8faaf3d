using CCHC.Criteria.Calendars;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Plans;
using CCHC.Criteria.Units;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Criteria.Data;

internal sealed class CampaignConfiguration
    : IEntityTypeConfiguration<Campaign>, IEntityTypeConfiguration<CampaignUnitGroup>, IEntityTypeConfiguration<CampaignMember>, IEntityTypeConfiguration<CalendarStep>,
      IEntityTypeConfiguration<GrantedExtension>, IEntityTypeConfiguration<JournalEntry>, IEntityTypeConfiguration<Notice>, IEntityTypeConfiguration<PlanStep>,
      IEntityTypeConfiguration<PlanFile>, IEntityTypeConfiguration<PlanFileContent>, IEntityTypeConfiguration<Unit>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.HasIndex(campaign => campaign.Code).IsUnique();
        builder.HasIndex(campaign => campaign.NextDueAt);
        builder.HasIndex(campaign => campaign.ParticipantUnitIds).HasMethod("gin");
        builder.Ignore(campaign => campaign.CurrentStep);
        builder.HasMany(campaign => campaign.Groups).WithOne().HasForeignKey("CampaignId").OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(campaign => campaign.Groups).AutoInclude();
        builder.HasMany(campaign => campaign.Calendar).WithOne().HasForeignKey("CampaignId").OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(campaign => campaign.Extensions).WithOne().HasForeignKey("CampaignId").OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(campaign => campaign.Journal).WithOne().HasForeignKey("CampaignId").OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(campaign => campaign.PlanSteps).WithOne().HasForeignKey(step => step.CampaignId).OnDelete(DeleteBehavior.Cascade);
        builder.Property<uint>("RowVersion").IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<CampaignUnitGroup> builder)
    {
        builder.ToTable("campaign_group");
        builder.HasKey("CampaignId", nameof(CampaignUnitGroup.Code));
        builder.HasOne(group => group.CriteriaSet).WithMany().OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(group => group.Members).WithOne().HasForeignKey("CampaignId", "GroupCode").IsRequired().OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(group => group.Members).AutoInclude();
        builder.Property(group => group.ClassBands).IsJsonList(ScoringJson.Options).HasDefaultValueSql("'[]'");
        builder.Property(group => group.TieBreakers).IsJsonList(ScoringJson.Options).HasDefaultValueSql("'[]'");
        builder.Property(group => group.Responsibilities).IsJsonList(ScoringJson.Options).HasDefaultValueSql("'[]'");
    }

    public void Configure(EntityTypeBuilder<CampaignMember> builder)
    {
        builder.ToTable("campaign_unit");

        // A unit is ranked once in a campaign, in one group.
        builder.HasKey("CampaignId", nameof(CampaignMember.UnitId));
        builder.Property(member => member.Predecessors).IsJsonList(ScoringJson.Options).HasDefaultValueSql("'[]'");
    }

    public void Configure(EntityTypeBuilder<CalendarStep> builder)
    {
        builder.ToTable("calendar_step");
        builder.HasKey("CampaignId", nameof(CalendarStep.Phase), nameof(CalendarStep.Round));
    }

    public void Configure(EntityTypeBuilder<GrantedExtension> builder)
    {
        builder.ToTable("phase_extension");
        builder.HasKey("CampaignId", nameof(GrantedExtension.Number));
        builder.Property(extension => extension.Number).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<JournalEntry> builder)
    {
        builder.ToTable("campaign_journal");
        builder.HasKey(entry => entry.Sequence);
        builder.Property(entry => entry.Sequence).UseIdentityAlwaysColumn();
    }

    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.ToTable("notice");
        builder.Property(notice => notice.Id).ValueGeneratedNever();
        builder.HasOne<Campaign>().WithMany().HasForeignKey(notice => notice.CampaignId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(notice => notice.UnitId);

        // Whatever happens, nobody is reminded twice of one deadline on one day.
        builder.HasIndex(notice => new { notice.CampaignId, notice.Subject, notice.UnitId, notice.DueAt, notice.DaysBefore }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<PlanStep> builder)
    {
        builder.ToTable("plan_step");
        builder.Property(step => step.Id).ValueGeneratedNever();
        builder.HasMany(step => step.Files).WithOne().HasForeignKey("PlanStepId").OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<PlanFile> builder)
    {
        builder.ToTable("plan_file");
        builder.Property(file => file.Id).ValueGeneratedNever();
        builder.HasOne(file => file.Content).WithOne().HasForeignKey<PlanFileContent>(content => content.PlanFileId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<PlanFileContent> builder)
    {
        builder.ToTable("plan_file_content");
        builder.HasKey(content => content.PlanFileId);
    }

    public void Configure(EntityTypeBuilder<Unit> builder)
    {
        builder.HasIndex(unit => unit.Code);
        builder.Property(unit => unit.Id).ValueGeneratedNever();
    }
}
