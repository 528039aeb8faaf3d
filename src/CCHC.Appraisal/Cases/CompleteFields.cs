using CCHC.Appraisal.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Cases;

/// <summary>An appraiser finishes all of its fields in a case; a second time changes nothing.</summary>
public static class CompleteFields
{
    public sealed record Response(CaseStatus Status, IReadOnlyList<string> CompletedFields);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        var appraiser = Appraiser.From(user);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var appraisalCase = await db.LockCaseAsync(id, cancellationToken);
        if (appraisalCase is null || appraiser.OwnUnits.Contains(appraisalCase.UnitId))
        {
            return TypedResults.NotFound();
        }

        var fields = await appraiser.Leaves(db)
            .Where(leaf => leaf.CampaignId == appraisalCase.CampaignId && leaf.GroupCode == appraisalCase.GroupCode)
            .Select(leaf => leaf.FieldCode).Distinct()
            .ToListAsync(cancellationToken);
        if (fields.Count == 0)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.SingleAsync(x => x.Id == appraisalCase.CampaignId, cancellationToken);
        var definitions = await db.CampaignLeaves.AsNoTracking()
            .Where(leaf => leaf.CampaignId == appraisalCase.CampaignId && leaf.GroupCode == appraisalCase.GroupCode)
            .OrderBy(leaf => leaf.Position)
            .ToListAsync(cancellationToken);
        await db.CaseLeaves.Include(leaf => leaf.Judgement).Where(leaf => leaf.CaseId == id && leaf.Round == appraisalCase.Round).LoadAsync(cancellationToken);
        await db.FieldCompletions.Where(completion => completion.CaseId == id && completion.Round == appraisalCase.Round).LoadAsync(cancellationToken);

        if (appraisalCase.CompleteFields(campaign, definitions, fields.ToHashSet(StringComparer.Ordinal), appraiser, clock.GetUtcNow()))
        {
            events.Publish(appraisalCase.ToCompletedEvent(definitions));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(
            appraisalCase.Status, [.. appraisalCase.Completions.Select(completion => completion.FieldCode).Order(StringComparer.Ordinal)]));
    }
}
