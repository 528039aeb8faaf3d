using CCHC.Portal.Campaigns;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Portal.Questionnaires;

/// <summary>The surveys of a campaign and one survey: what it is, what is to be done next, and its questionnaire.</summary>
public static class SurveyHomePages
{
    internal const string Api = "/api/survey";

    public static void MapQuestionnaires(this IEndpointRouteBuilder app)
    {
        var campaign = app.MapGroup("/dieu-tra/{campaign:guid}");
        campaign.MapGet("", HomeAsync);
        var surveys = campaign.MapGroup("cuoc");
        surveys.MapGet("", (Guid campaign) => TypedResults.LocalRedirect(Address(campaign)));
        DraftPages.Map(surveys);
        var survey = surveys.MapGroup("{id:guid}");
        SurveyPages.Map(survey);
        BuilderPages.Map(survey);
        PreviewPages.Map(survey);
    }

    internal static string Address(Guid campaign) => $"/dieu-tra/{campaign}";

    internal static string SurveyAddress(Guid campaign, Guid id) => $"/dieu-tra/{campaign}/cuoc/{id}";

    private static async Task<IResult> HomeAsync(Guid campaign, GatewayClient gateway)
    {
        var (head, list, names, coverage) = (
            CampaignHead.GetAsync(gateway, campaign), gateway.GetAsync<SurveyList>($"{Api}/surveys?campaignId={campaign}"), GroupNames.GetAsync(gateway, campaign),
            gateway.TryFindAsync<Coverage>($"{Api}/campaigns/{campaign}/coverage"));
        var surveys = (await list).Items;
        var fielded = surveys.Where(survey => survey.Status != SurveyStatus.Draft).Select(survey => gateway.TryFindAsync<Survey>($"{Api}/surveys/{survey.Id}"));
        var answers = (await Task.WhenAll(fielded)).Select(outcome => outcome.Value).OfType<Survey>().ToDictionary(survey => survey.Id, survey => survey.Submissions);
        return Pages.Show<SurveyHomePage>(new { Campaign = await head, Surveys = surveys, Answers = answers, Names = await names, Coverage = await coverage });
    }
}
