using System.Globalization;
using CCHC.Portal.Evidence;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using T = CCHC.Portal.MinistryReviews.MinistryReviewsTexts;

namespace CCHC.Portal.MinistryReviews;

/// <summary>One thing the Ministry asks for: entered and assigned by who keeps the review, answered by the unit it was given to.</summary>
internal static class RequestPages
{
    private static readonly string[] Fields = ["leafCode", "text", "dueOn", "unitId", "answer", "remarks", "name", "url"];

    public static void MapRequests(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/phieu/{id:guid}/bo-tham-dinh/yeu-cau");
        pages.MapGet("moi", async (Guid id, string? tieuChi, GatewayClient gateway) => Pages.Show<NewRequestPage>(new { Review = await ReviewPages.LoadAsync(gateway, id), LeafCode = tieuChi }));
        pages.MapPost("", AddAsync);
        pages.MapGet("", (Guid id) => TypedResults.LocalRedirect(ReviewPages.Address(id)));
        pages.MapGet("{request:guid}", (Guid id, Guid request, GatewayClient gateway) => ShowAsync(gateway, id, request));
        pages.MapGet("{request:guid}/tai-lieu", ShowDocumentsAsync);
        pages.MapPost("{request:guid}", (Guid id, Guid request, IFormCollection form, GatewayClient gateway) =>
            DoAsync(gateway, id, request, HttpMethod.Put, "", new { text = Text(form, "text"), dueOn = Date(form), unitId = Text(form, "unitId") }, form));
        pages.MapPost("{request:guid}/xoa", RemoveAsync);
        pages.MapPost("{request:guid}/tra-loi", (Guid id, Guid request, IFormCollection form, GatewayClient gateway) =>
            DoAsync(gateway, id, request, HttpMethod.Post, "/answer", new { answer = Text(form, "answer") }, form));
        pages.MapPost("{request:guid}/lien-ket", AddLinkAsync);
        pages.MapPost("{request:guid}/tra-lai", (Guid id, Guid request, IFormCollection form, GatewayClient gateway) =>
            DoAsync(gateway, id, request, HttpMethod.Post, "/return", new { remarks = Text(form, "remarks"), dueOn = Date(form) }, form));
        pages.MapGet("{request:guid}/{**deed}", (Guid id, Guid request) => TypedResults.LocalRedirect(ReviewPages.Address(id, request))); // a refused form, reloaded
    }

    private static async Task<IResult> ShowAsync(GatewayClient gateway, Guid id, Guid requestId, FormState? state = null)
    {
        var (loading, documents) = (ReviewPages.LoadAsync(gateway, id), EvidencePages.TryLoadAsync(gateway, id));
        var review = await loading;
        return review.Find(requestId) is { } request
            ? Pages.Show<RequestPage>(new { Review = review, Request = request, Documents = await documents, State = state }, state?.Problem.Status ?? StatusCodes.Status200OK)
            : TypedResults.NotFound();
    }

    /// <summary>The documents alone, after an upload has ended.</summary>
    private static async Task<IResult> ShowDocumentsAsync(Guid id, Guid request, GatewayClient gateway) =>
        Pages.Show<AnswerDocuments>(new { SheetId = id, RequestId = request, Documents = await EvidencePages.TryLoadAsync(gateway, id) });

    private static async Task<IResult> AddAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        var body = new { leafCode = Text(form, "leafCode") ?? "", text = Text(form, "text"), dueOn = Date(form), unitId = Text(form, "unitId") };
        var problem = WithoutDate(form) ?? (await gateway.SendAsync<Done>(HttpMethod.Post, $"{ReviewPages.Api}/{id}/supplement-requests", body)).Problem;
        return problem is null
            ? TypedResults.LocalRedirect(ReviewPages.Address(id))
            : Pages.Show<NewRequestPage>(new { Review = await ReviewPages.LoadAsync(gateway, id), LeafCode = body.leafCode, State = StateOf(problem, form) }, problem.Status);
    }

    private static async Task<IResult> DoAsync(GatewayClient gateway, Guid id, Guid request, HttpMethod method, string deed, object body, IFormCollection form)
    {
        var problem = (deed == "/answer" ? null : WithoutDate(form)) ?? (await gateway.SendAsync<Done>(method, $"{ReviewPages.Api}/{id}/supplement-requests/{request}{deed}", body)).Problem;
        return problem is null ? TypedResults.LocalRedirect(ReviewPages.Address(id, request)) : await ShowAsync(gateway, id, request, StateOf(problem, form));
    }

    private static async Task<IResult> RemoveAsync(Guid id, Guid request, IFormCollection form, GatewayClient gateway)
    {
        var problem = (await gateway.SendAsync<Done>(HttpMethod.Delete, $"{ReviewPages.Api}/{id}/supplement-requests/{request}")).Problem;
        return problem is null ? TypedResults.LocalRedirect(ReviewPages.Address(id)) : await ShowAsync(gateway, id, request, StateOf(problem, form));
    }

    /// <summary>Adds a link to the answer; what was typed of the answer itself stays in its field.</summary>
    private static async Task<IResult> AddLinkAsync(Guid id, Guid request, IFormCollection form, GatewayClient gateway)
    {
        var review = await ReviewPages.LoadAsync(gateway, id);
        if (review.Find(request) is not { } known)
        {
            return TypedResults.NotFound();
        }

        var body = new { name = Text(form, "name") ?? "", url = Text(form, "url") ?? "", leaves = new[] { known.LeafCode }, requestId = request };
        var problem = (await gateway.SendAsync<Done>(HttpMethod.Post, $"{ReviewPages.Api}/{id}/documents", body)).Problem;
        var typed = ReviewPages.Typed(form).Where(field => problem is not null || field.Key == "answer").ToDictionary(StringComparer.Ordinal);
        return await ShowAsync(gateway, id, request, problem is null
            ? new FormState(new Problem { Status = StatusCodes.Status200OK }, typed)
            : StateOf(problem, form));
    }

    /// <summary>What the service says of a member of the request belongs to the field of the same name.</summary>
    private static FormState StateOf(Problem problem, IFormCollection form) => new(problem, ReviewPages.Typed(form))
    {
        Errors = problem.ByField
            .Select(error => (Field: Fields.FirstOrDefault(field => string.Equals(field, error.Field, StringComparison.OrdinalIgnoreCase)), error.Text))
            .Where(error => error.Field is not null).GroupBy(error => error.Field!, StringComparer.Ordinal)
            .ToDictionary(errors => errors.Key, errors => string.Join(' ', errors.Select(error => error.Text)), StringComparer.Ordinal),
    };

    private static Problem? WithoutDate(IFormCollection form) => Date(form) is null
        ? new Problem { Status = StatusCodes.Status400BadRequest, Detail = T.CheckFields, Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["dueOn"] = [T.DueOnMissing] } }
        : null;

    private static DateOnly? Date(IFormCollection form) =>
        DateOnly.TryParseExact(Text(form, "dueOn"), ["yyyy-MM-dd", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static string? Text(IFormCollection form, string field) => string.IsNullOrWhiteSpace(form[field]) ? null : form[field].ToString().Trim();
}
