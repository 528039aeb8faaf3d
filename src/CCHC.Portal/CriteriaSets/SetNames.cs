using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using T = CCHC.Portal.CriteriaSets.CriteriaSetsTexts;

namespace CCHC.Portal.CriteriaSets;

/// <summary>What the kinds of the domain are called on screen.</summary>
internal static class SetNames
{
    /// <summary>The kinds of rules, by their name in JSON, in the order in which they are offered.</summary>
    public static IReadOnlyList<(string Kind, string Name)> RuleKinds { get; } =
    [
        ("yes-no", T.RuleYesNo),
        ("choice", T.RuleChoice),
        ("count", T.RuleCount),
        ("deduction", T.RuleDeduction),
        ("ratio-bands", T.RuleRatioBands),
        ("interpolation", T.RuleInterpolation),
        ("capped-proportional", T.RuleCappedProportional),
        ("year-on-year", T.RuleYearOnYear),
        ("survey", T.RuleSurvey),
        ("external-index", T.RuleExternalIndex),
        ("manual", T.RuleManual),
        ("bonus", T.RuleBonus),
        ("penalty", T.RulePenalty),
    ];

    public static string Of(SetStatus status) => status switch
    {
        SetStatus.Draft => T.StatusDraft,
        SetStatus.Published => T.StatusPublished,
        _ => T.StatusSuperseded,
    };

    public static string Of(LeafKind kind) => kind switch
    {
        LeafKind.Bonus => T.KindBonus,
        LeafKind.Penalty => T.KindPenalty,
        _ => T.KindOrdinary,
    };

    public static string Of(PointSource source) => source switch
    {
        PointSource.Survey => T.SourceSurvey,
        PointSource.External => T.SourceExternal,
        _ => T.SourceAppraised,
    };

    public static string OfRule(ScoringRule? rule) => RuleForm.KindOf(rule) is { } kind ? RuleKinds.First(x => x.Kind == kind).Name : T.RuleNone;

    public static string OfChange(string change) => change switch
    {
        "added" => T.ChangeAdded,
        "removed" => T.ChangeRemoved,
        "moved" => T.ChangeMoved,
        "renamed" => T.ChangeRenamed,
        "points" => T.ChangePoints,
        "rule" => T.ChangeRule,
        "source" => T.ChangeSource,
        "evidence" => T.ChangeEvidence,
        _ => T.ChangeOther,
    };

    public static string? OfBasis(string? basis) => basis switch
    {
        "code" => T.BasisCode,
        "name" => T.BasisName,
        "hand" => T.BasisHand,
        _ => null,
    };
}
