using System.Net;
using System.Net.Sockets;
using CCHC.Identity.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.SignIns;

/// <summary>
/// Makes whoever guesses wait, a minute and then twice as long each time, up to a quarter of an hour: after 5 failures in a row for a name from
/// one address, 20 for a name from anywhere, 50 from an address for whatever names. The latter two do not hold up a name at an address where it
/// has signed in within a month, so that a stranger cannot keep somebody out. Counts names that do not exist like those that do.
/// </summary>
public sealed class SignInGuard(IdentityDbContext db, IHttpContextAccessor accessor, TimeProvider clock)
{
    private const int FreeForPair = 5;
    private const int FreeForName = 20;
    private const int FreeForAddress = 50;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);
    private static readonly TimeSpan Known = TimeSpan.FromDays(30);

    /// <summary>The caller's, as the gateway saw it; a subscriber's 2^64 IPv6 addresses are one.</summary>
    public string Address => accessor.HttpContext?.Connection.RemoteIpAddress switch
    {
        null => "?",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } address => new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]]) + "/64",
        var address => address.MapToIPv4().ToString(),
    };

    /// <summary>How long to wait before the next attempt; null when it may be made now.</summary>
    public async Task<TimeSpan?> WaitAsync(string userName, CancellationToken cancellationToken)
    {
        var (address, now) = (Address, clock.GetUtcNow());
        var records = await db.SignInRecords.AsNoTracking()
            .Where(record => (record.UserName == userName && (record.Address == address || record.Address == SignInRecord.Any))
                || (record.UserName == SignInRecord.Any && record.Address == address))
            .ToListAsync(cancellationToken);
        var pair = records.Find(record => record.UserName.Length > 0 && record.Address.Length > 0);
        var counting = pair?.LastSucceededAt > now - Known ? records.Where(record => record == pair) : records;
        var until = counting.Select(Until).DefaultIfEmpty(now).Max();
        return until > now ? until - now : null;
    }

    public Task FailAsync(string userName, CancellationToken cancellationToken)
    {
        var (address, now, forgotten) = (Address, clock.GetUtcNow(), clock.GetUtcNow() - Forgotten);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sign_in_record AS old (user_name, address, failures, last_failed_at)
            VALUES ({userName}, {address}, 1, {now}), ({userName}, '', 1, {now}), ('', {address}, 1, {now})
            ON CONFLICT (user_name, address) DO UPDATE
            SET failures = CASE WHEN old.last_failed_at < {forgotten} THEN 1 ELSE old.failures + 1 END, last_failed_at = {now}
            """, cancellationToken);
    }

    /// <summary>Signed in, with all that was asked for. The address keeps its count: its user may have an account and guess at others.</summary>
    public Task SucceedAsync(string userName, CancellationToken cancellationToken)
    {
        var (address, now) = (Address, clock.GetUtcNow());
        return db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM sign_in_record WHERE user_name = {userName} AND address = '';
            INSERT INTO sign_in_record (user_name, address, failures, last_succeeded_at) VALUES ({userName}, {address}, 0, {now})
            ON CONFLICT (user_name, address) DO UPDATE SET failures = 0, last_succeeded_at = {now}
            """, cancellationToken);
    }

    /// <summary>No wait for this name any more, as when an administrator unlocks it.</summary>
    public Task ForgetAsync(string userName, CancellationToken cancellationToken) =>
        db.SignInRecords.Where(record => record.UserName == userName)
            .ExecuteUpdateAsync(update => update.SetProperty(record => record.Failures, 0), cancellationToken);

    /// <summary>Drops what counts no more.</summary>
    public static Task TidyAsync(IdentityDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (forgotten, known) = (now - Forgotten, now - Known);
        return db.SignInRecords
            .Where(record => (record.LastFailedAt == null || record.LastFailedAt < forgotten) && (record.LastSucceededAt == null || record.LastSucceededAt < known))
            .ExecuteDeleteAsync(cancellationToken);
    }

    private static DateTimeOffset Until(SignInRecord record)
    {
        var free = (record.UserName.Length, record.Address.Length) switch { (0, _) => FreeForAddress, (_, 0) => FreeForName, _ => FreeForPair };
        return record is { LastFailedAt: { } last } && record.Failures >= free
            ? last + TimeSpan.FromMinutes(Math.Min(LongestWait.TotalMinutes, Math.Pow(2, record.Failures - free)))
            : DateTimeOffset.MinValue;
    }
}
