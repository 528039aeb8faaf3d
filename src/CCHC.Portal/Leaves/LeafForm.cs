using System.Globalization;
using CCHC.Portal.Layout;
using CCHC.Scoring;
using Microsoft.Extensions.Primitives;

namespace CCHC.Portal.Leaves;

/// <summary>Between the fields of a form and a leaf's data. Which fields a form has is told by the leaf's rule; reading needs no rule.</summary>
internal static class LeafForm
{
    public const string ViolationPrefix = "violations.";

    /// <summary>What the fields show for given data.</summary>
    public static IReadOnlyDictionary<string, string> Values(LeafData? data)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (data is null)
        {
            return values;
        }

        Add("yes", data.Yes is { } yes ? Flag(yes) : null);
        Add("choice", data.Choice);
        Add("count", Formats.Input(data.Count));
        Add("numerator", Formats.Input(data.Numerator));
        Add("denominator", Formats.Input(data.Denominator));
        Add("thisYear", Formats.Input(data.ThisYear));
        Add("lastYear", Formats.Input(data.LastYear));
        Add("percentage", Formats.Input(data.Percentage));
        Add("points", Formats.Input(data.Points));
        Add("notApplicable", data.NotApplicable ? Flag(true) : null);
        foreach (var (kind, times) in data.Violations ?? new Dictionary<string, decimal>(StringComparer.Ordinal))
        {
            Add(ViolationPrefix + kind, Formats.Input(times));
        }

        return values;

        void Add(string field, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                values[field] = value;
            }
        }
    }

    /// <summary>What was typed, as it was typed.</summary>
    public static IReadOnlyDictionary<string, string> Values(IFormCollection form) =>
        form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);

    /// <summary>The data, or the fields that hold no readable number, each with what to do.</summary>
    public static (LeafData? Data, IReadOnlyList<Link> Errors) Read(IFormCollection form)
    {
        var errors = new List<Link>();
        var data = new LeafData
        {
            Yes = Text("yes") is { } yes ? yes == Flag(true) : null,
            Choice = Text("choice"),
            Count = Number("count"),
            Numerator = Number("numerator"),
            Denominator = Number("denominator"),
            ThisYear = Number("thisYear"),
            LastYear = Number("lastYear"),
            Percentage = Number("percentage"),
            Points = Number("points"),
            NotApplicable = Text("notApplicable") is not null,
            Violations = Violations(),
        };
        return errors.Count == 0 ? (data, errors) : (null, errors);

        string? Text(string field) => form.TryGetValue(field, out var value) && !StringValues.IsNullOrEmpty(value) ? value.ToString().Trim() : null;

        decimal? Number(string field)
        {
            if (Text(field) is not { Length: > 0 } text)
            {
                return null;
            }

            if (Formats.TryParse(text, out var number))
            {
                return number;
            }

            errors.Add(new Link($"#{FieldId(field)}", NumberError(text)));
            return null;
        }

        Dictionary<string, decimal>? Violations()
        {
            var violations = form.Keys.Where(key => key.StartsWith(ViolationPrefix, StringComparison.Ordinal))
                .Select(key => (Kind: key[ViolationPrefix.Length..], Times: Number(key)))
                .Where(x => x.Times is not null)
                .ToDictionary(x => x.Kind, x => x.Times!.Value, StringComparer.Ordinal);
            return violations.Count > 0 ? violations : null;
        }
    }

    public static string NumberError(string text) => Formats.IsAmbiguous(text)
        ? Formats.Text(LeavesTexts.AmbiguousNumber, text.Trim(), text.Trim().Replace(".", "", StringComparison.Ordinal), text.Trim().Replace('.', ','))
        : Formats.Text(LeavesTexts.NotANumber, text.Trim());

    public static string PointsLabel(ScoringRule rule, decimal max) =>
        Formats.Text(rule is PenaltyRule ? LeavesTexts.PenaltyPoints : rule is BonusRule ? LeavesTexts.BonusPoints : LeavesTexts.Points, Formats.Points(max));

    /// <summary>The element id of a field or leaf; dots would have to be escaped in selectors.</summary>
    public static string FieldId(string field) => $"f-{field.Replace('.', '-')}";

    /// <summary>The data in words, one line each.</summary>
    public static IEnumerable<string> Describe(ScoringRule rule, LeafData? data) => data switch
    {
        null => [],
        { NotApplicable: true } => [LeavesTexts.NotApplicable],
        _ => rule switch
        {
            YesNoRule when data.Yes is { } yes => [yes ? LeavesTexts.Yes : LeavesTexts.No],
            ChoiceRule choice when data.Choice is { } code => [choice.Levels.FirstOrDefault(x => x.Code == code)?.Name ?? code],
            CountRule count when data.Count is { } n => [$"{Formats.Number(n)} {count.UnitName}"],
            DeductionRule deduction when data.Violations is { } violations => DescribeViolations(deduction, violations),
            YearOnYearRule => [Formats.Text(LeavesTexts.YearsText, Number(data.ThisYear), Number(data.LastYear))],
            RatioRule => [$"{Number(data.Numerator)} / {Number(data.Denominator)}"],
            SurveyRule or ExternalIndexRule when data.Percentage is { } percentage => [Formats.Percent(percentage)],
            ManualRule or BonusRule or PenaltyRule when data.Points is { } points => [Formats.Text(LeavesTexts.PointsText, Formats.Points(points))],
            _ => [],
        },
    };

    private static IEnumerable<string> DescribeViolations(DeductionRule rule, IReadOnlyDictionary<string, decimal> violations)
    {
        var found = rule.Kinds.Where(kind => violations.GetValueOrDefault(kind.Code) != 0).ToList();
        return found.Count == 0
            ? [LeavesTexts.NoViolations]
            : found.Select(kind => $"{kind.Name}: {Formats.Number(violations[kind.Code])}");
    }

    private static string Number(decimal? value) => value is { } number ? Formats.Number(number) : "–";

    private static string Flag(bool value) => value.ToString(CultureInfo.InvariantCulture).ToLowerInvariant();
}
