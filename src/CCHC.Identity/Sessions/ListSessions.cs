using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Sessions;

/// <summary>Those that are open, the newest first: one's own, or, for administrators, somebody's.</summary>
public static class ListSessions
{
    public sealed record Response(IReadOnlyList<Item> Items);

    /// <param name="Id">To end it by.</param>
    /// <param name="Current">The one that asks.</param>
    /// <param name="Method">How it was begun.</param>
    /// <param name="Device">The browser, in its own words; empty for programs that do not say.</param>
    /// <param name="Address">As the gateway saw it.</param>
    /// <param name="StartedAt">When the person signed in.</param>
    /// <param name="LastUsedAt">At most a quarter of an hour too early.</param>
    /// <param name="ExpiresAt">When the person has to sign in again.</param>
    public sealed record Item(
        Guid Id, bool Current, SignInMethod Method, string Device, string Address, DateTimeOffset StartedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt);

    public static Task<Ok<Response>> Handle(CurrentUser user, IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        HandleFor(user.Id, user, db, clock, cancellationToken);

    public static async Task<Ok<Response>> HandleFor(Guid id, CurrentUser user, IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (current, now) = (user.SessionId, clock.GetUtcNow());
        var items = await db.Sessions.AsNoTracking()
            .Where(session => session.AccountId == id && session.RevokedAt == null && session.ExpiresAt > now)
            .OrderByDescending(session => session.LastUsedAt)
            .Select(session => new Item(
                session.Id, session.Id == current, session.Method, session.Device, session.Address, session.StartedAt, session.LastUsedAt, session.ExpiresAt))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(items));
    }
}
