using CCHC.Assessment.Data;
using CCHC.Assessment.Findings;
using CCHC.Contracts.Identity;
using CCHC.EvidenceFiles.Storage;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>The head of a responsible unit says that its leaves are done; the collector sees who has delivered.</summary>
public static class DeliverContribution
{
    public sealed record Response(Guid Id, IReadOnlyList<Guid> Delivered);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, AssessmentDbContext db, IEvidenceStore store, RequestArrival arrival, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = arrival.Time;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockForStatusChangeAsync(id, cancellationToken);
        var heads = user.UnitIds(Roles.UnitHead);
        var assessment = await db.SelfAssessments.Include(x => x.Entries).Include(x => x.Documents).Include(x => x.Contributions).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id && x.Contributions.Any(contribution => heads.Contains(contribution.UnitId)), cancellationToken);
        if (assessment is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == assessment.CampaignId, cancellationToken);
        campaign.RequireSelfAssessmentOpen(assessment.Round, assessment.GroupCode, assessment.UnitId, now);
        var units = assessment.Contributions.Select(contribution => contribution.UnitId).Where(heads.Contains).ToList();
        foreach (var unit in units)
        {
            var facts = await SheetFacts.LoadAsync(db, store, assessment, campaign, clock, cancellationToken, only: assessment.LeavesOf(unit));
            assessment.Deliver(unit, FindingRules.Find(facts), user.DisplayName, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(assessment.Id, units));
    }
}
