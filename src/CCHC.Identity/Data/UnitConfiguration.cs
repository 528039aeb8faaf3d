using CCHC.Identity.Units;
using CCHC.Identity.UnitTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Identity.Data;

internal sealed class UnitConfiguration : IEntityTypeConfiguration<Unit>, IEntityTypeConfiguration<UnitType>
{
    public void Configure(EntityTypeBuilder<Unit> builder)
    {
        builder.ToTable("unit");
        builder.Property(unit => unit.Id).ValueGeneratedNever();
        builder.HasIndex(unit => unit.Code).IsUnique();
        builder.HasIndex(unit => unit.GroupCode);
        builder.HasOne<Unit>().WithMany().HasForeignKey(unit => unit.ParentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<UnitType>().WithMany().HasForeignKey(unit => unit.TypeCode).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<UnitType> builder)
    {
        builder.ToTable("unit_type");
        builder.HasKey(type => type.Code);
    }
}
