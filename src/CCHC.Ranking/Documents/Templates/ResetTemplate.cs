using CCHC.Ranking.Data;
using CCHC.ResultDocuments;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Documents.Templates;

/// <summary>Gives an office's own template up for the one that comes with the system.</summary>
internal static class ResetTemplate
{
    public static async Task<Results<NoContent, NotFound>> Handle(string code, string kind, ResultSource results, RankingDbContext db, CancellationToken cancellationToken)
    {
        if (DocumentKind.Find(kind) is null || await results.FindOwnerAsync(code, Permissions.PrepareDocuments, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        await db.DocumentTemplates.Where(template => template.Kind == kind && template.OwnerUnitId == campaign.Owner).ExecuteDeleteAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
