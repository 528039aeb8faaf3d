using System.Globalization;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.SelfAssessments;

namespace CCHC.Portal.Evidence;

public static class EvidencePages
{
    internal const string Api = "/api/assessment/self-assessments";

    public static void MapEvidence(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/phieu");
        pages.MapEvidenceUploads();
        pages.MapGet("{id:guid}/tai-lieu", (Guid id, string? loc, GatewayClient gateway) => ShowAllAsync(gateway, id, loc));
        pages.MapGet("{id:guid}/tai-lieu.zip", (Guid id, HttpContext context, GatewayStream gateway) => gateway.DownloadAsync(context, $"{Api}/{id}/evidence.zip"));
        pages.MapGet("{id:guid}/danh-sach-tai-lieu", ListAsync);
        pages.MapPost("{id:guid}/tai-lieu", AddLinkAsync);
        pages.MapPost("{id:guid}/tai-lieu/gan", AttachAsync);
        pages.MapGet("{id:guid}/tai-lieu/{document:guid}", (Guid id, Guid document, string? tieuChi, GatewayClient gateway, HttpContext context) => ShowOneAsync(gateway, id, document, tieuChi, SheetFilter.Of(context)));
        pages.MapPost("{id:guid}/tai-lieu/{document:guid}", DescribeAsync);
        pages.MapPost("{id:guid}/tai-lieu/{document:guid}/bo", RemoveAsync);
        pages.MapGet("{id:guid}/tai-lieu/{document:guid}/tep", (Guid id, Guid document, HttpContext context, GatewayStream gateway) =>
            gateway.DownloadAsync(context, $"{Api}/{id}/documents/{document}/content"));
    }

    internal static string Address(Guid sheet, string? leafCode, SheetFilter? filter = null) =>
        leafCode is null ? $"/phieu/{sheet}/tai-lieu" : SheetPages.Address(sheet, leafCode, filter) + "#tai-lieu";

    /// <summary>What is done to the documents of a leaf; the filter of the page comes back with the answer.</summary>
    internal static string Deed(Guid sheet, string path, string? leafCode, SheetFilter? filter) =>
        $"/phieu/{sheet}/{path}" + (leafCode is null ? "" : $"?tieuChi={Uri.EscapeDataString(leafCode)}" + (filter is null or { IsEmpty: true } ? "" : $"&{filter.Query}"));

    internal static Task<Outcome<DocumentsOfSheet>> TryLoadAsync(GatewayClient gateway, Guid id) => gateway.TryGetAsync<DocumentsOfSheet>($"{Api}/{id}/documents");

    private static Task<DocumentsOfSheet> LoadAsync(GatewayClient gateway, Guid id) => gateway.GetAsync<DocumentsOfSheet>($"{Api}/{id}/documents");

    private static Task<Sheet> SheetAsync(GatewayClient gateway, Guid id) => gateway.GetAsync<Sheet>($"{Api}/{id}");

    private static async Task<IResult> ShowAllAsync(GatewayClient gateway, Guid id, string? filter, EvidenceState? state = null) =>
        Pages.Show<DocumentsPage>(
            new { Sheet = await SheetAsync(gateway, id), Documents = await LoadAsync(gateway, id), Unused = filter == "chua-gan", State = state },
            state?.Problem.Status ?? StatusCodes.Status200OK);

    /// <summary>The list alone, after an upload has ended, with what else on the page depends on it.</summary>
    private static async Task<IResult> ListAsync(Guid id, string? tieuChi, GatewayClient gateway, HttpContext context)
    {
        var sheet = await SheetAsync(gateway, id);
        return Pages.Show<DocumentListChanged>(new { Sheet = sheet, Documents = await LoadAsync(gateway, id), LeafCode = sheet.Find(tieuChi)?.Code, Filter = SheetFilter.Of(context) });
    }

    private static async Task<IResult> ShowOneAsync(GatewayClient gateway, Guid id, Guid documentId, string? leafCode, SheetFilter filter, EvidenceState? state = null)
    {
        var documents = await LoadAsync(gateway, id);
        return documents.Find(documentId) is { } document
            ? Pages.Show<DocumentPage>(
                new { Sheet = await SheetAsync(gateway, id), Documents = documents, Document = document, LeafCode = leafCode, Filter = filter, State = state },
                state?.Problem.Status ?? StatusCodes.Status200OK)
            : TypedResults.NotFound();
    }

