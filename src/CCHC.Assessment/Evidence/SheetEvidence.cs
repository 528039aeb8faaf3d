using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Evidence;

/// <summary>Whose evidence a person may read or change; what is filtered out is not found.</summary>
internal static class SheetEvidence
{
    /// <summary>Documents of the sheets a person may see; the council's people see what was submitted, not what is being prepared.</summary>
    public static IQueryable<EvidenceDocument> DocumentsVisibleTo(this AssessmentDbContext db, Guid selfAssessmentId, CurrentUser user)
    {
        var sheets = db.SelfAssessments.VisibleTo(db, user);
        var submitted = db.SelfAssessments.SubmittedTo(db, user);
        return db.Documents.AsNoTracking().Where(document => document.SelfAssessmentId == selfAssessmentId
            && (sheets.Any(sheet => sheet.Id == document.SelfAssessmentId)
                || submitted.Any(sheet => sheet.Id == document.SelfAssessmentId && (document.Revision < sheet.Revision || document.SignedSubmission != null))));
    }

    /// <summary>The sheet itself, by the same rule; null where it is not found.</summary>
    public static async Task<SelfAssessment?> FindSheetForReadingAsync(this AssessmentDbContext db, Guid id, CurrentUser user, CancellationToken cancellationToken) =>
        await db.SelfAssessments.AsNoTracking().VisibleTo(db, user).SingleOrDefaultAsync(sheet => sheet.Id == id, cancellationToken)
        ?? await db.SelfAssessments.AsNoTracking().SubmittedTo(db, user).SingleOrDefaultAsync(sheet => sheet.Id == id, cancellationToken);

    /// <summary>
    /// The sheet with its entries and documents when the person's units may change evidence for these leaves, and for those of the document if
    /// one is given; null when sheet or document is not found. Holds the sheet's status for the rest of the transaction.
    /// </summary>
    public static async Task<SelfAssessment?> LoadForEvidenceAsync(
        this AssessmentDbContext db, Guid id, CurrentUser user, IReadOnlyCollection<string> leaves, Guid? documentId, RequestArrival arrival,
        CancellationToken cancellationToken)
    {
        var arrived = arrival.Time;
        await db.LockStatusAsync(id, cancellationToken);
        var sheet = await db.SelfAssessments.AnsweredByUnitsOf(user).Include(x => x.Entries).Include(x => x.Contributions).Include(x => x.Documents).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        var document = sheet?.Documents.SingleOrDefault(document => document.Id == documentId);
        if (sheet is null || (documentId is not null && document is null))
        {
            return null;
        }

        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(x => x.Id == sheet.CampaignId, cancellationToken);
        campaign.RequireSelfAssessmentOpen(sheet.Round, sheet.GroupCode, sheet.UnitId, arrived);
        sheet.RequireEvidenceOpen(
            leaves.Union(document?.Leaves.Select(leaf => leaf.LeafCode) ?? []), user.UnitIds(Permissions.FillSheets),
            user.UnitIds(Roles.UnitHead).Contains(sheet.SubmittingUnitId), campaign);
        return sheet;
    }

    /// <summary>The sheet with its documents when the person's unit submitted it and there is such a submission; null when not found.</summary>
    public static async Task<SelfAssessment?> LoadForSigningAsync(this AssessmentDbContext db, Guid id, CurrentUser user, int submission, CancellationToken cancellationToken)
    {
        await db.LockStatusAsync(id, cancellationToken);
        return await db.SelfAssessments.OfUnitsOf(user, Roles.UnitOfficer, Roles.UnitHead).Include(x => x.Documents)
            .SingleOrDefaultAsync(x => x.Id == id && x.Submissions.Any(known => known.Number == submission), cancellationToken);
    }

    /// <summary>The sheet with its documents, for a request whose right is checked with the request; holds the sheet's status.</summary>
    public static async Task<SelfAssessment?> LoadForAnswerAsync(this AssessmentDbContext db, Guid id, CancellationToken cancellationToken)
    {
        await db.LockStatusAsync(id, cancellationToken);
        return await db.SelfAssessments.Include(x => x.Documents).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
    }

    private static IQueryable<SelfAssessment> SubmittedTo(this IQueryable<SelfAssessment> sheets, AssessmentDbContext db, CurrentUser user)
    {
        var areas = user.Areas(Roles.Appraiser, Roles.CouncilChair, Roles.CouncilSecretary);
        return sheets.WithoutConflict(db, user).Where(sheet => sheet.Revision > 0 && (areas == null || (sheet.OwnerUnitId != null && areas.Contains(sheet.OwnerUnitId.Value))));
    }
}
