using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Surveys;

namespace CCHC.Portal.Questionnaires;

/// <summary>The form as a respondent group will read it; nothing can be sent.</summary>
internal static class PreviewPages
{
    /// <summary>Of each unit group: the same questions about sixty units show nothing more.</summary>
    private const int MostUnits = 3;

    public static void Map(RouteGroupBuilder survey) => survey.MapGet("xem-truoc", ShowAsync);

    private static async Task<IResult> ShowAsync(Guid campaign, Guid id, string? nhom, string? ngonNgu, string? rong, GatewayClient gateway)
    {
        var view = await SurveyView.GetAsync(gateway, campaign, id);
        var group = view.Survey.RespondentGroups.FirstOrDefault(group => group.Code == nhom) ?? (view.Survey.RespondentGroups is [var first, ..] ? first : null);
        var language = view.Survey.Questionnaire.Languages.FirstOrDefault(language => language == ngonNgu) ?? Wording.First;
        var query = QueryString.Create(new Dictionary<string, string?> { ["group"] = group?.Code, ["lang"] = language });
        var form = await gateway.GetAsync<SurveyForm>($"{SurveyHomePages.Api}/surveys/{id}/preview{query}");
        return Pages.Show<PreviewPage>(new
        {
            View = view, Group = group?.Code, Language = language, Wide = rong == "day-du", Units = form.Units.Count,
            Form = form with { Units = [.. form.Units.GroupBy(unit => unit.GroupCode, StringComparer.Ordinal).SelectMany(units => units.Take(MostUnits))] },
        });
    }
}
