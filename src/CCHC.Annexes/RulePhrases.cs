using System.Globalization;
using System.Text.RegularExpressions;
using CCHC.Scoring;

namespace CCHC.Annexes;

/// <summary>Turns common words of "cách tính điểm" into a scoring rule; what the system writes itself comes back as the same rule.</summary>
public static partial class RulePhrases
{
    /// <param name="Rule">Sound for the maximum.</param>
    /// <param name="Exact">The words are the system's own, so nothing was guessed.</param>
    /// <param name="NotApplicableAllowed">The words name the case "không phát sinh".</param>
    public sealed record Reading(ScoringRule Rule, bool Exact, bool NotApplicableAllowed);

    private enum Worth { None, Points, Max, Linear, LinearToTarget, Interpolated }

    private sealed record Clause(decimal? From, bool FromInclusive, decimal? To, bool ToInclusive, Worth Worth, decimal Points);

    /// <summary>Null where the words allow no sound rule.</summary>
    public static Reading? Read(string? text, decimal max)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 4_000)
        {
            return null;
        }

        var typed = text.Normalize().Replace('–', '-').Replace('—', '-').Replace('−', '-').Replace("≥", ">=", StringComparison.Ordinal).Replace("≤", "<=", StringComparison.Ordinal);
        var lower = Percent().Replace(BlanksButLines().Replace(typed.ToLowerInvariant(), " ").Trim(), "%");
        var notApplicable = NotArisen().IsMatch(lower);
        var rule = Find(lower, BlanksButLines().Replace(typed, " ").Trim(), max);
        return rule is null || Scorer.Problems(rule, max).Count > 0 ? null : new Reading(rule, Scorer.Describe(rule, max) == text.Trim(), notApplicable);
    }

    private static ScoringRule? Find(string text, string typed, decimal max)
    {
        if (text.StartsWith("điểm thưởng ngoài thang điểm", StringComparison.Ordinal))
        {
            return new BonusRule();
        }

        if (text.StartsWith("điểm trừ ngoài thang điểm", StringComparison.Ordinal))
        {
            return new PenaltyRule();
        }

        if (Judgement().Match(text) is { Success: true } judgement)
        {
            return new ManualRule(Number(judgement.Groups["step"].Value));
        }

        var clauses = Clauses(text);
        var ranges = clauses.Select(clause => RangeOf(clause, max)).Where(range => range is not null).Select(range => range!).ToList();
        if (External().IsMatch(text) && ranges.Count == 0)
        {
            return new ExternalIndexRule();
        }

        if (Survey().IsMatch(text) && ranges.Count == 0)
        {
            return new SurveyRule();
        }

        if (Deducts().IsMatch(text) && ranges.Count < 2)
        {
            return Deduction(Clauses(typed));
        }

        return ranges.Count > 0 ? Bands(ranges, text, max) : Count(typed) ?? Proportion(text) ?? Levels(Clauses(typed), max);
    }

    private static List<string> Clauses(string text)
    {
        var clauses = new List<string>();
        foreach (var part in Ends().Split(text).Select(part => part.Trim().TrimStart('-', '+', '*', '•').Trim().TrimEnd('.', ';', ',').Trim()).Where(part => part.Length > 0))
        {
            // "có: 1 điểm, không: 0 điểm": a comma divides only where a value stands before it.
            clauses.AddRange(ValueThenComma().Split(part).Select(piece => piece.Trim()).Where(piece => piece.Length > 0));
        }

        return clauses;
    }

    private static Clause? RangeOf(string clause, decimal max)
    {
        var match = Range().Match(clause);
        var share = match.Success && char.IsDigit(match.Value[0]) && match.Groups["from"].Success
            && clause[..match.Index].TrimEnd() is [.., ':' or '='] && !clause[(match.Index + match.Length)..].TrimStart().StartsWith(':');
        if (!match.Success || share) // "tốt: 75%" is worth 75 %, not a ratio of 75 %
        {
            return ElseLine().Match(clause) is { Success: true } rest ? Valued(new Clause(null, false, null, false, Worth.None, 0), clause[rest.Length..], max) : null;
        }

        decimal? At(string name) => match.Groups[name].Success ? Number(match.Groups[name].Value) : null;
        var value = clause[(match.Index + match.Length)..];
        var range = match switch
        {
            _ when match.Groups["below"].Success => new Clause(null, false, At("below"), false, Worth.None, 0),
            _ when match.Groups["down"].Success => new Clause(null, false, At("down"), true, Worth.None, 0),
            _ when match.Groups["low"].Success => new Clause(At("low"), !match.Groups["over"].Success, At("high"), !match.Groups["under"].Success, Worth.None, 0),
            _ when match.Groups["above"].Success => new Clause(At("above"), false, null, false, Worth.None, 0),
            _ => new Clause(At("from"), true, null, false, Worth.None, 0),
        };
        return Valued(range, value, max);
    }

    private static Clause Valued(Clause range, string value, decimal max)
    {
        if (Straight().IsMatch(value))
        {
            return range with { Worth = Worth.Interpolated };
        }

        if (Linear().IsMatch(value))
        {
            return range with { Worth = ToTarget().IsMatch(value) ? Worth.LinearToTarget : Worth.Linear };
        }

        if (NoPoints().IsMatch(value))
        {
            return range with { Worth = Worth.Points, Points = 0 };
        }

        if (Amount().Matches(value) is { Count: > 0 } amounts)
        {
            return range with { Worth = Worth.Points, Points = Number(amounts[^1].Groups["points"].Value) };
        }

        return value.Contains("tối đa", StringComparison.Ordinal) ? range with { Worth = Worth.Max, Points = max } : range;
    }

    /// <summary>Bands in any order, from the words; null for a gap or a band without value.</summary>
    private static ScoringRule? Bands(List<Clause> ranges, string text, decimal max)
    {
        if (ranges.Any(range => range.Worth == Worth.None))
        {
            return null;
        }

        var upper = ranges.Where(range => range.From is not null).OrderByDescending(range => range.From).ToList();
        var below = ranges.Where(range => range.From is null).ToList();
        if (upper.Count == 0 || below.Count > 1 || upper.Zip(upper.Skip(1)).Any(pair => pair.First.From == pair.Second.From || !Meets(pair.Second, pair.First)))
        {
            return null;
        }

        var last = upper[^1];
        if (below is [var rest] && rest.To is not null && (rest.To != last.From || rest.ToInclusive == last.FromInclusive))
        {
            return null;
        }

        if (upper.Find(range => range.Worth == Worth.Interpolated) is { } line)
        {
            var to = line.To ?? upper.TakeWhile(range => range != line).LastOrDefault()?.From;
            return to is { } high && upper.Count <= 2 && below.All(range => range is { Worth: Worth.Points, Points: 0 }) ? new InterpolationRule(line.From!.Value, high) : null;
        }

        if (upper is [{ FromInclusive: true } only] && IsMax(only) && below is [{ Worth: Worth.LinearToTarget }])
        {
            return new CappedProportionalRule(only.From!.Value);
        }

        var linear = ranges.Exists(range => range.Worth is Worth.Linear or Worth.LinearToTarget);
        var bands = upper.ConvertAll(range => new RatioBand(range.From!.Value, range.FromInclusive, ValueOf(range)));
        if (below is [{ } lowest] && (lowest.Worth != Worth.Points || lowest.Points != 0))
        {
            bands.Add(new RatioBand(0, true, ValueOf(lowest)));
        }

        return AgainstLastYear().IsMatch(text) ? new YearOnYearRule(bands) : new RatioBandsRule(bands);

        bool IsMax(Clause range) => range.Worth == Worth.Max || (range.Worth == Worth.Points && range.Points == max);

        BandValue ValueOf(Clause range) => range.Worth switch
        {
            Worth.Linear or Worth.LinearToTarget => BandValue.Linear,
            _ when range.Worth == Worth.Max || (linear && IsMax(range)) => BandValue.Max,
            _ => new PointsBandValue(range.Points),
        };
    }

    private static bool Meets(Clause lower, Clause higher) =>
        lower.To is null || (lower.To == higher.From && (lower.ToInclusive || higher.FromInclusive));

    private static DeductionRule? Deduction(List<string> clauses)
    {
        var kinds = new List<DeductionKind>();
        foreach (var clause in clauses)
        {
            if (Zeroing().Match(clause) is { Success: true } zero)
            {
                kinds.Add(new DeductionKind($"V{kinds.Count + 1}", Named(zero), 0, ZeroesLeaf: true));
            }
            else if (Deducted().Match(clause) is { Success: true } match)
            {
                kinds.Add(new DeductionKind($"V{kinds.Count + 1}", Named(match), Number(match.Groups["points"].Value)));
            }
        }

        return kinds.Count > 0 ? new DeductionRule(kinds) : null;

        static string Named(Match match)
        {
            var name = match.Groups["name"].Value.Trim().Trim('“', '”', '"', ':', ',').Trim();
            return name.Length == 0 ? "Vi phạm" : char.ToUpperInvariant(name[0]) + name[1..];
        }
    }

    private static CountRule? Count(string typed) =>
        Each().Match(typed) is { Success: true } match ? new CountRule(Number(match.Groups["points"].Value), match.Groups["name"].Value.Trim().TrimEnd(':', ',').Trim()) : null;

    private static CappedProportionalRule? Proportion(string text) =>
        !Linear().IsMatch(text) ? null
        : Target().Match(text) is { Success: true } match ? new CappedProportionalRule(Number(match.Groups["target"].Value))
        : new CappedProportionalRule(100);

    private static ScoringRule? Levels(List<string> clauses, decimal max)
    {
        var levels = new List<ChoiceLevel>();
        foreach (var clause in clauses)
        {
            if (Level().Match(clause) is not { Success: true } match)
            {
                if (NotArisen().IsMatch(clause.ToLowerInvariant()))
                {
                    continue; // says when the leaf does not count, not what it is worth
                }

                return null;
            }

            var value = match.Groups["full"].Success ? max : match.Groups["none"].Success ? 0 : Number(match.Groups["points"].Value);
            levels.Add(match.Groups["share"].Success
                ? new ChoiceLevel($"M{levels.Count + 1}", match.Groups["name"].Value.Trim(), null, value)
                : new ChoiceLevel($"M{levels.Count + 1}", match.Groups["name"].Value.Trim(), value, null));
        }

        return levels switch
        {
            [{ Points: { } all }] when all == max => new YesNoRule(),
            [{ Points: { } yes }, { Points: 0 }] when yes == max => new YesNoRule(),
            [_, _, ..] => new ChoiceRule(levels),
            _ => null,
        };
    }

    private static decimal Number(string text) => decimal.Parse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private const string N = @"\d{1,6}(?:[.,]\d{1,4})?";
    private const string P = @"(?:điểm|đ\b)";

    [GeneratedRegex(@"[^\S\n]+", RegexOptions.None, 1000)]
    private static partial Regex BlanksButLines();

    [GeneratedRegex(@"\s+%", RegexOptions.None, 1000)]
    private static partial Regex Percent();

    [GeneratedRegex(@"[;\n]|\.(?=\s)", RegexOptions.None, 1000)]
    private static partial Regex Ends();

    [GeneratedRegex(@"(?<=(?:[:=]|được|tính)\s*" + N + @"\s*" + P + @"?\s*|\d\s*" + P + @"\s*),(?=\s)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ValueThenComma();

    [GeneratedRegex(@"không phát sinh|không có (hồ sơ|kiến nghị|văn bản) phát sinh", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotArisen();

    [GeneratedRegex(@"(người thẩm định|hội đồng).*(mỗi )?bước( điểm)?:? (?<step>" + N + ")", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Judgement();

    [GeneratedRegex(@"sipas|chỉ số hài lòng|chỉ số bên ngoài|\bpapi\b|\bpci\b|\bddci\b|\bpar index\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex External();

    [GeneratedRegex(@"điều tra (xã hội học|xhh)|điều tra, khảo sát|phiếu (khảo sát|điều tra)|\bxhh\b|kết quả (khảo sát|điều tra)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Survey();

    [GeneratedRegex(@"trừ (đi )?(tối đa )?" + N + "|trừ điểm|bị trừ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Deducts();

    [GeneratedRegex(
        @"(?:(?:từ |đạt |đạt từ |tỷ lệ )*)(?:(?<over>trên |lớn hơn |>\s*))?(?<low>" + N + @")\s*%?\s*(?:đến|tới|-)\s*(?<under>dưới |cận |<\s*)?(?<high>" + N + ")%"
        + @"|(?:từ |<=\s*)(?<down>" + N + ")% trở xuống|<=\\s*(?<down>" + N + ")%"
        + @"|(?:dưới |thấp hơn |nhỏ hơn |ít hơn |chưa đạt |không đạt |<\s*)(?<below>" + N + ")%"
        + @"|(?:trên |lớn hơn |hơn |vượt |>\s*)(?!=)(?<above>" + N + ")%"
        + @"|(?:>=\s*|từ |đạt |tối thiểu |hoàn thành |bằng )*(?<from>" + N + @")%(?:\s*trở lên)?",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();

    [GeneratedRegex(@"^(thấp hơn|các trường hợp (còn lại|khác)|còn lại|trường hợp khác)\s*[:,]?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ElseLine();

    [GeneratedRegex(@"nội suy|\([^()]{1,40}-[^()]{1,20}\)\s*/\s*(\([^()]*\)|\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Straight();

    [GeneratedRegex(@"tỷ lệ\s*(%\s*)?(thực tế |đạt được |hoàn thành )*[×x*]|[×x*]\s*tỷ lệ|[×x*]\s*\(?\s*điểm tối đa|điểm tối đa\s*[×x*]|nhân (với )?(điểm tối đa|tỷ lệ)|(theo|bằng) tỷ lệ|tương ứng (với )?tỷ lệ|[×x*]\s*\(?\s*b\s*/\s*a|b\s*/\s*a\s*\)?\s*[×x*]",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Linear();

    [GeneratedRegex(@"/\s*\d|so với (mục tiêu|chỉ tiêu)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ToTarget();

    [GeneratedRegex(@"(mục tiêu|chỉ tiêu)[^%;]{0,40}?(?<target>" + N + ")%", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Target();

    [GeneratedRegex(@"không (tính|được|có|cho|chấm) điểm", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoPoints();

    [GeneratedRegex(@"(?<![\d.,])(?<points>" + N + @")(?![\d%]|[.,]\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Amount();

    [GeneratedRegex(@"(so với|bằng).{0,20}năm (trước|liền kề)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AgainstLastYear();

    [GeneratedRegex(@"^(nếu |trường hợp )?có (?<name>.+?),? (thì |:\s*)(được )?(0 điểm|không (tính|được|có|cho|chấm) điểm)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Zeroing();

    [GeneratedRegex(@"(mỗi một|mỗi|cứ|nếu)?\s*(có )?(0?1 |một )?(lần )?(?<name>[^:]*?)\s*[:,]?\s*(thì )?(bị )?trừ (đi )?(?<points>" + N + ")", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Deducted();

    [GeneratedRegex(@"(mỗi|cứ|mỗi một)\s+(0?1 |một )?(?<name>[^:;,\n]+?)\s*(:|,|=| thì| được| tính| cộng| đạt)+\s*(được |cộng |tính |thêm )*(?<points>" + N + @")\s*(điểm|đ\b|;|$)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Each();

    [GeneratedRegex(@"^(?<name>[^:=]+?)\s*(:|=| được| đạt|,? thì)\s*(được |đạt |chấm |tính )*((?<full>điểm tối đa)|(?<none>không (tính|được|có|cho|chấm) điểm)|(?<points>" + N + @")\s*(((?<share>%)[^;]*)|điểm|đ)?)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Level();
}
