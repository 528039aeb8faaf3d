using CCHC.Ranking.Conflicts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Ranking.Data;

internal sealed class ConflictConfiguration : IEntityTypeConfiguration<Conflict>, IEntityTypeConfiguration<ConflictsRevision>
{
    public void Configure(EntityTypeBuilder<Conflict> builder)
    {
        builder.ToTable("conflict");
        builder.HasKey(conflict => new { conflict.UserId, conflict.CampaignId, conflict.UnitId });
    }

    public void Configure(EntityTypeBuilder<ConflictsRevision> builder)
    {
        builder.ToTable("conflicts_revision");
        builder.HasKey(revision => revision.CampaignId);
    }
}
