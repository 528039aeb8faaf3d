using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Councils;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Appraisal.Data;

internal sealed class CampaignConfiguration
    : IEntityTypeConfiguration<Campaign>, IEntityTypeConfiguration<CampaignGroup>, IEntityTypeConfiguration<CampaignUnit>, IEntityTypeConfiguration<CampaignField>, IEntityTypeConfiguration<CampaignLeaf>,
    IEntityTypeConfiguration<CouncilMember>, IEntityTypeConfiguration<AssignedField>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.ToTable("campaigns");
        builder.Property(campaign => campaign.Id).ValueGeneratedNever();

        // The list is replaced as a whole, never changed in place: comparing references is enough.
        builder.Property(campaign => campaign.Extensions).HasDefaultValueSql("'[]'").IsJson(ScoringJson.Options);
        builder.Property<uint>("RowVersion").IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<CampaignGroup> builder) => builder.HasKey(group => new { group.CampaignId, group.Code });

    public void Configure(EntityTypeBuilder<CampaignUnit> builder) => builder.HasKey(unit => new { unit.CampaignId, unit.UnitId });

    public void Configure(EntityTypeBuilder<CampaignField> builder) => builder.HasKey(field => new { field.CampaignId, field.GroupCode, field.Code });

    public void Configure(EntityTypeBuilder<CampaignLeaf> builder)
    {
        builder.HasKey(leaf => new { leaf.CampaignId, leaf.GroupCode, leaf.Code });
        builder.Property(leaf => leaf.Rule).IsJson(ScoringJson.Options);
    }

    public void Configure(EntityTypeBuilder<CouncilMember> builder)
    {
        builder.HasKey(member => new { member.CampaignId, member.UserId });
        builder.HasMany(member => member.Fields).WithOne().HasForeignKey(field => new { field.CampaignId, field.UserId }).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<AssignedField> builder) =>
        builder.HasKey(field => new { field.CampaignId, field.UserId, field.GroupCode, field.FieldCode, field.UnitId });
}
