using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Criteria;

/// <summary>Who may do what in this service; docs/permissions.md is made of it.</summary>
internal static class Permissions
{
    public static readonly Permission ReadSets = new("Read criteria sets: those of one's government and the province's; try rules", Reach.Government, Roles.HomeAffairs, Roles.Leader, Roles.Auditor);

    public static readonly Permission CompareSets = new(
        "Compare two versions of a set; units those that measure them, once the campaign is open", Reach.Part,
        Roles.HomeAffairs, Roles.Leader, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary, Roles.Appraiser, Roles.UnitOfficer, Roles.UnitHead);

    public static readonly Permission WriteSets = new("Draw up, correct, import and publish criteria sets", Reach.Government, Roles.HomeAffairs);

    public static readonly Permission ReadCampaigns = new("Read campaigns and their plan; drafts only who runs them", Reach.Part);

    public static readonly Permission RunCampaigns = new("Draw up and run campaigns: calendar, phases, extensions, plan", Reach.Government, Roles.HomeAffairs);

    public static readonly Permission ReadJournal = new("Read what was done to a campaign", Reach.Government, Roles.HomeAffairs, Roles.Leader, Roles.Auditor);
}
