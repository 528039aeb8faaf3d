using System.ComponentModel.DataAnnotations;
using CCHC.Contracts.Identity;
using CCHC.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Units;

/// <summary>Who could work for a unit today: accounts that an administrator locked, or that wait after wrong passwords, do not count.</summary>
public static class CountStaffing
{
    public sealed record Request(
        [Required(ErrorMessage = "Thiếu danh sách đơn vị.")]
        [MaxLength(10_000, ErrorMessage = "Mỗi lần hỏi nhiều nhất 10.000 đơn vị.")]
        IReadOnlyList<Guid> UnitIds);

    public sealed record Response(IReadOnlyList<Item> Units);

    public sealed record Item(Guid UnitId, int Officers, int Heads);

    public static async Task<Ok<Response>> Handle(Request request, IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var counts = await db.Accounts.Where(account => account.LockoutEnd == null || account.LockoutEnd <= now)
            .SelectMany(account => account.Grants)
            .Where(grant => grant.UnitId != null && request.UnitIds.Contains(grant.UnitId.Value) && (grant.Role == Roles.UnitOfficer || grant.Role == Roles.UnitHead))
            .GroupBy(grant => new { grant.UnitId, grant.Role })
            .Select(grants => new { grants.Key.UnitId, grants.Key.Role, Count = grants.Count() })
            .ToDictionaryAsync(row => (row.UnitId!.Value, row.Role), row => row.Count, cancellationToken);
        return TypedResults.Ok(new Response([.. request.UnitIds.Distinct().Select(id => new Item(
            id, counts.GetValueOrDefault((id, Roles.UnitOfficer)), counts.GetValueOrDefault((id, Roles.UnitHead))))]));
    }
}
