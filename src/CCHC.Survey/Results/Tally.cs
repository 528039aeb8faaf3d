using System.Runtime.InteropServices;
using System.Text.Json;
using CCHC.Sampling;
using CCHC.Survey.Invitations;
using CCHC.Survey.Questionnaires;
using CCHC.Survey.Surveys;

namespace CCHC.Survey.Results;

/// <summary>
/// Takes in the forms of a survey one at a time and says what they mean for every unit, question, factor and leaf. Holds sums only, so a million
/// answers need no more room than a thousand.
/// </summary>
/// <remarks>
/// Weights are those of the draw; within a respondent group they are scaled to a mean of 1, so that a group counts by how many of it answered and
/// not by how large its frame is.
/// </remarks>
public sealed class Tally
{
    private const int AllUnits = -1;

    private readonly SurveyCampaign _survey;
    private readonly Dictionary<(string Group, string Stratum), SampleStratum> _sample;
    private readonly Dictionary<(string Group, string Stratum), int> _strataByName = [];
    private readonly List<Stratum> _strata = [];
    private readonly Dictionary<Guid, int> _units;
    private readonly Dictionary<string, Asked> _questions;
    private readonly Dictionary<(int Unit, StatisticKind Kind, string Code), Target> _targets = [];
    private readonly Dictionary<(int Unit, string Question), Chosen> _chosen = [];
    private readonly Dictionary<(int Unit, string Question), Cell> _cells = [];
    private readonly List<Target> _touched = [];

    /// <param name="survey">Its questionnaire, units and formula.</param>
    /// <param name="sample">The strata of its draws; none where nobody was drawn.</param>
    public Tally(SurveyCampaign survey, IEnumerable<SampleStratum> sample)
    {
        _survey = survey;
        _sample = sample.ToDictionary(stratum => (stratum.RespondentGroupCode, stratum.Stratum));
        _units = survey.Units.Select((unit, i) => (unit.Id, i)).ToDictionary(unit => unit.Id, unit => unit.i);
        var satisfaction = survey.Questionnaire.Questions.Any(question => question.Aspect == Aspect.Satisfaction);
        _questions = survey.Questionnaire.Questions.Where(question => question.HasOptions)
            .ToDictionary(question => question.Code, question => new Asked(question, CountsForIndex: !satisfaction || question.Aspect == Aspect.Satisfaction), StringComparer.Ordinal);
    }

    /// <param name="respondentGroup">Code of it.</param>
    /// <param name="stratum">Empty where nobody was drawn.</param>
    /// <param name="cluster">Null where clusters were not drawn.</param>
    /// <param name="weight">Above 0.</param>
    /// <param name="answers">JSON of the answers, as they are stored.</param>
    public void Add(string respondentGroup, string stratum, string? cluster, decimal weight, ReadOnlySpan<byte> answers)
    {
        if (!_strataByName.TryGetValue((respondentGroup, stratum), out var index))
        {
            index = _strata.Count;
            _strataByName[(respondentGroup, stratum)] = index;
            _strata.Add(new Stratum(respondentGroup, _sample.GetValueOrDefault((respondentGroup, stratum))));
        }

        var drawn = _strata[index];
        var psu = drawn.Sample?.Clusters is null ? null : cluster ?? "";
        drawn.Take(weight, psu);
        Read(answers, weight);
        foreach (var target in _touched)
        {
            target.Mean.Add(index, psu, weight, target.Sum, target.Count);
            (target.Sum, target.Count) = (0, 0);
        }

        _touched.Clear();
    }

    /// <summary>Of every unit and of all together: questions, factors, the total, and leaves.</summary>
    public IReadOnlyList<Statistic> Statistics()
    {
        var scales = Scales();
        List<SampledStratum> strata = [.. _strata.Select(stratum => stratum.Sampled(scales[stratum.Group]))];
        return
        [
            .. from target in _targets
               where target.Value.Mean.Values > 0
               orderby target.Key.Unit, target.Key.Kind, target.Key.Code
               let estimate = target.Value.Mean.Estimate(strata)
               select new Statistic
               {
                   UnitId = target.Key.Unit == AllUnits ? null : _survey.Units[target.Key.Unit].Id,
                   Kind = target.Key.Kind,
                   Code = target.Key.Code,
                   Answers = target.Value.Mean.Values,
                   Respondents = target.Value.Mean.Respondents,
                   Value = estimate?.Value,
                   StandardError = estimate?.StandardError,
                   Options = target.Key.Kind == StatisticKind.Question ? Options(_chosen.GetValueOrDefault((target.Key.Unit, target.Key.Code))) : [],
               },
            .. from chosen in _chosen
               where _targets[(chosen.Key.Unit, StatisticKind.Question, chosen.Key.Question)].Mean.Values == 0
               orderby chosen.Key.Unit, chosen.Key.Question
               select new Statistic
               {
                   UnitId = chosen.Key.Unit == AllUnits ? null : _survey.Units[chosen.Key.Unit].Id,
                   Kind = StatisticKind.Question,
                   Code = chosen.Key.Question,
                   Answers = 0,
                   Respondents = 0,
                   Options = Options(chosen.Value),
               },
        ];
    }

    private Dictionary<string, decimal> Scales()
    {
        var groups = _strata.GroupBy(stratum => stratum.Group, StringComparer.Ordinal).ToList();
        return groups.ToDictionary(
            group => group.Key, group => groups.Count == 1 ? 1 : group.Sum(stratum => stratum.Respondents) / group.Sum(stratum => stratum.Weights), StringComparer.Ordinal);
    }

