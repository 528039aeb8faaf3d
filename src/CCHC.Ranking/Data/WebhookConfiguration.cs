using CCHC.Ranking.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Ranking.Data;

internal sealed class WebhookConfiguration : IEntityTypeConfiguration<WebhookSubscription>, IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookSubscription> builder)
    {
        builder.ToTable("webhook_subscription");
        builder.Property(subscription => subscription.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_delivery");
        builder.Property(delivery => delivery.Id).ValueGeneratedNever();
        builder.Property(delivery => delivery.Sequence).UseIdentityAlwaysColumn();
        builder.HasIndex(delivery => new { delivery.SubscriptionId, delivery.Sequence }).IsUnique();
        builder.HasIndex(delivery => new { delivery.SubscriptionId, delivery.Sequence }, "ix_webhook_delivery_waiting").HasFilter("state = 'Waiting'");
        builder.HasOne<WebhookSubscription>().WithMany().HasForeignKey(delivery => delivery.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
        builder.Ignore(delivery => delivery.MessageId);
        builder.Property<uint>("RowVersion").IsRowVersion();
    }
}
