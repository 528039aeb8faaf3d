using CCHC.Contracts.Identity;
using T = CCHC.Portal.Accounts.AccountsTexts;

namespace CCHC.Portal.Accounts;

internal static class RoleNames
{
    public static string Of(string role) => role switch
    {
        Roles.SystemAdmin => T.RoleSystemAdmin,
        Roles.HomeAffairs => T.RoleHomeAffairs,
        Roles.UnitOfficer => T.RoleUnitOfficer,
        Roles.UnitHead => T.RoleUnitHead,
        Roles.Appraiser => T.RoleAppraiser,
        Roles.CouncilChair => T.RoleCouncilChair,
        Roles.CouncilSecretary => T.RoleCouncilSecretary,
        Roles.Leader => T.RoleLeader,
        Roles.Enumerator => T.RoleEnumerator,
        Roles.Auditor => T.RoleAuditor,
        Roles.ApiClient => T.RoleApiClient,
        _ => role,
    };
}
