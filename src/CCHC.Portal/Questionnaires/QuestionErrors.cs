using System.Globalization;
using System.Text.RegularExpressions;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Questionnaires;

/// <summary>Where on the page stands what the service says of a place in the questionnaire, such as <c>questionnaire.sections[0].questions[2].options</c>.</summary>
internal static partial class QuestionErrors
{
    /// <summary>What is said of the question or section that is open, by the id of its field; the rest as links to where it is put right.</summary>
    /// <param name="problem">The refusal.</param>
    /// <param name="sent">The questionnaire that was refused: places are counted in it.</param>
    /// <param name="view">The survey as it is stored.</param>
    /// <param name="openQuestion">Code of the question whose form is shown.</param>
    /// <param name="openSection">Code of the section whose form is shown.</param>
    public static (Dictionary<string, string> Fields, List<Link> Elsewhere) Place(Problem problem, Questionnaire sent, SurveyView view, string? openQuestion, string? openSection)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var elsewhere = new List<Link>();
        foreach (var (member, text) in problem.ByField)
        {
            var match = Member().Match(member);
            var section = match.Success ? sent.Sections.ElementAtOrDefault(Index(match, "section")) : null;
            var question = match.Groups["question"].Success ? section?.Questions.ElementAtOrDefault(Index(match, "question")) : null;
            if (string.Equals(member, "reason", StringComparison.OrdinalIgnoreCase))
            {
                Add("q-reason", text);
            }
            else if (question is not null && question.Code == openQuestion)
            {
                Add(FieldOf(match.Groups["rest"].Value), text);
            }
            else if (question is null && section is not null && section.Code == openSection)
            {
                Add(FieldOf(match.Groups["rest"].Value), text);
            }
            else if (question is not null)
            {
                elsewhere.Add(new Link(BuilderPages.QuestionAddress(view, question.Code), Formats.Text(QuestionnairesTexts.ErrorOf, question.Code, text)));
            }
            else if (section is not null)
            {
                elsewhere.Add(new Link(BuilderPages.SectionAddress(view, section.Code), text));
            }
            else
            {
                elsewhere.Add(new Link(member.StartsWith("questionnaire", StringComparison.OrdinalIgnoreCase) ? "#phieu-hoi" : $"{view.Address}/sua", text));
            }
        }

        return (fields, elsewhere);

        void Add(string id, string text) => fields[id] = fields.TryGetValue(id, out var said) ? $"{said} {text}" : text;
    }

    /// <summary>Id of the field for the rest of a path: <c>options[1].percent</c> → q-o1-percent.</summary>
    private static string FieldOf(string rest)
    {
        if (Option().Match(rest) is { Success: true } option)
        {
            var field = option.Groups["field"].Value;
            return $"q-o{option.Groups["row"].Value}-{(field is "percent" ? "percent" : field is "text" ? $"text-{Language(option)}" : "code")}";
        }

        var named = Text().Match(rest);
        return (named.Success ? named.Groups["name"].Value.ToLowerInvariant() : "") switch
        {
            "text" => $"q-text-{Language(named)}",
            "help" => $"q-help-{Language(named)}",
            "title" => $"q-title-{Language(named)}",
            "showif" => rest.EndsWith("options", StringComparison.OrdinalIgnoreCase) ? "q-showif-options" : "q-showif",
            "kind" => "q-kind",
            "options" => "q-options",
            "least" => "q-least",
            "most" => "q-most",
            "longest" => "q-longest",
            "factor" => "q-factor",
            "aspect" => "q-aspect",
            "leaves" => "q-leaves",
            "perunit" => "q-perunit",
            _ => "q-code",
        };
    }

    private static string Language(Match match) => match.Groups["language"] is { Success: true, Value: var language } ? language : Wording.First;

    private static int Index(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^questionnaire\.sections\[(?<section>\d{1,4})\](\.questions\[(?<question>\d{1,4})\])?(\.(?<rest>.+))?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Member();

    [GeneratedRegex(@"^options\[(?<row>\d{1,3})\](\.(?<field>\w+)(\.(?<language>\w+))?)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Option();

    [GeneratedRegex(@"^(?<name>[A-Za-z]+)(\.(?<language>[a-z]{2})$)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Text();
}
