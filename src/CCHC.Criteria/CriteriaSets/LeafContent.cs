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
    bool Fixed)
{
    /// <summary>Saving a leaf also confirms a rule that the import had proposed.</summary>
    internal void ApplyTo(CriterionNode leaf, bool keepFixed)
    {
        (leaf.Kind, leaf.Source, leaf.Rule, leaf.RuleProposed) = (Kind, Source, Rule, false);
        (leaf.EvidenceRequired, leaf.NotApplicableAllowed) = (EvidenceRequired, NotApplicableAllowed);
        (leaf.RequiredEvidence, leaf.Guidance) = (Text(RequiredEvidence), Text(Guidance));
        (leaf.LegalBasis, leaf.SurveyQuestion) = (Text(LegalBasis), Text(SurveyQuestion));
        leaf.Fixed = keepFixed ? leaf.Fixed : Fixed;
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize();
}
