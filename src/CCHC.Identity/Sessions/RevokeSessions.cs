using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Sessions;

/// <summary>Their refresh tokens are worth nothing at once; access tokens already given out are refused by the gateway, see <see cref="ListEndedSessions"/>.</summary>
public static class RevokeSessions
{
    public static Task<Results<NoContent, NotFound>> One(Guid id, CurrentUser user, IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        RevokeAsync(db.Sessions.Where(session => session.AccountId == user.Id && session.Id == id), clock, cancellationToken);

    public static async Task<NoContent> Others(CurrentUser user, IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var current = user.SessionId;
        await RevokeAsync(db.Sessions.Where(session => session.AccountId == user.Id && session.Id != current), clock, cancellationToken);
        return TypedResults.NoContent();
    }

    public static async Task<Results<NoContent, NotFound>> OfAccount(Guid id, IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!await db.Accounts.AnyAsync(account => account.Id == id, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        await db.RevokeSessionsAsync(id, clock.GetUtcNow(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound>> RevokeAsync(IQueryable<Session> sessions, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await sessions.Where(session => session.RevokedAt == null)
            .ExecuteUpdateAsync(update => update.SetProperty(session => session.RevokedAt, now), cancellationToken) == 0
                ? TypedResults.NotFound()
                : TypedResults.NoContent();
    }
}
