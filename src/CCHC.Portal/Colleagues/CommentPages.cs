using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.SelfAssessments;

namespace CCHC.Portal.Colleagues;

/// <summary>Remarks among those who work on a sheet, below the leaf and all together.</summary>
internal static class CommentPages
{
    public static void MapComments(this RouteGroupBuilder pages)
    {
        pages.MapGet("trao-doi", (Guid id, string? loc, GatewayClient gateway) => ShowAllAsync(gateway, id, settled: loc == "xong"));
        pages.MapGet("trao-doi/{code}", ShowLeafAsync);
        pages.MapPost("trao-doi/{code}", AddAsync);
        pages.MapPost("trao-doi/{code}/{comment:guid}/xong", ResolveAsync);
    }

    internal static string Address(Guid sheet, string? leafCode = null) =>
        leafCode is null ? $"/phieu/{sheet}/trao-doi" : $"/phieu/{sheet}/trao-doi/{Uri.EscapeDataString(leafCode)}";

    private static Task<CommentList> LoadAsync(GatewayClient gateway, Guid id) => gateway.GetAsync<CommentList>($"{SheetPages.Api}/{id}/comments");

    private static async Task<IResult> ShowAllAsync(GatewayClient gateway, Guid id, bool settled)
    {
        var (sheet, comments) = (SheetPages.LoadAsync(gateway, id), LoadAsync(gateway, id));
        return Pages.Show<CommentsPage>(new { Sheet = await sheet, Comments = await comments, Settled = settled });
    }

    private static async Task<IResult> ShowLeafAsync(Guid id, string code, GatewayClient gateway, HttpContext context) => Pages.IsPartial(context)
        ? Pages.Show<CommentThread>(new { SheetId = id, LeafCode = code, Comments = await LoadAsync(gateway, id) })
        : TypedResults.LocalRedirect(Address(id) + $"#{CommentThread.IdOf(code)}"); // a form, reloaded

    private static Task<IResult> AddAsync(Guid id, string code, IFormCollection form, GatewayClient gateway, HttpContext context) =>
        DoAsync(gateway, id, code, $"entries/{Uri.EscapeDataString(code)}/comments", new { text = form["text"].ToString().Trim() }, form, context);

    private static Task<IResult> ResolveAsync(Guid id, string code, Guid comment, IFormCollection form, GatewayClient gateway, HttpContext context) =>
        DoAsync(gateway, id, code, $"comments/{comment}/resolution", body: null, form, context);

    private static async Task<IResult> DoAsync(GatewayClient gateway, Guid id, string code, string deed, object? body, IFormCollection form, HttpContext context)
    {
        var problem = (await gateway.SendAsync<Done>(HttpMethod.Post, $"{SheetPages.Api}/{id}/{deed}", body)).Problem;
        if (!Pages.IsPartial(context) && problem is null)
        {
            return TypedResults.LocalRedirect(Address(id) + $"#{CommentThread.IdOf(code)}");
        }

        var comments = await LoadAsync(gateway, id);
        return Pages.IsPartial(context)
            ? Pages.Show<CommentThread>(new { SheetId = id, LeafCode = code, Comments = comments, Problem = problem, Typed = problem is null ? null : form["text"].ToString() })
            : Pages.Show<CommentsPage>(new { Sheet = await SheetPages.LoadAsync(gateway, id), Comments = comments, Problem = problem, TypedFor = code, Typed = form["text"].ToString() }, problem!.Status);
    }
}
