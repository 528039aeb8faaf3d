using CCHC.Ranking.Documents.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Ranking.Data;

internal sealed class DocumentTemplateConfiguration : IEntityTypeConfiguration<DocumentTemplateFile>
{
    public void Configure(EntityTypeBuilder<DocumentTemplateFile> builder)
    {
        builder.ToTable("document_template");
        builder.Property(template => template.Id).ValueGeneratedNever();

        // The province, which has no unit, has one of each kind too.
        builder.HasIndex(template => new { template.OwnerUnitId, template.Kind }).IsUnique().AreNullsDistinct(false);
    }
}
