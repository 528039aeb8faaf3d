using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Plans;

/// <summary>Adds a step at the end of the plan, or says anew what one is.</summary>
public static class DescribePlanStep
{
    public sealed record Request(
        [property: Required(ErrorMessage = "Nhập nội dung nhiệm vụ."), StringLength(1000)] string Name,
        Guid? LeadUnitId,
        [property: StringLength(500)] string? LeadName,
        [property: StringLength(2000)] string? Coordinators,
        DateOnly? DueOn,
        [property: StringLength(100)] string? DueText,
        [property: StringLength(1000)] string? Product);

    public static async Task<Results<Ok<GetPlan.StepItem>, NotFound>> Add(
        Guid id, Request request, CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.ManagedBy(user).WithPlan().SingleOrDefaultAsync(x => x.Id == id, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        var step = new PlanStep();
        await DescribeAsync(step, request, db, cancellationToken);
        campaign.AddPlanStep(step);
        db.Add(step);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(GetPlan.ToItem(step, clock.GetUtcNow()));
    }

    public static async Task<Results<Ok<GetPlan.StepItem>, NotFound>> Change(
        Guid id, Guid stepId, Request request, CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindManagedStepAsync(id, stepId, user, cancellationToken) is not { } step)
        {
            return TypedResults.NotFound();
        }

        await DescribeAsync(step, request, db, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(GetPlan.ToItem(step, clock.GetUtcNow()));
    }

    private static async Task DescribeAsync(PlanStep step, Request request, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var lead = request.LeadUnitId is { } unitId ? await db.Units.SingleOrDefaultAsync(unit => unit.Id == unitId, cancellationToken) : null;
        if (request.LeadUnitId is not null && lead is null)
        {
            throw new RuleViolationException("plan.lead-unknown", "Đơn vị chủ trì không có trong danh mục; chọn lại hoặc ghi tên.");
        }

        var name = Text(request.LeadName) is { Length: > 0 } given ? given : lead?.Name;
        step.Describe(
            Text(request.Name), lead?.Id, name ?? throw new InvalidInputException("leadName", "Chọn hoặc ghi đơn vị chủ trì."), Text(request.Coordinators),
            request.DueOn, Text(request.DueText) is { Length: > 0 } due ? due : null, Text(request.Product));
    }

    private static string Text(string? text) => (text ?? "").Trim().Normalize();
}
