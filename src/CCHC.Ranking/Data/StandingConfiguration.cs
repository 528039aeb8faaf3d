using CCHC.Ranking.Standings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Ranking.Data;

internal sealed class StandingConfiguration : IEntityTypeConfiguration<UnitStanding>, IEntityTypeConfiguration<LeafStanding>
{
    public void Configure(EntityTypeBuilder<UnitStanding> builder)
    {
        builder.ToTable("unit_standing");
        builder.HasKey(standing => new { standing.CampaignId, standing.UnitId });
        builder.HasMany(standing => standing.Leaves).WithOne().HasForeignKey(leaf => new { leaf.CampaignId, leaf.UnitId });
    }

    public void Configure(EntityTypeBuilder<LeafStanding> builder)
    {
        builder.ToTable("leaf_standing");
        builder.HasKey(leaf => new { leaf.CampaignId, leaf.UnitId, leaf.LeafCode });
    }
}
