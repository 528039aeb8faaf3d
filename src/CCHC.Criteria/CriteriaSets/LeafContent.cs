using System.ComponentModel.DataAnnotations;
using CCHC.Scoring;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>What an officer fills in for a leaf beside name and points.</summary>
public sealed record LeafContent(
    LeafKind Kind,
    PointSource Source,
    ScoringRule? Rule,
    bool EvidenceRequired,
    bool NotApplicableAllowed,
    [property: StringLength(4000)] string? RequiredEvidence,
    [property: StringLength(8000)] string? Guidance,
    [property: StringLength(2000)] string? LegalBasis,
    [property: StringLength(2000)] string? SurveyQuestion,
    [property: StringLength(40)] string? FieldCode,
    bool Fixed,
    bool RuleConfirmed = false)
{
    /// <summary>A proposed rule stays so until it is confirmed, whatever else is saved; one of another kind is the officer's own.</summary>
    internal void ApplyTo(CriterionNode leaf, bool keepFixed)
    {
        leaf.RuleProposed = leaf.RuleProposed && !RuleConfirmed && leaf.Rule?.GetType() == Rule?.GetType();
        (leaf.Kind, leaf.Source, leaf.Rule) = (Kind, Source, Rule);
        (leaf.EvidenceRequired, leaf.NotApplicableAllowed) = (EvidenceRequired, NotApplicableAllowed);
        (leaf.RequiredEvidence, leaf.Guidance) = (Text(RequiredEvidence), Text(Guidance));
        (leaf.LegalBasis, leaf.SurveyQuestion) = (Text(LegalBasis), Text(SurveyQuestion));
        leaf.Fixed = keepFixed ? leaf.Fixed : Fixed;
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize();
}
