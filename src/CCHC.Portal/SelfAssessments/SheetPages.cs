using System.Globalization;
using CCHC.Portal.Evidence;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Leaves;
using CCHC.Portal.Workbooks;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Portal.SelfAssessments;

public static class SheetPages
{
    private const string Api = "/api/assessment/self-assessments";

    public static void MapSelfAssessments(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/phieu");
        pages.MapGet("", ListAsync);
        pages.MapGet("{id:guid}", async (Guid id, string? tieuChi, GatewayClient gateway) => await ShowAsync(gateway, id, tieuChi));
        pages.MapGet("{id:guid}/{**deed}", (Guid id) => TypedResults.LocalRedirect(Address(id))); // a refused form, reloaded
        pages.MapPost("{id:guid}/tieu-chi/{code}", SaveAsync);
        pages.MapPost("{id:guid}/ban-giao", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, "hand-over", body: null));
        pages.MapPost("{id:guid}/gui", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, "submission", body: null));
        pages.MapPost("{id:guid}/giao-phan", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, "contributions", body: null));
        pages.MapPost("{id:guid}/tra-phan/{unitId:guid}", (Guid id, Guid unitId, [FromForm] string? remarks, GatewayClient gateway) =>
            DoAsync(gateway, id, $"contributions/{unitId}/return", new { remarks = remarks ?? "" }));
        pages.MapPost("{id:guid}/dat-lai", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, "reset", body: null));
        pages.MapPost("{id:guid}/tra-lai", (Guid id, [FromForm] string? remarks, GatewayClient gateway) =>
            DoAsync(gateway, id, "return", new { remarks = remarks ?? "" }));
        app.MapEvidence();
        app.MapWorkbooks();
    }

    internal static string Address(Guid id, string? leafCode = null) =>
        leafCode is null ? $"/phieu/{id}" : $"/phieu/{id}?tieuChi={Uri.EscapeDataString(leafCode)}";

    private static async Task<IResult> ListAsync(GatewayClient gateway, int trang = 1)
    {
        var sheets = await gateway.GetAsync<PageOf<SheetItem>>($"{Api}?page={trang}");
        return Pages.Show<SheetListPage>(new { Sheets = sheets });
    }

    private static Task<Sheet> LoadAsync(GatewayClient gateway, Guid id) => gateway.GetAsync<Sheet>($"{Api}/{id}");

    private static async Task<IResult> ShowAsync(GatewayClient gateway, Guid id, string? leafCode, Problem? problem = null)
    {
        var (sheet, documents) = (LoadAsync(gateway, id), EvidencePages.TryLoadAsync(gateway, id));
        await Task.WhenAll(sheet, documents);
        return Pages.Show<SheetPage>(
            new { Sheet = await sheet, Selected = (await sheet).Select(leafCode), Problem = problem, Documents = await documents }, problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> SaveAsync(Guid id, string code, IFormCollection form, GatewayClient gateway, TimeProvider clock, HttpContext context)
    {
        var (data, errors) = LeafForm.Read(form);
        Problem? problem = null;
        if (data is not null)
        {
            var version = form.ContainsKey("overwrite") ? null : form["version"].ToString();
            var body = new { data, explanation = TextOf("explanation"), evidence = TextOf("evidence") };
            var outcome = await gateway.SendAsync<SavedLeaf>(
                HttpMethod.Put, $"{Api}/{id}/entries/{Uri.EscapeDataString(code)}", body, ("If-Match", string.IsNullOrEmpty(version) ? null : $"\"{version}\""));
            problem = outcome.Problem;
        }

        if (problem is { IsAway: true } && Pages.IsPartial(context))
        {
            throw new GatewayException(problem); // the form keeps what was typed and tries again
        }

        var saved = data is not null && problem is null;
        if (saved && !Pages.IsPartial(context))
        {
            return TypedResults.LocalRedirect(Address(id, code));
        }

        var sheet = await LoadAsync(gateway, id);
        if (sheet.Select(code) is not { } node || node.Code != code)
        {
            return TypedResults.NotFound();
        }

        // A stale or refused write keeps the version that was read: only a person may decide to overwrite.
        var state = new LeafState
        {
            SavedAt = saved ? clock.GetUtcNow() : null,
            Problem = problem,
            Errors = errors,
            Version = saved ? node.Leaf!.Version?.ToString(CultureInfo.InvariantCulture) : form["version"].ToString(),
        };
        return Pages.IsPartial(context)
            ? Pages.Show<LeafSaved>(new { Sheet = sheet, Node = node, State = state })
            : Pages.Show<SheetPage>(
                new { Sheet = sheet, Selected = node, State = state, Typed = LeafForm.Values(form), Documents = await EvidencePages.TryLoadAsync(gateway, id) }, problem?.Status ?? StatusCodes.Status400BadRequest);

        string? TextOf(string field) => string.IsNullOrWhiteSpace(form[field]) ? null : form[field].ToString().Trim();
    }

    private static async Task<IResult> DoAsync(GatewayClient gateway, Guid id, string deed, object? body)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api}/{id}/{deed}", body);
        return outcome.Problem is null ? TypedResults.LocalRedirect(Address(id)) : await ShowAsync(gateway, id, leafCode: null, outcome.Problem);
    }
}

/// <summary>What became of the last attempt to save a leaf.</summary>
public sealed record LeafState
{
    public DateTimeOffset? SavedAt { get; init; }
    public Problem? Problem { get; init; }
    public IReadOnlyList<Link> Errors { get; init; } = [];
    public string? Version { get; init; }
}
