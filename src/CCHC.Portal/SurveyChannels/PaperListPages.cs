using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.SurveyChannels;

/// <summary>The paper forms that were typed in, what waits for a second person, and how well two people agree.</summary>
internal static class PaperListPages
{
    public static void Map(RouteGroupBuilder survey)
    {
        survey.MapGet("phieu-giay", (Guid campaign, Guid id, string? tt, int? trang, string? da, string? kq, GatewayClient gateway) =>
            ShowAsync(gateway, campaign, id, PaperWords.StateOf(tt), Math.Max(trang ?? 1, 1), SavedForm.Of(da, kq)));
        survey.MapGet("phieu-giay/ty-le", (Guid campaign, Guid id) => TypedResults.LocalRedirect(Address(campaign, id))); // a refused form, reloaded
        survey.MapPost("phieu-giay/ty-le", SetShareAsync);
    }

    internal static string Address(Guid campaign, Guid survey) => $"{ChannelPages.Address(campaign, survey)}/phieu-giay";

    internal static string Api(Guid survey) => $"{ChannelPages.Api(survey)}/paper-forms";

    internal static async Task<PaperFormList> FindAsync(GatewayClient gateway, Guid campaign, Guid id, QueryString query) =>
        await gateway.GetAsync<PaperFormList>(Api(id) + query.ToUriComponent()) is var forms && forms.CampaignId == campaign ? forms : throw ChannelPages.NotFound();

    private static async Task<IResult> ShowAsync(
        GatewayClient gateway, Guid campaign, Guid id, PaperFormState? state = null, int page = 1, SavedForm? saved = null, RefusedDeed? refused = null)
    {
        var query = QueryString.Create("page", $"{page}").Add("pageSize", $"{PaperFormList.PageSize}");
        var forms = await FindAsync(gateway, campaign, id, state is { } wanted ? query.Add("state", $"{wanted}") : query);
        return Pages.Show<PaperListPage>(new { Survey = id, Forms = forms, State = state, Page = page, Saved = saved, Refused = refused }, ChannelPages.StatusOf(refused?.Problem));
    }

    private static async Task<IResult> SetShareAsync(Guid campaign, Guid id, IFormCollection form, GatewayClient gateway)
    {
        var problem = Formats.TryParse(form["share"], out var share) && share is >= 0 and <= 100
            ? (await gateway.SendAsync<Done>(HttpMethod.Post, $"{ChannelPages.Api(id)}/paper-settings", new { doubleShare = share / 100 })).Problem
            : ChannelPages.Refuse(SurveyChannelsTexts.ShareRefused, ("share", SurveyChannelsTexts.ShareUnread));
        return problem is null ? TypedResults.LocalRedirect(Address(campaign, id)) : await ShowAsync(gateway, campaign, id, refused: new RefusedDeed("ty-le", problem, form));
    }
}
