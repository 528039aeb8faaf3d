using System.Globalization;
using CCHC.Portal.Layout;
using CCHC.Portal.Leaves;
using CCHC.Scoring;
using T = CCHC.Portal.CriteriaSets.CriteriaSetsTexts;

namespace CCHC.Portal.CriteriaSets;

/// <summary>A rule as its fields show it: plain numbers and rows, kept as typed until all of them can be read.</summary>
public sealed record RuleForm(string Kind, IReadOnlyDictionary<string, string> Fields, IReadOnlyList<RuleRow> Rows)
{
    private const string Prefix = "rule.";

    public bool HasBands => Kind is "ratio-bands" or "year-on-year";

    public bool HasRows => HasBands || Kind is "choice" or "deduction";

    public string this[string field] => Fields.GetValueOrDefault(field, "");

    /// <summary>The element id of a row's field.</summary>
    public static string RowId(string field, int row) => Formats.Text("r-{0}-{1}", field, row);

    public static string? KindOf(ScoringRule? rule) => rule switch
    {
        null => null,
        YesNoRule => "yes-no",
        ChoiceRule => "choice",
        CountRule => "count",
        DeductionRule => "deduction",
        RatioBandsRule => "ratio-bands",
        InterpolationRule => "interpolation",
        CappedProportionalRule => "capped-proportional",
        SurveyRule => "survey",
        ExternalIndexRule => "external-index",
        ManualRule => "manual",
        YearOnYearRule => "year-on-year",
        BonusRule => "bonus",
        _ => "penalty",
    };

    public static RuleForm From(ScoringRule? rule)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        IEnumerable<RuleRow> rows = [];
        switch (rule)
        {
            case CountRule count:
                (fields["pointsPerUnit"], fields["unitName"]) = (Formats.Input(count.PointsPerUnit), count.UnitName);
                break;
            case InterpolationRule line:
                (fields["from"], fields["to"]) = (Formats.Input(line.FromPercent), Formats.Input(line.ToPercent));
                break;
            case CappedProportionalRule capped:
                fields["target"] = Formats.Input(capped.TargetPercent);
                break;
            case ManualRule manual:
                fields["step"] = Formats.Input(manual.Step);
                break;
            case RatioBandsRule bands:
                rows = bands.Bands.Select(Row);
                break;
            case YearOnYearRule years:
                rows = years.Bands.Select(Row);
                break;
            case ChoiceRule choice:
                rows = choice.Levels.Select(x => new RuleRow(x.Code, x.Name, x.PercentOfMax is null ? "points" : "percent", Formats.Input(x.PercentOfMax ?? x.Points), ""));
                break;
            case DeductionRule deduction:
                rows = deduction.Kinds.Select(x => new RuleRow(x.Code, x.Name, x.ZeroesLeaf ? "zero" : "each", x.ZeroesLeaf ? "" : Formats.Input(x.PointsEach), ""));
                break;
        }

        return new RuleForm(KindOf(rule) ?? "", fields, [.. rows]);

