using CCHC.Survey.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Invitations;

/// <summary>
/// A code is used up in the transaction that stores the answers, so for a while PostgreSQL's hidden row stamps (xmin) are the same in both, and rows
/// lie on disk in the order in which people answered. Every few minutes all used codes, and all answers, are written anew in random order, each table
/// in a transaction of its own: then neither says anything.
/// </summary>
public sealed class TransactionMixing(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider clock, ILogger<TransactionMixing> logger) : BackgroundService
{
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(10);

    /// <summary>Mixes the open surveys that have codes; where nothing came since the last time, nothing is written.</summary>
    /// <returns>How many used codes and answers were written anew.</returns>
    public static async Task<(int Codes, int Answers)> MixAsync(SurveyDbContext db, CancellationToken cancellationToken)
    {
        var (codes, answers) = (0, 0);
        foreach (var survey in await db.Invitations.Where(invitation => invitation.Answered).Select(invitation => invitation.SurveyId).Distinct().ToListAsync(cancellationToken))
        {
            codes += await RewriteAsync(db, "invitation", "answered", survey, cancellationToken);
            answers += await RewriteAsync(db, "submission", "true", survey, cancellationToken);
        }

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

    private static async Task<int> RewriteAsync(SurveyDbContext db, string table, string which, Guid surveyId, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);

        // Whoever is answering or reviewing comes first, whoever comes later waits: else a row that is just being moved would not be found.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey WHERE id = {surveyId} FOR UPDATE", cancellationToken);
#pragma warning disable EF1002 // table and condition are constants of this class
        var stamps = await db.Database.SqlQueryRaw<int>($"SELECT count(DISTINCT xmin::text)::int AS \"Value\" FROM {table} WHERE survey_id = {{0}} AND {which}", surveyId).SingleAsync(cancellationToken);
        var written = stamps <= 1
            ? 0
            : await db.Database.ExecuteSqlRawAsync(
                $"WITH moved AS (DELETE FROM {table} WHERE survey_id = {{0}} AND {which} RETURNING *) INSERT INTO {table} SELECT * FROM moved ORDER BY random()", [surveyId], cancellationToken);
#pragma warning restore EF1002
        await transaction.CommitAsync(cancellationToken);
        return written;
    }
}
