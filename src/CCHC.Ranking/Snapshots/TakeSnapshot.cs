using System.ComponentModel.DataAnnotations;
using CCHC.Contracts.Criteria;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using CCHC.RankingArchive;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Snapshots;

/// <summary>Freezes the final points of all groups for review and approval; takes the place of an older snapshot that nobody has approved.</summary>
public static class TakeSnapshot
{
    /// <param name="AcceptIncomplete">Freeze although units lack data; they are listed without a rank, for good.</param>
    /// <param name="Corrects">The version of the public result that is wrong; null for the first publication.</param>
    /// <param name="Reason">Of the correction.</param>
    public sealed record Request(bool AcceptIncomplete = false, int? Corrects = null, [property: StringLength(1000)] string? Reason = null);

    public sealed record Response(string Campaign, int Number, string Hash, DateTimeOffset TakenAt, IReadOnlyList<Group> Groups);

    public sealed record Group(string Code, string Name, decimal? Mean, int Units, int Ranked);

    public static async Task<Results<Created<Response>, NotFound>> Handle(
        string code, Request? request, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindCampaignAsync(campaigns, code, user, Permissions.TakeSnapshots, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        request ??= new Request();
        var reason = request.Reason?.Trim().Normalize();
        if (request.Corrects is not null && string.IsNullOrEmpty(reason))
        {
            throw new InvalidInputException("reason", "Ghi lý do đính chính; lý do này được công khai.");
        }

        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.LockPublicationAsync(campaign.Id, cancellationToken);
        var now = clock.GetUtcNow();
        await RequirePublishableAsync(db, campaign, request.Corrects, now, cancellationToken);

        var result = await FrozenResult.FreezeAsync(db, campaign, now, cancellationToken);
        if (FrozenResult.Incomplete(result) is { Count: > 0 } incomplete && !request.AcceptIncomplete)
        {
            throw new RuleViolationException(
                "ranking.incomplete",
                $"Còn {incomplete.Count} đơn vị chưa đủ dữ liệu. Chờ đủ dữ liệu, hoặc xác nhận công bố mà không xếp hạng các đơn vị này.",
                incomplete);
        }

        var files = ResultFiles.Write(result);
        if (request.Corrects is { } wrong && ResultFiles.Hash(ResultFiles.Write(await db.ReadPublicationAsync(campaign.Code, wrong, cancellationToken))) == ResultFiles.Hash(files))
        {
            throw new RuleViolationException("ranking.nothing-to-correct", "Kết quả hiện nay giống hệt kết quả đang công khai nên không có gì để đính chính.");
        }

        var units = result.Groups.SelectMany(group => group.Units).ToList();
        var figures = new FrozenFigures(ResultFiles.Hash(files), units.Count, units.Count(unit => unit.Place.Rank is not null));
        var earlier = await db.Snapshots.Where(snapshot => snapshot.CampaignId == campaign.Id).ToListAsync(cancellationToken);
        foreach (var open in earlier.Where(snapshot => snapshot.State == SnapshotState.Open))
        {
            open.Supersede();
        }

        var snapshot = Snapshot.Take(
            campaign.Id, earlier.Select(x => x.Number).DefaultIfEmpty().Max() + 1, user.Id, user.DisplayName, now, figures, request.Corrects is { } version ? (version, reason!) : null);
        db.Snapshots.Add(snapshot);
        db.SnapshotContents.Add(new SnapshotContent { SnapshotId = snapshot.Id, Files = Archive.Zip(files) });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Created(
            $"/api/ranking/campaigns/{Uri.EscapeDataString(code)}/snapshots/{snapshot.Number}",
            new Response(
                code, snapshot.Number, snapshot.Hash, snapshot.TakenAt,
                [.. result.Groups.Select(group => new Group(group.Code, group.Name, group.Mean, group.Units.Count, group.Units.Count(unit => unit.Place.Rank is not null)))]));
    }

    private static async Task RequirePublishableAsync(RankingDbContext db, Campaign campaign, int? corrects, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (campaign.Practice)
        {
            throw new RuleViolationException(
                "ranking.practice", $"Kỳ đánh giá {campaign.Name} là kỳ tập huấn với số liệu giả định nên không công bố; hãy công bố kết quả ở kỳ đánh giá chính thức.");
        }

        var newest = await db.Publications.Where(publication => publication.CampaignCode == campaign.Code)
            .OrderByDescending(publication => publication.Version).Select(publication => new { publication.Version, publication.PublicFrom }).FirstOrDefaultAsync(cancellationToken);
        if (newest?.PublicFrom > now)
        {
            throw new RuleViolationException(
                "ranking.approved", $"Kết quả đã được phê duyệt, công khai từ {LocalMinute.Text(newest.PublicFrom)}. Muốn chốt lại, đề nghị lãnh đạo rút phê duyệt trước.");
        }

        if (newest is not null && corrects is null)
        {
            throw new RuleViolationException("ranking.already-published", $"Kết quả kỳ đánh giá {campaign.Name} đã được công bố; nếu kết quả sai, hãy lập đính chính.");
        }

        if (corrects is not null && newest?.Version != corrects)
        {
            throw new RuleViolationException(
                "ranking.corrects-other",
                newest is null ? $"Kết quả kỳ đánh giá {campaign.Name} chưa được công bố nên chưa có gì để đính chính." : "Kết quả đang công khai không phải là bản cần đính chính; hãy tải lại trang.");
        }

        if (corrects is null && campaign.Phase is not (CampaignPhase.Council or CampaignPhase.Publication))
        {
            throw new RuleViolationException("ranking.not-in-council", "Chỉ công bố được sau khi hội đồng họp thông qua kết quả, tức là ở bước Hội đồng hoặc bước Công bố.");
        }

        await db.RequireNotReopenedAsync(campaign, cancellationToken);
    }
}
