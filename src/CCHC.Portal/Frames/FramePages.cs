using CCHC.Portal.Campaigns;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.RespondentLists;

namespace CCHC.Portal.Frames;

/// <summary>Whom a survey may ask, and the sample that is drawn of them.</summary>
public static class FramePages
{
    private const string Api = "/api/survey";
    private const long LargestFile = 20_000_000;

    public static void MapFrames(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/dieu-tra");
        pages.MapGet("", async (GatewayClient gateway) => Pages.Show<SurveyedCampaignsPage>(new { Campaigns = await CampaignHead.ListAsync(gateway) }));
        var campaign = pages.MapGroup("{campaign:guid}/khung-mau");
        campaign.MapGet("", (Guid campaign, GatewayClient gateway) => ShowAsync(gateway, campaign));
        campaign.MapPost("", ImportAsync).WithFormOptions(multipartBodyLengthLimit: LargestFile);
        campaign.MapPost("{frame:guid}/rut-mau", DrawAsync);
        campaign.MapPost("{frame:guid}/xoa-danh-tinh", EraseAsync);
        campaign.MapGet("{frame:guid}/xoa-mot-nguoi", (Guid campaign, Guid frame, GatewayClient gateway) => ForgetAsync(gateway, campaign, frame));
        campaign.MapPost("{frame:guid}/xoa-mot-nguoi", FindAsync);
        campaign.MapPost("{frame:guid}/xoa-mot-nguoi/{number:int}", ErasePersonAsync);
        campaign.MapGet("{frame:guid}/{**deed}", (Guid campaign) => TypedResults.LocalRedirect(Address(campaign))); // a refused form, reloaded
        pages.MapRespondentLists();
        var draw = pages.MapGroup("{campaign:guid}/rut-mau/{draw:guid}");
        draw.MapGet("", ProtocolAsync);
        draw.MapGet("bien-ban.docx", (Guid draw, HttpContext context, GatewayStream gateway) => gateway.DownloadAsync(context, $"{Api}/draws/{draw}/protocol.docx"));
        draw.MapGet("khung.csv", (Guid draw, HttpContext context, GatewayStream gateway) => gateway.DownloadAsync(context, $"{Api}/draws/{draw}/frame.csv"));
        draw.MapGet("mau.csv", (Guid draw, HttpContext context, GatewayStream gateway) => gateway.DownloadAsync(context, $"{Api}/draws/{draw}/sample.csv"));
    }

    internal static string Address(Guid campaign) => $"/dieu-tra/{campaign}/khung-mau";

    internal static string DrawAddress(Guid campaign, Guid draw) => $"/dieu-tra/{campaign}/rut-mau/{draw}";

