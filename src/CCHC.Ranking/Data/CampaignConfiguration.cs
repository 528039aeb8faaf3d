using CCHC.Ranking.Campaigns;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Ranking.Data;

internal sealed class CampaignConfiguration : IEntityTypeConfiguration<Campaign>, IEntityTypeConfiguration<Ratification>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.ToTable("campaign");
        builder.Property(campaign => campaign.Id).ValueGeneratedNever();
        builder.HasIndex(campaign => campaign.Code).IsUnique();
        builder.Property<uint>("RowVersion").IsRowVersion();

        builder.Property(campaign => campaign.Groups).IsJson(ScoringJson.Options);
    }

    public void Configure(EntityTypeBuilder<Ratification> builder)
    {
        builder.ToTable("ratification");
        builder.HasKey(ratification => ratification.CampaignId);
        builder.Property(ratification => ratification.CampaignId).ValueGeneratedNever();
    }
}
