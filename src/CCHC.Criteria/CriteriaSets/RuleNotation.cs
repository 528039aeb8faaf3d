using System.Globalization;
using System.Text.RegularExpressions;
using CCHC.Scoring;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>Reads the short notation of scoring rules in a criteria-set file, such as <c>100%=max;80%..&lt;100%=ty_le*max;&lt;80%=0</c>.</summary>
public static partial class RuleNotation
{
    /// <summary>Turns a rule kind and its parameters into a rule.</summary>
    /// <exception cref="FormatException">The kind is unknown or the parameters cannot be read; the message is Vietnamese.</exception>
    public static ScoringRule Parse(string kind, string parameters) => kind.Replace("_NA", "", StringComparison.Ordinal) switch
    {
        "YESNO" => new YesNoRule(),
        "CHOICE" => new ChoiceRule([.. Segments(parameters).Select(ChoiceLevelOf)]),
        "COUNT" => Count(parameters),
        "DEDUCT" or "DEDUCT_LATE" => new DeductionRule([.. Segments(parameters).Where(segment => !Floor().IsMatch(segment)).Select(DeductionKindOf)]),
        "TIERS" or "THRESHOLD_PROPORTIONAL" => new RatioBandsRule(Bands(parameters)),
        "YEAR_ON_YEAR" => new YearOnYearRule(Bands(parameters)),
        "INTERPOLATE" => Interpolation(parameters),
        "PROPORTIONAL" => new CappedProportionalRule(100),
        "CAPPED_PROPORTIONAL" => new CappedProportionalRule(Number(Required(Target(), parameters, "mục tiêu, ví dụ x/80*max").Groups["target"].Value)),
        "SURVEY" => new SurveyRule(),
        "EXTERNAL_PERCENT" => new ExternalIndexRule(),
        "MANUAL" => new ManualRule(Number(Required(Step(), parameters, "bước điểm, ví dụ bước 0.25").Groups["step"].Value)),
        "BONUS" => new BonusRule(),
        "PENALTY" => new PenaltyRule(),
        _ => throw new FormatException($"Loại quy tắc “{kind}” không có trong danh mục."),
    };

    private static string[] Segments(string parameters) => parameters.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static ChoiceLevel ChoiceLevelOf(string segment, int index)
    {
        var match = Required(Choice(), segment, "mức, ví dụ tốt=75%");
        var value = Number(match.Groups["value"].Value);
        var name = match.Groups["name"].Value.Trim();
        return match.Groups["percent"].Success
            ? new ChoiceLevel($"M{index + 1}", name, Points: null, PercentOfMax: value)
            : new ChoiceLevel($"M{index + 1}", name, Points: value, PercentOfMax: null);
    }

    private static CountRule Count(string parameters)
    {
        var match = Required(CountUnit(), parameters, "điểm mỗi đơn vị, ví dụ mỗi sáng kiến 1");
        return new CountRule(Number(match.Groups["points"].Value), match.Groups["name"].Value.Trim());
    }

    private static DeductionKind DeductionKindOf(string segment, int index)
    {
        var match = Required(Deduction(), segment, "khoản trừ, ví dụ mỗi báo cáo trễ -0.25");
        var name = Capitalised(match.Groups["name"].Value.Trim());
        return match.Groups["zero"].Success
            ? new DeductionKind($"V{index + 1}", name, 0, ZeroesLeaf: true)
            : new DeductionKind($"V{index + 1}", name, Number(match.Groups["points"].Value));
    }

    /// <summary>Bands from the highest down; the last band of zero needs no entry, because below the last one there are no points.</summary>
    private static List<RatioBand> Bands(string parameters)
    {
        var bands = new List<RatioBand>();
        foreach (var segment in Segments(parameters))
        {
            var match = Required(Band(), segment, "khoảng tỷ lệ, ví dụ 80%..<100%=ty_le*max");
            if (match.Groups["below"].Success)
            {
                continue;
            }

            var value = match.Groups["value"].Value.Trim();
            bands.Add(new RatioBand(Number(match.Groups["from"].Value), !match.Groups["above"].Success, value switch
            {
                "max" => BandValue.Max,
                _ when value.EndsWith("*max", StringComparison.Ordinal) => BandValue.Linear,
                _ => new PointsBandValue(Number(value)),
            }));
        }

        return bands;
    }

    private static InterpolationRule Interpolation(string parameters)
    {
        var match = Required(Between(), parameters, "khoảng nội suy, ví dụ 95%..<100%=max*(x-95)/5");
        return new InterpolationRule(Number(match.Groups["from"].Value), Number(match.Groups["to"].Value));
    }

    private static Match Required(Regex pattern, string text, string expected)
    {
        var match = pattern.Match(text);
        return match.Success ? match : throw new FormatException($"Không đọc được tham số “{text}”: cần {expected}.");
    }

    private static decimal Number(string text) =>
        decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"“{text}” không phải là số.");

    private static string Capitalised(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    [GeneratedRegex(@"^(?<name>[^=]+)=(?<value>[\d.,]+)(?<percent>%)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Choice();

    [GeneratedRegex(@"^m[oỗ]i (?<name>.+?) (?<points>[\d.,]+)(;|$)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex CountUnit();

    [GeneratedRegex(@"^(m[oỗ]i )?(?<name>.+?)((?<zero>=0)| ?-(?<points>[\d.,]+))$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Deduction();

    [GeneratedRegex(@"^s[aà]n 0$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Floor();

    [GeneratedRegex(@"^((?<below><)[\d.,]+%|(>=|(?<above>>))?(?<from>[\d.,]+)%(\.\.<[\d.,]+%)?)[^=]*=(?<value>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Band();

    [GeneratedRegex(@"(?<from>[\d.,]+)%\.\.<(?<to>[\d.,]+)%=max\*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Between();

    [GeneratedRegex(@"x/(?<target>[\d.,]+)\*max", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Target();

    [GeneratedRegex(@"b[uư][oớ]c (?<step>[\d.,]+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Step();
}
