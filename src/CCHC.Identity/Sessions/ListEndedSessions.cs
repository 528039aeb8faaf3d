using CCHC.Identity.Data;
using CCHC.Identity.Tokens;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Sessions;

/// <summary>
/// Those whose access tokens may still be valid, for the gateway, which refuses them; it leads nobody from outside here. Their ids are random and good for
/// nothing.
/// </summary>
public static class ListEndedSessions
{
    // A minute more than the token lives, for clocks that differ.
    private static readonly TimeSpan Told = AccessTokens.Lifetime + TimeSpan.FromMinutes(1);

    public static async Task<Ok<List<Guid>>> Handle(IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (now, since) = (clock.GetUtcNow(), clock.GetUtcNow() - Told);
        return TypedResults.Ok(await db.Sessions.AsNoTracking()
            .Where(session => session.RevokedAt > since || (session.ExpiresAt <= now && session.ExpiresAt > since))
            .Select(session => session.Id).ToListAsync(cancellationToken));
    }
}
