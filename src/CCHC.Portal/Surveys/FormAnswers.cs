using Microsoft.Extensions.Primitives;

namespace CCHC.Portal.Surveys;

/// <summary>
/// A form with what was filled in so far, as it was typed: says which questions are asked now and what is wrong. The service decides again when it is
/// sent.
/// </summary>
public sealed class FormAnswers
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<AskedQuestion>> _bySection = new(StringComparer.Ordinal);

    private FormAnswers(SurveyForm form, string? unitCode, Func<string, StringValues> values)
    {
        (Form, Unit) = (form, form.Units.FirstOrDefault(unit => unit.Code == unitCode));
        Rated = !form.RatesOne || form.Units.Count <= 1 ? form.Units : Unit is null ? [] : [Unit];
        Sections = [.. form.Sections.Where(section => Ask(section, values))];
    }

    public SurveyForm Form { get; }

    /// <summary>The one that was chosen, or preselected by the address.</summary>
    public SurveyedUnit? Unit { get; }

    public IReadOnlyList<SurveyedUnit> Rated { get; }

    /// <summary>Those that are asked, given the answers so far.</summary>
    public IReadOnlyList<SurveySection> Sections { get; }

    public IEnumerable<AskedQuestion> Asked => Sections.SelectMany(Of);

    /// <summary>What was given to any question that the form could ask, also to one that is hidden now, as fields of a form.</summary>
    public IEnumerable<(string Field, string Value)> Given => _values.SelectMany(given => given.Value, (given, value) => (given.Key, value));

    public static FormAnswers None(SurveyForm form, string? unitCode = null) => new(form, unitCode, _ => StringValues.Empty);

    /// <summary>Takes the fields of the form's questions and no others.</summary>
    public static FormAnswers Read(SurveyForm form, string? unitCode, IFormCollection fields) => new(form, unitCode, field => fields[field]);

    public IReadOnlyList<AskedQuestion> Of(SurveySection section) => _bySection[section.Code];

    /// <summary>All questions of a section, whether they are asked now or not.</summary>
    public IEnumerable<AskedQuestion> AllOf(SurveySection section) => section.Questions.SelectMany(Put);

    public bool IsAsked(AskedQuestion asked) => _asked.Contains(asked.Field);

    public bool Has(AskedQuestion asked) => _values.ContainsKey(asked.Field);

    public bool Chose(AskedQuestion asked, SurveyOption option) => ValuesOf(asked.Field).Contains(option.Code, StringComparer.Ordinal);

    public string TextOf(AskedQuestion asked) => ValuesOf(asked.Field) is [var text, ..] ? text : "";

    /// <summary>Null when it can be sent as it is.</summary>
    public string? ProblemOf(AskedQuestion asked)
    {
        var question = asked.Question;
        if (!Has(asked))
        {
            return !question.Required ? null : question.HasOptions ? SurveysTexts.ChooseRequired : SurveysTexts.FillRequired;
        }

        return question.Kind switch
        {
            QuestionKind.Number => NumberProblem(question, TextOf(asked)),
            QuestionKind.Text when TextOf(asked).Length > question.MostCharacters =>
                Formats.Text(SurveysTexts.TextTooLong, question.MostCharacters, TextOf(asked).Length),
            _ => null,
        };
    }

    /// <summary>The answers to what is asked, as the service takes them, each with its field; none may have a problem.</summary>
    public IReadOnlyList<(string Field, SurveyAnswer Answer)> ToAnswers() => [.. Asked.Where(Has).Select(asked => (asked.Field, ToAnswer(asked)))];

    private SurveyAnswer ToAnswer(AskedQuestion asked)
    {
        var answer = new SurveyAnswer(asked.Question.Code, asked.Unit?.Id);
        return asked.Question.Kind switch
        {
            QuestionKind.Multiple => answer with { OptionCodes = ValuesOf(asked.Field) },
            QuestionKind.Number => answer with { Number = Formats.TryParse(TextOf(asked), out var number) ? number : null },
            QuestionKind.Text => answer with { Text = TextOf(asked) },
            _ => answer with { OptionCode = TextOf(asked) },
        };
    }

    private static string? NumberProblem(SurveyQuestion question, string typed) => Formats.TryParse(typed, out var number) switch
    {
        false when Formats.IsAmbiguous(typed) =>
            Formats.Text(SurveysTexts.NumberAmbiguous, typed.Replace(".", "", StringComparison.Ordinal), typed.Replace('.', ',')),
        false => SurveysTexts.NumberWrong,
        true when number < (question.Least ?? decimal.MinValue) || number > (question.Most ?? decimal.MaxValue) => RangeOf(question),
        true => null,
    };

    /// <summary>Null where any number will do.</summary>
    public static string? RangeOf(SurveyQuestion question) => (question.Least, question.Most) switch
    {
        ({ } least, { } most) => Formats.Text(SurveysTexts.NumberBetween, Formats.Number(least), Formats.Number(most)),
        ({ } least, null) => Formats.Text(SurveysTexts.NumberAtLeast, Formats.Number(least)),
        (null, { } most) => Formats.Text(SurveysTexts.NumberAtMost, Formats.Number(most)),
        _ => null,
    };

    /// <summary>Reads the answers of a section; a question that is hidden itself answers no condition, so sections come in their order.</summary>
    private bool Ask(SurveySection section, Func<string, StringValues> values)
    {
        var shown = Holds(section.ShowIf, unit: null);
        var asked = new List<AskedQuestion>();
        foreach (var item in AllOf(section))
        {
            if (Clean(item.Question, values(item.Field)) is { Count: > 0 } given)
            {
                _values[item.Field] = given;
            }

            if (shown && Holds(item.Question.ShowIf, item.Unit))
            {
                _asked.Add(item.Field);
                asked.Add(item);
            }
        }

        _bySection[section.Code] = asked;
        return shown && (asked.Count > 0 || section.Questions.Count == 0);
    }

    private IEnumerable<AskedQuestion> Put(SurveyQuestion question) => question.PerUnit
        ? Rated.Where(question.IsAbout).Select(unit => new AskedQuestion(question, unit))
        : [new AskedQuestion(question, Unit: null)];

    private bool Holds(ShowIf? condition, SurveyedUnit? unit) => condition is null
        || new[] { AskedQuestion.FieldOf(condition.Question, unit), AskedQuestion.FieldOf(condition.Question, unit: null) }
            .Any(field => _asked.Contains(field) && ValuesOf(field).Intersect(condition.Options, StringComparer.Ordinal).Any());

    private IReadOnlyList<string> ValuesOf(string field) => _values.GetValueOrDefault(field) ?? [];

    private static List<string> Clean(SurveyQuestion question, StringValues given)
    {
        if (!question.HasOptions)
        {
            // A browser counts a new line as one character and sends two.
            return given is [{ } text, ..] && !string.IsNullOrWhiteSpace(text) ? [text.Replace("\r\n", "\n", StringComparison.Ordinal).Trim()] : [];
        }

        var known = question.Options.Select(option => option.Code).Where(code => given.Contains(code, StringComparer.Ordinal)).ToList();
        return question.Kind == QuestionKind.Multiple || known.Count == 0 ? known : [known[0]];
    }
}

/// <summary>One answer as the service takes it; of the last four one has a value.</summary>
public sealed record SurveyAnswer(string QuestionCode, Guid? UnitId)
{
    public string? OptionCode { get; init; }
    public IReadOnlyList<string>? OptionCodes { get; init; }
    public decimal? Number { get; init; }
    public string? Text { get; init; }
}
