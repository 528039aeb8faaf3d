using CCHC.Contracts.Criteria;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Portal.Campaigns;

/// <summary>The board of a campaign: who is where, composed of what the services say; a service that is away leaves its column empty.</summary>
public static class CampaignPages
{
    private const string Api = "/api/criteria/campaigns";

    public static void MapCampaigns(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/ky-danh-gia");
        pages.MapGet("", async (GatewayClient gateway) => Pages.Show<CampaignListPage>(new { Campaigns = await gateway.GetAsync<CampaignList>(Api) }));
        pages.MapGet("{id:guid}", async (Guid id, GatewayClient gateway) => await ShowAsync(id, gateway));
        pages.MapGet("{id:guid}/{**deed}", (Guid id) => TypedResults.LocalRedirect($"/ky-danh-gia/{id}")); // a refused form, reloaded
        pages.MapPost("{id:guid}/buoc", OpenPhaseAsync);
        pages.MapPost("{id:guid}/cong-bo", PublishAsync);
    }

    private static async Task<IResult> ShowAsync(Guid id, GatewayClient gateway, Problem? problem = null)
    {
        var campaign = gateway.GetAsync<Campaign>($"{Api}/{id}");
        var assessments = gateway.TryGetAsync<AssessmentProgress>($"/api/assessment/campaigns/{id}/progress");
        var appraisals = gateway.TryGetAsync<AppraisalProgress>($"/api/appraisal/campaigns/{id}/progress");

        // A draft is known to nobody but Criteria; neither has a service heard of a phase that opened a moment ago.
        return Pages.Show<BoardPage>(
            new { Campaign = await campaign, Assessments = await OrNothing(assessments), Appraisals = await OrNothing(appraisals), Problem = problem },
            problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<Outcome<T>> OrNothing<T>(Task<Outcome<T>> asking)
        where T : class
    {
        try
        {
            return await asking;
        }
        catch (GatewayException exception) when (exception.Problem.Status == StatusCodes.Status404NotFound)
        {
            return new Outcome<T>(Value: null, Problem: null);
        }
    }

    private static async Task<IResult> OpenPhaseAsync(Guid id, [FromForm] CampaignPhase phase, [FromForm] int round, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api}/{id}/phases", new { phase, round });
        return outcome.Problem is { } problem ? await ShowAsync(id, gateway, problem) : TypedResults.LocalRedirect($"/ky-danh-gia/{id}");
    }

    private static async Task<IResult> PublishAsync(Guid id, [FromForm] string code, [FromForm] bool? acceptIncomplete, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(
            HttpMethod.Post, $"/api/ranking/campaigns/{Uri.EscapeDataString(code)}/publication", new { acceptIncomplete = acceptIncomplete == true });
        return outcome.Problem is { } problem ? await ShowAsync(id, gateway, problem) : TypedResults.LocalRedirect($"/ket-qua/{Uri.EscapeDataString(code)}");
    }
}
