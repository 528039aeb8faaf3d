using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Ranking;

/// <summary>Who may do what in this service; docs/permissions.md is made of it.</summary>
internal static class Permissions
{
    public static readonly Permission ReadPublic = new("Read what is published", Reach.Anyone);

    public static readonly Permission ReadStandings = new(
        "Read provisional ranks, analyses and snapshots", Reach.Government, Roles.HomeAffairs, Roles.Leader, Roles.CouncilChair, Roles.CouncilSecretary, Roles.Appraiser, Roles.Auditor)
    { BarsConflicts = true };

    public static readonly Permission ReadLastYear = new("Compare a unit with its last year; units themselves", Reach.Part, [.. ReadStandings.Roles, Roles.UnitOfficer, Roles.UnitHead]) { BarsConflicts = true };

    public static readonly Permission TakeSnapshots = new("Freeze a result, discard what was frozen", Reach.Government, Roles.HomeAffairs) { During = [nameof(CampaignPhase.Council), nameof(CampaignPhase.Publication)] };

    public static readonly Permission ApproveSnapshots = new("Approve a frozen result or take the approval back; never one's own snapshot", Reach.Government, Roles.Leader);

    public static readonly Permission ReadWaitingSnapshots = new("See what waits for approval or for its minute", Reach.Government, Roles.Leader, Roles.HomeAffairs);

    public static readonly Permission ReadResults = new("Read heads' classes, awards and templates before they are public", Reach.Government, Roles.HomeAffairs, Roles.Leader, Roles.Auditor);

    public static readonly Permission MakeDocuments = new("Make documents of a result; units their own report card once it is public", Reach.Part, [.. ReadResults.Roles, Roles.UnitOfficer, Roles.UnitHead]);

    public static readonly Permission PrepareDocuments = new("Decide heads' classes, replace templates of documents", Reach.Government, Roles.HomeAffairs);

    public static readonly Permission ImportResults = new("Import results of earlier years; only for the whole system", Reach.Register, Roles.HomeAffairs);

    public static readonly Permission ReadPlans = new("Read plans that win points back", Reach.Government, Roles.HomeAffairs, Roles.Leader, Roles.Auditor);

    public static readonly Permission ReadPlanItems = new("Read items of these plans; units those that they have or lead", Reach.Part, [.. ReadPlans.Roles, Roles.UnitOfficer, Roles.UnitHead]);

    public static readonly Permission ReadPlansOfUnit = new("See what a unit has to win back; members of the council for the units they judge", Reach.Part, [.. ReadStandings.Roles, Roles.UnitOfficer, Roles.UnitHead]);

    public static readonly Permission MakePlans = new("Draw plans up, judge what units report", Reach.Government, Roles.HomeAffairs);

    public static readonly Permission ApprovePlans = new("Approve a plan", Reach.Government, Roles.Leader);

    public static readonly Permission CarryOutPlans = new("Propose measures and report progress", Reach.Unit, Roles.UnitOfficer, Roles.UnitHead);

    public static readonly Permission ReadWebhooks = new("See webhooks and their deliveries; only for the whole system", Reach.Register, Roles.HomeAffairs, Roles.SystemAdmin, Roles.Auditor);

    public static readonly Permission KeepWebhooks = new("Register, change, pause and replay webhooks; only for the whole system", Reach.Register, Roles.HomeAffairs, Roles.SystemAdmin);
}
