using CCHC.OfficialDocuments.Templates;
using CCHC.Ranking.Data;
using CCHC.ResultDocuments;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Documents.Templates;

/// <summary>Puts an office's own template in the place of the one that holds, once it is certain that it can be filled.</summary>
internal static class ReplaceTemplate
{
    public static async Task<Results<NoContent, NotFound>> Handle(
        string code, string kind, Stream body, ResultSource results, TemplateStore templates, RankingDbContext db, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (DocumentKind.Find(kind) is not { } found || await results.FindOwnerAsync(code, Permissions.PrepareDocuments, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        using var file = new MemoryStream();
        await body.CopyToAsync(file, cancellationToken);
        try
        {
            DocumentTemplate.Read(file.ToArray(), found.Places);
        }
        catch (TemplateException exception)
        {
            throw new RuleViolationException(exception.Code, exception.Message, exception.Details) { Field = "file" };
        }

        if (await templates.FindAsync(kind, campaign.Owner, cancellationToken) is not { } template)
        {
            template = DocumentTemplateFile.Of(campaign.Owner, kind);
            db.DocumentTemplates.Add(template);
        }

        template.Replace(file.ToArray(), user.DisplayName, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
