using System.Globalization;
using System.Text.RegularExpressions;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.ServiceDefaults.Time;
using T = CCHC.Portal.Questionnaires.QuestionnairesTexts;

namespace CCHC.Portal.Questionnaires;

/// <summary>What is told of a survey beside its questionnaire, as typed.</summary>
public sealed partial record SurveyDraft
{
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string Introduction { get; init; } = "";
    public IndexFormula Formula { get; init; }
    public string EndsAt { get; init; } = "";
    public IReadOnlyList<string> RatedGroups { get; init; } = [];
    public IReadOnlyList<GroupDraft> Groups { get; init; } = [new GroupDraft("", "", Rates.All, [])];

    public sealed record GroupDraft(string Code, string Name, Rates Rates, IReadOnlyList<string> RatedGroups);

    public static SurveyDraft Of(Survey survey) => new()
    {
        Code = survey.Code,
        Name = survey.Name,
        Introduction = survey.Introduction ?? "",
        Formula = survey.Formula,
        EndsAt = Formats.DateTimeInput(survey.EndsAt),
        RatedGroups = survey.RatedGroups ?? [],
        Groups = [.. survey.RespondentGroups.Select(group => new GroupDraft(group.Code, group.Name, group.Rates, group.RatedGroups ?? []))],
    };

    public static SurveyDraft From(IFormCollection form)
    {
        var rows = int.TryParse(form["groups"], CultureInfo.InvariantCulture, out var count) ? Math.Clamp(count, 0, 100) : 0;
        return new SurveyDraft
        {
            Code = Text("code"),
            Name = Text("name"),
            Introduction = Text("introduction").ReplaceLineEndings("\n"),
            Formula = Enum.TryParse<IndexFormula>(form["formula"], out var formula) ? formula : IndexFormula.Weights,
            EndsAt = Text("endsAt"),
            RatedGroups = [.. form["rated"].OfType<string>()],
            Groups =
            [
                .. Enumerable.Range(0, rows).Select(row => new GroupDraft(
                    Text($"g{row}-code"), Text($"g{row}-name"), Enum.TryParse<Rates>(form[$"g{row}-rates"], out var rates) ? rates : Rates.All, [.. form[$"g{row}-rated"].OfType<string>()])),
            ],
        };

        string Text(string field) => form[field].ToString().Trim();
    }

    /// <summary>Rows added and removed on the page; null when the form is to be stored.</summary>
    public SurveyDraft? Arrange(string viec) => viec.Split(':') switch
    {
        ["them-nhom"] => this with { Groups = [.. Groups, new GroupDraft("", "", Rates.All, [])] },
        ["bo-nhom", var row] when int.TryParse(row, CultureInfo.InvariantCulture, out var index) => this with { Groups = [.. Groups.Where((_, place) => place != index)] },
        _ => null,
    };

    public Dictionary<string, string> Check()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (EndsAt.Length > 0 && Ends is null)
        {
            errors["endsAt"] = T.EndsAtUnread;
        }

        return errors;
    }

    public object ToCreation(Guid campaign, Questionnaire questionnaire) => new
    {
        campaignId = campaign, code = Code, name = Name, introduction = OrNull(Introduction), formula = Formula, endsAt = Ends, ratedGroups = SomeOf(RatedGroups), respondentGroups = Respondents, questionnaire,
    };

    public object ToChange(long version, Questionnaire questionnaire) => new
    {
        version, name = Name, introduction = OrNull(Introduction), formula = Formula, endsAt = Ends, ratedGroups = SomeOf(RatedGroups), respondentGroups = Respondents, questionnaire,
    };

    /// <summary>What the service says of fields of this form, by their ids; the rest in the problem's own words.</summary>
    public static (Dictionary<string, string> Fields, IReadOnlyList<Link> Elsewhere) Place(Problem problem)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var elsewhere = new List<Link>();
        foreach (var (member, text) in problem.ByField)
        {
            if (IdOf(member) is { } id)
            {
                fields[id] = fields.TryGetValue(id, out var said) ? $"{said} {text}" : text;
            }
            else
            {
                elsewhere.Add(new Link("#nguon", member.StartsWith("questionnaire", StringComparison.OrdinalIgnoreCase) ? Formats.Text(T.ErrorOf, member, text) : text));
            }
        }

        if (problem.Code == "survey.code-taken")
        {
            fields["code"] = problem.Message;
        }

        return (fields, elsewhere);
    }

    private IEnumerable<object> Respondents => Groups.Select(group => new { code = group.Code, name = group.Name, rates = group.Rates, ratedGroups = SomeOf(group.RatedGroups) });

    private DateTimeOffset? Ends => DateTime.TryParseExact(EndsAt, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
        ? new DateTimeOffset(local, VietnamTime.Zone.GetUtcOffset(local))
        : null;

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static IReadOnlyList<string>? SomeOf(IReadOnlyList<string> groups) => groups.Count == 0 ? null : groups;

    private static string? IdOf(string member)
    {
        var match = Row().Match(member);
        if (match.Success)
        {
            var row = match.Groups["row"].Value;
            return match.Groups["name"].Value.ToLowerInvariant() switch { "name" => $"g{row}-name", "rates" => $"g{row}-rates", "ratedgroups" => $"g{row}-rated", _ => $"g{row}-code" };
        }

        return member.Split('[', '.')[0].ToLowerInvariant() switch
        {
            "code" => "code",
            "name" => "name",
            "introduction" => "introduction",
            "formula" => "formula",
            "endsat" => "endsAt",
            "ratedgroups" => "rated",
            "respondentgroups" => "nhom",
            _ => null,
        };
    }

    [GeneratedRegex(@"^respondentGroups\[(?<row>\d{1,3})\](\.(?<name>\w+))?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
