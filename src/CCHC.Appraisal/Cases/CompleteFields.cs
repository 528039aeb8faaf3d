using CCHC.Appraisal.Data;
using CCHC.Appraisal.IndependentScoring;
using CCHC.Appraisal.Ratifications;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Cases;

/// <summary>An appraiser finishes all of its fields in a case, or its own part where several score independently; a second time changes nothing.</summary>
public static class CompleteFields
{
    public sealed record Response(CaseStatus Status, IReadOnlyList<string> CompletedFields);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        var appraiser = Appraiser.From(user);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var appraisalCase = await db.LockCaseAsync(id, cancellationToken);
        if (appraisalCase is null)
        {
            return TypedResults.NotFound();
        }

        var fields = await appraiser.Duties(db).Where(duty => duty.Case.Id == id).Select(duty => duty.Leaf.FieldCode).Distinct().ToListAsync(cancellationToken);
        if (fields.Count == 0)
        {
            return TypedResults.NotFound();
        }

        var (now, council) = (clock.GetUtcNow(), await db.CouncilOfAsync(appraisalCase.CampaignId, cancellationToken));
        var (campaign, definitions) = await db.LoadRoundAsync(appraisalCase, cancellationToken);
        var completed = council.Independent
            ? await FinishParts.HandleAsync(db, appraisalCase, campaign, council, definitions, fields, appraiser, events, now, cancellationToken)
            : appraisalCase.CompleteFields(campaign, definitions, fields.ToHashSet(StringComparer.Ordinal), appraiser, now);
        if (completed)
        {
            await db.TellCompletedAsync(appraisalCase, definitions, events, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(
            appraisalCase.Status, [.. appraisalCase.Completions.Select(completion => completion.FieldCode).Order(StringComparer.Ordinal)]));
    }
}
