using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Cases;

/// <summary>The cases the caller may read, by unit name in the order of the Vietnamese alphabet, with how far the caller's own fields are.</summary>
public static class ListCases
{
    public sealed record Item(
        Guid Id, Guid CampaignId, string? CampaignName, Guid UnitId, string? UnitCode, string? UnitName, string GroupCode, int Round, CaseStatus Status,
        bool PhaseOpen, int MyLeaves, int MyAppraised, bool MyCompleted, int Leaves, int Appraised, DateTimeOffset SubmittedAt, DateTimeOffset? CompletedAt,
        DateTimeOffset? ClosesAt, bool Practice, Guid? OwnerUnitId);

    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Page, int PageSize);

    public static async Task<Ok<Response>> Handle(
        Guid? campaignId,
        string? status,
        string? search,
        CurrentUser user,
        AppraisalDbContext db,
        TimeProvider clock,
        CancellationToken cancellationToken,
        [Range(1, 100_000, ErrorMessage = "Số trang phải từ 1 trở lên.")] int page = 1,
        [Range(1, 1_000, ErrorMessage = "Mỗi trang có từ 1 đến 1.000 dòng.")] int pageSize = 50)
    {
        var appraiser = Appraiser.From(user);
        CaseStatus? wanted = status switch
        {
            null or "" => null,
            "open" => CaseStatus.Open,
            "completed" => CaseStatus.Completed,
            _ => throw new InvalidInputException("status", "Trạng thái là open hoặc completed."),
        };
        var rows =
            from x in appraiser.Cases(db).AsNoTracking()
            join campaign in db.Campaigns on x.CampaignId equals campaign.Id into campaigns
            from campaign in campaigns.DefaultIfEmpty()
            join unit in db.CampaignUnits on new { x.CampaignId, x.UnitId } equals new { unit.CampaignId, unit.UnitId } into units
            from unit in units.DefaultIfEmpty()
            where (campaignId == null || x.CampaignId == campaignId) && (wanted == null || x.Status == wanted)
            select new { Case = x, Campaign = campaign, Unit = unit };
        if (!string.IsNullOrWhiteSpace(search))
        {
            var pattern = LikePattern.Containing(search);
            rows = rows.Where(row =>
                EF.Functions.ILike(EF.Functions.Unaccent(row.Unit.Name), EF.Functions.Unaccent(pattern), LikePattern.Escape)
                || EF.Functions.ILike(row.Unit.Code, pattern, LikePattern.Escape));
        }

        var total = await rows.CountAsync(cancellationToken);
        var duties = appraiser.Duties(db);
        var items = await rows
            .OrderBy(row => EF.Functions.Collate(row.Unit.Name, AppraisalDbContext.VietnameseCollation)).ThenBy(row => row.Case.Id)
            .Page(page, pageSize)
            .Select(row => new
            {
                row.Case,
                row.Campaign,
                row.Unit,
                Leaves = db.CampaignLeaves.Count(leaf => leaf.CampaignId == row.Case.CampaignId && leaf.GroupCode == row.Case.GroupCode),
                Appraised = db.CaseLeaves.Count(leaf => leaf.CaseId == row.Case.Id && leaf.Round == row.Case.Round && leaf.Judgement!.Round == row.Case.Round),
                MyLeaves = duties.Count(duty => duty.Case.Id == row.Case.Id),
                MyAppraised = duties.Count(duty => duty.Case.Id == row.Case.Id
                    && (db.CaseLeaves.Any(leaf =>
                        leaf.CaseId == row.Case.Id && leaf.Round == row.Case.Round && leaf.LeafCode == duty.Leaf.Code && leaf.Judgement!.Round == row.Case.Round)
                        || db.Opinions.Any(opinion => opinion.CaseId == row.Case.Id && opinion.Round == row.Case.Round && opinion.LeafCode == duty.Leaf.Code && opinion.AppraiserId == appraiser.Id))),
                MyOpen = duties.Any(duty => duty.Case.Id == row.Case.Id
                    && !db.FieldCompletions.Any(completion =>
                        completion.CaseId == row.Case.Id && completion.Round == row.Case.Round && completion.FieldCode == duty.Leaf.FieldCode)
                    && !db.MemberCompletions.Any(part =>
                        part.CaseId == row.Case.Id && part.Round == row.Case.Round && part.FieldCode == duty.Leaf.FieldCode && part.AppraiserId == appraiser.Id)),
            })
            .ToListAsync(cancellationToken);

        var now = clock.GetUtcNow();
        return TypedResults.Ok(new Response(
            [
                .. from row in items
                   let window = row.Campaign?.AppraisalWindow(row.Case.Round, row.Case.GroupCode, row.Case.UnitId, now)
                   select new Item(
                    row.Case.Id, row.Case.CampaignId, row.Campaign?.Name, row.Case.UnitId, row.Unit?.Code, row.Unit?.Name, row.Case.GroupCode, row.Case.Round,
                    row.Case.Status, window?.Open == true, row.MyLeaves, row.MyAppraised,
                    row is { MyLeaves: > 0, MyOpen: false }, row.Leaves, row.Appraised, row.Case.SubmittedAt, row.Case.CompletedAt,
                    window?.ClosesAt, row.Campaign?.Practice == true, row.Campaign?.OwnerUnitId),
            ],
            total,
            page,
            pageSize));
    }
}
