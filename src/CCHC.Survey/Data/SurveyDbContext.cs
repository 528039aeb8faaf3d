using CCHC.ServiceDefaults.Persistence;
using CCHC.Survey.Campaigns;
using CCHC.Survey.ExternalIndices;
using CCHC.Survey.Forms;
using CCHC.Survey.Surveys;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Data;

public sealed class SurveyDbContext(DbContextOptions<SurveyDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<SurveyCampaign> Surveys => Set<SurveyCampaign>();

    public DbSet<Answer> Answers => Set<Answer>();

    public DbSet<ExternalIndex> ExternalIndices => Set<ExternalIndex>();
}
