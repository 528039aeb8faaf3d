using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal;

/// <summary>Who may do what in this service; docs/permissions.md is made of it. Whose office it is in a council, each use case asks besides.</summary>
internal static class Permissions
{
    // Published: only while the council has opened its result again.
    private static readonly string[] _judging = [nameof(CampaignPhase.Appraisal), nameof(CampaignPhase.Council), nameof(CampaignPhase.Published)];

    public static readonly Permission ReadCases = new(
        "Read cases, agendas and minutes; members those of their fields", Reach.Part, Roles.Appraiser, Roles.HomeAffairs, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary)
    { ByField = true, BarsConflicts = true };

    public static readonly Permission Appraise = new("Judge leaves, one by one or many at once", Reach.Part, Roles.Appraiser) { ByField = true, BarsConflicts = true, During = _judging };

    public static readonly Permission Arbitrate = new("Settle what two members scored apart", Reach.Part, Roles.Appraiser, Roles.CouncilChair) { BarsConflicts = true, During = _judging };

    public static readonly Permission FollowProgress = new(
        "Follow how far the council has come", Reach.Government, Roles.HomeAffairs, Roles.Leader, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary)
    { BarsConflicts = true };

    public static readonly Permission ReadReports = new(
        "Read the council's report and statistics", Reach.Government, Roles.HomeAffairs, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary)
    { BarsConflicts = true };

    public static readonly Permission AppointCouncils = new("Appoint a council, set its rules, distribute its work", Reach.Government, Roles.HomeAffairs);

    public static readonly Permission ReadCouncils = new(
        "Read who sits in a council and whether its result is ratified", Reach.Part,
        Roles.HomeAffairs, Roles.Leader, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary, Roles.Appraiser)
    { BarsConflicts = true };

    public static readonly Permission DeclareConflicts = new(
        "Declare a conflict of interest, one's own or, by secretary and home affairs, a member's; withdraw it", Reach.Part, Roles.Appraiser, Roles.HomeAffairs, Roles.CouncilChair, Roles.CouncilSecretary);

    public static readonly Permission KeepPhrases = new("Keep one's own usual reasons", Reach.Self, Roles.Appraiser, Roles.HomeAffairs, Roles.CouncilChair, Roles.CouncilSecretary);

    public static readonly Permission Meet = new(
        "Call, hold and vote in meetings, ratify the result or open it again, as one's office allows", Reach.Part, Roles.Appraiser, Roles.CouncilChair, Roles.CouncilSecretary)
    { BarsConflicts = true };
}
