using CCHC.OfficialDocuments;
using CCHC.ResultDocuments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Documents.Templates;

/// <summary>The template that holds, to be edited in Word.</summary>
internal static class DownloadTemplate
{
    public static async Task<Results<FileContentHttpResult, NotFound>> Handle(string code, string kind, ResultSource results, TemplateStore templates, CancellationToken cancellationToken) =>
        DocumentKind.Find(kind) is { } found && await results.FindOwnerAsync(code, Permissions.ReadResults, cancellationToken) is { } campaign
            ? TypedResults.File(await templates.FileAsync(found, campaign.Owner, cancellationToken), OfficialDocument.MediaType, $"mau-{found.FileName}.docx")
            : TypedResults.NotFound();
}
