using System.Globalization;
using CCHC.Contracts.Criteria;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Conflicts;
using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using CCHC.Ranking.Snapshots;
using CCHC.Ranking.Standings;
using CCHC.RankingArchive;
using CCHC.ResultDocuments;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Documents;

/// <summary>Which frozen result a document is made from, for those who may know it.</summary>
internal sealed class ResultSource(RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock)
{
    /// <summary>Who makes documents; leaders and auditors of the same government read them.</summary>

    /// <summary>The government whose documents the campaign's are; null where the caller has no business there.</summary>
    public async Task<(Campaign? Campaign, Guid? Owner)?> FindOwnerAsync(string code, Permission permission, CancellationToken cancellationToken)
    {
        var campaign = await campaigns.FindAsync(db, code, cancellationToken);
        var known = campaign is not null || await db.CurrentPublications(clock.GetUtcNow()).AnyAsync(publication => publication.CampaignCode == code, cancellationToken);
        return known && user.Covers(campaign?.OwnerUnitId, permission) ? (campaign, campaign?.OwnerUnitId) : null;
    }

    /// <summary>The snapshot of that number, or the version that is public; null where the caller finds no such result.</summary>
    /// <exception cref="RuleViolationException">Nobody will approve the snapshot any more, or the result has no archive.</exception>
    public async Task<DocumentResult?> FindAsync(string code, int? version, int? snapshot, CancellationToken cancellationToken)
    {
        if (version is not null && snapshot is not null)
        {
            throw new InvalidInputException("snapshot", "Chọn một bản chốt hoặc một bản đã công bố, không chọn cả hai.");
        }

        return await FindOwnerAsync(code, Permissions.ReadResults, cancellationToken) is not { } found ? null
            : snapshot is not { } number ? await OfPublicationAsync(code, version, found.Campaign, cancellationToken)
            : found.Campaign is { } campaign ? await OfSnapshotAsync(campaign, number, cancellationToken) : null;
    }

    /// <summary>What everybody may know, for whoever asks.</summary>
    public async Task<DocumentResult?> FindPublicAsync(string code, int? version, CancellationToken cancellationToken) =>
        await OfPublicationAsync(code, version, await campaigns.FindAsync(db, code, cancellationToken), cancellationToken);

    private async Task<DocumentResult?> OfPublicationAsync(string code, int? version, Campaign? campaign, CancellationToken cancellationToken)
    {
        if (await db.FindPublicAsync(code, version, clock.GetUtcNow(), cancellationToken) is not { } publication)
        {
            return null;
        }

        var result = await db.ReadPublicationAsync(code, publication.Version, cancellationToken, refusal: "không lập được văn bản");
        return await ToResultAsync(result, campaign, draft: null, publication.DecisionNumber, publication.DecisionDate, publication.Reason, cancellationToken);
    }

    private async Task<DocumentResult?> OfSnapshotAsync(Campaign campaign, int number, CancellationToken cancellationToken)
    {
        if (await db.FindSnapshotAsync(campaign.Id, number, cancellationToken) is not { } snapshot)
        {
            return null;
        }

        if (snapshot.State is SnapshotState.Discarded or SnapshotState.Superseded)
        {
            throw new RuleViolationException(
                "snapshot.not-current", $"Bản chốt số {number} {(snapshot.State == SnapshotState.Discarded ? "đã bị hủy" : "đã được thay bằng bản chốt mới hơn")} nên không lập văn bản từ bản này nữa.");
        }

        // The place of any unit gives away that of another.
        var approval = snapshot.Approval;
        var open = approval?.PublicFrom <= clock.GetUtcNow();
        if (!open && (await db.BarredForAsync(campaign, user, cancellationToken)).Overlaps(campaign.Groups.SelectMany(group => group.Units).Select(unit => unit.UnitId)))
        {
            return null;
        }

        var draft = open ? null
            : approval is null ? $"Dự thảo theo bản chốt số {Whole(number)}, chưa phê duyệt"
            : $"Theo bản chốt số {Whole(number)} đã phê duyệt, chưa công khai trước {LocalMinute.Text(approval.PublicFrom)}";
        return await ToResultAsync(
            await db.ReadSnapshotAsync(snapshot.Id, cancellationToken), campaign, draft, approval?.DecisionNumber, approval?.DecisionDate, snapshot.CorrectionReason, cancellationToken);
    }

    private async Task<DocumentResult> ToResultAsync(
        ArchivedResult result, Campaign? campaign, string? draft, string? decisionNumber, DateOnly? decisionDate, string? reason, CancellationToken cancellationToken)
    {
        var units = result.Groups.SelectMany(group => group.Units)
            .Select(unit => campaign?.FindUnit(unit.Code)?.Unit ?? new CampaignUnit { UnitId = Guid.Empty, Code = unit.Code, Name = unit.Name }).ToList();
        var lastYear = await LastYear.ReadAsync(db, result.Year, units, clock.GetUtcNow(), cancellationToken);
        return new DocumentResult
        {
            Result = result,
            OwnerUnitId = campaign?.OwnerUnitId,
            OwnerName = await db.OwnerNameAsync(campaign?.OwnerUnitId, cancellationToken),
            Draft = draft,
            DecisionNumber = decisionNumber,
            DecisionDate = decisionDate,
            CorrectionReason = reason,
            LastYear = units.Select(unit => (unit.Code, Index: lastYear.IndexOf(unit))).Where(x => x.Index is not null)
                .ToDictionary(x => x.Code, x => x.Index!.Value, StringComparer.Ordinal),
        };
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
