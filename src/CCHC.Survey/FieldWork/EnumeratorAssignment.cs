using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using CCHC.Survey.Surveys;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.FieldWork;

/// <summary>Whom an enumerator (điều tra viên) may ask. Lists of two enumerators may overlap: who comes first counts.</summary>
public sealed class EnumeratorAssignment
{
    public required Guid SurveyId { get; init; }
    public required Guid AccountId { get; init; }
    public required string UserName { get; init; }
    public required string Name { get; init; }

    /// <summary>Empty for all.</summary>
    public IReadOnlyList<string> Strata { get; init; } = [];

    /// <summary>Empty for all.</summary>
    public IReadOnlyList<string> Clusters { get; init; } = [];

    public bool Includes(string stratum, string? cluster) => (Strata.Count == 0 || Strata.Contains(stratum)) && (Clusters.Count == 0 || (cluster is not null && Clusters.Contains(cluster)));
}

internal static class FieldWorkers
{
    /// <summary>Home affairs of the campaign, or an enumerator of the survey.</summary>
    public static async Task<bool> WorksOnAsync(this CurrentUser user, SurveyCampaign survey, SurveyDbContext db, CancellationToken cancellationToken) =>
        await db.Campaigns.ReachedBy(user, Permissions.RunSurveys).FindHeadAsync(survey.CampaignId, cancellationToken) is not null
        || (user.IsInRole(Roles.Enumerator) && await db.Enumerators.AnyAsync(enumerator => enumerator.SurveyId == survey.Id && enumerator.AccountId == user.Id, cancellationToken));
}
