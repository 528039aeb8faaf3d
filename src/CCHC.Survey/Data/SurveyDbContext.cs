using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Draws;
using CCHC.Survey.ExternalIndices;
using CCHC.Survey.FieldWork;
using CCHC.Survey.Frames;
using CCHC.Survey.Invitations;
using CCHC.Survey.ListRequests;
using CCHC.Survey.PaperForms;
using CCHC.Survey.Submissions;
using CCHC.Survey.Surveys;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Data;

public sealed class SurveyDbContext(DbContextOptions<SurveyDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<SurveyCampaign> Surveys => Set<SurveyCampaign>();

    public DbSet<Submission> Submissions => Set<Submission>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<SampleStratum> SampleStrata => Set<SampleStratum>();

    public DbSet<ReminderRound> Reminders => Set<ReminderRound>();

    public DbSet<PaperForm> PaperForms => Set<PaperForm>();

    public DbSet<EnumeratorAssignment> Enumerators => Set<EnumeratorAssignment>();

    public DbSet<ExternalIndex> ExternalIndices => Set<ExternalIndex>();

    public DbSet<SamplingFrame> Frames => Set<SamplingFrame>();

    public DbSet<FrameEntry> FrameEntries => Set<FrameEntry>();
    public DbSet<FrameErasure> FrameErasures => Set<FrameErasure>();

    public DbSet<SampleDraw> Draws => Set<SampleDraw>();

    public DbSet<ListRequest> ListRequests => Set<ListRequest>();

    public DbSet<AskedUnit> AskedUnits => Set<AskedUnit>();

    public DbSet<ListedPerson> ListedPeople => Set<ListedPerson>();

    public DbSet<InboxTombstone> WipedCampaigns => Set<InboxTombstone>();

    /// <summary>The campaign, which is not wiped or changed before the transaction ends.</summary>
    public Task<Campaign?> HoldCampaignAsync(Guid id, CancellationToken cancellationToken) =>
        Campaigns.FromSql($"SELECT * FROM campaign WHERE id = {id} FOR SHARE").SingleOrDefaultAsync(cancellationToken);

    /// <summary>Leaves that a survey of the campaign has a question for.</summary>
    public async Task<HashSet<(string GroupCode, string LeafCode)>> FindAskedLeavesAsync(Guid campaignId, CancellationToken cancellationToken, Guid? except = null)
    {
        var questionnaires = await Surveys.Where(survey => survey.CampaignId == campaignId && survey.Id != except).Select(survey => survey.Questionnaire).ToListAsync(cancellationToken);
        return [.. questionnaires.SelectMany(questionnaire => questionnaire.Questions).SelectMany(question => question.Leaves).Select(leaf => (leaf.GroupCode, leaf.LeafCode))];
    }
}