    private static async Task<IResult> AddLinkAsync(Guid id, string? tieuChi, IFormCollection form, GatewayClient gateway, HttpContext context)
    {
        var (details, wrong) = Details(form);
        var body = new
        {
            name = Text(form, "name") ?? "", url = Text(form, "url") ?? "", details.number, details.issuedOn, details.issuer, details.effectiveOn,
            leaves = tieuChi is null ? [] : new[] { tieuChi }, supersedes = Text(form, "supersedes"),
        };
        var problem = wrong ?? (await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api}/{id}/documents", body)).Problem;
        return problem is null
            ? TypedResults.LocalRedirect(Address(id, tieuChi, SheetFilter.Of(context)))
            : await ShowAgainAsync(gateway, id, tieuChi, SheetFilter.Of(context), new EvidenceState(problem, Typed(form), OfLink: true));
    }

    /// <summary>Uses a document that the sheet already has for one leaf more.</summary>
    private static async Task<IResult> AttachAsync(Guid id, string? tieuChi, IFormCollection form, GatewayClient gateway, HttpContext context)
    {
        var known = Guid.TryParse(form["document"], out var documentId) ? (await LoadAsync(gateway, id)).Find(documentId) : null;
        if (known is null || tieuChi is null)
        {
            return TypedResults.LocalRedirect(Address(id, tieuChi, SheetFilter.Of(context))); // nothing was chosen
        }

        var leaves = known.Leaves.Select(leaf => leaf.Code).Append(tieuChi).Distinct(StringComparer.Ordinal);
        var body = new { known.Number, known.IssuedOn, known.Issuer, known.EffectiveOn, leaves };
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Put, $"{Api}/{id}/documents/{documentId}", body);
        return outcome.Problem is null
            ? TypedResults.LocalRedirect(Address(id, tieuChi, SheetFilter.Of(context)))
            : await ShowAgainAsync(gateway, id, tieuChi, SheetFilter.Of(context), new EvidenceState(outcome.Problem, Typed(form), OfLink: false));
    }

    private static async Task<IResult> DescribeAsync(Guid id, Guid document, string? tieuChi, IFormCollection form, GatewayClient gateway, HttpContext context)
    {
        var (details, wrong) = Details(form);
        var body = new { details.number, details.issuedOn, details.issuer, details.effectiveOn, leaves = form["leaves"].OfType<string>().Distinct(StringComparer.Ordinal) };
        var problem = wrong ?? (await gateway.SendAsync<Done>(HttpMethod.Put, $"{Api}/{id}/documents/{document}", body)).Problem;
        return problem is null
            ? TypedResults.LocalRedirect(Address(id, tieuChi, SheetFilter.Of(context)))
            : await ShowOneAsync(gateway, id, document, tieuChi, SheetFilter.Of(context), new EvidenceState(problem, Typed(form), OfLink: false));
    }

    private static async Task<IResult> RemoveAsync(Guid id, Guid document, string? tieuChi, IFormCollection form, GatewayClient gateway, HttpContext context)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Delete, $"{Api}/{id}/documents/{document}");
        return outcome.Problem is null
            ? TypedResults.LocalRedirect(Address(id, tieuChi, SheetFilter.Of(context)))
            : await ShowAgainAsync(gateway, id, tieuChi, SheetFilter.Of(context), new EvidenceState(outcome.Problem, Typed(form), OfLink: false));
    }

    private static async Task<IResult> ShowAgainAsync(GatewayClient gateway, Guid id, string? leafCode, SheetFilter filter, EvidenceState state)
    {
        if (leafCode is null)
        {
            return await ShowAllAsync(gateway, id, filter: null, state);
        }

        var sheet = await SheetAsync(gateway, id);
        return Pages.Show<SheetPage>(
            new { Sheet = sheet, Filter = filter, Selected = sheet.Select(leafCode), Documents = await TryLoadAsync(gateway, id), Evidence = state }, state.Problem.Status);
    }

    private static ((string? number, DateOnly? issuedOn, string? issuer, DateOnly? effectiveOn) Details, Problem? Wrong) Details(IFormCollection form)
    {
        var wrong = new[] { "issuedOn", "effectiveOn" }.Any(field => Text(form, field) is not null && Date(form, field) is null)
            ? new Problem { Status = StatusCodes.Status400BadRequest, Detail = EvidenceTexts.DateWrong }
            : null;
        return ((Text(form, "number"), Date(form, "issuedOn"), Text(form, "issuer"), Date(form, "effectiveOn")), wrong);
    }

    private static DateOnly? Date(IFormCollection form, string field) =>
        DateOnly.TryParseExact(Text(form, field), ["yyyy-MM-dd", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static string? Text(IFormCollection form, string field) => string.IsNullOrWhiteSpace(form[field]) ? null : form[field].ToString().Trim();

    private static Dictionary<string, string> Typed(IFormCollection form) => form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
}
