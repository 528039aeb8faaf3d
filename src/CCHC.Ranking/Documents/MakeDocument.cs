using CCHC.Contracts.Identity;
using CCHC.OfficialDocuments;
using CCHC.OfficialDocuments.Templates;
using CCHC.Ranking.Documents.Templates;
using CCHC.ResultDocuments;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CCHC.Ranking.Documents;

/// <summary>A document of a result: in Word by the office's template, in Excel its tables.</summary>
internal static class MakeDocument
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <param name="unit">For documents of one unit.</param>
    public static async Task<Results<FileContentHttpResult, NotFound>> Handle(
        string code, string kind, string format, string? unit, int? version, int? snapshot, ResultSource results, TemplateStore templates, CurrentUser user, IOptions<Letterhead> letterhead,
        CancellationToken cancellationToken)
    {
        if (DocumentKind.Find(kind) is not { } found)
        {
            return TypedResults.NotFound();
        }

        // Units read of each other only what everybody may.
        var result = await results.FindAsync(code, version, snapshot, cancellationToken)
            ?? (found.OfUnit && snapshot is null && (user.IsInRole(Roles.UnitOfficer) || user.IsInRole(Roles.UnitHead)) ? await results.FindPublicAsync(code, version, cancellationToken) : null);
        if (result is null)
        {
            return TypedResults.NotFound();
        }

        if (found.OfUnit && unit is null)
        {
            throw new InvalidInputException("unit", "Chọn đơn vị cần lập thông báo kết quả.");
        }

        if (found.OfUnit && result.FindUnit(unit) is null)
        {
            return TypedResults.NotFound();
        }

        var document = found.Make(result, letterhead.Value, unit);
        using var file = new MemoryStream();
        if (format == "xlsx")
        {
            document.ToWorkbook().Write(file);
        }
        else
        {
            (await templates.ReadAsync(found, result.OwnerUnitId, cancellationToken)).Fill(document.Content, file);
        }

        var name = string.Join('-', new[] { found.FileName, code, found.OfUnit ? unit : null }.OfType<string>());
        return TypedResults.File(file.ToArray(), format == "xlsx" ? Xlsx : OfficialDocument.MediaType, $"{name}.{format}");
    }
}
