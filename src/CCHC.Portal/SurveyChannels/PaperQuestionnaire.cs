using System.Globalization;
using CCHC.Portal.Gateway;

namespace CCHC.Portal.SurveyChannels;

public enum AskedKind
{
    Rating,
    OneChoice,
    Multiple,
    Number,
    Text,
}

/// <summary>A survey's form for one respondent group, all of it on one page for a typist.</summary>
/// <param name="Rates">“one” where a respondent tells of one unit of choice.</param>
public sealed record PaperQuestionnaire(string Rates, IReadOnlyList<PaperUnit> Units, IReadOnlyList<PaperSection> Sections)
{
    public bool OneUnit => string.Equals(Rates, "one", StringComparison.Ordinal) && Sections.Any(section => section.Questions.Any(question => question.PerUnit));

    /// <summary>Everything that is typed in, in the order of the paper.</summary>
    public IReadOnlyList<EntryRow> Rows => field ??=
    [
        .. (from section in Sections
            from question in section.Questions
            from unit in question.PerUnit && !OneUnit ? Units.Where(question.IsAbout) : (IEnumerable<PaperUnit?>)[null]
            select (section, question, unit)).Select((row, i) => new EntryRow($"r{i + 1}", row.section, row.question, row.unit)),
    ];
}

public sealed record PaperUnit(Guid Id, string Code, string Name, string GroupCode);

public sealed record PaperSection(string Code, string Title, string? Text, PaperCondition? ShowIf, IReadOnlyList<PaperQuestion> Questions);

public sealed record PaperQuestion(
    string Code, string Kind, string Text, string? Help, bool Required, bool PerUnit, IReadOnlyList<string> Groups, IReadOnlyList<PaperOption> Options, decimal? Least, decimal? Most, int? Longest,
    PaperCondition? ShowIf)
{
    public AskedKind Asked => Kind switch
    {
        "rating" => AskedKind.Rating,
        "single" => AskedKind.OneChoice,
        "multiple" => AskedKind.Multiple,
        "number" => AskedKind.Number,
        _ => AskedKind.Text,
    };

    public bool IsAbout(PaperUnit unit) => Groups.Count == 0 || Groups.Contains(unit.GroupCode, StringComparer.Ordinal);

    /// <summary>The key for an answer that was left out on paper.</summary>
    public string BlankKey => Options.Any(option => option.Code == "0") ? "-" : "0";

    /// <summary>The key that chooses an option: its own code where all codes are single signs, else its place.</summary>
    public string KeyOf(int option) => Options.All(known => known.Code.Length == 1) ? Options[option].Code.ToUpperInvariant() : option < 9 ? $"{option + 1}" : "";
}

public sealed record PaperOption(string Code, string Text);

public sealed record PaperCondition(string Question, IReadOnlyList<string> Options)
{
    /// <summary>As the script of the page reads it; codes hold neither blank nor colon.</summary>
    public string ForScript => $"{Question}:{string.Join(' ', Options)}";
}

/// <summary>One answer on paper: a question, about a unit where it is asked of each.</summary>
public sealed record EntryRow(string Id, PaperSection Section, PaperQuestion Question, PaperUnit? Unit)
{
    public string Name => Unit is { } unit ? $"a:{Question.Code}:{unit.Id}" : $"a:{Question.Code}";

    public string? Conditions => string.Join('|', new[] { Section.ShowIf, Question.ShowIf }.OfType<PaperCondition>().Select(condition => condition.ForScript)) is { Length: > 0 } all ? all : null;
}

