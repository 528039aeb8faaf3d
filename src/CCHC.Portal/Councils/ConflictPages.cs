using CCHC.Portal.Campaigns;
using CCHC.Portal.CriteriaSets;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Councils;

/// <summary>Who keeps out of which unit: recorded for a member by those who run the council, or declared by the member itself.</summary>
internal static class ConflictPages
{
    public static void Map(IEndpointRouteBuilder app, RouteGroupBuilder council)
    {
        council.MapPost("xung-dot", RecordAsync);
        council.MapPost("xung-dot/{conflict:guid}/go", WithdrawAsync);
        var own = app.MapGroup("/tham-dinh/xung-dot/{campaign:guid}");
        own.MapGet("", async (Guid campaign, GatewayClient gateway) => await ShowOwnAsync(campaign, gateway));
        own.MapPost("", DeclareAsync);
    }

    internal static string OwnAddress(Guid campaign) => $"/tham-dinh/xung-dot/{campaign}";

    private static async Task<IResult> RecordAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var problem = Check(form, forMember: true) ?? await SendAsync(id, Guid.Parse(form["userId"].ToString()), form, gateway);
        return problem is null ? TypedResults.LocalRedirect($"{CouncilPages.Address(id)}#xung-dot") : await CouncilPages.ShowAsync(id, gateway, refused: new Refusal("xung-dot", problem, form));
    }

    private static async Task<IResult> WithdrawAsync(Guid id, Guid conflict, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Delete, $"{CouncilPages.Api(id)}/conflicts/{conflict}");
        return outcome.Problem is { } problem
            ? await CouncilPages.ShowAsync(id, gateway, refused: new Refusal("go-xung-dot", problem, form))
            : TypedResults.LocalRedirect($"{CouncilPages.Address(id)}#xung-dot");
    }

    private static async Task<IResult> ShowOwnAsync(Guid campaign, GatewayClient gateway, Refusal? refused = null)
    {
        var (council, known) = (gateway.GetAsync<AppraisalCouncil>(CouncilPages.Api(campaign)), gateway.TryFindAsync<Campaign>($"{CampaignPages.Api}/{campaign}"));
        return Pages.Show<DeclarePage>(
            new { Council = await council, Campaign = (await known).Value, Groups = CouncilPages.GroupsOf((await known).Value), Refused = refused },
            refused?.Problem.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> DeclareAsync(Guid campaign, IFormCollection form, GatewayClient gateway)
    {
        var problem = Check(form, forMember: false) ?? await SendAsync(campaign, userId: null, form, gateway);
        return problem is null ? TypedResults.LocalRedirect(OwnAddress(campaign)) : await ShowOwnAsync(campaign, gateway, new Refusal("xung-dot", problem, form));
    }

    /// <summary>What was left out, which the service could not even read.</summary>
    private static Problem? Check(IFormCollection form, bool forMember)
    {
        var errors = new List<(string, string)>();
        if (forMember && !Guid.TryParse(form["userId"], out _))
        {
            errors.Add(("userId", CouncilsTexts.ConflictMemberMissing));
        }

        if (!Guid.TryParse(form["unitId"], out _))
        {
            errors.Add(("unitId", CouncilsTexts.ConflictUnitMissing));
        }

        if (form["kind"].ToString() is not ("formerPost" or "declared"))
        {
            errors.Add(("kind", CouncilsTexts.ConflictKindMissing));
        }

        return errors.Count == 0 ? null : FieldErrors.Refuse(CouncilsTexts.ConflictRefused, [.. errors]);
    }

    /// <summary>No member is named where the caller speaks for itself.</summary>
    private static async Task<Problem?> SendAsync(Guid campaign, Guid? userId, IFormCollection form, GatewayClient gateway)
    {
        var note = form["note"].ToString().Trim();
        var body = new { userId, unitId = form["unitId"].ToString(), kind = form["kind"].ToString(), note = note.Length == 0 ? null : note };
        return (await gateway.SendAsync<Done>(HttpMethod.Post, $"{CouncilPages.Api(campaign)}/conflicts", body)).Problem;
    }
}