    private static async Task<IResult> ShowAsync(GatewayClient gateway, Guid id, RefusedForm? refused = null)
    {
        var (campaign, frames) = (CampaignHead.GetAsync(gateway, id), gateway.GetAsync<FrameList>($"{Api}/campaigns/{id}/frames"));
        return Pages.Show<FramePage>(new { Campaign = await campaign, Frames = (await frames).Items, Refused = refused }, refused?.Problem.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> ImportAsync(Guid campaign, IFormCollection form, GatewayClient gateway)
    {
        if (form.Files.GetFile("file") is not { Length: > 0 } sent)
        {
            return await RefuseAsync(new Problem { Status = StatusCodes.Status400BadRequest, Detail = FramesTexts.NoFile });
        }

        using var content = PeopleFile.ToContent(sent);
        var query = QueryString.Create(new Dictionary<string, string?> { ["name"] = form["name"], ["source"] = form["source"] });
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api}/campaigns/{campaign}/frames{query.ToUriComponent()}", content);
        return outcome.Problem is { } problem ? await RefuseAsync(problem) : TypedResults.LocalRedirect(Address(campaign));

        Task<IResult> RefuseAsync(Problem problem) => ShowAsync(gateway, campaign, new RefusedForm(problem, FrameId: null, Typed(form)));
    }

    /// <summary>By error or by size, whichever was chosen; shares are typed in percent.</summary>
    private static async Task<IResult> DrawAsync(Guid campaign, Guid frame, IFormCollection form, GatewayClient gateway)
    {
        var byError = form["by"] != "size";
        var wrong = new List<string>();
        var body = new
        {
            error = byError ? Number("error", FramesTexts.Error) / 100 : null,
            size = byError ? null : (int?)Number("size", FramesTexts.Size),
            allocation = form["allocation"] == "equal" ? AllocationKind.Equal : AllocationKind.Proportional,
            minimum = (int?)Number("minimum", FramesTexts.Minimum) ?? 0,
            clusters = string.IsNullOrWhiteSpace(form["clusters"]) ? null : (int?)Number("clusters", FramesTexts.Clusters),
            reserve = Number("reserve", FramesTexts.Reserve) / 100 ?? 0,
            seed = form["seed"].ToString().Trim() is { Length: > 0 } seed ? seed : null,
        };
        var outcome = wrong.Count > 0
            ? new Outcome<Protocol>(Value: null, new Problem { Status = StatusCodes.Status400BadRequest, Detail = string.Join(' ', wrong) })
            : await gateway.SendAsync<Protocol>(HttpMethod.Post, $"{Api}/frames/{frame}/draws", body);
        return outcome.Problem is { } problem
            ? await ShowAsync(gateway, campaign, new RefusedForm(problem, frame, Typed(form)))
            : TypedResults.LocalRedirect(DrawAddress(campaign, outcome.Value!.Id));

        decimal? Number(string name, string label)
        {
            if (Formats.TryParse(form[name], out var value) && (name is "error" or "reserve" || value == decimal.Truncate(value)) && value is >= 0 and <= int.MaxValue)
            {
                return value;
            }

            wrong.Add(Formats.Text(FramesTexts.NumberUnread, label));
            return null;
        }
    }

    private static async Task<IResult> EraseAsync(Guid campaign, Guid frame, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Delete, $"{Api}/frames/{frame}/people");
        return outcome.Problem is { } problem ? await ShowAsync(gateway, campaign, new RefusedForm(problem, frame, Typed(form))) : TypedResults.LocalRedirect(Address(campaign));
    }

    private static async Task<IResult> ForgetAsync(GatewayClient gateway, Guid campaign, Guid frame, string search = "", FoundPeople? found = null, RefusedForm? refused = null, int? number = null)
    {
        var (head, frames) = (CampaignHead.GetAsync(gateway, campaign), gateway.GetAsync<FrameList>($"{Api}/campaigns/{campaign}/frames"));
        return (await frames).Items.FirstOrDefault(item => item.Id == frame) is { } shown
            ? Pages.Show<ForgetPage>(new { Campaign = await head, Frame = shown, Search = search, Found = found, Refused = refused, Number = number }, refused?.Problem.Status ?? StatusCodes.Status200OK)
            : TypedResults.NotFound();
    }

    private static async Task<IResult> FindAsync(Guid campaign, Guid frame, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await SearchAsync(gateway, frame, form);
        return await ForgetAsync(gateway, campaign, frame, form["text"].ToString(), outcome.Value, outcome.Problem is { } problem ? new RefusedForm(problem, frame, Typed(form)) : null);
    }

    private static async Task<IResult> ErasePersonAsync(Guid campaign, Guid frame, int number, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Erasure>(HttpMethod.Post, $"{Api}/frames/{frame}/people/{number}/erasure", new { reason = form["reason"].ToString() });
        return outcome.Problem is { } problem
            ? await ForgetAsync(gateway, campaign, frame, form["text"].ToString(), (await SearchAsync(gateway, frame, form)).Value, new RefusedForm(problem, frame, Typed(form)), number)
            : TypedResults.LocalRedirect($"{Address(campaign)}/{frame}/xoa-mot-nguoi");
    }

    private static Task<Outcome<FoundPeople>> SearchAsync(GatewayClient gateway, Guid frame, IFormCollection form) =>
        gateway.SendAsync<FoundPeople>(HttpMethod.Post, $"{Api}/frames/{frame}/people/search", new { text = form["text"].ToString() });

    private static async Task<IResult> ProtocolAsync(Guid campaign, Guid draw, GatewayClient gateway)
    {
        var (head, protocol) = (CampaignHead.GetAsync(gateway, campaign), gateway.GetAsync<Protocol>($"{Api}/draws/{draw}"));
        return Pages.Show<ProtocolPage>(new { Campaign = await head, Protocol = await protocol });
    }

    private static Dictionary<string, string> Typed(IFormCollection form) =>
        form.Where(field => !field.Key.StartsWith("__", StringComparison.Ordinal)).ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
}
