using System.Text.Json;
using CCHC.Criteria.CriteriaSets;
using CCHC.Scoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Criteria.Data;

internal sealed class CriteriaSetConfiguration : IEntityTypeConfiguration<CriteriaSet>, IEntityTypeConfiguration<CriterionNode>
{
    public void Configure(EntityTypeBuilder<CriteriaSet> builder)
    {
        builder.HasIndex(set => new { set.Code, set.Version }).IsUnique();
        builder.Ignore(set => set.OrdinaryLeaves);
        builder.HasMany(set => set.Nodes).WithOne().HasForeignKey("CriteriaSetId").OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(set => set.Nodes).AutoInclude();
        builder.Property<uint>("RowVersion").IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<CriterionNode> builder)
    {
        builder.ToTable("criterion");
        builder.HasKey("CriteriaSetId", nameof(CriterionNode.Code));
        builder.Property(node => node.Rule).HasColumnType("jsonb").HasConversion(
            rule => JsonSerializer.Serialize(rule, ScoringJson.Options),
            json => JsonSerializer.Deserialize<ScoringRule>(json, ScoringJson.Options)!);
    }
}
