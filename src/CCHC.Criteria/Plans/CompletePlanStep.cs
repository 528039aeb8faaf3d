using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Calendars;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Criteria.Plans;

/// <summary>Marks a step as done on a day, takes that back, or removes the step.</summary>
public static class CompletePlanStep
{
    public sealed record Request(DateOnly DoneOn, [property: StringLength(1000)] string? Note);

    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, Guid stepId, Request request, CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (request.DoneOn > clock.Today())
        {
            throw new InvalidInputException("doneOn", "Ngày hoàn thành không thể sau hôm nay.");
        }

        return await ForAsync(id, stepId, user, db, step => step.Complete(request.DoneOn, request.Note?.Trim().Normalize()), cancellationToken);
    }

    public static Task<Results<NoContent, NotFound>> TakeBack(Guid id, Guid stepId, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken) =>
        ForAsync(id, stepId, user, db, step => step.TakeUpAgain(), cancellationToken);

    public static Task<Results<NoContent, NotFound>> Remove(Guid id, Guid stepId, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken) =>
        ForAsync(id, stepId, user, db, step => db.Remove(step), cancellationToken);

    private static async Task<Results<NoContent, NotFound>> ForAsync(
        Guid id, Guid stepId, CurrentUser user, CriteriaDbContext db, Action<PlanStep> deed, CancellationToken cancellationToken)
    {
        if (await db.FindManagedStepAsync(id, stepId, user, cancellationToken) is not { } step)
        {
            return TypedResults.NotFound();
        }

        deed(step);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
