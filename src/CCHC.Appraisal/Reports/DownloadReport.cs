using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Data;
using CCHC.OfficialDocuments;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CCHC.Appraisal.Reports;

/// <summary>The report on a campaign's appraisal as it stands: Word for the document, Excel for its tables.</summary>
public static class DownloadReport
{
    public static async Task<Results<FileContentHttpResult, NotFound>> Handle(
        Guid campaignId, string format, CurrentUser user, AppraisalDbContext db, IOptions<Letterhead> letterhead, TimeProvider clock, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(x => x.Id == campaignId, cancellationToken);
        var appraiser = Appraiser.From(user);
        var conflicts = await appraiser.Conflicts(db).AnyAsync(conflict => conflict.CampaignId == campaignId, cancellationToken);

        // A report on all units cannot be given to somebody who must not read of one of them.
        if (campaign is null || conflicts || !user.Covers(campaign.OwnerUnitId, Permissions.ReadReports))
        {
            return TypedResults.NotFound();
        }

        var facts = await ReadAsync(campaign, db, clock.GetUtcNow(), cancellationToken);
        var report = new AppraisalReport(facts, letterhead.Value);
        return ReportEndpoints.File(format, $"bao-cao-tham-dinh-{campaign.Code}", format == "xlsx" ? report.ToWorkbook().Write : report.ToDocument().Write);
    }

    private static async Task<AppraisalReportFacts> ReadAsync(Campaigns.Campaign campaign, AppraisalDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var campaignId = campaign.Id;
        var groups = await db.CampaignGroups.AsNoTracking().Where(group => group.CampaignId == campaignId).OrderBy(group => group.Code).ToListAsync(cancellationToken);
        var fields = await db.CampaignFields.AsNoTracking().Where(field => field.CampaignId == campaignId && field.Leaves > 0).OrderBy(field => field.Position).ToListAsync(cancellationToken);
        var definitions = await db.CampaignLeaves.AsNoTracking().Where(leaf => leaf.CampaignId == campaignId).OrderBy(leaf => leaf.Position).ToListAsync(cancellationToken);
        var units = await db.CampaignUnits.AsNoTracking().Where(unit => unit.CampaignId == campaignId)
            .OrderBy(unit => EF.Functions.Collate(unit.Name, AppraisalDbContext.VietnameseCollation)).ThenBy(unit => unit.Code).ToListAsync(cancellationToken);
        var cases = await db.Cases.AsNoTracking().Where(x => x.CampaignId == campaignId).ToDictionaryAsync(x => x.UnitId, cancellationToken);
        var leaves = (await (
            from x in db.Cases
            where x.CampaignId == campaignId
            join leaf in db.CaseLeaves.Include(leaf => leaf.Judgement) on new { CaseId = x.Id, x.Round } equals new { leaf.CaseId, leaf.Round }
            select leaf).AsNoTracking().ToListAsync(cancellationToken)).ToDictionary(leaf => (leaf.CaseId, leaf.LeafCode));
        var ratified = campaign.RatifiedAt is null
            ? null
            : await db.RatificationSteps.AsNoTracking().Where(step => step.CampaignId == campaignId && step.Kind == Ratifications.RatificationKind.Ratified).OrderByDescending(step => step.Number).FirstAsync(cancellationToken);
        return new AppraisalReportFacts(
            campaign.Name, campaign.Year, campaign.Practice, campaign.Round, ratified?.By, campaign.RatifiedAt, now,
            [
                .. groups.Select(group => new ReportedGroup(
                    group.Code, group.Name,
                    [.. fields.Where(field => field.GroupCode == group.Code).Select(field => new ReportedField(
                        field.Code, field.Name, definitions.Where(leaf => leaf.GroupCode == group.Code && leaf.FieldCode == field.Code).Sum(leaf => leaf.MaxPoints)))],
                    [.. units.Where(unit => unit.GroupCode == group.Code).Select(unit =>
                    {
                        var x = cases.GetValueOrDefault(unit.UnitId);
                        return new ReportedUnit(
                            unit.Code, unit.Name, x is not null, x?.Status == CaseStatus.Completed,
                            x is null ? [] : [.. definitions.Where(leaf => leaf.GroupCode == group.Code).Select(leaf => ToLeaf(leaf, leaves.GetValueOrDefault((x.Id, leaf.Code))))]);
                    })])),
            ]);
    }

    private static ReportedLeaf ToLeaf(Campaigns.CampaignLeaf definition, CaseLeaf? leaf)
    {
        var result = CaseLeaf.ResultOf(leaf, definition);
        return new ReportedLeaf(
            definition.Code, definition.Name, definition.FieldCode, definition.Kind, definition.MaxPoints, leaf?.Self?.Points, leaf?.Self?.Applicable != false, result?.Points,
            result?.Applicable != false, leaf?.Judgement?.Reason, leaf?.Judgement?.AppraisedBy, leaf?.Judgement?.Round);
    }
}
