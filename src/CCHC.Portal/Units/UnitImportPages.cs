using System.Net.Http.Headers;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Portal.Units;

/// <summary>A file is looked at first; the page carries it to the confirmation, so nothing waits on the server.</summary>
internal static class UnitImportPages
{
    private const int MaxLength = 2_500_000;
    private const string Csv = "text/csv";
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapUnitImport(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("nhap", () => Show(new UnitFile()));
        pages.MapPost("nhap", PreviewAsync);
        pages.MapGet("nhap/xac-nhan", () => TypedResults.LocalRedirect("/quan-tri/don-vi/nhap"));
        pages.MapPost("nhap/xac-nhan", ConfirmAsync);
    }

    private static RazorComponentResult Show(UnitFile file, ImportPreview? preview = null, string? error = null, Problem? problem = null, ImportDone? done = null) =>
        Pages.Show<UnitImportPage>(new { File = file, Preview = preview, Error = error, Problem = problem, Done = done }, problem?.Status ?? (error is null ? 200 : 400));

    private static async Task<IResult> PreviewAsync(IFormCollection form, GatewayClient gateway)
    {
        var createTypes = form["createTypes"] == "true";
        if (form.Files.GetFile("file") is not { Length: > 0 } sent)
        {
            return Show(new UnitFile { CreateTypes = createTypes }, error: UnitsTexts.NoFile);
        }

        if (sent.Length > MaxLength)
        {
            return Show(new UnitFile { CreateTypes = createTypes }, error: UnitsTexts.LongFile);
        }

        using var content = new MemoryStream();
        await sent.CopyToAsync(content);
        var file = new UnitFile { Name = sent.FileName, Content = Convert.ToBase64String(content.ToArray()), CreateTypes = createTypes };
        var outcome = await SendAsync<ImportPreview>(file, gateway, preview: true);
        return Show(file, outcome.Value, problem: outcome.Problem);
    }

    private static async Task<IResult> ConfirmAsync(IFormCollection form, GatewayClient gateway)
    {
        var file = new UnitFile { Name = form["name"].ToString(), Content = form["content"].ToString(), CreateTypes = form["createTypes"] == "true" };
        var outcome = await SendAsync<ImportDone>(file, gateway, preview: false);
        return Show(outcome.Value is null ? file : new UnitFile(), problem: outcome.Problem, done: outcome.Value);
    }

    private static async Task<Outcome<T>> SendAsync<T>(UnitFile file, GatewayClient gateway, bool preview)
        where T : class
    {
        var bytes = new byte[file.Content.Length];
        if (!Convert.TryFromBase64String(file.Content, bytes, out var length))
        {
            return new Outcome<T>(Value: null, new Problem { Status = 400, Detail = UnitsTexts.NoFile });
        }

        using var content = new ByteArrayContent(bytes, 0, length);
        content.Headers.ContentType = new MediaTypeHeaderValue(file.Name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) ? Excel : Csv);
        return await gateway.SendAsync<T>(HttpMethod.Post, $"{UnitRegister.Api}/import?preview={(preview ? "true" : "false")}&createTypes={(file.CreateTypes ? "true" : "false")}", content);
    }
}

/// <summary>The file on its way from the preview to the confirmation.</summary>
public sealed record UnitFile
{
    public string Name { get; init; } = "";
    public string Content { get; init; } = "";
    public bool CreateTypes { get; init; }
}
