using CCHC.Assessment.Evidence;
using CCHC.Assessment.Evidence.Uploads;
using CCHC.Assessment.SelfAssessments;
using CCHC.EvidenceFiles.Checks;
using CCHC.ServiceDefaults.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Assessment.Data;

internal sealed class EvidenceConfiguration
    : IEntityTypeConfiguration<EvidenceDocument>, IEntityTypeConfiguration<DocumentLeaf>, IEntityTypeConfiguration<Upload>, IEntityTypeConfiguration<DiscardedFile>
{
    private const int Sha256Length = 64;

    public void Configure(EntityTypeBuilder<EvidenceDocument> builder)
    {
        builder.ToTable("evidence_document");
        builder.Property(document => document.Id).ValueGeneratedNever();
        builder.Property(document => document.Name).HasMaxLength(SafeFileName.MaxLength);
        builder.Property(document => document.Sha256).HasColumnName("sha256").HasMaxLength(Sha256Length);
        builder.ComplexProperty(document => document.Details, Columns);
        builder.Ignore(document => document.IsCurrent).Ignore(document => document.IsReadable);
        builder.HasOne<SelfAssessment>().WithMany(sheet => sheet.Documents).HasForeignKey(document => document.SelfAssessmentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(document => document.Leaves).WithOne().HasForeignKey(leaf => leaf.DocumentId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(document => document.Leaves).AutoInclude();
        builder.HasIndex(document => document.Sha256);
        builder.HasIndex(document => document.CampaignId);
        builder.Property<uint>("RowVersion").IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<DocumentLeaf> builder)
    {
        builder.ToTable("evidence_document_leaf");
        builder.HasKey(leaf => new { leaf.DocumentId, leaf.LeafCode });
    }

    public void Configure(EntityTypeBuilder<Upload> builder)
    {
        builder.ToTable("evidence_upload");
        builder.IsNotAudited("on its way; the document that it becomes is recorded");
        builder.Property(upload => upload.Id).ValueGeneratedNever();
        builder.ComplexProperty(upload => upload.Details, Columns);
        builder.Ignore(upload => upload.IsFinished);
        builder.HasOne<SelfAssessment>().WithMany().HasForeignKey(upload => upload.SelfAssessmentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(upload => upload.ExpiresAt);
    }

    public void Configure(EntityTypeBuilder<DiscardedFile> builder)
    {
        builder.ToTable("discarded_file");
        builder.IsNotAudited("a queue of files to delete");
        builder.HasKey(file => file.Sha256);
        builder.Property(file => file.Sha256).HasColumnName("sha256").HasMaxLength(Sha256Length);
    }

    private static void Columns<T>(ComplexPropertyBuilder<T> details)
        where T : notnull
    {
        foreach (var (property, column) in new[] { ("Number", "number"), ("IssuedOn", "issued_on"), ("Issuer", "issuer"), ("EffectiveOn", "effective_on") })
        {
            details.Property(property).HasColumnName(column);
        }
    }
}
