using CCHC.Ranking.Remediation;
using CCHC.Ranking.Remediation.Items;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Ranking.Data;

internal sealed class RemediationConfiguration
    : IEntityTypeConfiguration<RemediationPlan>, IEntityTypeConfiguration<PlanUnit>, IEntityTypeConfiguration<RemediationItem>, IEntityTypeConfiguration<ItemEntry>
{
    public void Configure(EntityTypeBuilder<RemediationPlan> builder)
    {
        builder.ToTable("remediation_plan");
        builder.Property(plan => plan.Id).ValueGeneratedNever();

        // One plan answers a result.
        builder.HasIndex(plan => plan.CampaignCode).IsUnique();
        builder.Property(plan => plan.Groups).IsJson(ScoringJson.Options);
        builder.HasMany(plan => plan.Units).WithOne().HasForeignKey(unit => unit.PlanId).OnDelete(DeleteBehavior.Cascade);
        builder.Property<uint>("RowVersion").IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<PlanUnit> builder)
    {
        builder.ToTable("remediation_unit");
        builder.HasKey(unit => new { unit.PlanId, unit.UnitCode });
        builder.Property(unit => unit.Leaves).IsJson(ScoringJson.Options);
    }

    public void Configure(EntityTypeBuilder<RemediationItem> builder)
    {
        builder.ToTable("remediation_item");
        builder.Property(item => item.Id).ValueGeneratedNever();
        builder.HasIndex(item => new { item.PlanId, item.UnitCode, item.CriterionCode }).IsUnique();
        builder.HasIndex(item => item.UnitCode);
        builder.HasIndex(item => item.LeadCode);
        builder.HasIndex(item => item.LeadUnitId);
        builder.HasOne<RemediationPlan>().WithMany().HasForeignKey(item => item.PlanId).OnDelete(DeleteBehavior.Cascade);
        builder.Ignore(item => item.Lost);
        builder.Ignore(item => item.ReportedPoints);
        builder.Property<uint>("RowVersion").IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<ItemEntry> builder)
    {
        builder.ToTable("remediation_entry");
        builder.Property(entry => entry.Id).ValueGeneratedNever();
        builder.HasIndex(entry => new { entry.ItemId, entry.At });
        builder.HasOne<RemediationItem>().WithMany().HasForeignKey(entry => entry.ItemId).OnDelete(DeleteBehavior.Cascade);
    }
}
