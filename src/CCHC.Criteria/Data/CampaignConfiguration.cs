using System.Text.Json;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Units;
using CCHC.Scoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CCHC.Criteria.Data;

internal sealed class CampaignConfiguration
    : IEntityTypeConfiguration<Campaign>, IEntityTypeConfiguration<CampaignUnitGroup>, IEntityTypeConfiguration<CampaignMember>, IEntityTypeConfiguration<Unit>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.HasIndex(campaign => campaign.Code).IsUnique();
        builder.HasMany(campaign => campaign.Groups).WithOne().HasForeignKey("CampaignId").OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(campaign => campaign.Groups).AutoInclude();
        builder.Property<uint>("RowVersion").IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<CampaignUnitGroup> builder)
    {
        builder.ToTable("campaign_group");
        builder.HasKey("CampaignId", nameof(CampaignUnitGroup.Code));
        builder.HasOne(group => group.CriteriaSet).WithMany().OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(group => group.Members).WithOne().HasForeignKey("CampaignId", "GroupCode").IsRequired().OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(group => group.Members).AutoInclude();
        Json(builder.Property(group => group.ClassBands));
        Json(builder.Property(group => group.TieBreakers));
    }

    public void Configure(EntityTypeBuilder<CampaignMember> builder)
    {
        builder.ToTable("campaign_unit");

        // A unit is ranked once in a campaign, in one group.
        builder.HasKey("CampaignId", nameof(CampaignMember.UnitId));
    }

    public void Configure(EntityTypeBuilder<Unit> builder)
    {
        builder.HasIndex(unit => unit.Code);
        builder.Property(unit => unit.Id).ValueGeneratedNever();
    }

    private static void Json<T>(PropertyBuilder<IReadOnlyList<T>> property) => property.HasColumnType("jsonb").HasConversion(
        new ValueConverter<IReadOnlyList<T>, string>(
            list => JsonSerializer.Serialize(list, ScoringJson.Options),
            json => JsonSerializer.Deserialize<List<T>>(json, ScoringJson.Options)!),
        new ValueComparer<IReadOnlyList<T>>(
            (one, other) => one!.SequenceEqual(other!),
            list => list.Count,
            list => list.ToList()));
}
