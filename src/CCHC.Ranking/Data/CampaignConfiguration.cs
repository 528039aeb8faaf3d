using System.Text.Json;
using CCHC.Contracts.Criteria;
using CCHC.Ranking.Campaigns;
using CCHC.Scoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
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

        // The list is replaced as a whole, never changed in place: comparing references is enough.
        builder.Property(campaign => campaign.Groups).HasColumnType("jsonb").HasConversion(
            groups => JsonSerializer.Serialize(groups, ScoringJson.Options),
            json => JsonSerializer.Deserialize<IReadOnlyList<CampaignGroup>>(json, ScoringJson.Options)!,
            new ValueComparer<IReadOnlyList<CampaignGroup>>(
                (one, other) => ReferenceEquals(one, other), groups => groups.Count, groups => groups));
    }
}
