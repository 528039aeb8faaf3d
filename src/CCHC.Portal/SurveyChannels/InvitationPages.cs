using System.Globalization;
using CCHC.Contracts.Identity;
using CCHC.Portal.Frames;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Portal.SurveyChannels;

/// <summary>Personal codes for a drawn sample: given out, followed by stratum, handed to a reserve, reminded of.</summary>
internal static class InvitationPages
{
    public static void Map(RouteGroupBuilder survey)
    {
        var pages = survey.MapGroup("phat-ma");
        pages.MapGet("", (Guid campaign, Guid id, string? tt, string? tang, int? trang, int? thay, int? moi, CurrentUser user, GatewayClient gateway) =>
            ShowAsync(gateway, user, campaign, id, new InvitationFilter(InvitationWords.StateOf(tt), tang, Math.Max(trang ?? 1, 1)), replaced: thay is { } old && moi is { } called ? (old, called) : null));
        pages.MapGet("{**deed}", (Guid campaign, Guid id) => TypedResults.LocalRedirect(Address(campaign, id))); // a refused form, reloaded
        pages.MapPost("cap", IssueAsync);
        pages.MapPost("{serial:int}/thay", ReplaceAsync);
        pages.MapPost("nhac", RemindAsync);
    }

    internal static string Address(Guid campaign, Guid survey) => $"{ChannelPages.Address(campaign, survey)}/phat-ma";

    private static async Task<IResult> ShowAsync(
        GatewayClient gateway, CurrentUser user, Guid campaign, Guid id, InvitationFilter? filter = null, Issued? issued = null, RefusedDeed? refused = null, (int Old, int Called)? replaced = null)
    {
        filter ??= new InvitationFilter(State: null, Stratum: null, 1);
        var query = QueryString.Create("page", $"{filter.Page}").Add("pageSize", $"{InvitationList.PageSize}");
        query = filter.State is { } state ? query.Add("state", $"{state}") : query;
        query = string.IsNullOrEmpty(filter.Stratum) ? query : query.Add("stratum", filter.Stratum);
        var survey = ChannelPages.FindAsync(gateway, campaign, id);
        var invitations = gateway.GetAsync<InvitationList>($"{ChannelPages.Api(id)}/invitations{query.ToUriComponent()}");
        var reminders = gateway.GetAsync<ReminderList>($"{ChannelPages.Api(id)}/reminders");
        var frames = gateway.GetAsync<FrameList>($"/api/survey/campaigns/{campaign}/frames");
        await Task.WhenAll(survey, invitations, reminders, frames);
        return Pages.Show<InvitationPage>(
            new
            {
                Survey = await survey, Invitations = await invitations, Reminders = (await reminders).Items, Filter = filter, Issued = issued, Refused = refused, Replaced = replaced,
                Frames = (await frames).Items.Where(frame => frame.ErasedAt is null && frame.Draws.Count > 0).ToList(), MayManage = user.IsInRole(Roles.HomeAffairs),
            },
            ChannelPages.StatusOf(refused?.Problem));
    }

    private static async Task<IResult> IssueAsync(Guid campaign, Guid id, IFormCollection form, CurrentUser user, GatewayClient gateway)
    {
        var errors = new List<(string, string)>();
        if (!Guid.TryParse(form["drawId"], out var draw))
        {
            errors.Add(("drawId", SurveyChannelsTexts.DrawMissing));
        }

        var group = form["respondentGroup"].ToString();
        if (group.Length == 0)
        {
            errors.Add(("respondentGroup", SurveyChannelsTexts.GroupMissing));
        }

        var day = form["expiresAt"].ToString() is { Length: > 0 } typed ? ReadDay(typed) : default(DateOnly?);
        if (day is null && form["expiresAt"].ToString().Length > 0)
        {
            errors.Add(("expiresAt", SurveyChannelsTexts.ExpiryUnread));
        }

        var outcome = errors.Count > 0
            ? new Outcome<IssueAnswer>(Value: null, ChannelPages.Refuse(SurveyChannelsTexts.IssueRefused, [.. errors]))
            : await gateway.SendAsync<IssueAnswer>(HttpMethod.Post, $"{ChannelPages.Api(id)}/invitations", new { drawId = draw, respondentGroup = group, expiresAt = day is { } last ? EndOf(last) : default(DateTimeOffset?) });
        return await ShowAsync(
            gateway, user, campaign, id, issued: outcome.Value is { } done ? new Issued(done.Issued, done.SmallCells) : null,
            refused: outcome.Problem is { } problem ? new RefusedDeed("cap", problem, form) : null);
    }

    private static async Task<IResult> ReplaceAsync(Guid campaign, Guid id, int serial, IFormCollection form, CurrentUser user, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Called>(HttpMethod.Post, $"{ChannelPages.Api(id)}/invitations/{serial}/replacement");
        return outcome.Problem is { } problem
            ? await ShowAsync(gateway, user, campaign, id, refused: new RefusedDeed("thay", problem, form))
            : TypedResults.LocalRedirect(Address(campaign, id) + QueryString.Create("thay", $"{serial}").Add("moi", $"{outcome.Value!.Serial}").ToUriComponent());
    }

    /// <summary>The list that is downloaded is the round: asking for it counts it.</summary>
    private static async Task<IResult> RemindAsync(Guid campaign, Guid id, IFormCollection form, HttpContext context, CurrentUser user, GatewayClient gateway, GatewayStream stream)
    {
        try
        {
            await stream.DownloadAsync(context, $"{ChannelPages.Api(id)}/reminders", HttpMethod.Post);
            return TypedResults.Empty;
        }
        catch (GatewayException exception) when (exception.Problem.Status == StatusCodes.Status409Conflict)
        {
            return await ShowAsync(gateway, user, campaign, id, refused: new RefusedDeed("nhac", exception.Problem, form));
        }
    }

    private static DateOnly? ReadDay(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Codes are good for the whole day that was named, as its day is counted in Việt Nam.</summary>
    private static DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, VietnamTime.Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private sealed record IssueAnswer(int Issued, IReadOnlyList<SmallCell> SmallCells);

    private sealed record Called(int Serial);
}
