using CCHC.Ranking.Webhooks;
using CCHC.ServiceDefaults.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Ranking.Data;

internal sealed class WebhookConfiguration : IEntityTypeConfiguration<WebhookSubscription>, IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookSubscription> builder)
    {
        builder.ToTable("webhook_subscription");
        builder.Property(subscription => subscription.Id).ValueGeneratedNever();
        builder.Property(subscription => subscription.Lease).IsNotAudited("which replica sends at the moment");
        builder.Property(subscription => subscription.LeasedUntil).IsNotAudited("which replica sends at the moment");
    }

    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_delivery");
        builder.IsNotAudited("a queue; what is delivered has been published");
        builder.Property(delivery => delivery.Id).ValueGeneratedNever();
        builder.Property(delivery => delivery.Sequence).UseIdentityAlwaysColumn();
        builder.HasIndex(delivery => new { delivery.SubscriptionId, delivery.Sequence }).IsUnique();
        builder.HasIndex(delivery => new { delivery.SubscriptionId, delivery.Sequence }, "ix_webhook_delivery_waiting").HasFilter("state = 'Waiting'");
        builder.HasOne<WebhookSubscription>().WithMany().HasForeignKey(delivery => delivery.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
        builder.Ignore(delivery => delivery.MessageId);
        builder.Property<uint>("RowVersion").IsRowVersion();
    }
}
