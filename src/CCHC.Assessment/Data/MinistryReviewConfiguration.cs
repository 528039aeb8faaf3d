using CCHC.Assessment.MinistryReview;
using CCHC.Assessment.SelfAssessments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Assessment.Data;

internal sealed class MinistryReviewConfiguration : IEntityTypeConfiguration<SupplementRequest>, IEntityTypeConfiguration<MinistryPoints>
{
    public void Configure(EntityTypeBuilder<SupplementRequest> builder)
    {
        builder.ToTable("supplement_request");
        builder.Property(request => request.Id).ValueGeneratedNever();
        builder.Ignore(request => request.IsOpen);
        builder.HasOne<SelfAssessment>().WithMany().HasForeignKey(request => request.SelfAssessmentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(request => request.UnitId);
        builder.Property<uint>("RowVersion").IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<MinistryPoints> builder)
    {
        builder.ToTable("ministry_points");
        builder.HasKey(points => new { points.SelfAssessmentId, points.LeafCode });
        builder.HasOne<SelfAssessment>().WithMany().HasForeignKey(points => points.SelfAssessmentId).OnDelete(DeleteBehavior.Cascade);
    }
}
