using CCHC.Survey.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Frames;

/// <summary>At the start and then every hour: seals people whom an older version stored in plain, and destroys keys whose list is gone or forgotten, or which another has taken the place of.</summary>
public sealed class KeyKeeping(IServiceScopeFactory scopes, PersonKeys keys, TimeProvider clock, ILogger<KeyKeeping> logger) : BackgroundService
{
    private const int AtOnce = 5_000;

    // A list is stored some time after its key is made.
    private static readonly TimeSpan Unfinished = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<SurveyDbContext>();
                while (await SealAsync(db, keys, stoppingToken) == AtOnce)
                {
                }

                await DestroyAsync(db, keys, clock.GetUtcNow() - Unfinished, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.LogError(exception, "People of frames could not be sealed; it is tried again in an hour");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>How many people of frames were sealed, 5,000 at most.</summary>
    public static async Task<int> SealAsync(SurveyDbContext db, PersonKeys keys, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var plain = await db.FrameEntries.FromSql($"SELECT * FROM frame_entry WHERE name !~ {PersonKey.SealedPattern} LIMIT {AtOnce} FOR UPDATE SKIP LOCKED").ToListAsync(cancellationToken);
        foreach (var people in plain.GroupBy(entry => entry.FrameId))
        {
            var frame = await db.Frames.SingleAsync(frame => frame.Id == people.Key, cancellationToken);
            var key = keys.Of(frame.Id, frame.KeyGeneration);
            frame.SealedWith(key, frame.KeyGeneration);
            foreach (var entry in people)
            {
                entry.Seal(key, entry.Name, entry.Contact);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return plain.Count;
    }

    public static async Task DestroyAsync(SurveyDbContext db, PersonKeys keys, DateTimeOffset madeBefore, CancellationToken cancellationToken)
    {
        foreach (var list in keys.MadeBefore(madeBefore).ToList())
        {
            var generation = await db.Frames.Where(frame => frame.Id == list && frame.ErasedAt == null).Select(frame => (int?)frame.KeyGeneration).SingleOrDefaultAsync(cancellationToken);
            if (generation is null && await db.ListRequests.AnyAsync(request => request.Id == list && request.TakenOverAt == null, cancellationToken))
            {
                generation = 1;
            }

            keys.DestroyOthers(list, generation, madeBefore);
        }
    }
}
