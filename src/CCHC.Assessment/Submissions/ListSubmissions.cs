using CCHC.Assessment.Data;
using CCHC.Assessment.Evidence;
using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Submissions;

/// <summary>Everything that was submitted of a sheet, the latest first, with the signed report where there is one.</summary>
public static class ListSubmissions
{
    public sealed record SignedReport(Guid DocumentId, string Name, long Size, string? Sha256, bool Readable, string AttachedBy, DateTimeOffset AttachedAt);

    public sealed record Item(int Number, int Round, DateTimeOffset SubmittedAt, string SubmittedBy, int DaysLate, decimal Points, decimal MaxPoints, SignedReport? Report);

    /// <param name="SheetReadable">False for the council, which reads what was submitted and not the sheet.</param>
    /// <param name="MaySign">Whether the caller's unit is the one that attaches signed reports.</param>
    public sealed record Response(
        Guid SelfAssessmentId, string CampaignName, int Year, string UnitCode, string UnitName, bool Practice, bool SheetReadable, bool MaySign, IReadOnlyList<Item> Items);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, AssessmentDbContext db, CancellationToken cancellationToken)
    {
        var sheet = await db.FindSheetForReadingAsync(id, user, cancellationToken);
        if (sheet is null)
        {
            return TypedResults.NotFound();
        }

        var submissions = await db.Submissions.AsNoTracking().Where(x => x.SelfAssessmentId == id).OrderByDescending(x => x.Number)
            .Select(x => new { x.Number, x.Round, x.SubmittedAt, x.SubmittedBy, x.DaysLate, x.Points, x.MaxPoints }).ToListAsync(cancellationToken);
        var signed = await db.DocumentsVisibleTo(id, user).Where(x => x.SignedSubmission != null && x.SupersededById == null).ToListAsync(cancellationToken);
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(x => x.Id == sheet.CampaignId, cancellationToken);
        var readable = await db.SelfAssessments.VisibleTo(db, user).AnyAsync(x => x.Id == id, cancellationToken);
        var maySign = user.UnitIds(Permissions.FillSheets).Contains(sheet.SubmittingUnitId);
        return TypedResults.Ok(new Response(id, campaign.Name, campaign.Year, sheet.UnitCode, sheet.UnitName, campaign.Practice, readable, maySign,
        [
            .. submissions.Select(x => new Item(
                x.Number, x.Round, x.SubmittedAt, x.SubmittedBy, x.DaysLate, x.Points, x.MaxPoints,
                signed.Find(document => document.SignedSubmission == x.Number) is { } report
                    ? new SignedReport(report.Id, report.Name, report.Size, report.Sha256, report.IsReadable, report.CreatedByName, report.CreatedAt)
                    : null)),
        ]));
    }
}
