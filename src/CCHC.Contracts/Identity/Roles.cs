namespace CCHC.Contracts.Identity;

/// <summary>Role names as they stand in access tokens and in the accounts file.</summary>
public static class Roles
{
    public const string SystemAdmin = "system-admin";
    public const string HomeAffairs = "home-affairs";
    public const string UnitOfficer = "unit-officer";
    public const string UnitHead = "unit-head";
    public const string Appraiser = "appraiser";
    public const string CouncilChair = "council-chair";
    public const string CouncilSecretary = "council-secretary";
    public const string Leader = "leader";
    public const string Enumerator = "enumerator";
    public const string Auditor = "auditor";
    public const string ApiClient = "api-client";

    public static IReadOnlyList<string> All { get; } =
    [
        SystemAdmin, HomeAffairs, UnitOfficer, UnitHead, Appraiser, CouncilChair, CouncilSecretary, Leader, Enumerator, Auditor, ApiClient,
    ];
}
