using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Portal.Meetings;

/// <summary>The council's word on the whole result, and how it is opened again.</summary>
internal static class RatificationPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var page = app.MapGroup("/tham-dinh/thong-qua/{campaign:guid}");
        page.MapGet("", async (Guid campaign, GatewayClient gateway) => Show(await LoadAsync(gateway, campaign)));
        page.MapGet("{**deed}", (Guid campaign) => TypedResults.LocalRedirect(Address(campaign))); // a refused form, reloaded
        page.MapPost("", (Guid campaign, IFormCollection form, GatewayClient gateway) =>
            DoAsync(gateway, campaign, HttpMethod.Post, "ratification", new { note = form["note"].ToString().Trim() }, form));
        page.MapPost("mo-lai", (Guid campaign, IFormCollection form, GatewayClient gateway) =>
            DoAsync(gateway, campaign, HttpMethod.Post, "reopening", new { reason = form["reason"].ToString().Trim() }, form));
        page.MapPost("mo-lai/dong-y", (Guid campaign, IFormCollection form, GatewayClient gateway) =>
            DoAsync(gateway, campaign, HttpMethod.Post, "reopening/agreement", body: null, form));
        page.MapPost("mo-lai/bo", (Guid campaign, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, campaign, HttpMethod.Delete, "reopening", body: null, form));
    }

    internal static string Address(Guid campaign) => $"/tham-dinh/thong-qua/{campaign}";

    internal static string Api(Guid campaign) => $"/api/appraisal/campaigns/{campaign}/ratification";

    private static Task<Ratification> LoadAsync(GatewayClient gateway, Guid campaign) => gateway.GetAsync<Ratification>(Api(campaign));

    private static RazorComponentResult Show(Ratification ratification, Refusal? refusal = null) =>
        Pages.Show<RatificationPage>(new { Ratification = ratification, Refusal = refusal }, refusal?.Problem.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> DoAsync(GatewayClient gateway, Guid campaign, HttpMethod method, string deed, object? body, IFormCollection form)
    {
        var outcome = await gateway.SendAsync<Done>(method, $"/api/appraisal/campaigns/{campaign}/{deed}", body);
        return outcome.Problem is { } problem
            ? Show(await LoadAsync(gateway, campaign), new Refusal(deed, problem, Item: null, MeetingPages.Typed(form)))
            : TypedResults.LocalRedirect(Address(campaign));
    }
}
