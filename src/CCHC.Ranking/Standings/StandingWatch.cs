using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Standings;

/// <summary>
/// Standings as they change, read and computed once for all who watch a group. Looks for news in the database, so that it does not matter which
/// replica took a delivery; where nobody watches, nothing is read.
/// </summary>
public sealed class StandingWatch(IServiceScopeFactory scopes, CampaignCache campaigns, LiveResults live, TimeProvider clock, ILogger<StandingWatch> logger)
{
    /// <summary>A quarter of the second within which a change is to be seen.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<(string Campaign, string Group), Watched> _watched = new();
    private readonly Lock _entrance = new();

    /// <summary>The board as it is, then each time it has changed; the same one again when it has been quiet for so long. Ends when the campaign or the group is gone.</summary>
    public async IAsyncEnumerable<StandingBoard> FollowAsync(string campaign, string group, TimeSpan quiet, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watched = Enter((campaign, group));
        try
        {
            StandingBoard? shown = null;
            while (true)
            {
                var (board, gone, changed) = watched.Now;
                if (gone)
                {
                    yield break;
                }

                if (board is null || ReferenceEquals(board, shown))
                {
                    var waiting = Task.Delay(quiet, clock, cancellationToken);
                    if (await Task.WhenAny(changed, waiting) != waiting)
                    {
                        continue;
                    }

                    await waiting;
                }

                if (board is not null)
                {
                    shown = board;
                    yield return board;
                }
            }
        }
        finally
        {
            Leave((campaign, group), watched);
        }
    }

    private Watched Enter((string Campaign, string Group) key)
    {
        lock (_entrance)
        {
            var watched = _watched.GetOrAdd(key, _ => new Watched());
            if (watched.Watchers++ == 0)
            {
                _ = LookAsync(key, watched);
            }

            return watched;
        }
    }

    private void Leave((string Campaign, string Group) key, Watched watched)
    {
        lock (_entrance)
        {
            if (--watched.Watchers == 0)
            {
                _watched.TryRemove(key, out _);
                watched.Stop.Cancel();
            }
        }
    }

    private async Task LookAsync((string Campaign, string Group) key, Watched watched)
    {
        var stop = watched.Stop.Token;
        await Task.Yield();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await LookAsync(scope.ServiceProvider.GetRequiredService<RankingDbContext>(), key, watched, stop);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException && !stop.IsCancellationRequested)
            {
                logger.LogWarning("Standings of {Campaign} are not read: {Reason}", key.Campaign, exception.Message); // those who watch keep what they have
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(LookEvery, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(RankingDbContext db, (string Campaign, string Group) key, Watched watched, CancellationToken cancellationToken)
    {
        // Read before the board: what comes in between is seen next time.
        var stamp = await db.Campaigns.Where(campaign => campaign.Code == key.Campaign)
            .Select(campaign => new Stamp(
                campaign.Revision,
                db.UnitStandings.Where(standing => standing.CampaignId == campaign.Id).Sum(standing => (long?)standing.Version) ?? 0,
                db.Ratifications.Where(ratification => ratification.CampaignId == campaign.Id).Sum(ratification => (int?)ratification.Revision) ?? 0,
                db.ConflictsRevisions.Where(conflicts => conflicts.CampaignId == campaign.Id).Sum(conflicts => (int?)conflicts.Revision) ?? 0))
            .SingleOrDefaultAsync(cancellationToken);
        if (stamp is not null && stamp == watched.Stamp)
        {
            return;
        }

        var campaign = stamp is null ? null : await campaigns.FindAsync(db, key.Campaign, cancellationToken);
        if (campaign?.Group(key.Group) is not { } group)
        {
            watched.Close();
            return;
        }

        watched.Stamp = stamp;
        watched.Show(await StandingBoard.ReadAsync(db, live, campaign, group, clock.GetUtcNow(), cancellationToken));
    }

    /// <summary>Whatever changes the board changes one of these.</summary>
    private sealed record Stamp(int Campaign, long Standings, int Ratification, int Conflicts);

    private sealed class Watched
    {
        private readonly Lock _lock = new();
        private StandingBoard? _board;
        private bool _gone;
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Watchers { get; set; }
        public Stamp? Stamp { get; set; }
        public CancellationTokenSource Stop { get; } = new();

        /// <summary>The board, and what is completed by the next one.</summary>
        public (StandingBoard? Board, bool Gone, Task Changed) Now
        {
            get
            {
                lock (_lock)
                {
                    return (_board, _gone, _changed.Task);
                }
            }
        }

        public void Show(StandingBoard board) => Change(() => _board = board);

        public void Close() => Change(() => _gone = true);

        private void Change(Action change)
        {
            TaskCompletionSource told;
            lock (_lock)
            {
                change();
                (told, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            told.SetResult();
        }
    }
}
