using CCHC.Survey.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Invitations;

/// <summary>
/// A code is used up in the transaction that stores the answers, so for a while PostgreSQL's hidden row stamps (xmin) are the same in both. Every
/// few minutes all used codes, and all answers, are written anew in random order, each table in one transaction of its own: then the stamps say nothing.
/// </summary>
public sealed class TransactionMixing(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider clock, ILogger<TransactionMixing> logger) : BackgroundService
{
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(10);

    /// <summary>Rewrites what was stored since the last time, of surveys with personal codes.</summary>
    /// <returns>How many used codes and answers were written anew.</returns>
    public static async Task<(int Codes, int Answers)> MixAsync(SurveyDbContext db, CancellationToken cancellationToken)
    {
        // One stamp for all that was mixed before; whatever has another one is new. With nothing new, nothing is written.
        var codes = await RewriteAsync(db, "invitation", "answered", "answered = answered", "i.survey_id = t.survey_id AND i.serial = t.serial", cancellationToken);
        var answers = await RewriteAsync(db, "submission", "channel IN ('Personal', 'Tablet', 'Paper')", "state = state", "i.survey_id = t.survey_id AND i.id = t.id", cancellationToken);
        return (codes, answers);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var every = configuration.GetValue("Survey:MixEvery", Usual);
        using var timer = new PeriodicTimer(every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await MixAsync(scope.ServiceProvider.GetRequiredService<SurveyDbContext>(), stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogWarning(exception, "Row stamps of codes and answers were not mixed; tried again in {Every}", every);
            }
        }
    }

    private static async Task<int> RewriteAsync(SurveyDbContext db, string table, string which, string set, string same, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"mix " + table}, 0))", cancellationToken);
#pragma warning disable EF1002 // the parts are constants of this class
        var stamps = await db.Database.SqlQueryRaw<int>($"SELECT count(DISTINCT xmin::text)::int AS \"Value\" FROM {table} WHERE {which}").SingleAsync(cancellationToken);
        var written = stamps <= 1
            ? 0
            : await db.Database.ExecuteSqlRawAsync(
                $"UPDATE {table} t SET {set} FROM (SELECT * FROM {table} WHERE {which} ORDER BY random()) i WHERE {same}", cancellationToken);
#pragma warning restore EF1002
        await transaction.CommitAsync(cancellationToken);
        return written;
    }
}
