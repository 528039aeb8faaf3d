using CCHC.ServiceDefaults.Auditing;
using CCHC.Survey.Campaigns;
using CCHC.Survey.ListRequests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Survey.Data;

internal sealed class ListRequestConfiguration : IEntityTypeConfiguration<ListRequest>, IEntityTypeConfiguration<AskedUnit>, IEntityTypeConfiguration<ListedPerson>
{
    public void Configure(EntityTypeBuilder<ListRequest> builder)
    {
        builder.ToTable("list_request");
        builder.Property(request => request.Id).ValueGeneratedNever();
        builder.HasIndex(request => new { request.CampaignId, request.Name }).IsUnique();
        builder.HasOne<Campaign>().WithMany().HasForeignKey(request => request.CampaignId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(request => request.Units).WithOne().HasForeignKey(unit => unit.RequestId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(request => request.Units).AutoInclude();
    }

    public void Configure(EntityTypeBuilder<AskedUnit> builder)
    {
        builder.ToTable("asked_unit");
        builder.HasKey(unit => new { unit.RequestId, unit.UnitId });
        builder.HasIndex(unit => unit.UnitId);
    }

    public void Configure(EntityTypeBuilder<ListedPerson> builder)
    {
        builder.ToTable("listed_person");
        builder.Property(person => person.Name).IsAuditedAsDigest("personal data");
        builder.Property(person => person.Contact).IsAuditedAsDigest("personal data");
        builder.HasKey(person => new { person.RequestId, person.UnitId, person.Number });
        builder.HasOne<AskedUnit>().WithMany().HasForeignKey(person => new { person.RequestId, person.UnitId }).OnDelete(DeleteBehavior.Cascade);
    }
}
