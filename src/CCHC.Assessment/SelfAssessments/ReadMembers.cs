using CCHC.Scoring;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>What of the data a rule reads; the rest, such as points beside a ratio, is never stored.</summary>
internal static class ReadMembers
{
    public static LeafData ReadBy(this LeafData data, ScoringRule rule) => rule switch
    {
        YesNoRule => new LeafData { Yes = data.Yes, NotApplicable = data.NotApplicable },
        ChoiceRule => new LeafData { Choice = data.Choice, NotApplicable = data.NotApplicable },
        CountRule => new LeafData { Count = data.Count, NotApplicable = data.NotApplicable },
        DeductionRule => new LeafData { Violations = data.Violations, NotApplicable = data.NotApplicable },
        YearOnYearRule => new LeafData { ThisYear = data.ThisYear, LastYear = data.LastYear, NotApplicable = data.NotApplicable },
        RatioRule => new LeafData { Numerator = data.Numerator, Denominator = data.Denominator, NotApplicable = data.NotApplicable },
        SurveyRule or ExternalIndexRule => new LeafData { Percentage = data.Percentage, NotApplicable = data.NotApplicable },
        _ => new LeafData { Points = data.Points, NotApplicable = data.NotApplicable },
    };
}
