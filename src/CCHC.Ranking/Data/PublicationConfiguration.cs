using CCHC.Ranking.Publications;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Ranking.Data;

internal sealed class PublicationConfiguration
    : IEntityTypeConfiguration<Publication>, IEntityTypeConfiguration<PublishedGroup>, IEntityTypeConfiguration<PublishedUnit>,
        IEntityTypeConfiguration<PublishedCriterion>, IEntityTypeConfiguration<PublishedPoint>, IEntityTypeConfiguration<PublicationArchive>
{
    public void Configure(EntityTypeBuilder<Publication> builder)
    {
        builder.ToTable("publication");
        builder.Property(publication => publication.Id).ValueGeneratedNever();

        // A campaign has one result of each version, whether from here or by import.
        builder.HasIndex(publication => new { publication.CampaignCode, publication.Version }).IsUnique();
        builder.HasIndex(publication => publication.PublicFrom).HasFilter("announced_at IS NULL").HasDatabaseName("ix_publication_to_announce");
        builder.Property(publication => publication.Changes).IsJson(ScoringJson.Options);
        builder.HasMany(publication => publication.Groups).WithOne().HasForeignKey(group => group.PublicationId);
    }

    public void Configure(EntityTypeBuilder<PublishedGroup> builder)
    {
        builder.ToTable("published_group");
        builder.HasKey(group => new { group.PublicationId, group.Code });
        builder.HasMany(group => group.Units).WithOne().HasForeignKey(unit => new { unit.PublicationId, unit.GroupCode });
        builder.HasMany(group => group.Criteria).WithOne().HasForeignKey(criterion => new { criterion.PublicationId, criterion.GroupCode });
    }

    public void Configure(EntityTypeBuilder<PublishedUnit> builder)
    {
        builder.ToTable("published_unit");

        // A unit is in one group of a campaign.
        builder.HasKey(unit => new { unit.PublicationId, unit.UnitCode });
        builder.HasOne<Publication>().WithMany().HasForeignKey(unit => unit.PublicationId);
        builder.Ignore(unit => unit.Status);
    }

    public void Configure(EntityTypeBuilder<PublishedCriterion> builder)
    {
        builder.ToTable("published_criterion");
        builder.HasKey(criterion => new { criterion.PublicationId, criterion.GroupCode, criterion.Code });
    }

    public void Configure(EntityTypeBuilder<PublishedPoint> builder)
    {
        builder.ToTable("published_point");
        builder.HasKey(point => new { point.PublicationId, point.UnitCode, point.CriterionCode });
        builder.HasOne<PublishedUnit>().WithMany().HasForeignKey(point => new { point.PublicationId, point.UnitCode });
    }

    public void Configure(EntityTypeBuilder<PublicationArchive> builder)
    {
        builder.ToTable("publication_archive");
        builder.HasKey(archive => archive.PublicationId);
        builder.HasOne<Publication>().WithOne().HasForeignKey<PublicationArchive>(archive => archive.PublicationId);
    }
}
