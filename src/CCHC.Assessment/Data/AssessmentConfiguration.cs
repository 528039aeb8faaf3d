using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Comments;
using CCHC.Assessment.SelfAssessments;
using CCHC.Assessment.Submissions;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Auditing;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Assessment.Data;

internal sealed class AssessmentConfiguration
    : IEntityTypeConfiguration<Campaign>, IEntityTypeConfiguration<CampaignGroupCopy>, IEntityTypeConfiguration<SelfAssessment>,
      IEntityTypeConfiguration<LeafEntry>, IEntityTypeConfiguration<CouncilPoints>, IEntityTypeConfiguration<Contribution>,
      IEntityTypeConfiguration<Submission>, IEntityTypeConfiguration<LeafComment>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.Property(campaign => campaign.Id).ValueGeneratedNever();
        builder.Property(campaign => campaign.Extensions).HasDefaultValueSql("'[]'").IsJson(ScoringJson.Options);
        builder.HasMany(campaign => campaign.Groups).WithOne().HasForeignKey("CampaignId").OnDelete(DeleteBehavior.Cascade);
        builder.Property<uint>(Campaign.RowVersion).IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<CampaignGroupCopy> builder)
    {
        builder.ToTable("campaign_group");
        builder.HasKey("CampaignId", nameof(CampaignGroupCopy.Code));
        builder.Property(group => group.Responsibilities).HasDefaultValueSql("'[]'").IsJson(ScoringJson.Options);
        builder.Property(group => group.CriteriaSet).IsAuditedAsDigest("a large copy of what Criteria records").IsJson(ScoringJson.Options);
    }

    public void Configure(EntityTypeBuilder<SelfAssessment> builder)
    {
        builder.Property(assessment => assessment.Id).ValueGeneratedNever();
        builder.HasIndex(assessment => new { assessment.CampaignId, assessment.UnitId }).IsUnique();
        builder.HasIndex(assessment => assessment.UnitId);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(assessment => assessment.CampaignId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(assessment => assessment.Entries).WithOne().HasForeignKey(entry => entry.SelfAssessmentId).OnDelete(DeleteBehavior.Cascade);
        builder.Ignore(assessment => assessment.SubmittingUnitId);
        builder.HasIndex(assessment => assessment.CollectorUnitId);
        builder.HasMany(assessment => assessment.Contributions).WithOne().HasForeignKey(x => x.SelfAssessmentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(assessment => assessment.CouncilPoints).WithOne().HasForeignKey(points => points.SelfAssessmentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(assessment => assessment.Submissions).WithOne().HasForeignKey(submission => submission.SelfAssessmentId).OnDelete(DeleteBehavior.Cascade);
        builder.ComplexProperty(assessment => assessment.Narrative, Columns);
        builder.Property<uint>("RowVersion").IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<Submission> builder)
    {
        builder.ToTable("submission");
        builder.HasKey(submission => new { submission.SelfAssessmentId, submission.Number });
        builder.Property(submission => submission.Content).IsAuditedAsDigest("a large copy of leaves that are recorded one by one").IsJson(ScoringJson.Options);
    }

    public void Configure(EntityTypeBuilder<LeafComment> builder)
    {
        builder.ToTable("leaf_comment");
        builder.HasOne<SelfAssessment>().WithMany().HasForeignKey(comment => comment.SelfAssessmentId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<LeafEntry> builder)
    {
        builder.HasKey(entry => new { entry.SelfAssessmentId, entry.LeafCode });
        builder.Property(entry => entry.Version).IsRowVersion();
        builder.Ignore(entry => entry.IsExplained);
        builder.Property(entry => entry.Data).IsJson(ScoringJson.Options);
    }

    public void Configure(EntityTypeBuilder<CouncilPoints> builder) =>
        builder.HasKey(points => new { points.SelfAssessmentId, points.Round, points.LeafCode });

    public void Configure(EntityTypeBuilder<Contribution> builder)
    {
        builder.ToTable("contribution");
        builder.HasKey(contribution => new { contribution.SelfAssessmentId, contribution.UnitId });
        builder.ComplexProperty(contribution => contribution.Narrative, Columns);
        builder.HasIndex(contribution => contribution.UnitId);
    }

    private static void Columns(ComplexPropertyBuilder<Narrative> narrative)
    {
        narrative.Property(x => x.Difficulties).HasColumnName("difficulties");
        narrative.Property(x => x.Proposals).HasColumnName("proposals");
    }
}
