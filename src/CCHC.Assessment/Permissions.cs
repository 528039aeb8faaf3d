using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Assessment;

/// <summary>Who may do what in this service; docs/permissions.md is made of it.</summary>
internal static class Permissions
{
    private static readonly string[] _entry = [nameof(CampaignPhase.SelfAssessment)];

    public static readonly Permission ListSheets = new("List the sheets in which one's units have a part", Reach.Part) { BarsConflicts = true };

    public static readonly Permission ReadSheets = new("Read a sheet with its evidence, submissions and files; the council what was submitted", Reach.Part) { BarsConflicts = true, HiddenFromPublic = true };

    public static readonly Permission FillSheets = new("Enter data, attach evidence, hand over and submit", Reach.Unit, Roles.UnitOfficer, Roles.UnitHead) { During = _entry };

    public static readonly Permission ShareWork = new("Share a sheet out among colleagues, discuss it, give it back", Reach.Unit, Roles.UnitOfficer, Roles.UnitHead);

    public static readonly Permission ResetPractice = new("Begin a practice sheet anew", Reach.Part, Roles.UnitOfficer, Roles.UnitHead, Roles.HomeAffairs);

    public static readonly Permission KeepMinistryReview = new(
        "Record the Ministry's points and requests: who collects the sheet, or runs the campaign", Reach.Part, Roles.UnitOfficer, Roles.UnitHead, Roles.HomeAffairs)
    { BarsConflicts = true };

    public static readonly Permission AnswerMinistry = new("List and answer the Ministry's requests to one's unit", Reach.Unit, Roles.UnitOfficer, Roles.UnitHead);

    public static readonly Permission FollowProgress = new(
        "Follow how far units have come", Reach.Government, Roles.HomeAffairs, Roles.Leader, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary)
    { BarsConflicts = true };
}
