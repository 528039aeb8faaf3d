using CCHC.Portal.AcrossUnits;
using CCHC.Portal.CouncilWork;
using CCHC.Portal.Evidence;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Leaves;
using CCHC.Portal.Meetings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Portal.Appraisals;

public static class AppraisalPages
{
    private const string Api = "/api/appraisal/cases";
    private const string Asked = "da-gui";
    private const string PhrasesApi = "/api/appraisal/phrases";

    public static void MapAppraisals(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/tham-dinh");
        pages.MapGet("", ListAsync);
        pages.MapGet("{id:guid}", async (Guid id, string? tieuChi, string? hop, GatewayClient gateway) => await ShowAsync(gateway, await LoadAsync(gateway, id), tieuChi, asked: hop == Asked));
        pages.MapGet("{id:guid}/lich-su", async (Guid id, string tieuChi, GatewayClient gateway, HttpContext context) =>
        {
            var history = await gateway.GetAsync<PointHistory>($"{Api}/{id}/leaves/{Uri.EscapeDataString(tieuChi)}/history");
            return Pages.IsPartial(context)
                ? Pages.Show<HistoryPart>(new { History = history })
                : Pages.Show<HistoryPage>(new { Case = await LoadAsync(gateway, id), History = history });
        });
        pages.MapGet("tai-lieu/{sheet:guid}", async (Guid sheet, string tieuChi, GatewayClient gateway, HttpContext context) =>
        {
            var parameters = new { SheetId = sheet, LeafCode = tieuChi, Documents = await EvidencePages.TryLoadAsync(gateway, sheet) };
            return Pages.IsPartial(context) ? Pages.Show<LeafDocuments>(parameters) : Pages.Show<LeafDocumentsPage>(parameters);
        });
        pages.MapPost("{id:guid}/de-nghi-hop/{code}", AskForMeetingAsync);
        pages.MapPost("{id:guid}/phan-xu/{code}", (Guid id, string code, IFormCollection form, GatewayClient gateway, TimeProvider clock, HttpContext context) =>
            DecideAsync(id, code, form, gateway, clock, context, "/arbitration"));
        pages.MapGet("ly-do-mau", (GatewayClient gateway) => ShowPhrasesAsync(gateway));
        pages.MapPost("ly-do-mau", AddPhraseAsync);
        pages.MapPost("ly-do-mau/{phrase:guid}/xoa", async (Guid phrase, IFormCollection form, GatewayClient gateway) =>
        {
            var outcome = await gateway.SendAsync<Done>(HttpMethod.Delete, $"{PhrasesApi}/{phrase}");
            return outcome.Problem is { } problem ? await ShowPhrasesAsync(gateway, problem) : TypedResults.LocalRedirect("/tham-dinh/ly-do-mau");
        });
        pages.MapGet("{id:guid}/{**deed}", (Guid id) => TypedResults.LocalRedirect(Address(id))); // a refused form, reloaded
        pages.MapPost("{id:guid}/tieu-chi/{code}", (Guid id, string code, IFormCollection form, GatewayClient gateway, TimeProvider clock, HttpContext context) =>
            DecideAsync(id, code, form, gateway, clock, context, ""));
        pages.MapPost("{id:guid}/hoan-thanh", CompleteAsync);
        app.MapAcrossUnits();
        app.MapCouncilWork();
        app.MapMeetings();
    }

    internal static string Address(Guid id, string? leafCode = null) =>
        leafCode is null ? $"/tham-dinh/{id}" : $"/tham-dinh/{id}?tieuChi={Uri.EscapeDataString(leafCode)}";

    internal static string DocumentsAddress(Guid sheet, string leafCode) => $"/tham-dinh/tai-lieu/{sheet}?tieuChi={Uri.EscapeDataString(leafCode)}";

    internal static string HistoryAddress(Guid id, string leafCode) => $"/tham-dinh/{id}/lich-su?tieuChi={Uri.EscapeDataString(leafCode)}";

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

