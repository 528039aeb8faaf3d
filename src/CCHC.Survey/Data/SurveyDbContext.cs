using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Draws;
using CCHC.Survey.ExternalIndices;
using CCHC.Survey.Forms;
using CCHC.Survey.Frames;
using CCHC.Survey.Surveys;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Data;

public sealed class SurveyDbContext(DbContextOptions<SurveyDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<SurveyCampaign> Surveys => Set<SurveyCampaign>();

    public DbSet<Answer> Answers => Set<Answer>();

    public DbSet<ExternalIndex> ExternalIndices => Set<ExternalIndex>();

    public DbSet<SamplingFrame> Frames => Set<SamplingFrame>();

    public DbSet<FrameEntry> FrameEntries => Set<FrameEntry>();

    public DbSet<SampleDraw> Draws => Set<SampleDraw>();

    public DbSet<InboxTombstone> WipedCampaigns => Set<InboxTombstone>();

    /// <summary>The campaign, which is not wiped or changed before the transaction ends.</summary>
    public Task<Campaign?> HoldCampaignAsync(Guid id, CancellationToken cancellationToken) =>
        Campaigns.FromSql($"SELECT * FROM campaign WHERE id = {id} FOR SHARE").SingleOrDefaultAsync(cancellationToken);

    /// <summary>Leaves that a survey of the campaign has a question for.</summary>
    public async Task<HashSet<(string GroupCode, string LeafCode)>> FindAskedLeavesAsync(Guid campaignId, CancellationToken cancellationToken)
    {
        var surveys = await Surveys.Where(survey => survey.CampaignId == campaignId).Select(survey => survey.Questions).ToListAsync(cancellationToken);
        return [.. surveys.SelectMany(questions => questions).Select(question => (question.GroupCode, question.LeafCode))];
    }
}
