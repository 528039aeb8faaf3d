using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Conflicts;
using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using CCHC.Ranking.Webhooks;
using CCHC.RankingArchive;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Snapshots;

/// <summary>The leader approves what was frozen: it is signed now and public at once, or from the minute that the leader sets.</summary>
public static class ApproveSnapshot
{
    /// <param name="PublicFrom">A local minute to come, such as <c>2026-11-30T08:00</c>; null for at once.</param>
    /// <param name="DecisionNumber">Such as 482/QĐ-UBND.</param>
    /// <param name="DecisionDate">Of the decision.</param>
    public sealed record Request(
        string? PublicFrom = null,
        [property: StringLength(100, ErrorMessage = "Số quyết định dài tối đa 100 ký tự.")] string? DecisionNumber = null,
        DateOnly? DecisionDate = null);

    public sealed record Response(string Campaign, int Snapshot, int Version, DateTimeOffset PublicFrom, string Hash);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, int number, Request? request, RankingDbContext db, CampaignCache campaigns, ArchiveKeys keys, CurrentUser user, IEventPublisher events, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        if (await db.FindCampaignAsync(campaigns, code, user, Permissions.ApproveSnapshots, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        await db.LockPublicationAsync(campaign.Id, cancellationToken);
        if (await db.FindSnapshotAsync(campaign.Id, number, cancellationToken) is not { } snapshot)
        {
            return TypedResults.NotFound();
        }

        var now = clock.GetUtcNow();
        var publicFrom = PublicFrom(request?.PublicFrom, now);
        var decision = request?.DecisionNumber?.Trim().Normalize() is { Length: > 0 } written ? written : null;
        snapshot.Approve(new Approval(user.Id, user.DisplayName, now, publicFrom, decision, request?.DecisionDate));
        await db.RequireNotReopenedAsync(campaign, cancellationToken);
        var frozen = await db.ReadSnapshotAsync(snapshot.Id, cancellationToken);
        await RequireUnchangedAsync(db, campaign, snapshot, frozen, user, now, cancellationToken);

        var note = new PublicationNote(campaign.Code, snapshot.Version, publicFrom, snapshot.CorrectionReason, decision, request?.DecisionDate);
        var changes = snapshot.Corrects is null ? [] : UnitChange.Between(await db.ReadPublicationAsync(campaign.Code, snapshot.Corrects.Value, cancellationToken), frozen);
        var publication = Publication.OfSnapshot(snapshot, frozen, note, changes);
        if (publicFrom <= now)
        {
            await db.AnnounceAsync(publication, events, now, cancellationToken);
        }

        await db.AddPublicationAsync(publication, frozen, Archive.Create(frozen, note, keys.Signing), cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(code, number, publication.Version, publicFrom, snapshot.Hash));
    }

    private static DateTimeOffset PublicFrom(string? text, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        }

        return LocalMinute.Parse(text) is not { } minute
            ? throw new InvalidInputException("publicFrom", $"Thời điểm công bố “{text}” phải có dạng ngày và giờ, ví dụ 2026-11-30T08:00.")
            : minute <= now
            ? throw new InvalidInputException("publicFrom", $"Thời điểm công bố {LocalMinute.Text(minute)} đã qua. Chọn thời điểm sau hiện tại, hoặc công bố ngay.")
            : minute;
    }

    private static async Task RequireUnchangedAsync(
        RankingDbContext db, Campaign campaign, Snapshot snapshot, ArchivedResult frozen, CurrentUser user, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var live = await FrozenResult.FreezeAsync(db, campaign, now, cancellationToken);
        if (ResultFiles.Hash(ResultFiles.Write(live)) == snapshot.Hash)
        {
            return;
        }

        var barred = await db.BarredForAsync(campaign, user, cancellationToken);
        var withheld = campaign.Groups.SelectMany(group => group.Units).Where(unit => barred.Contains(unit.UnitId)).Select(unit => unit.Code).ToHashSet(StringComparer.Ordinal);
        var changed = UnitChange.Between(frozen, live);
        throw new RuleViolationException(
            "snapshot.outdated",
            changed.Count > 0
                ? $"Từ khi lập bản chốt số {snapshot.Number}, kết quả của {changed.Count} đơn vị đã thay đổi. Đề nghị Sở Nội vụ lập bản chốt mới."
                : $"Từ khi lập bản chốt số {snapshot.Number}, thiết lập của kỳ đánh giá hoặc thông tin kèm điểm đã thay đổi. Đề nghị Sở Nội vụ lập bản chốt mới.",
            [.. changed.Where(unit => !withheld.Contains(unit.UnitCode)).Select(unit => $"{unit.UnitCode} {unit.UnitName}")]);
    }
}
