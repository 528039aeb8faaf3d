using System.Linq.Expressions;
using CCHC.Appraisal.Acceptances;
using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Conflicts;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Distributions;
using CCHC.Appraisal.IndependentScoring;
using CCHC.Appraisal.Meetings;
using CCHC.Appraisal.Phrases;
using CCHC.Appraisal.Ratifications;
using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Data;

public sealed class AppraisalDbContext(DbContextOptions<AppraisalDbContext> options) : ServiceDbContext(options)
{
    public const string VietnameseCollation = "vi-x-icu";

    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<CampaignUnit> CampaignUnits => Set<CampaignUnit>();

    public DbSet<CampaignGroup> CampaignGroups => Set<CampaignGroup>();

    public DbSet<CampaignField> CampaignFields => Set<CampaignField>();

    public DbSet<CampaignLeaf> CampaignLeaves => Set<CampaignLeaf>();

    public DbSet<Council> Councils => Set<Council>();

    public DbSet<Conflict> Conflicts => Set<Conflict>();

    public DbSet<Proposal> Proposals => Set<Proposal>();

    public DbSet<Opinion> Opinions => Set<Opinion>();

    public DbSet<MemberCompletion> MemberCompletions => Set<MemberCompletion>();

    public DbSet<Dispute> Disputes => Set<Dispute>();

    public DbSet<Meeting> Meetings => Set<Meeting>();

    public DbSet<AgendaItem> AgendaItems => Set<AgendaItem>();

    public DbSet<Vote> Votes => Set<Vote>();

    public DbSet<MeetingRequest> MeetingRequests => Set<MeetingRequest>();

    public DbSet<Phrase> Phrases => Set<Phrase>();

    public DbSet<RatificationStep> RatificationSteps => Set<RatificationStep>();

    public DbSet<CouncilMember> CouncilMembers => Set<CouncilMember>();

    public DbSet<AssignedField> AssignedFields => Set<AssignedField>();

    public DbSet<AppraisalCase> Cases => Set<AppraisalCase>();

    public DbSet<CaseReset> CaseResets => Set<CaseReset>();

    public DbSet<CaseLeaf> CaseLeaves => Set<CaseLeaf>();

    public DbSet<Judgement> Judgements => Set<Judgement>();

    public DbSet<Acceptance> Acceptances => Set<Acceptance>();

    public DbSet<FieldCompletion> FieldCompletions => Set<FieldCompletion>();

    public DbSet<InboxTombstone> WipedCampaigns => Set<InboxTombstone>();

    /// <summary>Makes deliveries about one unit take turns, also while it has no case whose row could be locked.</summary>
    public Task LockUnitAsync(Guid campaignId, Guid unitId, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"{campaignId}/{unitId}"}, 0))", cancellationToken);

    /// <summary>Deletes cases with all that was decided in them; for practice copies only.</summary>
    public async Task<int> DeleteCasesAsync(Expression<Func<AppraisalCase, bool>> which, CancellationToken cancellationToken)
    {
        var ids = await Cases.Where(which).Select(x => x.Id).ToListAsync(cancellationToken);
        await AgendaItems.Where(x => ids.Contains(x.CaseId)).ExecuteDeleteAsync(cancellationToken);
        await MeetingRequests.Where(x => ids.Contains(x.CaseId)).ExecuteDeleteAsync(cancellationToken);
        await Disputes.Where(x => ids.Contains(x.CaseId)).ExecuteDeleteAsync(cancellationToken);
        await MemberCompletions.Where(x => ids.Contains(x.CaseId)).ExecuteDeleteAsync(cancellationToken);
        await Opinions.Where(x => ids.Contains(x.CaseId)).ExecuteDeleteAsync(cancellationToken);
        await CaseLeaves.Where(x => ids.Contains(x.CaseId)).ExecuteDeleteAsync(cancellationToken);
        await Judgements.Where(x => ids.Contains(x.CaseId)).ExecuteDeleteAsync(cancellationToken);
        await FieldCompletions.Where(x => ids.Contains(x.CaseId)).ExecuteDeleteAsync(cancellationToken);
        return await Cases.Where(x => ids.Contains(x.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.HasPostgresExtension("unaccent");
    }
}
