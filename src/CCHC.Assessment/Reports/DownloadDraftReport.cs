using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.OfficialDocuments;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CCHC.Assessment.Reports;

/// <summary>The report as it would be if the sheet were submitted now, marked as a draft.</summary>
public static class DownloadDraftReport
{
    public static async Task<Results<FileContentHttpResult, NotFound>> Handle(
        Guid id, string format, CurrentUser user, AssessmentDbContext db, IOptions<Letterhead> letterhead, CancellationToken cancellationToken)
    {
        var sheet = await db.SelfAssessments.AsNoTracking().VisibleTo(db, user).Include(x => x.Entries).Include(x => x.Documents).Include(x => x.Contributions).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (sheet is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == sheet.CampaignId, cancellationToken);
        return ReportEndpoints.File(new SelfAssessmentReport(ReportFacts.OfDraft(sheet, campaign), letterhead.Value), format, $"du-thao-bao-cao-{sheet.UnitCode}-{campaign.Year}");
    }
}
