using System.Globalization;
using System.Text.RegularExpressions;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Survey.Questionnaires;

/// <summary>What makes a questionnaire one that can be asked; every fault is named by its place in the document.</summary>
public static partial class QuestionnaireRules
{
    public const int MostSections = 30;
    public const int MostQuestions = 200;
    public const int MostOptions = 20;
    public const int LongestText = 2000;

    private const int MostLanguages = 5;

    /// <exception cref="InvalidInputException">Something is wrong.</exception>
    public static void Require(Questionnaire questionnaire, string path = "questionnaire")
    {
        var problems = new Problems(path);
        Check(questionnaire, problems);
        if (problems.Found.Count > 0)
        {
            throw new InvalidInputException(
                "Phiếu hỏi chưa đúng.", problems.Found.ToDictionary(problem => problem.Key, problem => problem.Value.ToArray(), StringComparer.Ordinal));
        }
    }

    /// <summary>Whether both ask the same in other words: everything but texts is equal.</summary>
    public static bool DifferInTextsOnly(Questionnaire one, Questionnaire other) => Shape(one).SequenceEqual(Shape(other), StringComparer.Ordinal);

    private static void Check(Questionnaire questionnaire, Problems problems)
    {
        problems.If(
            questionnaire.Languages is not [Questionnaire.Vietnamese, ..] || questionnaire.Languages.Count > MostLanguages || questionnaire.Languages.Any(language => !LanguagePattern().IsMatch(language)),
            "languages", $"Ngôn ngữ đầu tiên là vi, nhiều nhất {MostLanguages} ngôn ngữ, mỗi ngôn ngữ ghi bằng hai chữ như en.");
        problems.If(questionnaire.Sections is not { Count: > 0 and <= MostSections }, "sections", $"Phiếu hỏi có từ 1 đến {MostSections} phần.");
        problems.If(questionnaire.Questions.Count() is 0 or > MostQuestions, "sections", $"Phiếu hỏi có từ 1 đến {MostQuestions} câu hỏi.");
        var sections = new HashSet<string>(StringComparer.Ordinal);
        var earlier = new Dictionary<string, Question>(StringComparer.Ordinal);
        for (var i = 0; i < questionnaire.Sections.Count; i++)
        {
            var (section, at) = (questionnaire.Sections[i], $"sections[{i}]");
            CheckCode(section.Code, sections, $"{at}.code", "Mã phần", problems);
            CheckText(section.Title, $"{at}.title", questionnaire, problems);
            CheckText(section.Text, $"{at}.text", questionnaire, problems, optional: true);
            CheckCondition(section.ShowIf, perUnit: false, earlier, $"{at}.showIf", problems);
            for (var j = 0; j < section.Questions.Count; j++)
            {
                var question = section.Questions[j];
                CheckQuestion(question, questionnaire, earlier, $"{at}.questions[{j}]", problems);
                earlier.TryAdd(question.Code, question);
            }
        }
    }

    private static void CheckQuestion(Question question, Questionnaire questionnaire, Dictionary<string, Question> earlier, string at, Problems problems)
    {
        problems.If(!CodePattern().IsMatch(question.Code), $"{at}.code", "Mã câu hỏi gồm chữ không dấu, số, dấu chấm, gạch nối và gạch chéo, tối đa 40 ký tự.");
        problems.If(earlier.ContainsKey(question.Code), $"{at}.code", $"Mã câu hỏi {question.Code} dùng nhiều lần.");
        CheckText(question.Text, $"{at}.text", questionnaire, problems);
        CheckText(question.Help, $"{at}.help", questionnaire, problems, optional: true);
        CheckCondition(question.ShowIf, question.PerUnit, earlier, $"{at}.showIf", problems);
        problems.If(question.Factor is { Length: > 200 }, $"{at}.factor", "Tên yếu tố dài tối đa 200 ký tự.");
        problems.If(question.Leaves.Count > 0 && !question.PerUnit, $"{at}.leaves", "Chỉ câu hỏi về từng cơ quan, đơn vị mới tính điểm được cho tiêu chí.");
        problems.If(
            question.Leaves.Count > 0 && !question.Options.Any(option => option.Percent is not null), $"{at}.leaves", "Câu hỏi tính điểm cần ít nhất một phương án trả lời có trọng số.");
        problems.If(question.Leaves.GroupBy(leaf => leaf.GroupCode, StringComparer.Ordinal).Any(group => group.Count() > 1), $"{at}.leaves", "Mỗi khối chỉ gắn với một tiêu chí.");
        if (question.HasOptions)
        {
            CheckOptions(question, questionnaire, $"{at}.options", problems);
        }

        problems.If(!question.HasOptions && question.Options.Count > 0, $"{at}.options", "Câu hỏi này không có phương án trả lời.");
        problems.If(question is { Least: { } least, Most: { } most } && least > most, $"{at}.most", "Số lớn nhất nhỏ hơn số nhỏ nhất.");
        problems.If(question.Longest is < 1 or > 4000, $"{at}.longest", "Độ dài câu trả lời từ 1 đến 4.000 ký tự.");
    }

