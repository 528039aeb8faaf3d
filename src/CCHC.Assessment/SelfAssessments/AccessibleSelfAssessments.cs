using CCHC.Assessment.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>Which sheets a person may see or work on; what is filtered out is not found.</summary>
internal static class AccessibleSelfAssessments
{
    /// <summary>Sheets that the person's units hand over and submit: their own, or those they collect.</summary>
    public static IQueryable<SelfAssessment> OfUnitsOf(this IQueryable<SelfAssessment> assessments, CurrentUser user, params ReadOnlySpan<string> roles)
    {
        var units = user.UnitIds(roles);
        return assessments.Where(assessment => units.Contains(assessment.CollectorUnitId ?? assessment.UnitId));
    }

    /// <summary>Those, the measured unit's own, and sheets in which the person's units answer some leaves.</summary>
    public static IQueryable<SelfAssessment> AnsweredByUnitsOf(this IQueryable<SelfAssessment> assessments, CurrentUser user)
    {
        var units = user.UnitIds(Permissions.FillSheets);
        return assessments.Where(assessment =>
            units.Contains(assessment.UnitId)
            || (assessment.CollectorUnitId != null && units.Contains(assessment.CollectorUnitId.Value))
            || assessment.Contributions.Any(contribution => units.Contains(contribution.UnitId)));
    }

    /// <summary>Sheets the person's units have a part in, and those of campaigns that home affairs runs or an auditor oversees; a conflict of interest keeps an overseer out.</summary>
    public static IQueryable<SelfAssessment> VisibleTo(this IQueryable<SelfAssessment> assessments, AssessmentDbContext db, CurrentUser user)
    {
        var areas = user.Areas(Roles.HomeAffairs, Roles.Auditor);
        var everywhere = areas is null;
        areas ??= [];
        var units = user.UnitIds(Permissions.FillSheets);
        return assessments.Where(assessment =>
            units.Contains(assessment.UnitId)
            || (assessment.CollectorUnitId != null && units.Contains(assessment.CollectorUnitId.Value))
            || assessment.Contributions.Any(contribution => units.Contains(contribution.UnitId))
            || ((everywhere || (assessment.OwnerUnitId != null && areas.Contains(assessment.OwnerUnitId.Value)))
                && !db.Conflicts.Any(conflict => conflict.UserId == user.Id && conflict.CampaignId == assessment.CampaignId && conflict.UnitId == assessment.UnitId)));
    }

    /// <summary>Sheets of units with which the person has a conflict of interest left out.</summary>
    public static IQueryable<SelfAssessment> WithoutConflict(this IQueryable<SelfAssessment> assessments, AssessmentDbContext db, CurrentUser user) => assessments.Where(assessment =>
        !db.Conflicts.Any(conflict => conflict.UserId == user.Id && conflict.CampaignId == assessment.CampaignId && conflict.UnitId == assessment.UnitId));
}
