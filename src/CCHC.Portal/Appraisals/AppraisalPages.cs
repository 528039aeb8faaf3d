using CCHC.Portal.AcrossUnits;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Leaves;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Portal.Appraisals;

public static class AppraisalPages
{
    private const string Api = "/api/appraisal/cases";

    public static void MapAppraisals(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/tham-dinh");
        pages.MapGet("", ListAsync);
        pages.MapGet("{id:guid}", async (Guid id, string? tieuChi, GatewayClient gateway) => Show(await LoadAsync(gateway, id), tieuChi));
        pages.MapGet("{id:guid}/{**deed}", (Guid id) => TypedResults.LocalRedirect(Address(id))); // a refused form, reloaded
        pages.MapPost("{id:guid}/tieu-chi/{code}", DecideAsync);
        pages.MapPost("{id:guid}/hoan-thanh", CompleteAsync);
        app.MapAcrossUnits();
    }

    internal static string Address(Guid id, string? leafCode = null) =>
        leafCode is null ? $"/tham-dinh/{id}" : $"/tham-dinh/{id}?tieuChi={Uri.EscapeDataString(leafCode)}";

    internal static string ListAddress(string? status, string? search, int page)
    {
        var query = QueryString.Empty;
        query = string.IsNullOrEmpty(status) ? query : query.Add("tinhTrang", status);
        query = string.IsNullOrEmpty(search) ? query : query.Add("tim", search);
        query = page > 1 ? query.Add("trang", page.ToString(Formats.Vietnamese)) : query;
        return "/tham-dinh" + query.ToUriComponent();
    }

    private static async Task<IResult> ListAsync(GatewayClient gateway, HttpContext context, string? tinhTrang, string? tim, int trang = 1)
    {
        var query = QueryString.Create("page", trang.ToString(Formats.Vietnamese));
        query = string.IsNullOrEmpty(tinhTrang) ? query : query.Add("status", tinhTrang);
        query = string.IsNullOrEmpty(tim) ? query : query.Add("search", tim);
        var parameters = new { Cases = await gateway.GetAsync<PageOf<CaseItem>>(Api + query.ToUriComponent()), Status = tinhTrang, Search = tim };
        return Pages.IsPartial(context) ? Pages.Show<CaseList>(parameters) : Pages.Show<CaseListPage>(parameters);
    }

    private static Task<AppraisalCase> LoadAsync(GatewayClient gateway, Guid id) => gateway.GetAsync<AppraisalCase>($"{Api}/{id}");

    private static RazorComponentResult Show(AppraisalCase shown, string? leafCode, Problem? problem = null) =>
        Pages.Show<CasePage>(new { Case = shown, Selected = shown.Select(leafCode), Problem = problem }, problem?.Status ?? StatusCodes.Status200OK);

    /// <summary>Agree, correct the data, give points, or strike the leaf out; the service says whether a reason is needed.</summary>
    private static async Task<IResult> DecideAsync(Guid id, string code, IFormCollection form, GatewayClient gateway, TimeProvider clock, HttpContext context)
    {
        var (body, errors) = Read(form);
        Problem? problem = null;
        if (body is not null)
        {
            problem = (await gateway.SendAsync<Done>(HttpMethod.Put, $"{Api}/{id}/leaves/{Uri.EscapeDataString(code)}", body)).Problem;
        }

        if (problem is { IsAway: true } && Pages.IsPartial(context))
        {
            throw new GatewayException(problem); // the form keeps what was typed and tries again
        }

        var saved = body is not null && problem is null;
        if (saved && !Pages.IsPartial(context))
        {
            return TypedResults.LocalRedirect(Address(id, code) + "#tieu-chi");
        }

        var shown = await LoadAsync(gateway, id);
        if (shown.Leaves.FirstOrDefault(leaf => leaf.Code == code) is not { } leaf)
        {
            return TypedResults.NotFound();
        }

        var state = new DecisionState { SavedAt = saved ? clock.GetUtcNow() : null, Problem = problem, Errors = errors };
        return Pages.IsPartial(context)
            ? Pages.Show<DecisionSaved>(new { Case = shown, Leaf = leaf, State = state })
            : Pages.Show<CasePage>(
                new { Case = shown, Selected = leaf, State = state, Typed = LeafForm.Values(form) }, problem?.Status ?? StatusCodes.Status400BadRequest);
    }

    private static (object? Body, IReadOnlyList<Link> Errors) Read(IFormCollection form)
    {
        var reason = string.IsNullOrWhiteSpace(form["reason"]) ? null : form["reason"].ToString().Trim();
        switch (form["decision"].ToString())
        {
            case "agree":
                return (new { reason }, []);
            case "data":
                var (data, errors) = LeafForm.Read(form);
                return (data is null ? null : new { data, reason }, errors);
            case "points":
                return Formats.TryParse(form["given"], out var points)
                    ? (new { points, reason }, [])
                    : (null, [new Link("#f-given", LeafForm.NumberError(form["given"].ToString()))]);
            case "not-applicable":
                return (new { applicable = false, reason }, []);
            default:
                return (null, [new Link("#decision", AppraisalsTexts.ChooseDecision)]);
        }
    }

    private static async Task<IResult> CompleteAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api}/{id}/completion");
        return outcome.Problem is null ? TypedResults.LocalRedirect(Address(id)) : Show(await LoadAsync(gateway, id), leafCode: null, outcome.Problem);
    }
}

/// <summary>What became of the last attempt to decide.</summary>
public sealed record DecisionState
{
    public DateTimeOffset? SavedAt { get; init; }
    public Problem? Problem { get; init; }
    public IReadOnlyList<Link> Errors { get; init; } = [];
}
