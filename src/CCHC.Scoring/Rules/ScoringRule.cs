using System.Text.Json.Serialization;

namespace CCHC.Scoring;

/// <summary>How the data entered for one leaf becomes points; a closed set, one record per kind, stored as JSON under <c>kind</c>.</summary>
/// <remarks>
/// A new kind is one record beside these and one line here. The kinds are those found in practice; what a level, a threshold or a
/// deduction is worth is set by each criteria set.
/// Everything is asked through <see cref="Scorer"/>, which checks the parameters first.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(YesNoRule), "yes-no")]
[JsonDerivedType(typeof(ChoiceRule), "choice")]
[JsonDerivedType(typeof(CountRule), "count")]
[JsonDerivedType(typeof(DeductionRule), "deduction")]
[JsonDerivedType(typeof(RatioBandsRule), "ratio-bands")]
[JsonDerivedType(typeof(InterpolationRule), "interpolation")]
[JsonDerivedType(typeof(CappedProportionalRule), "capped-proportional")]
[JsonDerivedType(typeof(SurveyRule), "survey")]
[JsonDerivedType(typeof(ExternalIndexRule), "external-index")]
[JsonDerivedType(typeof(ManualRule), "manual")]
[JsonDerivedType(typeof(YearOnYearRule), "year-on-year")]
[JsonDerivedType(typeof(BonusRule), "bonus")]
[JsonDerivedType(typeof(PenaltyRule), "penalty")]
public abstract record ScoringRule
{
    private protected ScoringRule()
    {
    }

    /// <summary>What is wrong with the parameters, given a sound maximum.</summary>
    internal virtual IEnumerable<string> Problems(decimal max) => [];

    /// <summary>The rule in words; called for sound parameters only.</summary>
    internal abstract string Describe(decimal max);

    /// <summary>The points of an applicable leaf; called for sound parameters only, with any data.</summary>
    internal abstract Evaluation Evaluate(decimal max, LeafData data);
}
