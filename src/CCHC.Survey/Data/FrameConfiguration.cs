using CCHC.Scoring;
using CCHC.ServiceDefaults.Auditing;
using CCHC.ServiceDefaults.Persistence;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Draws;
using CCHC.Survey.Frames;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Survey.Data;

internal sealed class FrameConfiguration : IEntityTypeConfiguration<SamplingFrame>, IEntityTypeConfiguration<FrameEntry>, IEntityTypeConfiguration<FrameErasure>, IEntityTypeConfiguration<SampleDraw>
{
    public void Configure(EntityTypeBuilder<SamplingFrame> builder)
    {
        builder.ToTable("sampling_frame");
        builder.Property(frame => frame.Id).ValueGeneratedNever();
        builder.Property(frame => frame.KeyGeneration).HasDefaultValue(1);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(frame => frame.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<FrameEntry> builder)
    {
        builder.ToTable("frame_entry");
        builder.Property(entry => entry.Name).IsAuditedAsDigest("personal data");
        builder.Property(entry => entry.Contact).IsAuditedAsDigest("personal data");
        builder.HasKey(entry => new { entry.FrameId, entry.Number });
        builder.HasOne<SamplingFrame>().WithMany().HasForeignKey(entry => entry.FrameId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<FrameErasure> builder)
    {
        builder.ToTable("frame_erasure");
        builder.HasKey(erasure => new { erasure.FrameId, erasure.Number });
        builder.HasOne<SamplingFrame>().WithMany().HasForeignKey(erasure => erasure.FrameId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SampleDraw> builder)
    {
        builder.ToTable("sample_draw");
        builder.Property(draw => draw.Id).ValueGeneratedNever();
        builder.HasOne<SamplingFrame>().WithMany().HasForeignKey(draw => draw.FrameId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(draw => draw.Strata).IsJson(ScoringJson.Options);
        builder.Property(draw => draw.Selected).IsAuditedAsDigest("large").IsJson(ScoringJson.Options);
    }
}
