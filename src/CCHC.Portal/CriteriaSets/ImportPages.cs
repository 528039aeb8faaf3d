using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using Microsoft.AspNetCore.Http.HttpResults;
using T = CCHC.Portal.CriteriaSets.CriteriaSetsTexts;

namespace CCHC.Portal.CriteriaSets;

/// <summary>From the annex of a decision to a draft: nothing is stored before the officer has seen every row.</summary>
internal static class ImportPages
{
    private const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    // Five thousand rows of eleven fields.
    private const int MostFields = 60_000;

    public static void MapImport(this RouteGroupBuilder pages)
    {
        pages.MapGet("nhap", () => Pages.Show<ImportPage>(new { }));
        pages.MapPost("nhap", UploadAsync);
        pages.MapPost("nhap/dong", CheckOrCreateAsync).WithFormOptions(valueCountLimit: MostFields);
        pages.MapGet("nhap/dong", () => TypedResults.LocalRedirect("/bo-tieu-chi/nhap"));
    }

    private static async Task<IResult> UploadAsync(IFormFile? file, GatewayClient gateway)
    {
        if (file is null || file.Length == 0)
        {
            return Show(FieldErrors.Refuse(T.ChooseFile, ("file", T.ChooseFile)));
        }

        await using var stream = file.OpenReadStream();
        using var content = new StreamContent(stream);
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        var outcome = await gateway.SendAsync<ImportPreview>(HttpMethod.Post, $"{SetPages.Api}/import?preview=true", content);
        return outcome.Value is { } preview
            ? Pages.Show<ImportPage>(new { Preview = preview, Rows = preview.Rows, Columns = preview.Columns?.GetRawText(), Name = preview.Name })
            : Show(outcome.Problem!);
    }

    private static async Task<IResult> CheckOrCreateAsync(IFormCollection form, GatewayClient gateway)
    {
        var rows = Rows(form);
        var (code, name, year) = (form["code"].ToString().Trim(), form["name"].ToString().Trim(), form["year"].ToString().Trim());
        int? yearNumber = int.TryParse(year, CultureInfo.InvariantCulture, out var number) ? number : null;
        var body = new { code, name, year = yearNumber, rows, columns = Columns(form["columns"]) };
        Problem? problem = null;
        if (form["viec"] == "tao")
        {
            if (code.Length == 0 || name.Length == 0 || yearNumber is null)
            {
                problem = FieldErrors.Refuse(T.ImportNeeds, [.. Missing()]);
            }
            else
            {
                (var created, problem) = await gateway.SendAsync<CreatedSet>(HttpMethod.Post, $"{SetPages.Api}/import/rows", body);
                if (created is not null)
                {
                    return TypedResults.LocalRedirect(SetPages.Address(created.Id));
                }
            }
        }

        var outcome = await gateway.SendAsync<ImportPreview>(HttpMethod.Post, $"{SetPages.Api}/import/rows?preview=true", new { body.name, body.rows, body.columns });
        problem ??= outcome.Problem;
        return ShowRows();

        IEnumerable<(string, string)> Missing()
        {
            (string Field, bool Given)[] needed = [("code", code.Length > 0), ("name", name.Length > 0), ("year", yearNumber is not null)];
            return needed.Where(field => !field.Given).Select(field => (field.Field, T.FieldEmpty));
        }

        RazorComponentResult ShowRows() => Pages.Show<ImportPage>(
            new { Preview = outcome.Value, Rows = outcome.Value?.Rows ?? rows, Columns = form["columns"].ToString(), Code = code, Name = name, Year = year, Problem = problem }, problem?.Status ?? StatusCodes.Status200OK);
    }

    private static RazorComponentResult Show(Problem problem) => Pages.Show<ImportPage>(new { Problem = problem }, problem.Status);

    private static JsonElement? Columns(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<ImportRow> Rows(IFormCollection form)
    {
        var skipped = form["skip"].ToHashSet(StringComparer.Ordinal);
        return
        [
            .. form["row"].Select((row, i) => new ImportRow(
                int.TryParse(row, CultureInfo.InvariantCulture, out var number) ? number : i + 1,
                At("rowCode", i), At("rowName", i), At("rowMax", i), At("rowMethod", i), At("rowEvidence", i), Skipped(row, i),
                int.TryParse(At("rowLevel", i), CultureInfo.InvariantCulture, out var level) ? level : null, At("rowExact", i), At("rowRepeated", i) == "true")),
        ];

        // Unticking a row that was left out brings it in; one that was never ticked stays for the text to decide.
        bool? Skipped(string? row, int i) => skipped.Contains(row) ? true : At("rowWas", i) is null ? null : false;

        string? At(string field, int i) => i < form[field].Count && form[field][i]?.ReplaceLineEndings("\n").Trim() is { Length: > 0 } text ? text : null;
    }
}
