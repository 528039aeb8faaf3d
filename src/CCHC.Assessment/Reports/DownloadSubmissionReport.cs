using CCHC.Assessment.Data;
using CCHC.Assessment.Evidence;
using CCHC.OfficialDocuments;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CCHC.Assessment.Reports;

/// <summary>The report on one submission, for signature: Word for the document, Excel for its tables.</summary>
public static class DownloadSubmissionReport
{
    public static async Task<Results<FileContentHttpResult, NotFound>> Handle(
        Guid id, int number, string format, CurrentUser user, AssessmentDbContext db, IOptions<Letterhead> letterhead, CancellationToken cancellationToken)
    {
        var sheet = await db.FindSheetForReadingAsync(id, user, cancellationToken);
        var submission = sheet is null ? null : await db.Submissions.AsNoTracking().SingleOrDefaultAsync(x => x.SelfAssessmentId == id && x.Number == number, cancellationToken);
        if (submission is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == sheet!.CampaignId, cancellationToken);
        return ReportEndpoints.File(new SelfAssessmentReport(ReportFacts.Of(sheet!, campaign, submission), letterhead.Value), format, $"bao-cao-tu-danh-gia-{sheet!.UnitCode}-{campaign.Year}-lan-{number}");
    }
}