/// <summary>What was typed from one sheet, read back from the form.</summary>
public sealed class PaperEntry
{
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    private PaperEntry(PaperQuestionnaire questionnaire, IFormCollection form)
    {
        Form = form;
        Number = form["number"].ToString().Trim();
        UnitId = questionnaire.OneUnit ? Guid.TryParse(form["unit"], out var unit) ? unit : questionnaire.Units is [var only] ? only.Id : null : null;
        foreach (var row in questionnaire.Rows)
        {
            if (Read(row, form) is { } answer)
            {
                Answers.Add((row, answer));
            }
        }

        if (Number.Length == 0)
        {
            _errors["number"] = SurveyChannelsTexts.NumberMissing;
        }

        if (questionnaire.OneUnit && UnitId is null && Answers.Any(answer => answer.Row.Question.PerUnit))
        {
            _errors["unit"] = SurveyChannelsTexts.UnitMissing;
        }
    }

    public IFormCollection Form { get; }
    public string Number { get; }
    public Guid? UnitId { get; }

    /// <summary>By field of the page: number, respondentGroup, code, stratum, unit or the id of a row.</summary>
    public IReadOnlyDictionary<string, string> Errors => _errors;

    /// <summary>What was said of the form as a whole.</summary>
    public Problem? Problem { get; private set; }

    public List<(EntryRow Row, object Answer)> Answers { get; } = [];

    public static PaperEntry Of(PaperQuestionnaire questionnaire, IFormCollection form) => new(questionnaire, form);

    public string? Value(string field) => Form[field].ToString();

    public bool Chose(EntryRow row, string option) => Form[row.Name].Contains(option, StringComparer.Ordinal);

    /// <summary>Puts what the service says to the rows and fields that it means.</summary>
    public void Refuse(PaperQuestionnaire questionnaire, Problem problem)
    {
        Problem = problem;
        foreach (var (field, text) in problem.ByField)
        {
            _errors.TryAdd(PlaceOf(questionnaire, field), text);
        }

        if (problem.Code is { } code && code.Split('.')[0] is "code" or "paper")
        {
            _errors.TryAdd(code.StartsWith("code.", StringComparison.Ordinal) ? "code" : "number", problem.Message);
        }
    }

    private string PlaceOf(PaperQuestionnaire questionnaire, string field)
    {
        if (field.StartsWith("answers[", StringComparison.OrdinalIgnoreCase) && int.TryParse(field.AsSpan(8, Math.Max(0, field.IndexOf(']', StringComparison.Ordinal) - 8)), CultureInfo.InvariantCulture, out var index) && index < Answers.Count)
        {
            return Answers[index].Row.Id;
        }

        const string Required = "required.";
        if (field.StartsWith(Required, StringComparison.Ordinal))
        {
            var missing = field[Required.Length..];
            return questionnaire.Rows.FirstOrDefault(row => missing == row.Question.Code || missing == $"{row.Question.Code}.{row.Unit?.Id ?? UnitId}")?.Id ?? "main";
        }

        return field.ToUpperInvariant() switch
        {
            "NUMBER" => "number",
            "RESPONDENTGROUP" => "respondentGroup",
            "CODE" => "code",
            "STRATUM" => "stratum",
            "UNIT" => "unit",
            _ => "main",
        };
    }

    private object? Read(EntryRow row, IFormCollection form)
    {
        var (code, unitId, typed) = (row.Question.Code, row.Question.PerUnit ? row.Unit?.Id ?? UnitId : null, form[row.Name]);
        var text = typed.ToString().Trim();
        switch (row.Question.Asked)
        {
            case AskedKind.Multiple:
                return typed.Count == 0 ? null : new { questionCode = code, unitId, optionCodes = typed.ToArray() };
            case AskedKind.Number when text.Length > 0:
                if (Formats.TryParse(text, out var number))
                {
                    return new { questionCode = code, unitId, number };
                }

                _errors[row.Id] = SurveyChannelsTexts.NumberUnread;
                return null;
            case AskedKind.Text when text.Length > 0:
                return new { questionCode = code, unitId, text };
            case AskedKind.Rating or AskedKind.OneChoice when text.Length > 0:
                return new { questionCode = code, unitId, optionCode = text };
            default:
                return null;
        }
    }
}
