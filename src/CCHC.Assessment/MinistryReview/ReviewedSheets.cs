using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.MinistryReview;

/// <summary>Sheets that a collector sent to the Ministry, and who keeps the Ministry's side of them.</summary>
internal static class ReviewedSheets
{
    /// <summary>The sheet, for those who collect it or run its campaign; null when not found.</summary>
    /// <exception cref="RuleViolationException">Nothing was submitted yet, or no unit collects the sheet.</exception>
    public static async Task<SelfAssessment?> FindManagedReviewAsync(this AssessmentDbContext db, Guid id, CurrentUser user, CancellationToken cancellationToken)
    {
        var sheet = await db.SelfAssessments.AsNoTracking().Include(x => x.Entries).Include(x => x.Contributions).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (sheet is null || !sheet.IsReviewManagedBy(user) || !await db.SelfAssessments.VisibleTo(db, user).AnyAsync(x => x.Id == id, cancellationToken))
        {
            return null;
        }

        return sheet is { CollectorUnitId: not null, Revision: > 0 }
            ? sheet
            : throw new RuleViolationException(
                "ministry-review.not-submitted", "Chỉ ghi được ý kiến của Bộ cho phiếu có đơn vị tổng hợp và đã gửi ít nhất một lần.");
    }

    public static bool IsReviewManagedBy(this SelfAssessment sheet, CurrentUser user) =>
        user.Covers(sheet.OwnerUnitId, Roles.HomeAffairs)
        || (sheet.CollectorUnitId is { } collector && user.UnitIds(Permissions.FillSheets).Contains(collector));

    /// <summary>The request, when the person's unit has to answer it; null when not found.</summary>
    public static Task<SupplementRequest?> FindAssignedRequestAsync(
        this AssessmentDbContext db, Guid sheetId, Guid requestId, CurrentUser user, CancellationToken cancellationToken)
    {
        var units = user.UnitIds(Permissions.FillSheets);
        return db.SupplementRequests.SingleOrDefaultAsync(x => x.Id == requestId && x.SelfAssessmentId == sheetId && units.Contains(x.UnitId), cancellationToken);
    }

    /// <summary>Who may be asked: the units with a part in the sheet, and the one that collects.</summary>
    public static Guid AssigneeFor(this SelfAssessment sheet, string leafCode, Guid? wanted)
    {
        var unit = wanted ?? sheet.Entries.FirstOrDefault(entry => entry.LeafCode == leafCode)?.ResponsibleUnitId ?? sheet.SubmittingUnitId;
        return unit == sheet.SubmittingUnitId || sheet.Contributions.Any(contribution => contribution.UnitId == unit)
            ? unit
            : throw new InvalidInputException("unitId", "Chỉ giao được cho đơn vị có phần việc trong phiếu, hoặc đơn vị tổng hợp.");
    }
}
