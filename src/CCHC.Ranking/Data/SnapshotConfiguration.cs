using CCHC.Ranking.Snapshots;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Ranking.Data;

internal sealed class SnapshotConfiguration : IEntityTypeConfiguration<Snapshot>, IEntityTypeConfiguration<SnapshotContent>
{
    public void Configure(EntityTypeBuilder<Snapshot> builder)
    {
        builder.ToTable("snapshot");
        builder.Property(snapshot => snapshot.Id).ValueGeneratedNever();
        builder.HasIndex(snapshot => new { snapshot.CampaignId, snapshot.Number }).IsUnique();
        builder.Ignore(snapshot => snapshot.Version);
        builder.Property(snapshot => snapshot.Approval).IsJson(ScoringJson.Options);
        builder.Property(snapshot => snapshot.Deeds).IsJson(ScoringJson.Options);
    }

    public void Configure(EntityTypeBuilder<SnapshotContent> builder)
    {
        builder.ToTable("snapshot_content");
        builder.HasKey(content => content.SnapshotId);
        builder.HasOne<Snapshot>().WithOne().HasForeignKey<SnapshotContent>(content => content.SnapshotId);
    }
}
