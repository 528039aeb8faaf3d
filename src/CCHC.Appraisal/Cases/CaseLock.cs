using CCHC.Appraisal.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Cases;

internal static class CaseLock
{
    /// <summary>Loads a case and holds its row until the transaction ends: whoever changes the same case next sees what this one wrote.</summary>
    public static Task<AppraisalCase?> LockCaseAsync(this AppraisalDbContext db, Guid id, CancellationToken cancellationToken) =>
        db.Cases.FromSql($"SELECT * FROM appraisal_cases WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);

    /// <summary>These cases, held likewise and in one order for everybody.</summary>
    public static Task<List<AppraisalCase>> LockCasesAsync(this AppraisalDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.ToArray();
        return db.Cases.FromSql($"SELECT * FROM appraisal_cases WHERE id = ANY({wanted}) ORDER BY id FOR UPDATE").ToListAsync(cancellationToken);
    }
}
