using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.SelfAssessments;
using CCHC.Scoring;
using Microsoft.AspNetCore.Mvc;
using T = CCHC.Portal.Workbooks.WorkbooksTexts;

namespace CCHC.Portal.Workbooks;

/// <summary>The sheet as Excel: away to be filled in, back through a preview, and into the sheet only what was ticked.</summary>
internal static class WorkbookPages
{
    private const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Api = "/api/assessment/self-assessments";

    // The service refuses what is above 10 MB in its own words.
    private const long LargestUpload = 11 * 1024 * 1024;

    /// <summary>Vietnamese as it is: escaped, a long explanation would be six times as long.</summary>
    private static readonly JsonSerializerOptions Carried = new(ScoringJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapWorkbooks(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/phieu/{id:guid}");
        pages.MapGet("phieu.xlsx", (Guid id, HttpContext context, GatewayStream gateway) => gateway.DownloadAsync(context, $"{Api}/{id}/workbook"));
        pages.MapGet("excel", async (Guid id, GatewayClient gateway) => Pages.Show<WorkbookPage>(new { Sheet = await SheetAsync(gateway, id) }));
        pages.MapPost("excel", UploadAsync).WithMetadata(new RequestSizeLimitAttribute(LargestUpload));
        pages.MapPost("excel/ap-dung", ApplyAsync).WithMetadata(new RequestSizeLimitAttribute(LargestUpload)).WithFormOptions(valueCountLimit: 10_000);
        pages.MapGet("excel/ap-dung", (Guid id) => TypedResults.LocalRedirect(Address(id))); // the answer to a form, reloaded
    }

    internal static string Address(Guid sheet) => $"/phieu/{sheet}/excel";

    internal static string Carry(object value) => JsonSerializer.Serialize(value, Carried);

    private static Task<Sheet> SheetAsync(GatewayClient gateway, Guid id) => gateway.GetAsync<Sheet>($"{Api}/{id}");

    private static async Task<IResult> UploadAsync(Guid id, IFormFile? file, GatewayClient gateway)
    {
        if (file is null || file.Length == 0)
        {
            return await ShowAsync(gateway, id, preview: null, new Problem { Status = StatusCodes.Status400BadRequest, Detail = T.ChooseFile });
        }

        await using var stream = file.OpenReadStream();
        using var content = new StreamContent(stream);
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        var outcome = await gateway.SendAsync<WorkbookPreview>(HttpMethod.Post, $"{Api}/{id}/workbook", content);
        return await ShowAsync(gateway, id, outcome.Value, outcome.Problem is { } problem ? problem with { Errors = null } : null); // the detail says it already
    }

    private static async Task<IResult> ApplyAsync(Guid id, IFormCollection form, GatewayClient gateway)
    {
        if (Read(form) is not { } preview)
        {
            return await ShowAsync(gateway, id, preview: null, new Problem { Status = StatusCodes.Status400BadRequest, Detail = T.Unreadable });
        }

        var ticked = form["apply"].OfType<string>().ToHashSet(StringComparer.Ordinal);
        var applied = preview.Changes.Where(change => change.Problem is null && ticked.Contains(change.LeafCode)).ToList();
        if (applied.Count == 0)
        {
            return await ShowAsync(gateway, id, preview, new Problem { Status = StatusCodes.Status400BadRequest, Detail = T.NothingTicked }, ticked);
        }

        var body = new { entries = applied.Select(change => new { change.LeafCode, change.Version, change.Data, change.Explanation, change.Supplement, change.Evidence }) };
        var outcome = await gateway.SendAsync<Done>(HttpMethod.Put, $"{Api}/{id}/entries", body);
        if (outcome.Problem is not null)
        {
            return await ShowAsync(gateway, id, preview, outcome.Problem, ticked);
        }

        var left = preview with { Changes = [.. preview.Changes.Except(applied)] };
        return Pages.Show<WorkbookAppliedPage>(new { Sheet = await SheetAsync(gateway, id), Applied = applied, Left = left });
    }

    private static async Task<IResult> ShowAsync(GatewayClient gateway, Guid id, WorkbookPreview? preview, Problem? problem, IReadOnlySet<string>? ticked = null) =>
        Pages.Show<WorkbookPage>(
            new { Sheet = await SheetAsync(gateway, id), Preview = preview, Problem = problem, Ticked = ticked }, problem?.Status ?? StatusCodes.Status200OK);

    /// <summary>What the page has carried; whatever a browser makes of it, the service checks it as it checks any form.</summary>
    private static WorkbookPreview? Read(IFormCollection form)
    {
        try
        {
            return new WorkbookPreview(
                [.. form["change"].Select(json => JsonSerializer.Deserialize<WorkbookChange>(json!, Carried)!)],
                JsonSerializer.Deserialize<IReadOnlyList<IgnoredCell>>(form["ignored"].ToString(), Carried) ?? [],
                int.TryParse(form["unchanged"], CultureInfo.InvariantCulture, out var unchanged) ? unchanged : 0);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