    private static void CheckOptions(Question question, Questionnaire questionnaire, string at, Problems problems)
    {
        problems.If(question.Options.Count is < 2 or > MostOptions, at, $"Câu hỏi có từ 2 đến {MostOptions} phương án trả lời.");
        var codes = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < question.Options.Count; i++)
        {
            var option = question.Options[i];
            CheckCode(option.Code, codes, $"{at}[{i}].code", "Mã phương án trả lời", problems);
            CheckText(option.Text, $"{at}[{i}].text", questionnaire, problems);
            problems.If(option.Percent is < 0 or > 100, $"{at}[{i}].percent", "Trọng số của phương án trả lời từ 0 đến 100 %.");
            problems.If(
                question.Kind == QuestionKind.Rating && IndexFormulas.StepOf(option.Code) is null == option.Percent is not null, $"{at}[{i}].percent",
                "Câu hỏi theo thang 5 mức: các mức 1 đến 5 có trọng số, phương án khác (không ý kiến) thì không.");
        }

        problems.If(
            question.Kind == QuestionKind.Rating && !IndexFormulas.Steps.All(step => codes.Contains(step.ToString(CultureInfo.InvariantCulture))), at, "Thang 5 mức cần đủ các mức 1, 2, 3, 4, 5.");
    }

    private static void CheckCondition(Condition? condition, bool perUnit, Dictionary<string, Question> earlier, string at, Problems problems)
    {
        if (condition is null)
        {
            return;
        }

        if (!earlier.TryGetValue(condition.Question, out var question) || !question.HasOptions)
        {
            problems.If(wrong: true, $"{at}.question", "Điều kiện phải dựa vào một câu hỏi lựa chọn đứng trước.");
            return;
        }

        problems.If(question.PerUnit && !perUnit, $"{at}.question", "Điều kiện dựa vào câu hỏi về từng đơn vị chỉ dùng được cho câu hỏi về từng đơn vị.");
        problems.If(
            condition.Options is not { Count: > 0 } || condition.Options.Any(code => question.Options.All(option => option.Code != code)), $"{at}.options",
            "Chọn ít nhất một phương án của câu hỏi đứng trước.");
    }

    private static void CheckCode(string code, HashSet<string> taken, string at, string what, Problems problems)
    {
        problems.If(code is null || !CodePattern().IsMatch(code), at, $"{what} gồm chữ không dấu, số, dấu chấm, gạch nối và gạch chéo, tối đa 40 ký tự.");
        problems.If(code is not null && !taken.Add(code), at, $"{what} {code} dùng nhiều lần.");
    }

    private static void CheckText(Wording? text, string at, Questionnaire questionnaire, Problems problems, bool optional = false)
    {
        if (text is null)
        {
            problems.If(!optional, at, "Thiếu câu chữ tiếng Việt.");
            return;
        }

        problems.If(text.Vietnamese.Length == 0 && !optional, at, "Thiếu câu chữ tiếng Việt.");
        problems.If(text.ByLanguage.Keys.Except(questionnaire.Languages, StringComparer.Ordinal).Any(), at, "Có câu chữ của ngôn ngữ không thuộc phiếu hỏi.");
        problems.If(
            text.ByLanguage.Values.Any(wording => wording.Length > LongestText || wording.Contains('\0', StringComparison.Ordinal)), at,
            $"Câu chữ dài tối đa {LongestText} ký tự.");
    }

    private static IEnumerable<string> Shape(Questionnaire questionnaire) =>
    [
        .. from section in questionnaire.Sections
           let head = $"§{section.Code}|{Text(section.ShowIf)}"
           from line in (IEnumerable<string>)
           [
               head,
               .. section.Questions.Select(question => string.Join('|',
                   question.Code, question.Kind, question.Required, question.PerUnit, question.Least, question.Most, question.Longest, Text(question.ShowIf), question.Factor, question.Aspect,
                   string.Join(';', question.Options.Select(option => $"{option.Code}={option.Percent?.ToString("G29", CultureInfo.InvariantCulture)}")),
                   string.Join(';', question.Leaves.Select(leaf => $"{leaf.GroupCode}/{leaf.LeafCode}")))),
           ]
           select line,
    ];

    private static string Text(Condition? condition) => condition is null ? "" : $"{condition.Question}={string.Join(',', condition.Options)}";

    [GeneratedRegex("^[A-Za-z0-9._/-]{1,40}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodePattern();

    [GeneratedRegex("^[a-z]{2}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LanguagePattern();

    private sealed class Problems(string path)
    {
        public Dictionary<string, List<string>> Found { get; } = new(StringComparer.Ordinal);

        public void If(bool wrong, string at, string message)
        {
            if (wrong)
            {
                var place = $"{path}.{at}";
                Found.TryAdd(place, []);
                Found[place].Add(message);
            }
        }
    }
}
