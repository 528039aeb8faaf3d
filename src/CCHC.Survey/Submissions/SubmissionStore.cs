using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CCHC.Scoring;
using CCHC.Survey.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Submissions;

/// <summary>Puts forms into the database, each in one statement that looks whether the survey takes it.</summary>
internal static class SubmissionStore
{
    /// <summary>Hashed, so that a key that a browser remembers cannot be looked up here; without a key, random.</summary>
    public static Guid IdOf(Guid surveyId, string? key) => string.IsNullOrEmpty(key)
        ? Guid.NewGuid()
        : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{surveyId}/{key}")).AsSpan(0, 16));

    public static Task<bool> HasAsync(SurveyDbContext db, Guid surveyId, Guid id, CancellationToken cancellationToken) =>
        db.Submissions.AnyAsync(submission => submission.SurveyId == surveyId && submission.Id == id, cancellationToken);

    /// <summary>A form that came by a shared link; false when the survey does not take it (any more), or it is there already.</summary>
    /// <param name="device">Keyed hash of the browser's id, kept apart from the answers; null where it is not looked at.</param>
    public static async Task<bool> StoreAsync(SurveyDbContext db, Submission submission, byte[]? device, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // FOR KEY SHARE waits for whoever is closing the survey, and lets respondents pass one another.
        var (answers, flags, state) = (Json(submission.Answers), submission.Flags.ToArray(), Submission.FirstState(submission.Flags).ToString());
        var channel = submission.Channel.ToString();
        return await (device is null
            ? db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO submission (survey_id, id, respondent_group_code, channel, version, enumerator, stratum, cluster, weight, day, answers, flags, state)
                SELECT {submission.SurveyId}, {submission.Id}, {submission.RespondentGroupCode}, {channel}, {submission.Version}, {submission.Enumerator},
                       {submission.Stratum}, {submission.Cluster}, {submission.Weight}, {submission.Day}, {answers}::jsonb, {flags}, {state}
                FROM survey WHERE id = {submission.SurveyId} AND status = 'Open' AND version = {submission.Version} AND (ends_at IS NULL OR ends_at > {now}) FOR KEY SHARE
                ON CONFLICT DO NOTHING
                """,
                cancellationToken)
            : db.Database.ExecuteSqlAsync(
                $"""
                WITH seen AS (INSERT INTO survey_device (survey_id, device) VALUES ({submission.SurveyId}, {device}) ON CONFLICT DO NOTHING RETURNING 1)
                INSERT INTO submission (survey_id, id, respondent_group_code, channel, version, enumerator, stratum, cluster, weight, day, answers, flags, state)
                SELECT {submission.SurveyId}, {submission.Id}, {submission.RespondentGroupCode}, {channel}, {submission.Version}, {submission.Enumerator},
                       {submission.Stratum}, {submission.Cluster}, {submission.Weight}, {submission.Day}, {answers}::jsonb,
                       CASE WHEN EXISTS (SELECT 1 FROM seen) THEN {flags} ELSE array_append({flags}, {Quality.SameDevice}) END,
                       CASE WHEN EXISTS (SELECT 1 FROM seen) THEN {state} ELSE 'Flagged' END
                FROM survey WHERE id = {submission.SurveyId} AND status = 'Open' AND version = {submission.Version} AND (ends_at IS NULL OR ends_at > {now}) FOR KEY SHARE
                ON CONFLICT DO NOTHING
                """,
                cancellationToken)) > 0;
    }

    /// <summary>A form of an invited person, whose invitation is used up by it; false when it was used before, or the survey is not open.</summary>
    public static async Task<bool> StoreOnceAsync(SurveyDbContext db, Submission submission, int serial, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var open = await UseAsync(db, submission.SurveyId, serial, cancellationToken);
        if (open)
        {
            await AddAsync(db, submission, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return open;
    }

    /// <summary>Uses an invitation up; false when it was used before, or the survey is not open. Within the caller's transaction.</summary>
    public static async Task<bool> UseAsync(SurveyDbContext db, Guid surveyId, int serial, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH open AS (SELECT 1 FROM survey WHERE id = {surveyId} AND status = 'Open' FOR KEY SHARE)
            UPDATE invitation SET answered = true WHERE survey_id = {surveyId} AND serial = {serial} AND NOT answered AND NOT withdrawn AND NOT waiting AND EXISTS (SELECT 1 FROM open)
            """,
            cancellationToken) > 0;

    /// <summary>Adds a form within the caller's transaction; false when it is there already.</summary>
    public static async Task<bool> AddAsync(SurveyDbContext db, Submission submission, CancellationToken cancellationToken)
    {
        var (answers, flags, state) = (Json(submission.Answers), submission.Flags.ToArray(), Submission.FirstState(submission.Flags).ToString());
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO submission (survey_id, id, respondent_group_code, channel, version, enumerator, stratum, cluster, weight, day, answers, flags, state, reason)
            VALUES ({submission.SurveyId}, {submission.Id}, {submission.RespondentGroupCode}, {submission.Channel.ToString()}, {submission.Version}, {submission.Enumerator},
                    {submission.Stratum}, {submission.Cluster}, {submission.Weight}, {submission.Day}, {answers}::jsonb, {flags}, {state}, {submission.Reason})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken) > 0;
    }

    public static string Json(IReadOnlyList<GivenAnswer> answers) => JsonSerializer.Serialize(answers, ScoringJson.Options);
}
