using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Acceptances;

/// <summary>Takes back what was agreed to at once; what somebody has decided anew since, and completed fields, stay.</summary>
public static class WithdrawAcceptance
{
    public sealed record Response(Guid Id, int Leaves, int Kept);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid campaignId, Guid id, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (appraiser, now) = (Appraiser.From(user), clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var acceptance = await db.Acceptances.FromSql($"SELECT * FROM acceptances WHERE id = {id} FOR UPDATE")
            .SingleOrDefaultAsync(x => x.CampaignId == campaignId && x.AppraiserId == appraiser.Id, cancellationToken);
        if (acceptance is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.SingleAsync(x => x.Id == campaignId, cancellationToken);
        var decided = await db.Judgements.Where(judgement => judgement.AcceptanceId == id).Select(judgement => judgement.LeafCode).Distinct().ToListAsync(cancellationToken);
        var wanted = appraiser.Duties(db).Where(duty => duty.Case.CampaignId == campaignId && decided.Contains(duty.Leaf.Code));
        var cases = await db.LockCasesAsync(await wanted.Select(duty => duty.Case.Id).Distinct().ToListAsync(cancellationToken), cancellationToken);
        var duties = await AcceptClaims.ReadAsync(db, campaignId, wanted, cancellationToken);
        await AcceptClaims.LoadAsync(db, cases, decided, cancellationToken);
        var before = await db.Judgements.Where(judgement => db.Judgements.Any(own => own.AcceptanceId == id && own.CaseId == judgement.CaseId && own.ReplacedRevision == judgement.Revision))
            .ToDictionaryAsync(judgement => (judgement.CaseId, judgement.Revision), cancellationToken);

        var leaves = 0;
        foreach (var appraisalCase in cases.Where(x => campaign.AppraisalWindow(x.Round, x.GroupCode, x.UnitId, now).Open))
        {
            var withdrawn = appraisalCase.Withdraw(
                id, [.. duties[appraisalCase.Id]], now, revision => before.GetValueOrDefault((appraisalCase.Id, revision)));
            if (withdrawn.Count > 0)
            {
                leaves += withdrawn.Count;
                events.Publish(appraisalCase.ToDecidedEvent(withdrawn, now));
            }
        }

        acceptance.Withdraw(leaves, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(id, leaves, acceptance.Leaves - leaves));
    }
}
