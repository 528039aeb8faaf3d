using CCHC.Portal.CriteriaSets;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;

namespace CCHC.Portal.Councils;

/// <summary>An even distribution of the work: calculated, looked at, released or thrown away.</summary>
internal static class ProposalPages
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPost("phan-cong", CalculateAsync);
        pages.MapPost("phan-cong/giao", ReleaseAsync);
        pages.MapPost("phan-cong/bo", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(id, gateway, HttpMethod.Delete, "", body: null, "bo", form));
    }

    private static async Task<IResult> CalculateAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var council = await gateway.GetAsync<AppraisalCouncil>(CouncilPages.Api(id));
        var groups = council.GroupCodes.Where(code => form["groupCodes"].Contains(code, StringComparer.Ordinal)).ToList();
        if (groups.Count == 0)
        {
            return await RefuseAsync(id, gateway, "tinh", FieldErrors.Refuse(CouncilsTexts.ProposalRefused, ("groupCodes", CouncilsTexts.GroupsMissing)), form);
        }

        var chosen = council.Members.Where(member => form["userIds"].Contains($"{member.UserId}", StringComparer.Ordinal)).Select(member => member.UserId).ToHashSet();
        var usual = chosen.SetEquals(council.Members.Where(member => member.Office == CouncilOffice.Member).Select(member => member.UserId));
        var seed = form["seed"].ToString().Trim();
        var body = new { groupCodes = groups, userIds = usual ? null : chosen, membersPerShare = form["membersPerShare"] == "2" ? 2 : 1, seed = seed.Length == 0 ? null : seed };
        return await DoAsync(id, gateway, HttpMethod.Post, "", body, "tinh", form);
    }

    /// <summary>Only what the person has looked at is put in force.</summary>
    private static async Task<IResult> ReleaseAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.TryFindAsync<Proposal>($"{CouncilPages.Api(id)}/proposal");
        if (outcome.Problem is { } away)
        {
            return await RefuseAsync(id, gateway, "giao", away, form);
        }

        return $"{outcome.Value?.Id}" == form["proposal"]
            ? await DoAsync(id, gateway, HttpMethod.Post, "/release", body: null, "giao", form)
            : await RefuseAsync(id, gateway, "giao", new Problem { Status = StatusCodes.Status409Conflict, Detail = CouncilsTexts.ProposalReplaced }, form);
    }

    private static async Task<IResult> DoAsync(Guid id, GatewayClient gateway, HttpMethod method, string path, object? body, string deed, IFormCollection form)
    {
        var outcome = await gateway.SendAsync<Done>(method, $"{CouncilPages.Api(id)}/proposal{path}", body);
        return outcome.Problem is { } problem
            ? await RefuseAsync(id, gateway, deed, problem, form)
            : TypedResults.LocalRedirect($"{CouncilPages.Address(id)}#{(deed == "giao" ? "thanh-vien" : "phan-cong")}");
    }

    private static Task<IResult> RefuseAsync(Guid id, GatewayClient gateway, string deed, Problem problem, IFormCollection form) =>
        CouncilPages.ShowAsync(id, gateway, refused: new Refusal(deed, problem, form));
}
