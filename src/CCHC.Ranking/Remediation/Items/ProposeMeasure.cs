using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Remediation.Items;

/// <summary>People of the unit or of the lead say, while the plan is a draft, what they propose to do, with whom and until when.</summary>
public static class ProposeMeasure
{
    public sealed record Request(
        int? Revision,
        [property: Required(ErrorMessage = "Ghi biện pháp khắc phục."), StringLength(4000, ErrorMessage = "Biện pháp dài tối đa 4.000 ký tự.")] string Measure,
        [property: MaxLength(20, ErrorMessage = "Tối đa 20 cơ quan phối hợp.")] IReadOnlyList<string>? CoOrdinators, DateOnly? DueOn);

    public static async Task<Results<Ok<ListItems.Item>, NotFound>> Handle(
        Guid id, Guid itemId, Request request, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        if (await db.LockMyItemAsync(id, itemId, user, cancellationToken) is not var (plan, item))
        {
            return TypedResults.NotFound();
        }

        var today = clock.Today();
        plan.RequireDraft(today);
        item.RequireRevision(request.Revision);
        item.Edit(new ItemEdit(EditItems.Known(request.Measure), Lead: null, EditItems.Names(request.CoOrdinators), request.DueOn), plan, today);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(ListItems.Item.Of(item, plan, today));
    }
}
