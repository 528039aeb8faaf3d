using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Submissions;

/// <summary>How the field work goes: forms by stratum against the sample, by enumerator, day, channel, and what is odd. Counts only.</summary>
public static class GetBoard
{
    /// <param name="Answered">Invited people who have answered.</param>
    /// <param name="Stored">Forms, whatever became of them.</param>
    /// <param name="Counted">Of them, those that are not excluded.</param>
    public sealed record StratumItem(string RespondentGroup, string RespondentGroupName, string Stratum, int? Sample, int? Answered, int Stored, int Counted);

    public sealed record EnumeratorItem(string Name, int Stored, int Flagged, int Duplicates, int Days);

    public sealed record DayItem(DateOnly Day, int Submissions);

    public sealed record ChannelItem(SubmissionChannel Channel, int Submissions);

    public sealed record FlagItem(string Flag, int Submissions);

    public sealed record Response(
        int Submissions, int Counted, int Flagged, int Excluded, IReadOnlyList<StratumItem> Strata, IReadOnlyList<EnumeratorItem> Enumerators, IReadOnlyList<DayItem> Days,
        IReadOnlyList<ChannelItem> Channels, IReadOnlyList<FlagItem> Flags, DateTimeOffset AsOf, SurveyStatus Status);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindSurveyAsync(id, user, Permissions.ReadSurveys, cancellationToken) is not { } survey)
        {
            return TypedResults.NotFound();
        }

        var cells = await db.Submissions.Where(x => x.SurveyId == id)
            .GroupBy(x => new { x.RespondentGroupCode, x.Stratum, x.Channel, x.Enumerator, x.Day, x.State })
            .Select(cell => new { cell.Key, Count = cell.Count() })
            .ToListAsync(cancellationToken);
        var flags = await db.Database.SqlQuery<FlagRow>(
            $"SELECT flag, coalesce(enumerator, '') AS enumerator, count(*)::int AS submissions FROM submission, unnest(flags) AS flag WHERE survey_id = {id} GROUP BY 1, 2").ToListAsync(cancellationToken);
        var sample = await db.SampleStrata.AsNoTracking().Where(x => x.SurveyId == id).ToListAsync(cancellationToken);
        var answered = await db.Invitations.Where(x => x.SurveyId == id && x.Answered).GroupBy(x => new { x.RespondentGroupCode, x.Stratum })
            .Select(cell => new { cell.Key, Count = cell.Count() }).ToDictionaryAsync(cell => (cell.Key.RespondentGroupCode, cell.Key.Stratum), cell => cell.Count, cancellationToken);
        var strata = sample.Select(x => (x.RespondentGroupCode, x.Stratum)).Union(cells.Select(cell => (cell.Key.RespondentGroupCode, cell.Key.Stratum))).Order().ToList();
        return TypedResults.Ok(new Response(
            cells.Sum(cell => cell.Count), CountOf(SubmissionState.Valid) + CountOf(SubmissionState.Flagged), CountOf(SubmissionState.Flagged), CountOf(SubmissionState.Excluded),
            [
                .. strata.Select(stratum =>
                {
                    var wanted = sample.Find(x => x.RespondentGroupCode == stratum.RespondentGroupCode && x.Stratum == stratum.Stratum);
                    var mine = cells.FindAll(cell => cell.Key.RespondentGroupCode == stratum.RespondentGroupCode && cell.Key.Stratum == stratum.Stratum);
                    return new StratumItem(
                        stratum.RespondentGroupCode, survey.RespondentGroups.FirstOrDefault(group => group.Code == stratum.RespondentGroupCode)?.Name ?? stratum.RespondentGroupCode, stratum.Stratum,
                        wanted?.Sample, wanted is null || survey.Status == SurveyStatus.Closed ? null : answered.GetValueOrDefault(stratum),
                        mine.Sum(cell => cell.Count), mine.Where(cell => cell.Key.State != SubmissionState.Excluded).Sum(cell => cell.Count));
                }),
            ],
            [
                .. cells.Where(cell => cell.Key.Enumerator is not null).GroupBy(cell => cell.Key.Enumerator!).OrderBy(enumerator => enumerator.Key, StringComparer.Ordinal).Select(enumerator => new EnumeratorItem(
                    enumerator.Key, enumerator.Sum(cell => cell.Count), enumerator.Where(cell => cell.Key.State == SubmissionState.Flagged).Sum(cell => cell.Count),
                    flags.Where(flag => flag.Flag == Quality.Duplicate && flag.Enumerator == enumerator.Key).Sum(flag => flag.Submissions), enumerator.Select(cell => cell.Key.Day).Distinct().Count())),
            ],
            [.. cells.GroupBy(cell => cell.Key.Day).OrderBy(day => day.Key).Select(day => new DayItem(day.Key, day.Sum(cell => cell.Count)))],
            [.. cells.GroupBy(cell => cell.Key.Channel).OrderBy(channel => channel.Key).Select(channel => new ChannelItem(channel.Key, channel.Sum(cell => cell.Count)))],
            [.. flags.GroupBy(flag => flag.Flag, StringComparer.Ordinal).Select(flag => new FlagItem(flag.Key, flag.Sum(x => x.Submissions))).OrderByDescending(flag => flag.Submissions)],
            clock.GetUtcNow(), survey.Status));

        int CountOf(SubmissionState state) => cells.Where(cell => cell.Key.State == state).Sum(cell => cell.Count);
    }

    private sealed record FlagRow(string Flag, string Enumerator, int Submissions);
}
