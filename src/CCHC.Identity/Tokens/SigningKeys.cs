using CCHC.Identity.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Tokens;

/// <summary>The keys in the database, seen at most a minute late; makes the successor of a key when it is due, on one replica only.</summary>
public sealed class SigningKeys(IServiceScopeFactory scopes, TimeProvider clock, ILogger<SigningKeys> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private volatile Snapshot? _snapshot;

    private sealed record Snapshot(IReadOnlyList<SigningKey> Keys, DateTimeOffset TakenAt);

    /// <summary>The key that signs now.</summary>
    public async Task<SigningKey> CurrentAsync(CancellationToken cancellationToken)
    {
        var keys = await PublishedAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return keys.LastOrDefault(key => key.IsActive(now)) ?? (await LoadAsync(cancellationToken)).Last(key => key.IsActive(now));
    }

    /// <summary>Those that sign, will sign within a day, or signed a token that may still be valid; oldest first.</summary>
    public async Task<IReadOnlyList<SigningKey>> PublishedAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return _snapshot is { } snapshot && (now - snapshot.TakenAt).Duration() < Fresh ? snapshot.Keys : await LoadAsync(cancellationToken);
    }

    public void Forget() => _snapshot = null;

    private async Task<IReadOnlyList<SigningKey>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        var now = clock.GetUtcNow();
        var keys = await ReadAsync(db, now, cancellationToken);
        if (!LastsLongEnough(keys, now))
        {
            keys = await RotateAsync(db, cancellationToken);
        }

        _snapshot = new Snapshot(keys, now);
        return keys;
    }

    private async Task<List<SigningKey>> RotateAsync(IdentityDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync("signing-keys", cancellationToken);
        var now = clock.GetUtcNow(); // not before: a key that another replica made during the wait would seem to start later
        var keys = await ReadAsync(db, now, cancellationToken);
        if (!LastsLongEnough(keys, now)) // else another replica was faster
        {
            // After a long rest no key is active: the new one starts at once, also by a clock that is behind, and the services meet it unannounced.
            var key = SigningKey.Create(keys.Find(key => key.IsActive(now))?.ActiveUntil ?? now - ClockSkew);
            db.SigningKeys.Add(key);
            await db.SaveChangesAsync(cancellationToken);
            await db.SigningKeys.Where(old => old.PublishedUntil < now).ExecuteDeleteAsync(cancellationToken);
            keys.Add(key);
            logger.LogInformation("Announced the signing key {KeyId}, active from {ActiveFrom:O}", key.Id, key.ActiveFrom);
        }

        await transaction.CommitAsync(cancellationToken);
        return keys;
    }

    private static bool LastsLongEnough(List<SigningKey> keys, DateTimeOffset now) =>
        keys.Exists(key => key.IsActive(now)) && keys.Exists(key => key.ActiveUntil > now + SigningKey.AnnouncedAhead);

    private static Task<List<SigningKey>> ReadAsync(IdentityDbContext db, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.SigningKeys.AsNoTracking().Where(key => key.PublishedUntil >= now).OrderBy(key => key.ActiveFrom).ToListAsync(cancellationToken);
}
