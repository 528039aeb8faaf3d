using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Identity;

/// <summary>Who may do what in this service; docs/permissions.md is made of it.</summary>
internal static class Permissions
{
    public static readonly Permission SignIn = new("Sign in, by whatever way; accept an invitation; read public keys", Reach.Anyone);

    public static readonly Permission KeepOwnAccount = new("See one's own account, change its password, second factor, passkeys and sessions", Reach.Self);

    public static readonly Permission SeeColleagues = new("List who holds a role for one's own unit", Reach.Unit, Roles.UnitOfficer, Roles.UnitHead);

    public static readonly Permission ListAccounts = new("List accounts with their roles", Reach.Register, Roles.SystemAdmin, Roles.HomeAffairs, Roles.Auditor);

    public static readonly Permission KeepAccounts = new("Create, import, lock, close and recover accounts; clients", Reach.Register, Roles.SystemAdmin);

    public static readonly Permission ReadUnits = new("Read the register of units", Reach.Register);

    public static readonly Permission CountStaffing = new("Count how many accounts units have", Reach.Register, Roles.HomeAffairs, Roles.SystemAdmin, Roles.Auditor);

    public static readonly Permission KeepUnits = new("Register, rename, merge and split units; unit types", Reach.Register, Roles.SystemAdmin, Roles.HomeAffairs);
}
