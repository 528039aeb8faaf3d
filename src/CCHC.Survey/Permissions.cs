using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Survey;

/// <summary>Who may do what in this service; docs/permissions.md is made of it.</summary>
internal static class Permissions
{
    public static readonly Permission Answer = new("Read and answer the form that a code opens", Reach.Anyone);

    public static readonly Permission ReadSurveys = new("Read surveys, their progress and results", Reach.Government, Roles.HomeAffairs, Roles.Leader, Roles.Auditor);

    public static readonly Permission PreviewForms = new("Look at a form before it is answered", Reach.Part, Roles.HomeAffairs, Roles.Leader, Roles.Auditor, Roles.Enumerator);

    public static readonly Permission RunSurveys = new("Draw up and run surveys: questionnaire, sample, codes, answers, external indices", Reach.Government, Roles.HomeAffairs);

    public static readonly Permission ReadSamples = new("Read frames, draws, codes and enumerators, without names", Reach.Government, Roles.HomeAffairs, Roles.Auditor);

    public static readonly Permission TypePaperForms = new("Type paper forms in", Reach.Part, Roles.HomeAffairs, Roles.Enumerator);

    public static readonly Permission DoFieldWork = new("Work through one's own list on a tablet", Reach.Part, Roles.Enumerator);

    public static readonly Permission DeliverLists = new("Deliver the list of respondents that one's unit was asked for", Reach.Unit, Roles.UnitOfficer, Roles.UnitHead);
}
