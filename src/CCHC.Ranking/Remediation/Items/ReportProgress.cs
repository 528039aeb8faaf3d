using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Remediation.Items;

/// <summary>People of the unit or of the lead tell how far an item is; every report is kept.</summary>
public static class ReportProgress
{
    /// <param name="Revision">That was read.</param>
    /// <param name="State">Not started, in progress or done; may be left out where the percentage says it.</param>
    /// <param name="Percent">0 to 100; may be left out where the state says it.</param>
    /// <param name="ExpectedPoints">What the unit expects to get.</param>
    /// <param name="Text">What was done.</param>
    /// <param name="Evidence">Numbers of documents, or links; needed when it is done.</param>
    public sealed record Request(
        int? Revision, ItemState? State, [property: Range(0, 100, ErrorMessage = "Tỷ lệ hoàn thành từ 0 đến 100 %.")] int? Percent, decimal? ExpectedPoints,
        [property: Required(ErrorMessage = "Ghi đã làm được gì."), StringLength(4000, ErrorMessage = "Nội dung dài tối đa 4.000 ký tự.")] string Text,
        [property: StringLength(2000, ErrorMessage = "Minh chứng dài tối đa 2.000 ký tự.")] string? Evidence);

    public static async Task<Results<Ok<ListItems.Item>, NotFound>> Handle(
        Guid id, Guid itemId, Request request, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        if (await db.LockMyItemAsync(id, itemId, user, cancellationToken) is not var (plan, item))
        {
            return TypedResults.NotFound();
        }

        var (today, now) = (clock.Today(), clock.GetUtcNow());
        plan.RequireApproved(today);
        item.RequireRevision(request.Revision);
        var (state, percent) = Progress(request, item);
        var evidence = EditItems.Known(request.Evidence);
        if (state == ItemState.Done && evidence is null)
        {
            throw new RuleViolationException("remediation-item.evidence-missing", "Báo cáo hoàn thành cần số, ký hiệu văn bản hoặc đường dẫn minh chứng.") { Field = "evidence" };
        }

        var text = request.Text.Trim().Normalize();
        item.Report(state, percent, request.ExpectedPoints, text, now);
        db.RemediationEntries.Add(new ItemEntry
        {
            Id = Guid.CreateVersion7(), ItemId = item.Id, Kind = ItemEntryKind.Report, At = now, ById = user.Id, By = user.DisplayName, Text = text, State = state, Percent = percent,
            ExpectedPoints = request.ExpectedPoints, Evidence = evidence,
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(ListItems.Item.Of(item, plan, today));
    }

    private static (ItemState State, int Percent) Progress(Request request, RemediationItem item)
    {
        if (request.State == ItemState.Confirmed)
        {
            throw new InvalidInputException("state", "Đơn vị báo cáo chưa thực hiện, đang thực hiện hoặc đã hoàn thành; Sở Nội vụ (phòng Nội vụ) xác nhận.");
        }

        var state = request.State ?? request.Percent switch
        {
            0 => ItemState.NotStarted,
            100 => ItemState.Done,
            null => throw new InvalidInputException("state", "Chọn trạng thái, hoặc ghi tỷ lệ hoàn thành."),
            _ => ItemState.InProgress,
        };
        var percent = request.Percent ?? state switch { ItemState.NotStarted => 0, ItemState.Done => 100, _ => Math.Clamp(item.Percent, 1, 99) };
        return (state, percent) switch
        {
            (ItemState.NotStarted, > 0) => throw new InvalidInputException("percent", "Chưa thực hiện thì tỷ lệ hoàn thành là 0 %."),
            (ItemState.InProgress, 100) => throw new InvalidInputException("percent", "Đã đạt 100 % thì chọn “Đã hoàn thành”."),
            (ItemState.Done, < 100) => throw new InvalidInputException("percent", "Đã hoàn thành thì tỷ lệ hoàn thành là 100 %."),
            _ => (state, percent),
        };
    }
}