    private static async Task<RazorComponentResult> ShowAsync(GatewayClient gateway, AppraisalCase shown, string? leafCode, Problem? problem = null, bool asked = false) =>
        Pages.Show<CasePage>(new { Case = shown, Selected = shown.Select(leafCode), Problem = problem, AskedForMeeting = asked, Phrases = await PhrasesAsync(gateway) }, problem?.Status ?? StatusCodes.Status200OK);

    /// <summary>Without them the page is none the worse.</summary>
    internal static async Task<IReadOnlyList<Phrase>> PhrasesAsync(GatewayClient gateway) => (await gateway.TryGetAsync<PhraseList>(PhrasesApi)).Value?.Items ?? [];

    private static async Task<IResult> ShowPhrasesAsync(GatewayClient gateway, Problem? problem = null, string? typed = null) => Pages.Show<PhrasesPage>(
        new { Phrases = await gateway.GetAsync<PhraseList>(PhrasesApi), Problem = problem, Typed = typed }, problem?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> AddPhraseAsync(IFormCollection form, GatewayClient gateway)
    {
        var text = form["text"].ToString();
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, PhrasesApi, new { text, shared = form["shared"] == "true" });
        return outcome.Problem is { } problem ? await ShowPhrasesAsync(gateway, problem, text) : TypedResults.LocalRedirect("/tham-dinh/ly-do-mau");
    }

    private static async Task<IResult> AskForMeetingAsync(Guid id, string code, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Put, $"{Api}/{id}/leaves/{Uri.EscapeDataString(code)}/meeting-request", new { note = form["note"].ToString() });
        return outcome.Problem is { } problem
            ? await ShowAsync(gateway, await LoadAsync(gateway, id), code, problem)
            : TypedResults.LocalRedirect($"{Address(id, code)}&hop={Asked}");
    }

    /// <summary>Agree, correct the data, give points, or strike the leaf out; the service says whether a reason is needed.</summary>
    private static async Task<IResult> DecideAsync(Guid id, string code, IFormCollection form, GatewayClient gateway, TimeProvider clock, HttpContext context, string deed)
    {
        var (body, errors) = Read(form);
        Problem? problem = null;
        if (body is not null)
        {
            problem = (await gateway.SendAsync<Done>(HttpMethod.Put, $"{Api}/{id}/leaves/{Uri.EscapeDataString(code)}{deed}", body)).Problem;
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
                new { Case = shown, Selected = leaf, State = state, Typed = LeafForm.Values(form), Phrases = await PhrasesAsync(gateway) }, problem?.Status ?? StatusCodes.Status400BadRequest);
    }

    private static (object? Body, IReadOnlyList<Link> Errors) Read(IFormCollection form)
    {
        var reason = Written(form["reason"]) ?? Written(form["phrase"]);
        var explanationRequest = Written(form["request"]);
        switch (form["decision"].ToString())
        {
            case "agree":
                return (new { reason, explanationRequest }, []);
            case "data":
                var (data, errors) = LeafForm.Read(form);
                return (data is null ? null : new { data, reason, explanationRequest }, errors);
            case "points":
                return Formats.TryParse(form["given"], out var points)
                    ? (new { points, reason, explanationRequest }, [])
                    : (null, [new Link("#f-given", LeafForm.NumberError(form["given"].ToString()))]);
            case "not-applicable":
                return (new { applicable = false, reason, explanationRequest }, []);
            default:
                return (null, [new Link("#decision", AppraisalsTexts.ChooseDecision)]);
        }
    }

    private static string? Written(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static async Task<IResult> CompleteAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api}/{id}/completion");
        return outcome.Problem is null ? TypedResults.LocalRedirect(Address(id)) : await ShowAsync(gateway, await LoadAsync(gateway, id), leafCode: null, outcome.Problem);
    }
}

/// <summary>What became of the last attempt to decide.</summary>
public sealed record DecisionState
{
    public DateTimeOffset? SavedAt { get; init; }
    public Problem? Problem { get; init; }
    public IReadOnlyList<Link> Errors { get; init; } = [];
}
