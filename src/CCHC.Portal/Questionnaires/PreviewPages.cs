using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Questionnaires;

/// <summary>The form as a respondent group will read it; nothing can be sent.</summary>
internal static class PreviewPages
{
    public static void Map(RouteGroupBuilder survey) => survey.MapGet("xem-truoc", ShowAsync);

    private static async Task<IResult> ShowAsync(Guid campaign, Guid id, string? nhom, string? ngonNgu, string? rong, GatewayClient gateway)
    {
        var view = await SurveyView.GetAsync(gateway, campaign, id);
        var group = view.Survey.RespondentGroups.FirstOrDefault(group => group.Code == nhom) ?? (view.Survey.RespondentGroups is [var first, ..] ? first : null);
        var language = view.Survey.Questionnaire.Languages.FirstOrDefault(language => language == ngonNgu) ?? Wording.First;
        var query = QueryString.Create(new Dictionary<string, string?> { ["group"] = group?.Code, ["lang"] = language });
        return Pages.Show<PreviewPage>(new
        {
            View = view, Group = group?.Code, Language = language, Wide = rong == "day-du",
            Form = await gateway.GetAsync<PreviewForm>($"{SurveyHomePages.Api}/surveys/{id}/preview{query}"),
        });
    }
}

/// <summary>The form of one respondent group in one language.</summary>
public sealed record PreviewForm(string SurveyName, string? Introduction, string? RespondentGroup, Rates Rates, IReadOnlyList<SurveyUnit>? Units, IReadOnlyList<PreviewSection>? Sections);

public sealed record PreviewSection(string Code, string Title, string? Text, Condition? ShowIf, IReadOnlyList<PreviewQuestion> Questions);

public sealed record PreviewQuestion(
    string Code, QuestionKind Kind, string Text, string? Help, bool Required, bool PerUnit, IReadOnlyList<string>? Groups, IReadOnlyList<PreviewOption>? Options, decimal? Least, decimal? Most, int? Longest,
    Condition? ShowIf);

public sealed record PreviewOption(string Code, string Text);
