using System.Text.Json;
using CCHC.Survey.Estimates;
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
               where !_targets.ContainsKey((chosen.Key.Unit, StatisticKind.Question, chosen.Key.Question))
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
        if (options.Count == 0 || !_questions.TryGetValue(code, out var asked))
        {
            return;
        }

        Choose((unit, code), options, weight);
        if (unit != AllUnits)
        {
            Choose((AllUnits, code), options, weight);
        }

        if (_survey.Formula.ValueOf(asked.Question, options) is not { } value)
        {
            return;
        }

        TakeValue(unit, asked, value);
        if (unit != AllUnits)
        {
            TakeValue(AllUnits, asked, value);
            if (asked.Question.Leaves.Count > 0 && asked.LeafOf(_survey.Units[unit].GroupCode) is { } leaf)
            {
                Add((unit, StatisticKind.Leaf, leaf), value);
            }
        }
    }

    private void TakeValue(int unit, Asked asked, decimal value)
    {
        Add((unit, StatisticKind.Question, asked.Question.Code), value);
        if (asked.CountsForIndex)
        {
            Add((unit, StatisticKind.Total, ""), value);
            if (asked.Question.Factor is { Length: > 0 } factor)
            {
                Add((unit, StatisticKind.Factor, factor), value);
            }
        }
    }

    private void Add((int, StatisticKind, string) key, decimal value)
    {
        if (!_targets.TryGetValue(key, out var target))
        {
            _targets[key] = target = new Target();
        }

        if (target.Count == 0)
        {
            _touched.Add(target);
        }

        (target.Sum, target.Count) = (target.Sum + value, target.Count + 1);
    }

    private void Choose((int, string) key, List<string> options, decimal weight)
    {
        if (!_chosen.TryGetValue(key, out var chosen))
        {
            _chosen[key] = chosen = new Chosen();
        }

        chosen.Weights += weight;
        foreach (var option in options)
        {
            var (count, weights) = chosen.Options.GetValueOrDefault(option);
            chosen.Options[option] = (count + 1, weights + weight);
        }
    }

    private static IReadOnlyList<OptionShare> Options(Chosen? chosen) => chosen is null
        ? []
        : [.. chosen.Options.OrderBy(option => option.Key, StringComparer.Ordinal).Select(option => new OptionShare(option.Key, option.Value.Count, 100 * option.Value.Weights / chosen.Weights))];

    private sealed record Asked(Question Question, bool CountsForIndex)
    {
        private readonly Dictionary<string, string> _leaves = Question.Leaves.ToDictionary(leaf => leaf.GroupCode, leaf => leaf.LeafCode, StringComparer.Ordinal);

        public string? LeafOf(string groupCode) => _leaves.GetValueOrDefault(groupCode);
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
        public decimal Weights { get; set; }
        public Dictionary<string, (int Count, decimal Weights)> Options { get; } = new(StringComparer.Ordinal);
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
