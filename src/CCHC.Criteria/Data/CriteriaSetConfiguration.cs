using CCHC.Criteria.CriteriaSets;
using CCHC.Criteria.CriteriaSets.Comparisons;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Criteria.Data;

internal sealed class CriteriaSetConfiguration
    : IEntityTypeConfiguration<CriteriaSet>, IEntityTypeConfiguration<CriterionNode>, IEntityTypeConfiguration<SetMapping>
{
    public void Configure(EntityTypeBuilder<CriteriaSet> builder)
    {
        builder.HasIndex(set => new { set.Code, set.Version }).IsUnique();
        builder.Ignore(set => set.OrdinaryLeaves);
        builder.Ignore(set => set.Tree);
        builder.HasMany(set => set.Nodes).WithOne().HasForeignKey("CriteriaSetId").OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(set => set.Nodes).AutoInclude();
        builder.HasOne<CriteriaSet>().WithMany().HasForeignKey(set => set.FrameworkId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CriteriaSet>().WithMany().HasForeignKey(set => set.CorrectsId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(set => set.Decision);
        builder.Property(set => set.RowVersion).IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<CriterionNode> builder)
    {
        builder.ToTable("criterion");
        builder.HasKey("CriteriaSetId", nameof(CriterionNode.Id));
        builder.Property(node => node.Id).ValueGeneratedNever();
        builder.Property(node => node.Rule).IsJson(ScoringJson.Options);
        builder.Property(node => node.Examples).IsJsonList(ScoringJson.Options);
    }

    public void Configure(EntityTypeBuilder<SetMapping> builder)
    {
        builder.ToTable("criteria_set_mapping");
        builder.HasKey(mapping => new { mapping.FromId, mapping.ToId });
        builder.HasOne<CriteriaSet>().WithMany().HasForeignKey(mapping => mapping.FromId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<CriteriaSet>().WithMany().HasForeignKey(mapping => mapping.ToId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(mapping => mapping.Pairs).IsJsonList(ScoringJson.Options);
    }
}
