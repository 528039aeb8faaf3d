using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>Which sheets a person may see or work on; what is filtered out is not found.</summary>
internal static class AccessibleSelfAssessments
{
    /// <summary>Sheets of the units for which the person holds one of the roles.</summary>
    public static IQueryable<SelfAssessment> OfUnitsOf(this IQueryable<SelfAssessment> assessments, CurrentUser user, params ReadOnlySpan<string> roles)
    {
        var units = user.UnitIds(roles);
        return assessments.Where(assessment => units.Contains(assessment.UnitId));
    }

    /// <summary>Own units' sheets; all of them for home affairs and auditors.</summary>
    public static IQueryable<SelfAssessment> VisibleTo(this IQueryable<SelfAssessment> assessments, CurrentUser user) =>
        user.IsInRole(Roles.HomeAffairs) || user.IsInRole(Roles.Auditor)
            ? assessments
            : assessments.OfUnitsOf(user, Roles.UnitOfficer, Roles.UnitHead);
}
