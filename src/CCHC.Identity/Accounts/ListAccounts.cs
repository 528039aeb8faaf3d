using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Accounts;

public static class ListAccounts
{
    /// <param name="Items">Of this page.</param>
    /// <param name="Total">On all pages.</param>
    /// <param name="Page">From 1.</param>
    /// <param name="PageSize">As it was asked for.</param>
    /// <param name="EmergencyOpenedAt">The emergency administrator is open since then, whatever was asked for; null while it is closed.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Page, int PageSize, DateTimeOffset? EmergencyOpenedAt);

    public sealed record Item(
        Guid Id, string UserName, string DisplayName, bool Locked, DateTimeOffset? LockedUntil, IReadOnlyList<GrantItem> Grants,
        DateTimeOffset? ClosedAt, DateTimeOffset? InvitedUntil);

    public sealed record GrantItem(string Role, Guid? UnitId, string? UnitCode, string? UnitName);

    public static async Task<Ok<Response>> Handle(
        string? search,
        string? role,
        bool? invited,
        IdentityDbContext db,
        TimeProvider clock,
        CancellationToken cancellationToken,
        [Range(1, 100_000, ErrorMessage = "Số trang phải từ 1 trở lên.")] int page = 1,
        [Range(1, 1_000, ErrorMessage = "Mỗi trang có từ 1 đến 1.000 dòng.")] int pageSize = 50)
    {
        var accounts = db.Accounts.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var pattern = LikePattern.Containing(search);
            accounts = accounts.Where(account =>
                EF.Functions.ILike(EF.Functions.Unaccent(account.DisplayName), EF.Functions.Unaccent(pattern), LikePattern.Escape)
                || EF.Functions.ILike(account.UserName!, pattern, LikePattern.Escape));
        }

        if (!string.IsNullOrEmpty(role))
        {
            accounts = accounts.Where(account => account.Grants.Any(grant => grant.Role == role));
        }

        if (invited == true)
        {
            accounts = accounts.Where(account => db.Invitations.Any(invitation => invitation.AccountId == account.Id && invitation.UsedAt == null));
        }

        var now = clock.GetUtcNow();
        var total = await accounts.CountAsync(cancellationToken);
        var items = await accounts
            .OrderBy(account => account.UserName)
            .Page(page, pageSize)
            .Select(account => new Item(
                account.Id, account.UserName!, account.DisplayName,
                account.LockoutEnd > now, account.LockoutEnd > now && account.LockoutEnd != DateTimeOffset.MaxValue ? account.LockoutEnd : null,
                account.Grants.OrderBy(grant => grant.Role).ThenBy(grant => grant.Unit!.Code)
                    .Select(grant => new GrantItem(grant.Role, grant.UnitId, grant.Unit!.Code, grant.Unit!.Name)).ToList(),
                account.ClosedAt,
                db.Invitations.Where(invitation => invitation.AccountId == account.Id && invitation.UsedAt == null).Max(invitation => (DateTimeOffset?)invitation.ExpiresAt)))
            .ToListAsync(cancellationToken);
        var emergency = await db.Accounts.Where(account => account.EmergencyOpenedAt != null).MaxAsync(account => account.EmergencyOpenedAt, cancellationToken);
        return TypedResults.Ok(new Response(items, total, page, pageSize, emergency));
    }
}
