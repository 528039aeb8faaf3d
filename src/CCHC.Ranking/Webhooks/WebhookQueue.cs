using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Webhooks;

internal static class WebhookQueue
{
    /// <summary>
    /// Tells the other services and everybody who subscribed that a publication is public, in the current transaction, which the caller commits. While
    /// an earlier version has not been told, nothing happens: the clock tells both, in their order.
    /// </summary>
    public static async Task AnnounceAsync(this RankingDbContext db, Publication publication, IEventPublisher events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Queues are filled by one transaction at a time, so that their order is that of the commits.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('webhook-queue'))", cancellationToken);
        if (await db.Publications.AnyAsync(
            earlier => earlier.CampaignCode == publication.CampaignCode && earlier.Version < publication.Version && earlier.AnnouncedAt == null, cancellationToken))
        {
            return;
        }

        publication.Announce(events, now);
        var (name, body) = (WebhookEvents.NameOf(publication), WebhookEvents.BodyOf(publication));
        var subscriptions = await db.WebhookSubscriptions.AsNoTracking().ToListAsync(cancellationToken);
        db.WebhookDeliveries.AddRange(subscriptions.Where(subscription => subscription.Events.Contains(name, StringComparer.Ordinal))
            .Select(subscription => WebhookDelivery.Of(subscription.Id, name, publication.CampaignCode, body, now)));
    }
}
