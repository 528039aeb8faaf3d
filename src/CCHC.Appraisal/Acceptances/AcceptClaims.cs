using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Data;
using CCHC.Appraisal.IndependentScoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Acceptances;

/// <summary>Agrees to whatever nobody has decided yet of the caller's leaves, in all cases it may judge: of one criterion, of some, or of everything.</summary>
/// <remarks>All or nothing; one message a case.</remarks>
public static class AcceptClaims
{
    /// <param name="GroupCode">Null for all groups.</param>
    /// <param name="LeafCodes">Null for all the caller's leaves.</param>
    public sealed record Request(string? GroupCode, IReadOnlyList<string>? LeafCodes);

    /// <param name="Id">To take it back; null where there was nothing to agree to.</param>
    /// <param name="Unclaimed">Leaves left alone because the unit submitted nothing for them.</param>
    /// <param name="Closed">Cases left alone because their appraisal is not open now.</param>
    public sealed record Response(Guid? Id, int Cases, int Leaves, int Unclaimed, int Closed);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid campaignId, Request request, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (appraiser, now) = (Appraiser.From(user), clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var campaign = await db.Campaigns.SingleOrDefaultAsync(x => x.Id == campaignId, cancellationToken);
        var wanted = appraiser.Duties(db).Where(duty => duty.Case.CampaignId == campaignId && (request.GroupCode == null || duty.Case.GroupCode == request.GroupCode)
            && (request.LeafCodes == null || request.LeafCodes.Contains(duty.Leaf.Code)));
        var cases = await db.LockCasesAsync(await wanted.Select(duty => duty.Case.Id).Distinct().ToListAsync(cancellationToken), cancellationToken);
        if (campaign is null || cases.Count == 0)
        {
            return TypedResults.NotFound();
        }

        if ((await db.CouncilOfAsync(campaignId, cancellationToken)).Independent)
        {
            throw new RuleViolationException(
                "acceptance.independent", "Kỳ này chấm độc lập: hoàn thành lĩnh vực là giữ nguyên những tiêu chí chưa chấm, nên không thống nhất hàng loạt.");
        }

        var duties = await ReadAsync(db, campaignId, wanted, cancellationToken);
        await LoadAsync(db, cases, duties.SelectMany(leaves => leaves).Select(leaf => leaf.Code), cancellationToken);

        var (id, accepted, leaves, unclaimed, closed) = (Guid.CreateVersion7(), 0, 0, 0, 0);
        foreach (var appraisalCase in cases)
        {
            if (!campaign.AppraisalWindow(appraisalCase.Round, appraisalCase.GroupCode, appraisalCase.UnitId, now).Open)
            {
                closed++;
                continue;
            }

            var (judgements, without) = appraisalCase.Accept(campaign, [.. duties[appraisalCase.Id]], id, appraiser, now);
            unclaimed += without;
            if (judgements.Count > 0)
            {
                (accepted, leaves) = (accepted + 1, leaves + judgements.Count);
                events.Publish(appraisalCase.ToDecidedEvent(judgements.Select(judgement => judgement.LeafCode), now));
            }
        }

        if (leaves > 0)
        {
            db.Acceptances.Add(new Acceptance
            {
                Id = id, CampaignId = campaignId, AppraiserId = appraiser.Id, AcceptedBy = appraiser.Name, AcceptedAt = now, Leaves = leaves, Cases = accepted,
            });
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(leaves > 0 ? id : null, accepted, leaves, unclaimed, closed));
    }

    /// <summary>The leaves by case; asked after the lock, so that a conflict declared meanwhile counts.</summary>
    internal static async Task<ILookup<Guid, CampaignLeaf>> ReadAsync(
        AppraisalDbContext db, Guid campaignId, IQueryable<Appraiser.Duty> duties, CancellationToken cancellationToken)
    {
        var keys = await duties.Select(duty => new { CaseId = duty.Case.Id, duty.Leaf.GroupCode, duty.Leaf.Code }).ToListAsync(cancellationToken);
        var definitions = await db.CampaignLeaves.AsNoTracking().Where(leaf => leaf.CampaignId == campaignId).ToDictionaryAsync(leaf => (leaf.GroupCode, leaf.Code), cancellationToken);
        return keys.ToLookup(key => key.CaseId, key => definitions[(key.GroupCode, key.Code)]);
    }

    /// <summary>Of every case the leaves of its round and its completions; tracked, so that they stand in the case's own lists.</summary>
    internal static async Task LoadAsync(AppraisalDbContext db, IReadOnlyList<AppraisalCase> cases, IEnumerable<string> leafCodes, CancellationToken cancellationToken)
    {
        var (ids, codes) = (cases.Select(x => x.Id).ToArray(), leafCodes.Distinct(StringComparer.Ordinal).ToArray());
        await db.CaseLeaves.Include(leaf => leaf.Judgement)
            .Where(leaf => ids.Contains(leaf.CaseId) && codes.Contains(leaf.LeafCode) && db.Cases.Any(x => x.Id == leaf.CaseId && x.Round == leaf.Round)).LoadAsync(cancellationToken);
        await db.FieldCompletions.Where(completion => ids.Contains(completion.CaseId)).LoadAsync(cancellationToken);
    }
}
