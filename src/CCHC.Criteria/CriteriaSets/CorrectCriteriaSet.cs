using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>Starts the next version of a published set; it takes the old one's place when it is published.</summary>
public static class CorrectCriteriaSet
{
    public sealed record Request(
        [property: Required(ErrorMessage = "Nêu lý do đính chính."), StringLength(1000, MinimumLength = 5, ErrorMessage = "Lý do đính chính từ 5 đến 1.000 ký tự.")] string Reason);

    public sealed record Response(Guid Id);

    public static async Task<Results<Created<Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var set = await db.CriteriaSets.AsNoTracking().WritableBy(user).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (set is null)
        {
            return TypedResults.NotFound();
        }

        var draft = set.Correct(request.Reason.Trim().Normalize(), clock.GetUtcNow());
        if (await db.CriteriaSets.AnyAsync(other => other.CorrectsId == id, cancellationToken))
        {
            throw new RuleViolationException("criteria-set.correction-exists", "Đã có bản đính chính đang soạn: sửa tiếp trên bản đó.");
        }

        db.CriteriaSets.Add(draft);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Created($"/api/criteria/sets/{draft.Id}", new Response(draft.Id));
    }
}
