using CCHC.Portal.Colleagues;
using CCHC.Portal.Evidence;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.MinistryReviews;
using CCHC.Portal.Submissions;
using CCHC.Portal.Workbooks;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Portal.SelfAssessments;

public static class SheetPages
{
    internal const string Api = "/api/assessment/self-assessments";

    public static void MapSelfAssessments(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/phieu");
        pages.MapGet("", ListAsync);
        pages.MapGet("{id:guid}", ShowSheetAsync);
        pages.MapGet("{id:guid}/{**deed}", (Guid id) => TypedResults.LocalRedirect(Address(id))); // a refused form, reloaded
        pages.MapLeaves();
        pages.MapPost("{id:guid}/ban-giao", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, "hand-over", body: null));
        pages.MapPost("{id:guid}/giao-phan", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, "contributions", body: null));
        pages.MapPost("{id:guid}/tra-phan/{unitId:guid}", (Guid id, Guid unitId, [FromForm] string? remarks, GatewayClient gateway) =>
            DoAsync(gateway, id, $"contributions/{unitId}/return", new { remarks = remarks ?? "" }));
        pages.MapPost("{id:guid}/dat-lai", (Guid id, IFormCollection form, GatewayClient gateway) => DoAsync(gateway, id, "reset", body: null));
        pages.MapPost("{id:guid}/tra-lai", (Guid id, [FromForm] string? remarks, GatewayClient gateway) =>
            DoAsync(gateway, id, "return", new { remarks = remarks ?? "" }));
        app.MapEvidence();
        var shared = app.MapGroup("/phieu/{id:guid}");
        shared.MapAssignments();
        shared.MapComments();
        shared.MapSituation();
        app.MapSubmissions();
        app.MapMinistryReviews();
        app.MapWorkbooks();
    }

    internal static string Address(Guid id, string? leafCode = null, SheetFilter? filter = null)
    {
        var query = string.Join('&', new[] { leafCode is null ? "" : $"tieuChi={Uri.EscapeDataString(leafCode)}", filter?.Query ?? "" }.Where(part => part.Length > 0));
        return query.Length == 0 ? $"/phieu/{id}" : $"/phieu/{id}?{query}";
    }

    private static async Task<IResult> ListAsync(GatewayClient gateway, int trang = 1)
    {
        var sheets = await gateway.GetAsync<PageOf<SheetItem>>($"{Api}?page={trang}");
        return Pages.Show<SheetListPage>(new { Sheets = sheets });
    }

    internal static Task<Sheet> LoadAsync(GatewayClient gateway, Guid id) => gateway.GetAsync<Sheet>($"{Api}/{id}");

    private static async Task<IResult> ShowSheetAsync(
        Guid id, string? tieuChi, GatewayClient gateway, CurrentUser user, TimeProvider clock, HttpContext context)
    {
        var (loading, loadingDocuments, filter) = (LoadAsync(gateway, id), EvidencePages.TryLoadAsync(gateway, id), SheetFilter.Read(context.Request.Query));
        var (sheet, documents) = (await loading, await loadingDocuments);
        return Pages.Show<SheetPage>(new
        {
            Sheet = sheet,
            Filter = filter,
            Selected = new SheetView(sheet, filter, user.Id, documents.Value).Select(tieuChi),
            Documents = documents,
            LastVisit = LastVisit.Note(context, id, clock.GetUtcNow()),
        });
    }

    private static async Task<IResult> ShowAsync(GatewayClient gateway, Guid id, Problem problem)
    {
        var (sheet, documents) = (LoadAsync(gateway, id), EvidencePages.TryLoadAsync(gateway, id));
        await Task.WhenAll(sheet, documents);
        return Pages.Show<SheetPage>(
            new { Sheet = await sheet, Selected = (await sheet).Select(leafCode: null), Problem = problem, Documents = await documents }, problem.Status);
    }

    private static async Task<IResult> DoAsync(GatewayClient gateway, Guid id, string deed, object? body)
    {
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Post, $"{Api}/{id}/{deed}", body);
        return outcome.Problem is null ? TypedResults.LocalRedirect(Address(id)) : await ShowAsync(gateway, id, outcome.Problem);
    }
}
