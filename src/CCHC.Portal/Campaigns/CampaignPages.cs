using CCHC.Contracts.Criteria;
using CCHC.Portal.Councils;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Portal.Campaigns;

/// <summary>The board of a campaign: who is where, composed of what the services say; a service that is away leaves its column empty.</summary>
public static class CampaignPages
{
    internal const string Api = "/api/criteria/campaigns";

    public static void MapCampaigns(this IEndpointRouteBuilder app)
    {
        app.MapCouncils();
        var pages = app.MapGroup("/ky-danh-gia");
        pages.MapGet("", ListAsync);
        pages.MapGet("{id:guid}", async (Guid id, GatewayClient gateway) => await ShowAsync(id, gateway));
        pages.MapGet("{id:guid}/{**deed}", (Guid id) => TypedResults.LocalRedirect($"/ky-danh-gia/{id}")); // a refused form, reloaded
        pages.MapPost("{id:guid}/buoc", OpenPhaseAsync);
        pages.MapPost("{id:guid}/dong-buoc", ([FromRoute] Guid id, IFormCollection form, GatewayClient gateway) =>
            DoAsync(gateway, id, HttpMethod.Delete, "/phases/current", new { reason = form["reason"].ToString() }, "dong-buoc", form));
        pages.MapPost("{id:guid}/gia-han", ExtendAsync);
        pages.MapPost("{id:guid}/xoa", DeleteAsync);
        pages.MapPost("{id:guid}/tap-huan", PracticeAsync);
        DraftPages.Map(pages);
        CalendarPages.Map(pages);
        PlanPages.Map(pages);
        ReadinessPages.Map(pages);
    }

    internal static string ListAddress(string? search, int? year, int page)
    {
        var query = QueryString.Empty;
        query = string.IsNullOrEmpty(search) ? query : query.Add("tim", search);
        query = year is null ? query : query.Add("nam", $"{year}");
        query = page > 1 ? query.Add("trang", $"{page}") : query;
        return "/ky-danh-gia" + query.ToUriComponent();
    }

    /// <summary>What was typed into a form, by field.</summary>
    internal static IReadOnlyDictionary<string, string> Typed(IFormCollection form) =>
        form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);

    private static async Task<IResult> ListAsync(GatewayClient gateway, TimeProvider clock, string? tim, string? nam, int trang = 1)
    {
        int? year = int.TryParse(nam, Formats.Vietnamese, out var number) ? number : null;
        var query = QueryString.Create("page", $"{trang}").Add("pageSize", "20");
        query = string.IsNullOrWhiteSpace(tim) ? query : query.Add("search", tim.Trim());
        query = year is null ? query : query.Add("year", $"{year}");
        var campaigns = await gateway.GetAsync<PageOf<CampaignItem>>(Api + query.ToUriComponent());
        return Pages.Show<CampaignListPage>(new { Campaigns = campaigns, Search = tim, Year = year, ThisYear = clock.GetUtcNow().Year });
    }

    private static async Task<IResult> ShowAsync(Guid id, GatewayClient gateway, Problem? problem = null, string? deed = null, IFormCollection? form = null)
    {
        var campaign = gateway.GetAsync<Campaign>($"{Api}/{id}");
        var assessments = gateway.TryGetAsync<AssessmentProgress>($"/api/assessment/campaigns/{id}/progress");
        var appraisals = gateway.TryGetAsync<AppraisalProgress>($"/api/appraisal/campaigns/{id}/progress");
        var journal = gateway.TryGetAsync<Journal>($"{Api}/{id}/journal");

        // A draft is known to nobody but Criteria; neither has a service heard of a phase that opened a moment ago.
        return Pages.Show<BoardPage>(
            new
            {
                Campaign = await campaign,
                Assessments = await OrNothing(assessments),
                Appraisals = await OrNothing(appraisals),
                Journal = await OrNothing(journal),
                Problem = problem,
                Deed = deed,
                Typed = form is null ? null : Typed(form),
            },
            problem?.Status ?? StatusCodes.Status200OK);
    }

    /// <summary>Nothing also where the service has not heard of the thing, or the person may not ask it.</summary>
    internal static async Task<Outcome<T>> OrNothing<T>(Task<Outcome<T>> asking)
        where T : class
    {
        try
        {
            return await asking;
        }
        catch (GatewayException exception) when (exception.Problem.Status is StatusCodes.Status404NotFound or StatusCodes.Status403Forbidden)
        {
            return new Outcome<T>(Value: null, Problem: null);
        }
    }

    private static async Task<IResult> DoAsync(GatewayClient gateway, Guid id, HttpMethod method, string path, object? body, string deed, IFormCollection form)
    {
        var outcome = await gateway.SendAsync<Done>(method, $"{Api}/{id}{path}", body);
        return outcome.Problem is { } problem ? await ShowAsync(id, gateway, problem, deed, form) : TypedResults.LocalRedirect($"/ky-danh-gia/{id}");
    }

    private static Task<IResult> OpenPhaseAsync(Guid id, [FromForm] CampaignPhase phase, [FromForm] int round, IFormCollection form, GatewayClient gateway) =>
        DoAsync(gateway, id, HttpMethod.Post, "/phases", new { phase, round }, "buoc", form);

    private static Task<IResult> ExtendAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var step = form["step"].ToString().Split('-');
        var scope = form["scope"].ToString();
        var body = new
        {
            phase = step[0],
            round = step.Length == 2 && int.TryParse(step[1], Formats.Vietnamese, out var round) ? round : 0,
            groupCode = scope.StartsWith("g:", StringComparison.Ordinal) ? scope[2..] : null,
            unitId = scope.StartsWith("u:", StringComparison.Ordinal) ? scope[2..] : null,
            until = form["until"].ToString(),
            reason = form["reason"].ToString(),
            reopens = form["reopens"] == "true",
        };
        return DoAsync(gateway, id, HttpMethod.Post, "/extensions", body, "gia-han", form);
    }

    private static async Task<IResult> DeleteAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Delete, $"{Api}/{id}");
        return outcome.Problem is { } problem ? await ShowAsync(id, gateway, problem) : TypedResults.LocalRedirect("/ky-danh-gia");
    }

    private static async Task<IResult> PracticeAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var body = new { code = form["code"].ToString().Trim(), name = form["name"].ToString().Trim(), wipeOn = form["wipeOn"].ToString() };
        var outcome = await gateway.SendAsync<NewCampaign>(HttpMethod.Post, $"{Api}/{id}/practice-copies", body);
        return outcome.Problem is { } problem
            ? await ShowAsync(id, gateway, problem, "tap-huan", form)
            : TypedResults.LocalRedirect($"/ky-danh-gia/{outcome.Value!.Id}");
    }
}
