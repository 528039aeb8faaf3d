using CCHC.OfficialDocuments;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CCHC.Ranking.Remediation.Documents;

/// <summary>The plan with both annexes: Word for the document, Excel for its tables.</summary>
public static class DownloadPlan
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static async Task<Results<FileContentHttpResult, NotFound>> Handle(
        Guid id, string format, CurrentUser user, RankingDbContext db, IOptions<Letterhead> letterhead, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.RemediationPlans.AsNoTracking().Include(x => x.Units).ReachedBy(user, Permissions.ReadPlans).SingleOrDefaultAsync(x => x.Id == id, cancellationToken) is not { } plan)
        {
            return TypedResults.NotFound();
        }

        var items = await db.RemediationItems.AsNoTracking().Where(item => item.PlanId == id).OrderBy(item => item.Position).ToListAsync(cancellationToken);
        var document = new PlanDocument(plan, items, await db.OwnerNameAsync(plan.OwnerUnitId, cancellationToken), letterhead.Value, clock.Today());
        using var file = new MemoryStream();
        if (format == "xlsx")
        {
            document.ToWorkbook().Write(file);
        }
        else
        {
            document.ToDocument().Write(file);
        }

        return TypedResults.File(file.ToArray(), format == "xlsx" ? Xlsx : OfficialDocument.MediaType, FormattableString.Invariant($"ke-hoach-khac-phuc-{plan.CampaignCode}-{plan.Year}.{format}"));
    }
}
