using CCHC.Portal.Campaigns;
using CCHC.Portal.Documents;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Meetings;
using CCHC.Portal.Results;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Portal.Publications;

/// <summary>The way of a result to the public: freeze, review, approve, wait for the minute, correct.</summary>
public static class PublicationPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("{ky}/cong-bo", (string ky, int? ban, GatewayClient gateway, HttpContext context) => ShowAsync(ky, ban, gateway, context));
        pages.MapGet("{ky}/cong-bo/{**deed}", (string ky) => TypedResults.LocalRedirect(Address(ky))); // a refused form, reloaded
        pages.MapPost("{ky}/cong-bo/chot", TakeAsync);
        pages.MapPost("{ky}/cong-bo/{number:int}/duyet", ApproveAsync);
        pages.MapPost("{ky}/cong-bo/{number:int}/rut", (string ky, int number, IFormCollection form, GatewayClient gateway, HttpContext context) =>
            DoAsync(gateway, context, ky, HttpMethod.Delete, $"/{number}/approval", Reason(form), "rut", form));
        pages.MapPost("{ky}/cong-bo/{number:int}/huy", (string ky, int number, IFormCollection form, GatewayClient gateway, HttpContext context) =>
            DoAsync(gateway, context, ky, HttpMethod.Delete, $"/{number}", Reason(form), "huy", form));
    }

    internal static string Address(string campaign, int? snapshot = null) => $"/xep-hang/{Uri.EscapeDataString(campaign)}/cong-bo" + (snapshot is { } number ? $"?ban={number}" : "");

    /// <summary>The signed archive, which the gateway hands to everybody.</summary>
    internal static string Archive(string campaign, int? version = null) => $"/api/ranking/campaigns/{Uri.EscapeDataString(campaign)}/archive" + (version is { } number ? $"?version={number}" : "");

    private static string Api(string campaign) => $"/api/ranking/campaigns/{Uri.EscapeDataString(campaign)}/snapshots";

    private static object Reason(IFormCollection form) => new { reason = form["reason"].ToString().Trim() };

    /// <summary>The whole page, or the time that is left when the page looks for news.</summary>
    private static async Task<IResult> ShowAsync(string ky, int? ban, GatewayClient gateway, HttpContext context, Refusal? refusal = null)
    {
        var asked = await gateway.TryFindAsync<SnapshotList>(Api(ky));
        if (asked is { Value: null, Problem: null })
        {
            return await ShowImportedAsync(ky, gateway, context.RequestServices.GetRequiredService<CurrentUser>());
        }

        var list = asked.Value ?? throw new GatewayException(asked.Problem!);
        if (Pages.IsPartial(context) && list.Current is { } waiting)
        {
            return Pages.Show<Countdown>(new { Campaign = list.Campaign, Snapshot = waiting });
        }

        var shown = ban is null ? list.Current ?? list.Items.FirstOrDefault(item => item.Public) : list.Items.FirstOrDefault(item => item.Number == ban);
        var review = shown is null ? null : await gateway.GetAsync<SnapshotReview>($"{Api(ky)}/{shown.Number}");
        var awards = review?.Snapshot.State is SnapshotState.Open or SnapshotState.Approved
            ? await DocumentPages.AwardsAsync(gateway, context.RequestServices.GetRequiredService<CurrentUser>(), ky, review.Snapshot.Number)
            : null;
        return Pages.Show<PublicationPage>(new { List = list, Review = review, Refusal = refusal, Awards = awards }, refusal?.Problem.Status ?? StatusCodes.Status200OK);
    }

    /// <summary>A result from a file has no snapshots: it is public and in its archive at once. Those who make documents find them here all the same.</summary>
    private static async Task<IResult> ShowImportedAsync(string ky, GatewayClient gateway, CurrentUser user)
    {
        if ((await ResultPages.PublishedAsync(gateway)).FirstOrDefault(campaign => campaign.Code == ky) is not { } imported
            || await DocumentPages.AwardsAsync(gateway, user, ky, snapshot: null) is not { } awards)
        {
            return TypedResults.NotFound();
        }

        var groups = await Task.WhenAll(imported.Groups.Select(async group =>
        {
            var ranking = await gateway.GetAsync<Ranking>(ResultPages.RankingPath(ky, group.Code));
            return new DocumentGroup(group.Name, [.. ranking.Items.Select(unit => new DocumentUnit(unit.UnitCode, unit.UnitName))]);
        }));
        return Pages.Show<ImportedPage>(new { Campaign = imported, Awards = awards, Groups = groups });
    }

    private static Task<IResult> TakeAsync(string ky, IFormCollection form, GatewayClient gateway, HttpContext context)
    {
        int? corrects = int.TryParse(form["corrects"], Formats.Vietnamese, out var version) ? version : null;
        return DoAsync(gateway, context, ky, HttpMethod.Post, "", new { acceptIncomplete = form["acceptIncomplete"] == "true", corrects, reason = form["reason"].ToString().Trim() }, "chot", form);
    }

    private static async Task<IResult> ApproveAsync(string ky, int number, IFormCollection form, GatewayClient gateway, HttpContext context)
    {
        var publicFrom = form["when"] == "now" ? "" : form["publicFrom"].ToString();
        if (form["when"] != "now" && publicFrom.Length == 0)
        {
            // An empty field must never mean "at once".
            var missing = new Problem { Status = StatusCodes.Status400BadRequest, Detail = PublicationsTexts.PublicFromMissing };
            return await ShowAsync(ky, number, gateway, context, new Refusal("duyet", missing, Item: null, CampaignPages.Typed(form)));
        }

        var body = new
        {
            publicFrom = publicFrom.Length == 0 ? null : publicFrom,
            decisionNumber = form["decisionNumber"].ToString().Trim(),
            decisionDate = form["decisionDate"].ToString() is { Length: > 0 } date ? date : null,
        };
        return await DoAsync(gateway, context, ky, HttpMethod.Post, $"/{number}/approval", body, "duyet", form);
    }

    private static async Task<IResult> DoAsync(GatewayClient gateway, HttpContext context, string ky, HttpMethod method, string path, object body, string deed, IFormCollection form)
    {
        var outcome = await gateway.SendAsync<Done>(method, Api(ky) + path, body);
        return outcome.Problem is { } problem
            ? await ShowAsync(ky, ban: null, gateway, context, new Refusal(deed, problem, Item: null, CampaignPages.Typed(form)))
            : TypedResults.LocalRedirect(Address(ky));
    }
}
