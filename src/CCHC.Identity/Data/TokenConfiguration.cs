using CCHC.Identity.Clients;
using CCHC.Identity.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Identity.Data;

internal sealed class TokenConfiguration : IEntityTypeConfiguration<SigningKey>, IEntityTypeConfiguration<ApiClient>
{
    public void Configure(EntityTypeBuilder<SigningKey> builder)
    {
        builder.ToTable("signing_key");
        builder.Property(key => key.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<ApiClient> builder)
    {
        builder.ToTable("api_client");
        builder.Property(client => client.Id).ValueGeneratedNever();
        builder.HasIndex(client => client.Name).IsUnique();
        builder.HasOne<Units.Unit>().WithMany().HasForeignKey(client => client.UnitId).OnDelete(DeleteBehavior.Restrict);
    }
}