    private void Read(ReadOnlySpan<byte> answers, decimal weight)
    {
        var reader = new Utf8JsonReader(answers);
        var options = new List<string>(1);
        var (code, unit) = ("", AllUnits);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                (code, unit) = ("", AllUnits);
                options.Clear();
            }
            else if (reader.TokenType == JsonTokenType.EndObject)
            {
                Take(code, unit, options, weight);
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.ValueSpan[0];
                reader.Read();
                switch (name)
                {
                    case (byte)'q':
                        code = reader.GetString()!;
                        break;
                    case (byte)'u':
                        unit = _units.GetValueOrDefault(reader.GetGuid(), AllUnits);
                        break;
                    case (byte)'o':
                        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                        {
                            options.Add(reader.GetString()!);
                        }

                        break;
                }
            }
        }
    }

    private void Take(string code, int unit, List<string> options, decimal weight)
    {
        if (options.Count == 0 || CellOf(unit, code) is not { } cell)
        {
            return;
        }

        foreach (var chosen in cell.Chosen)
        {
            chosen.Take(options, weight);
        }

        if (cell.ValueOf(_survey.Formula, options) is not { } value)
        {
            return;
        }

        foreach (var target in cell.Targets)
        {
            if (target.Count == 0)
            {
                _touched.Add(target);
            }

            (target.Sum, target.Count) = (target.Sum + value, target.Count + 1);
        }
    }

    /// <summary>Where answers to the question about the unit go, looked up once; null for a question without options.</summary>
    private Cell? CellOf(int unit, string code)
    {
        if (_cells.TryGetValue((unit, code), out var known))
        {
            return known;
        }

        if (!_questions.TryGetValue(code, out var asked))
        {
            return null;
        }

        List<int> about = unit == AllUnits ? [AllUnits] : [unit, AllUnits];
        var targets = about.SelectMany(place => TargetsOf(place, asked)).ToList();
        if (unit != AllUnits && asked.LeafOf(_survey.Units[unit].GroupCode) is { } leaf)
        {
            targets.Add(TargetOf(unit, StatisticKind.Leaf, leaf));
        }

        return _cells[(unit, code)] = new Cell(asked.Question, [.. about.Select(place => ChosenOf(place, code))], [.. targets]);
    }

    private IEnumerable<Target> TargetsOf(int unit, Asked asked)
    {
        yield return TargetOf(unit, StatisticKind.Question, asked.Question.Code);
        if (asked.CountsForIndex)
        {
            yield return TargetOf(unit, StatisticKind.Total, "");
            if (asked.Question.Factor is { Length: > 0 } factor)
            {
                yield return TargetOf(unit, StatisticKind.Factor, factor);
            }
        }
    }

    private Target TargetOf(int unit, StatisticKind kind, string code) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_targets, (unit, kind, code), out _) ??= new Target();

    private Chosen ChosenOf(int unit, string code) => CollectionsMarshal.GetValueRefOrAddDefault(_chosen, (unit, code), out _) ??= new Chosen();

    private static IReadOnlyList<OptionShare> Options(Chosen? chosen) => chosen is null
        ? []
        : [.. chosen.Options.OrderBy(option => option.Key, StringComparer.Ordinal).Select(option => new OptionShare(option.Key, option.Value.Count, 100 * option.Value.Weights / chosen.Weights))];

    private sealed record Asked(Question Question, bool CountsForIndex)
    {
        private readonly Dictionary<string, string> _leaves = Question.Leaves.ToDictionary(leaf => leaf.GroupCode, leaf => leaf.LeafCode, StringComparer.Ordinal);

        public string? LeafOf(string groupCode) => _leaves.GetValueOrDefault(groupCode);
    }

    /// <summary>A question about a unit: what its answers are counted and summed in.</summary>
    private sealed class Cell(Question question, Chosen[] chosen, Target[] targets)
    {
        private readonly Dictionary<string, decimal?> _values = new(StringComparer.Ordinal);

        public Chosen[] Chosen => chosen;

        public Target[] Targets => targets;

        public decimal? ValueOf(IndexFormula formula, List<string> options)
        {
            if (options is not [var only])
            {
                return formula.ValueOf(question, options);
            }

            if (!_values.TryGetValue(only, out var value))
            {
                _values[only] = value = formula.ValueOf(question, options);
            }

            return value;
        }
    }

    private sealed class Target
    {
        public StratifiedMean Mean { get; } = new();

        /// <summary>Of the form that is being read.</summary>
        public decimal Sum { get; set; }

        public int Count { get; set; }
    }

    private sealed class Chosen
    {
        public decimal Weights { get; private set; }
        public Dictionary<string, (int Count, decimal Weights)> Options { get; } = new(StringComparer.Ordinal);

        public void Take(List<string> options, decimal weight)
        {
            Weights += weight;
            foreach (var option in options)
            {
                ref var share = ref CollectionsMarshal.GetValueRefOrAddDefault(Options, option, out _);
                share = (share.Count + 1, share.Weights + weight);
            }
        }
    }

    private sealed class Stratum(string group, SampleStratum? sample)
    {
        private readonly HashSet<string> _psus = new(StringComparer.Ordinal);

        public string Group { get; } = group;
        public SampleStratum? Sample { get; } = sample;
        public int Respondents { get; private set; }
        public decimal Weights { get; private set; }

        public void Take(decimal weight, string? psu)
        {
            (Respondents, Weights) = (Respondents + 1, Weights + weight);
            if (psu is not null)
            {
                _psus.Add(psu);
            }
        }

        public SampledStratum Sampled(decimal factor) => Sample switch
        {
            null => new SampledStratum(Respondents, PsusThere: null, factor),
            { Clusters: { } clusters } => new SampledStratum(_psus.Count, clusters, factor),
            _ => new SampledStratum(Respondents, Sample.People, factor),
        };
    }
}
