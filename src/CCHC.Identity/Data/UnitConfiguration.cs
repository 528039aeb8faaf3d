using CCHC.Identity.Units;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Identity.Data;

internal sealed class UnitConfiguration : IEntityTypeConfiguration<Unit>
{
    public void Configure(EntityTypeBuilder<Unit> builder)
    {
        builder.ToTable("unit");
        builder.Property(unit => unit.Id).ValueGeneratedNever();
        builder.HasIndex(unit => unit.Code).IsUnique();
        builder.HasIndex(unit => unit.GroupCode);
        builder.HasOne<Unit>().WithMany().HasForeignKey(unit => unit.ParentId).OnDelete(DeleteBehavior.Restrict);
    }
}
