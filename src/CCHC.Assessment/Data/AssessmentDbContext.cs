using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Comments;
using CCHC.Assessment.Conflicts;
using CCHC.Assessment.Evidence;
using CCHC.Assessment.Evidence.Uploads;
using CCHC.Assessment.MinistryReview;
using CCHC.Assessment.SelfAssessments;
using CCHC.Assessment.Submissions;
using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Data;

public sealed class AssessmentDbContext(DbContextOptions<AssessmentDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<SelfAssessment> SelfAssessments => Set<SelfAssessment>();

    public DbSet<Submission> Submissions => Set<Submission>();

    public DbSet<LeafComment> Comments => Set<LeafComment>();

    public DbSet<SupplementRequest> SupplementRequests => Set<SupplementRequest>();

    public DbSet<MinistryPoints> MinistryPoints => Set<MinistryPoints>();

    public DbSet<EvidenceDocument> Documents => Set<EvidenceDocument>();

    public DbSet<Upload> Uploads => Set<Upload>();

    public DbSet<DiscardedFile> DiscardedFiles => Set<DiscardedFile>();

    public DbSet<Conflict> Conflicts => Set<Conflict>();

    public DbSet<ConflictsRevision> ConflictsRevisions => Set<ConflictsRevision>();

    public DbSet<InboxTombstone> WipedCampaigns => Set<InboxTombstone>();

    public IQueryable<LeafEntry> Entries => Set<LeafEntry>().AsNoTracking();

    /// <summary>Holds a sheet's status for the rest of the transaction while leaves are written; officers do not wait for each other.</summary>
    public Task LockStatusAsync(Guid selfAssessmentId, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT 1 FROM self_assessments WHERE id = {selfAssessmentId} FOR SHARE", cancellationToken);

    /// <summary>Waits for leaves being written, and keeps others out, before the sheet changes its status.</summary>
    public Task LockForStatusChangeAsync(Guid selfAssessmentId, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT 1 FROM self_assessments WHERE id = {selfAssessmentId} FOR UPDATE", cancellationToken);

    /// <summary>Waits for leaves and files being written in any sheet of the campaign, and keeps others out.</summary>
    public Task LockCampaignAsync(Guid campaignId, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT 1 FROM self_assessments WHERE campaign_id = {campaignId} ORDER BY id FOR UPDATE", cancellationToken);
}
