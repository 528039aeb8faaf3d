using CCHC.Contracts.Identity;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Portal.SurveyChannels;

/// <summary>The ways on which answers come in: personal codes, shared links, paper, tablets, files.</summary>
public static class ChannelPages
{
    public const string Mine = "/dieu-tra/cua-toi";

    public static void MapSurveyChannels(this IEndpointRouteBuilder app)
    {
        app.MapGet(Mine, async (GatewayClient gateway) => Pages.Show<MySurveysPage>(new { Surveys = (await gateway.GetAsync<MySurveyList>("/api/survey/field/lists")).Items }));
        var survey = app.MapGroup("/dieu-tra/{campaign:guid}/cuoc/{id:guid}");
        InvitationPages.Map(survey);
        LabelPages.Map(survey);
        EnumeratorPages.Map(survey);
        PaperListPages.Map(survey);
        PaperEntryPages.Map(survey);
        MismatchPages.Map(survey);
        AnswerFilePages.Map(survey);
    }

    internal static string Address(Guid campaign, Guid survey) => $"/dieu-tra/{campaign}/cuoc/{survey}";

    internal static string Api(Guid survey) => $"/api/survey/surveys/{survey}";

    /// <summary>Where the pages of paper forms stand in the navigation of the person who types them in.</summary>
    internal static string PlaceOf(CurrentUser user) => user.IsInRole(Roles.HomeAffairs) ? "/dieu-tra" : Mine;

    /// <summary>Not found where the address names another campaign.</summary>
    internal static async Task<FieldedSurvey> FindAsync(GatewayClient gateway, Guid campaign, Guid id) =>
        await gateway.GetAsync<FieldedSurvey>(Api(id)) is var survey && survey.CampaignId == campaign ? survey : throw NotFound();

    internal static GatewayException NotFound() => new(new Problem { Status = StatusCodes.Status404NotFound });

    internal static int StatusOf(Problem? problem) => problem?.Status ?? StatusCodes.Status200OK;

    internal static Problem Refuse(string detail, params (string Field, string Text)[] errors) => CriteriaSets.FieldErrors.Refuse(detail, errors);
}

/// <summary>Surveys in which the signed-in enumerator works.</summary>
public sealed record MySurveyList(IReadOnlyList<MySurvey> Items);

public sealed record MySurvey(Guid SurveyId, Guid CampaignId, string SurveyName, FieldedStatus Status, int People, int Answered);