        static RuleRow Row(RatioBand band) => new(
            "", Formats.Input(band.FromPercent),
            band.Value switch { MaxBandValue => "max", LinearBandValue => "linear", _ => "points" },
            band.Value is PointsBandValue points ? Formats.Input(points.Points) : "",
            band.FromInclusive ? "from" : "above");
    }

    /// <summary>What was typed; a row operation ("add", "remove:1") is applied on the way.</summary>
    public static RuleForm From(IFormCollection form)
    {
        var names = form[Prefix + "name"];
        var rows = names.Select((name, i) => new RuleRow(At("code", i), name ?? "", At("unit", i), At("value", i), At("bound", i))).ToList();
        var operation = form["op"].ToString().Split(':');
        if (operation is ["remove", var index] && int.TryParse(index, CultureInfo.InvariantCulture, out var row) && row >= 0 && row < rows.Count)
        {
            rows.RemoveAt(row);
        }

        var typed = new RuleForm(
            form[Prefix + "kind"].ToString(),
            form.Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(key => key[Prefix.Length..], key => form[key].ToString().Trim(), StringComparer.Ordinal),
            rows);
        return operation is ["add"] || (typed.HasRows && rows.Count == 0) ? typed with { Rows = [.. rows, new RuleRow("", "", "", "", "")] } : typed;

        string At(string field, int i) => form[Prefix + field] is var values && i < values.Count ? (values[i] ?? "").Trim() : "";
    }

    /// <summary>The rule, or the fields that cannot be read; rows left blank do not count.</summary>
    public (ScoringRule? Rule, IReadOnlyList<Link> Errors) Build()
    {
        var errors = new List<Link>();
        ScoringRule? rule = Kind switch
        {
            "" => null,
            "yes-no" => new YesNoRule(),
            "count" => new CountRule(Field("pointsPerUnit"), this["unitName"]),
            "interpolation" => new InterpolationRule(Field("from"), Field("to")),
            "capped-proportional" => new CappedProportionalRule(Field("target")),
            "manual" => new ManualRule(Field("step")),
            "survey" => new SurveyRule(),
            "external-index" => new ExternalIndexRule(),
            "bonus" => new BonusRule(),
            "penalty" => new PenaltyRule(),
            "ratio-bands" => new RatioBandsRule(Bands()),
            "year-on-year" => new YearOnYearRule(Bands()),
            "choice" => new ChoiceRule([.. Coded().Select(x => Level(x.Row, x.Code, x.Index))]),
            "deduction" => new DeductionRule([.. Coded().Select(x => Deduction(x.Row, x.Code, x.Index))]),
            _ => null,
        };
        return errors.Count == 0 ? (rule, errors) : (null, errors);

        decimal Field(string name) => Number(this[name], LeafForm.FieldId(Prefix + name));

        decimal Number(string text, string id)
        {
            if (Formats.TryParse(text, out var number))
            {
                return number;
            }

            errors.Add(new Link($"#{id}", text.Length == 0 ? T.RuleNumberMissing : LeafForm.NumberError(text)));
            return 0;
        }

        IEnumerable<(RuleRow Row, int Index)> Filled() => Rows.Select((row, index) => (Row: row, Index: index)).Where(x => !x.Row.IsBlank);

        // From high to low, as a rule wants them, in whatever order they were typed.
        IReadOnlyList<RatioBand> Bands() =>
        [
            .. Filled().Select(x => new RatioBand(Number(x.Row.Name, RowId("name", x.Index)), x.Row.Bound != "above", x.Row.Unit switch
                {
                    "max" => BandValue.Max,
                    "linear" => BandValue.Linear,
                    _ => new PointsBandValue(Number(x.Row.Value, RowId("value", x.Index))),
                }))
                .OrderByDescending(band => band.FromPercent).ThenBy(band => band.FromInclusive),
        ];

        // A row keeps its code for good, for entered data refer to it; a new one takes the first free number.
        IEnumerable<(RuleRow Row, string Code, int Index)> Coded()
        {
            var taken = Rows.Select(row => row.Code).ToHashSet(StringComparer.Ordinal);
            foreach (var (row, index) in Filled())
            {
                var code = row.Code.Length > 0 ? row.Code : Enumerable.Range(1, 1_000).Select(i => i.ToString(CultureInfo.InvariantCulture)).First(taken.Add);
                yield return (row, code, index);
            }
        }

        ChoiceLevel Level(RuleRow row, string code, int index) =>
            Number(row.Value, RowId("value", index)) is var value && row.Unit == "percent"
                ? new ChoiceLevel(code, row.Name, Points: null, value)
                : new ChoiceLevel(code, row.Name, value, PercentOfMax: null);

        DeductionKind Deduction(RuleRow row, string code, int index) => row.Unit == "zero"
            ? new DeductionKind(code, row.Name, 0, ZeroesLeaf: true)
            : new DeductionKind(code, row.Name, Number(row.Value, RowId("value", index)));
    }
}

/// <summary>A band (name is its lower bound), a level or a kind of violation, as typed.</summary>
public sealed record RuleRow(string Code, string Name, string Unit, string Value, string Bound)
{
    public bool IsBlank => Name.Length == 0 && Value.Length == 0;
}
