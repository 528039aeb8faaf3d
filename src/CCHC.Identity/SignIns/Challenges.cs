using CCHC.Identity.Data;
using CCHC.Identity.Tokens;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.SignIns;

public sealed class Challenges(IdentityDbContext db, TimeProvider clock)
{
    public async Task<string> SetAsync(ChallengeKind kind, Guid? accountId, string? state, CancellationToken cancellationToken)
    {
        var (challenge, token) = Challenge.Set(kind, accountId, state, clock.GetUtcNow());
        db.Challenges.Add(challenge);
        await db.SaveChangesAsync(cancellationToken);
        return token;
    }

    /// <summary>The challenge, which stays open, or null.</summary>
    public async Task<Challenge?> FindAsync(string token, ChallengeKind kind, CancellationToken cancellationToken) =>
        Secrets.IdOf(token) is { } id
            && await db.Challenges.AsNoTracking().SingleOrDefaultAsync(challenge => challenge.Id == id, cancellationToken) is { } challenge
            && challenge.IsAnsweredBy(token, kind, clock.GetUtcNow())
                ? challenge
                : null;

    /// <summary>The challenge, for whoever comes first, or null; it is over.</summary>
    public async Task<Challenge?> TakeAsync(string token, ChallengeKind kind, CancellationToken cancellationToken) =>
        await FindAsync(token, kind, cancellationToken) is { } challenge
            && await db.Challenges.Where(open => open.Id == challenge.Id).ExecuteDeleteAsync(cancellationToken) == 1
                ? challenge
                : null;
}
