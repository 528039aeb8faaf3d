using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Conflicts;
using CCHC.Ranking.Documents.Templates;
using CCHC.Ranking.Heads;
using CCHC.Ranking.Publications;
using CCHC.Ranking.Remediation;
using CCHC.Ranking.Remediation.Items;
using CCHC.Ranking.Snapshots;
using CCHC.Ranking.Standings;
using CCHC.Ranking.Webhooks;
using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Data;

public sealed class RankingDbContext(DbContextOptions<RankingDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<Ratification> Ratifications => Set<Ratification>();

    public DbSet<UnitStanding> UnitStandings => Set<UnitStanding>();

    public DbSet<LeafStanding> LeafStandings => Set<LeafStanding>();

    public DbSet<Snapshot> Snapshots => Set<Snapshot>();

    public DbSet<SnapshotContent> SnapshotContents => Set<SnapshotContent>();

    public DbSet<PublicationArchive> PublicationArchives => Set<PublicationArchive>();

    public DbSet<Publication> Publications => Set<Publication>();

    public DbSet<PublishedUnit> PublishedUnits => Set<PublishedUnit>();

    public DbSet<PublishedCriterion> PublishedCriteria => Set<PublishedCriterion>();

    public DbSet<PublishedPoint> PublishedPoints => Set<PublishedPoint>();

    public DbSet<Conflict> Conflicts => Set<Conflict>();

    public DbSet<ConflictsRevision> ConflictsRevisions => Set<ConflictsRevision>();

    public DbSet<HeadDecision> HeadDecisions => Set<HeadDecision>();

    public DbSet<RemediationPlan> RemediationPlans => Set<RemediationPlan>();

    public DbSet<PlanUnit> PlanUnits => Set<PlanUnit>();

    public DbSet<RemediationItem> RemediationItems => Set<RemediationItem>();

    public DbSet<ItemEntry> RemediationEntries => Set<ItemEntry>();

    public DbSet<DocumentTemplateFile> DocumentTemplates => Set<DocumentTemplateFile>();

    public DbSet<WebhookSubscription> WebhookSubscriptions => Set<WebhookSubscription>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    public DbSet<InboxTombstone> WipedCampaigns => Set<InboxTombstone>();
}
