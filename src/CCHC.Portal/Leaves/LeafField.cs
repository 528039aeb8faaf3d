using CCHC.Scoring;

namespace CCHC.Portal.Leaves;

/// <summary>A field of a leaf's form, by name and label, and its values in words.</summary>
public sealed record LeafField(string Name, string Label)
{
    private static readonly Dictionary<string, string> NoWords = [];

    /// <summary>Values that are not shown as they are typed.</summary>
    private IReadOnlyDictionary<string, string> Words { get; init; } = NoWords;

    public string Show(string value) => value.Length == 0 ? LeavesTexts.Blank : Words.GetValueOrDefault(value, value);

    /// <summary>The fields that a rule reads, in the order of the form.</summary>
    public static IEnumerable<LeafField> Of(ScoringRule rule, decimal max, bool notApplicableAllowed)
    {
        IEnumerable<LeafField> fields = rule switch
        {
            YesNoRule => [new("yes", LeavesTexts.YesNoQuestion) { Words = YesNo }],
            ChoiceRule choice =>
            [
                new("choice", LeavesTexts.ChoiceQuestion) { Words = choice.Levels.ToDictionary(level => level.Code, level => level.Name, StringComparer.Ordinal) },
            ],
            CountRule count => [new("count", Formats.Text(LeavesTexts.Count, count.UnitName))],
            DeductionRule deduction => deduction.Kinds.Select(kind => new LeafField(LeafForm.ViolationPrefix + kind.Code, kind.Name)),
            YearOnYearRule => [new("thisYear", LeavesTexts.ThisYear), new("lastYear", LeavesTexts.LastYear)],
            RatioRule => [new("numerator", LeavesTexts.Numerator), new("denominator", LeavesTexts.Denominator)],
            SurveyRule or ExternalIndexRule => [new("percentage", LeavesTexts.Percentage)],
            _ => [new("points", LeafForm.PointsLabel(rule, max))],
        };
        return notApplicableAllowed ? fields.Append(new("notApplicable", LeavesTexts.NotApplicable) { Words = YesNo }) : fields;
    }

    private static Dictionary<string, string> YesNo { get; } = new(StringComparer.Ordinal) { ["true"] = LeavesTexts.Yes, ["false"] = LeavesTexts.No };
}
