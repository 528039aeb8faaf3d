using System.ComponentModel.DataAnnotations;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Questionnaires;
using CCHC.Survey.Surveys;

namespace CCHC.Survey.Submissions;

/// <summary>One answer as it arrives.</summary>
/// <param name="OptionCode">Of a question with one choice; the same as one of <paramref name="OptionCodes"/>.</param>
public sealed record AnswerRequest(
    [property: Required, StringLength(40)] string QuestionCode, Guid? UnitId = null, string? OptionCode = null, IReadOnlyList<string>? OptionCodes = null, decimal? Number = null,
    string? Text = null)
{
    public GivenAnswer ToAnswer() => new()
    {
        Question = QuestionCode,
        UnitId = UnitId,
        Options = OptionCode is { Length: > 0 } code ? [code] : OptionCodes is { Count: > 0 } codes ? [.. codes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : null,
        Number = Number,
        Text = string.IsNullOrWhiteSpace(Text) ? null : Text.Trim().Normalize(),
    };
}

/// <summary>A questionnaire as it is put to somebody: which units it is about. Says which answers are right, and which questions are asked at all.</summary>
/// <param name="Units">The units that this person may rate.</param>
/// <param name="Rates">Whether all of them, or one of the person's choice.</param>
public sealed record AskedForm(Questionnaire Questionnaire, IReadOnlyList<RatedUnit> Units, RatedUnits Rates)
{
    /// <summary>The answers that count, in the order of the questionnaire; what was answered to a question that the condition hides is left out.</summary>
    /// <exception cref="InvalidInputException">An answer is wrong (<c>answers[i]</c>), or a required one is missing (<c>required.QUESTION[.UNIT]</c>).</exception>
    public IReadOnlyList<GivenAnswer> Check(IReadOnlyList<AnswerRequest> requests)
    {
        var units = Units.ToDictionary(unit => unit.Id);
        var questions = Questionnaire.Questions.ToDictionary(question => question.Code, StringComparer.Ordinal);
        var given = new Dictionary<(string, Guid?), GivenAnswer>();
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (var i = 0; i < requests.Count; i++)
        {
            var answer = requests[i].ToAnswer();
            if (Problem(answer, questions, units) is { } problem)
            {
                errors[$"answers[{i}]"] = [problem];
            }
            else if (!given.TryAdd((answer.Question, answer.UnitId), answer))
            {
                errors[$"answers[{i}]"] = [$"Câu hỏi {answer.Question} được trả lời nhiều lần{About(answer.UnitId, units)}."];
            }
        }

        var about = given.Values.Select(answer => answer.UnitId).OfType<Guid>().Distinct().ToList();
        if (Rates == RatedUnits.One && about.Count > 1)
        {
            errors["unit"] = ["Phiếu này cho ý kiến về một cơ quan, đơn vị."];
        }

        if (errors.Count > 0)
        {
            throw new InvalidInputException("Phiếu có câu trả lời không hợp lệ; chưa ghi nhận gì.", errors);
        }

        var rated = Rates == RatedUnits.One ? Units.Where(unit => about.Contains(unit.Id) || Units.Count == 1).ToList() : Units;
        var kept = Visible(given, rated).ToList();
        foreach (var (question, unit) in kept.Where(item => item.Question.Required && !given.ContainsKey((item.Question.Code, item.Unit?.Id))))
        {
            errors[unit is null ? $"required.{question.Code}" : $"required.{question.Code}.{unit.Id}"] = [$"Câu này cần được trả lời: {question.Text}{(unit is null ? "" : $" ({unit.Name})")}"];
        }

        var answers = kept.Select(item => given.GetValueOrDefault((item.Question.Code, item.Unit?.Id))).OfType<GivenAnswer>().Where(answer => !answer.IsEmpty).ToList();
        return (errors.Count, answers.Count) switch
        {
            ( > 0, _) => throw new InvalidInputException("Còn câu bắt buộc chưa trả lời; chưa ghi nhận gì.", errors),
            (_, 0) => throw new InvalidInputException("answers", "Phiếu chưa có câu trả lời nào."),
            _ => answers,
        };
    }

    /// <summary>The questions that are asked, given the answers so far.</summary>
    private IEnumerable<(Question Question, RatedUnit? Unit)> Visible(Dictionary<(string, Guid?), GivenAnswer> given, IReadOnlyList<RatedUnit> rated)
    {
        // A question that is hidden itself answers no condition, so what is visible is found from the first question on.
        var visible = new HashSet<(string, Guid?)>();
        foreach (var section in Questionnaire.Sections.Where(section => Holds(section.ShowIf, unit: null)))
        {
            foreach (var question in section.Questions)
            {
                foreach (var unit in question.PerUnit ? rated.Where(unit => question.IsAbout(unit.GroupCode)) : (IEnumerable<RatedUnit?>)[null])
                {
                    if (Holds(question.ShowIf, unit))
                    {
                        visible.Add((question.Code, unit?.Id));
                        yield return (question, unit);
                    }
                }
            }
        }

        bool Holds(Condition? condition, RatedUnit? unit) => condition is null
            || new[] { unit?.Id, null }.Any(about => visible.Contains((condition.Question, about))
                && given.GetValueOrDefault((condition.Question, about))?.Options?.Intersect(condition.Options, StringComparer.Ordinal).Any() == true);
    }

    private static string? Problem(GivenAnswer answer, Dictionary<string, Question> questions, Dictionary<Guid, RatedUnit> units)
    {
        if (!questions.TryGetValue(answer.Question, out var question))
        {
            return $"Không có câu hỏi {answer.Question}.";
        }

        var unit = answer.UnitId is { } id ? units.GetValueOrDefault(id) : null;
        return (question.PerUnit, answer.UnitId, unit) switch
        {
            (true, null, _) => $"Câu hỏi {question.Code} hỏi về từng cơ quan, đơn vị.",
            (true, _, null) => "Cơ quan, đơn vị này không có trong phiếu.",
            (false, not null, _) => $"Câu hỏi {question.Code} không hỏi về cơ quan, đơn vị.",
            (true, _, { } rated) when !question.IsAbout(rated.GroupCode) => $"Câu hỏi {question.Code} không hỏi về {rated.Name}.",
            _ => WrongValue(answer, question),
        };
    }

    private static string? WrongValue(GivenAnswer answer, Question question) => question.Kind switch
    {
        _ when answer.IsEmpty => question.HasOptions ? $"Câu hỏi {question.Code} chưa chọn phương án trả lời." : null,
        QuestionKind.Number => answer switch
        {
            { Number: null } => $"Câu hỏi {question.Code} cần một số.",
            { Number: { } number } when number < (question.Least ?? decimal.MinValue) || number > (question.Most ?? decimal.MaxValue) =>
                $"Câu hỏi {question.Code}: số nằm ngoài khoảng cho phép.",
            _ => null,
        },
        QuestionKind.Text => answer switch
        {
            { Text: null } => $"Câu hỏi {question.Code} cần câu trả lời bằng chữ.",
            { Text: { } text } when text.Length > (question.Longest ?? 2000) || text.Contains('\0', StringComparison.Ordinal) =>
                $"Câu hỏi {question.Code}: câu trả lời dài tối đa {question.Longest ?? 2000} ký tự.",
            _ => null,
        },
        _ when answer.Options is null => $"Câu hỏi {question.Code} cần chọn phương án trả lời.",
        _ when answer.Options.FirstOrDefault(code => question.Options.All(option => option.Code != code)) is { } unknown => $"Không có phương án trả lời {unknown}.",
        not QuestionKind.Multiple when answer.Options.Count > 1 => $"Câu hỏi {question.Code} chỉ chọn một phương án trả lời.",
        _ => null,
    };

    private static string About(Guid? unitId, Dictionary<Guid, RatedUnit> units) => unitId is { } id ? $" về {units[id].Name}" : "";
}
