using CCHC.OfficialDocuments.Templates;
using CCHC.Ranking.Data;
using CCHC.ResultDocuments;
using CCHC.ServiceDefaults.Errors;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Documents.Templates;

/// <summary>The templates that hold: a government's own, else the one that comes with the system.</summary>
internal sealed class TemplateStore(RankingDbContext db)
{
    public Task<DocumentTemplateFile?> FindAsync(string kind, Guid? owner, CancellationToken cancellationToken) =>
        db.DocumentTemplates.SingleOrDefaultAsync(template => template.Kind == kind && template.OwnerUnitId == owner, cancellationToken);

    public async Task<byte[]> FileAsync(DocumentKind kind, Guid? owner, CancellationToken cancellationToken) =>
        await db.DocumentTemplates.Where(template => template.Kind == kind.Slug && template.OwnerUnitId == owner).Select(template => template.Content).SingleOrDefaultAsync(cancellationToken) ?? kind.BuiltInFile();

    /// <exception cref="RuleViolationException">A later version of the system no longer knows a place of it.</exception>
    public async Task<DocumentTemplate> ReadAsync(DocumentKind kind, Guid? owner, CancellationToken cancellationToken)
    {
        var file = await FileAsync(kind, owner, cancellationToken);
        try
        {
            return DocumentTemplate.Read(file, kind.Places);
        }
        catch (TemplateException exception)
        {
            throw new RuleViolationException(exception.Code, $"Mẫu “{kind.Name}” cần sửa trước khi lập văn bản. {exception.Message}", exception.Details);
        }
    }
}
