using CCHC.Ranking.Heads;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Ranking.Data;

internal sealed class HeadConfiguration : IEntityTypeConfiguration<HeadDecision>
{
    public void Configure(EntityTypeBuilder<HeadDecision> builder)
    {
        builder.ToTable("head_decision");
        builder.Property(decision => decision.Id).ValueGeneratedNever();
        builder.HasIndex(decision => new { decision.CampaignId, decision.UnitId });
    }
}
