using CCHC.Ranking.Campaigns;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Ranking.Data;

internal sealed class CampaignConfiguration : IEntityTypeConfiguration<Campaign>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.ToTable("campaign");
        builder.Property(campaign => campaign.Id).ValueGeneratedNever();
        builder.HasIndex(campaign => campaign.Code).IsUnique();
        builder.Property<uint>("RowVersion").IsRowVersion();

        builder.Property(campaign => campaign.Groups).IsJson(ScoringJson.Options);
    }
}
