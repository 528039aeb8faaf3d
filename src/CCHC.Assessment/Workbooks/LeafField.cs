using System.Globalization;
using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;

namespace CCHC.Assessment.Workbooks;

internal enum FieldKind
{
    Number,
    YesNo,
    Choice,

    /// <summary>An x, or nothing.</summary>
    Mark,

    Text,

    /// <summary>A leaf that is answered elsewhere: the row is there to be read.</summary>
    None,
}

/// <summary>One row of the workbook: a thing to enter for a leaf. Values are text in one spelling only, so that equal ones can be told: 85,5 · Có · x.</summary>
/// <param name="Key">Names the field within its leaf.</param>
/// <param name="Label">As the row shows it.</param>
/// <param name="Kind">How the cell is read.</param>
/// <param name="Read">The value; null for an empty cell.</param>
/// <param name="Write">The content with another value.</param>
internal sealed record LeafField(string Key, string Label, FieldKind Kind, Func<LeafInput, string?> Read, Func<LeafInput, string?, LeafInput> Write)
{
    public const string Yes = "Có", No = "Không", Marked = "x";
    public const int LongestExplanation = 4000, LongestEvidence = 1000;

    private static readonly NumberFormatInfo Comma = NumberFormatInfo.ReadOnly(new NumberFormatInfo { NumberDecimalSeparator = "," });

    /// <summary>What a cell with a list offers.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    public int MaxLength { get; private init; } = LongestExplanation;

    public static string Text(decimal value) => value.ToString("0.############################", Comma);

    public static decimal Number(string text) => decimal.Parse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, Comma);

    /// <summary>The fields of a leaf, in the order of the rows.</summary>
    /// <param name="criterion">The leaf.</param>
    /// <param name="round">Of the sheet: the explanation of round 1 is kept, later rounds add to it.</param>
    public static IReadOnlyList<LeafField> Of(CriterionSnapshot criterion, int round)
    {
        var leaf = criterion.Leaf!;
        if (leaf.Source != PointSource.Appraised)
        {
            return [new LeafField("", "(không nhập)", FieldKind.None, _ => null, (content, _) => content)];
        }

        return
        [
            .. OfRule(leaf.Rule),
            .. leaf.NotApplicableAllowed
                ? [Of("notApplicable", "Không phát sinh (x)", FieldKind.Mark, data => data.NotApplicable ? Marked : null, (data, text) => data with { NotApplicable = text is not null })]
                : Array.Empty<LeafField>(),
            round == 1
                ? new LeafField("explanation", "Giải trình", FieldKind.Text, x => Lines(x.Explanation), (x, text) => x with { Explanation = text })
                : new LeafField("supplement", $"Giải trình bổ sung (vòng {round})", FieldKind.Text, x => Lines(x.Supplement), (x, text) => x with { Supplement = text }),
            new LeafField("evidence", "Số, ký hiệu văn bản", FieldKind.Text, x => Lines(x.Evidence), (x, text) => x with { Evidence = text }) { MaxLength = LongestEvidence },
        ];
    }

    private static IEnumerable<LeafField> OfRule(ScoringRule rule) => rule switch
    {
        YesNoRule => [Of("yes", "Có/Không", FieldKind.YesNo, data => data.Yes is { } yes ? yes ? Yes : No : null, (data, text) => data with { Yes = text is null ? null : text == Yes }) with { Options = [Yes, No] }],
        ChoiceRule choice => [OfChoice(choice)],
        CountRule count => [Of("count", $"Số lượng ({count.UnitName})", data => data.Count, (data, number) => data with { Count = number })],
        DeductionRule deduction => deduction.Kinds.Select(kind => OfViolation(kind)),
        YearOnYearRule =>
        [
            Of("thisYear", "Năm nay", data => data.ThisYear, (data, number) => data with { ThisYear = number }),
            Of("lastYear", "Năm trước", data => data.LastYear, (data, number) => data with { LastYear = number }),
        ],
        RatioRule =>
        [
            Of("numerator", "Tử số", data => data.Numerator, (data, number) => data with { Numerator = number }),
            Of("denominator", "Mẫu số", data => data.Denominator, (data, number) => data with { Denominator = number }),
        ],
        _ => [Of("points", rule is BonusRule ? "Điểm thưởng đề nghị" : rule is PenaltyRule ? "Điểm trừ" : "Điểm đề nghị", data => data.Points, (data, number) => data with { Points = number })],
    };

    private static LeafField OfChoice(ChoiceRule rule)
    {
        var names = rule.Levels.Select(level => rule.Levels.Count(other => Lines(other.Name) == Lines(level.Name)) == 1 ? Lines(level.Name)! : $"{Lines(level.Name)} ({level.Code})").ToList();
        return Of(
            "choice", "Mức đạt được", FieldKind.Choice,
            data => rule.Levels.Zip(names).Where(x => x.First.Code == data.Choice).Select(x => x.Second).FirstOrDefault(),
            (data, text) => data with { Choice = rule.Levels.Zip(names).Where(x => x.Second == text).Select(x => x.First.Code).FirstOrDefault() }) with
        { Options = names };
    }

    /// <summary>A kind left out of what was entered counts 0; where nobody has looked yet all are empty.</summary>
    private static LeafField OfViolation(DeductionKind kind) => Of(
        "violations." + kind.Code, $"{kind.Name} (số lần)",
        data => data.Violations is { } all ? all.GetValueOrDefault(kind.Code) : null,
        (data, number) =>
        {
            var all = new Dictionary<string, decimal>(data.Violations ?? new Dictionary<string, decimal>(StringComparer.Ordinal), StringComparer.Ordinal);
            if (number is { } times)
            {
                all[kind.Code] = times;
            }
            else
            {
                all.Remove(kind.Code);
            }

            return data with { Violations = all.Count > 0 ? all : null };
        });

    private static LeafField Of(string key, string label, Func<LeafData, decimal?> read, Func<LeafData, decimal?, LeafData> write) => Of(
        key, label, FieldKind.Number, data => read(data) is { } number ? Text(number) : null, (data, text) => write(data, text is null ? null : Number(text)));

    private static LeafField Of(string key, string label, FieldKind kind, Func<LeafData, string?> read, Func<LeafData, string?, LeafData> write) =>
        new(key, label, kind, content => read(content.Data), (content, text) => content with { Data = write(content.Data, text) });

    /// <summary>Text as a cell gives it back: composed letters, plain line ends, nothing where there is only space.</summary>
    public static string? Lines(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.ReplaceLineEndings("\n").Replace('\u00a0', ' ').Trim().Normalize();
}
