using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Invitations;

/// <summary>A new link, in place of those before; until it is used, a password that the account has stays good.</summary>
public static class InviteAccount
{
    public sealed record Request([Range(1, Invitation.MostHours, ErrorMessage = "Đường dẫn có hiệu lực từ 1 đến 720 giờ.")] int Hours = Invitation.DefaultHours);

    /// <param name="UserName">Whose link it is.</param>
    /// <param name="Invitation">What the link ends with; shown here alone.</param>
    /// <param name="ExpiresAt">The link is good until then.</param>
    public sealed record Response(string UserName, string Invitation, DateTimeOffset ExpiresAt);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, Request? request, IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(account => account.Id == id, cancellationToken);
        if (account is null)
        {
            return TypedResults.NotFound();
        }

        if (account.IsLocked(clock.GetUtcNow()))
        {
            throw new RuleViolationException("account.locked", "Tài khoản đang bị khóa hoặc đã đóng; mở lại trước khi gửi đường dẫn.");
        }

        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.Invitations.Where(open => open.AccountId == id && open.UsedAt == null).ExecuteDeleteAsync(cancellationToken);
        var (invitation, secret) = Invitation.Write(id, (request ?? new Request()).Hours, clock.GetUtcNow());
        db.Invitations.Add(invitation);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(account.UserName!, secret, invitation.ExpiresAt));
    }
}
