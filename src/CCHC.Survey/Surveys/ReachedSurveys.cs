using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Surveys;

/// <summary>Surveys of the campaigns that a person's roles reach; the others are not found.</summary>
internal static class ReachedSurveys
{
    public static async Task<SurveyCampaign?> FindSurveyAsync(this SurveyDbContext db, Guid id, CurrentUser user, Permission permission, CancellationToken cancellationToken) =>
        await db.Surveys.AsSplitQuery().SingleOrDefaultAsync(x => x.Id == id, cancellationToken) is { } survey
        && await db.Campaigns.ReachedBy(user, permission).FindHeadAsync(survey.CampaignId, cancellationToken) is not null
            ? survey
            : null;
}
