using System.Globalization;
using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Workbooks;

/// <summary>The sheet as Excel, to be filled in without the system; what the person may not enter is there to be read.</summary>
public static class DownloadWorkbook
{
    public static async Task<Results<FileContentHttpResult, NotFound>> Handle(
        Guid id, CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var assessment = await db.SelfAssessments.AsNoTracking().VisibleTo(db, user).Include(x => x.Entries).Include(x => x.Contributions).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (assessment is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == assessment.CampaignId, cancellationToken);
        var group = campaign.Group(assessment.GroupCode);
        var (units, totals) = (user.UnitIds(Permissions.FillSheets), SelfAssessmentTotals.Of(group.CriteriaSet, assessment.Entries));
        var file = WorkbookWriter.Write(
            "PHIẾU TỰ ĐÁNH GIÁ",
            [
                $"Đơn vị: {assessment.UnitName} ({assessment.UnitCode})",
                $"Kỳ đánh giá: {campaign.Name} · {group.Name}",
                string.Create(CultureInfo.InvariantCulture, $"Vòng {assessment.Round}/{campaign.Rounds}{(campaign.Practice ? " · KỲ TẬP HUẤN, số liệu giả định" : "")}"),
                string.Create(CultureInfo.InvariantCulture, $"Lập lúc: {VietnamTime.Of(clock.GetUtcNow()):HH:mm 'ngày' dd/MM/yyyy}"),
                $"Điểm máy chủ đã tính: {LeafField.Text(decimal.Round(totals.Points, 2, MidpointRounding.AwayFromZero))} / {LeafField.Text(totals.MaxPoints)}; đã nhập {totals.Filled}/{assessment.LeafCount} tiêu chí",
                "Chỉ nhập vào ô nền vàng của cột “Giá trị”; cách ghi: xem trang “Hướng dẫn”.",
            ],
            [.. WorkbookRow.Of(assessment, group.CriteriaSet, code => units.Contains(assessment.AnsweringUnitOf(code)) && assessment.IsOpenInRound(assessment.Entries.Single(entry => entry.LeafCode == code), campaign))]);
        return TypedResults.File(file, WorkbookEndpoints.Xlsx, $"phieu-{assessment.UnitCode}-{campaign.Year}.xlsx");
    }
}
