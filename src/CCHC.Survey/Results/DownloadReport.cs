using System.Globalization;
using CCHC.OfficialDocuments;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using CCHC.Survey.Submissions;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CCHC.Survey.Results;

/// <summary>The report on a closed survey: Word for the document, Excel for its tables; what may not be shown is in neither.</summary>
public static class DownloadReport
{
    private static readonly StringComparer _vietnamese = StringComparer.Create(CultureInfo.GetCultureInfo("vi-VN"), ignoreCase: false);

    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static async Task<Results<FileContentHttpResult, NotFound>> Handle(
        Guid id, string format, CurrentUser user, SurveyDbContext db, IOptions<Letterhead> letterhead, CancellationToken cancellationToken)
    {
        if (await db.FindSurveyAsync(id, user, Permissions.ReadSurveys, cancellationToken) is not { } survey
            || await GetStatistics.FindAsync(id, user, db, cancellationToken) is not { } results)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(x => x.Id == survey.CampaignId, cancellationToken);
        var report = new SurveyReportDocument(await ReadAsync(survey, campaign, results, db, cancellationToken), letterhead.Value);
        using var file = new MemoryStream();
        if (format == "xlsx")
        {
            report.ToWorkbook().Write(file);
        }
        else
        {
            report.ToDocument().Write(file);
        }

        return TypedResults.File(file.ToArray(), format == "xlsx" ? Xlsx : OfficialDocument.MediaType, FormattableString.Invariant($"bao-cao-dieu-tra-{survey.Code}-{campaign.State.Year}.{format}"));
    }

    private static async Task<SurveyReportFacts> ReadAsync(
        SurveyCampaign survey, Campaign campaign, GetStatistics.Response results, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var cells = await db.Submissions.Where(submission => submission.SurveyId == survey.Id).GroupBy(submission => new { submission.RespondentGroupCode, submission.Stratum, submission.Channel, submission.State })
            .Select(cell => new { cell.Key.RespondentGroupCode, cell.Key.Stratum, cell.Key.Channel, Excluded = cell.Key.State == SubmissionState.Excluded, Count = cell.Count() }).ToListAsync(cancellationToken);
        var reasons = await db.Submissions.Where(submission => submission.SurveyId == survey.Id && submission.State == SubmissionState.Excluded).GroupBy(submission => submission.Reason)
            .Select(reason => new { reason.Key, Count = reason.Count() }).ToListAsync(cancellationToken);
        var flags = await db.Database.SqlQuery<FlagRow>(
            $"SELECT flag, count(*) FILTER (WHERE state <> 'Excluded')::int AS counted, count(*) FILTER (WHERE state = 'Excluded')::int AS excluded FROM submission, unnest(flags) AS flag WHERE survey_id = {survey.Id} GROUP BY 1")
            .ToListAsync(cancellationToken);
        var sample = await db.SampleStrata.AsNoTracking().Where(stratum => stratum.SurveyId == survey.Id).ToListAsync(cancellationToken);
        var groups = survey.RespondentGroups.ToDictionary(group => group.Code, group => group.Name, StringComparer.Ordinal);
        return new SurveyReportFacts(
            campaign.State.Name, campaign.State.Year, campaign.OwnerUnitId is null, survey.Introduction, survey.Questionnaire.Questions.Count(), survey.Units.Count, survey.OpenedAt,
            [
                .. survey.RespondentGroups.OrderBy(group => group.Code, StringComparer.Ordinal).Select(group => new ReportedRespondents(
                    group.Name, cells.Where(cell => cell.RespondentGroupCode == group.Code).Sum(cell => cell.Count),
                    cells.Where(cell => cell.RespondentGroupCode == group.Code && !cell.Excluded).Sum(cell => cell.Count))),
            ],
            [
                .. from stratum in sample.OrderBy(stratum => stratum.RespondentGroupCode, StringComparer.Ordinal).ThenBy(stratum => stratum.Stratum, _vietnamese)
                   let mine = cells.FindAll(cell => cell.RespondentGroupCode == stratum.RespondentGroupCode && cell.Stratum == stratum.Stratum)
                   select new ReportedStratum(
                       groups.GetValueOrDefault(stratum.RespondentGroupCode) ?? stratum.RespondentGroupCode, stratum.Stratum, stratum.People, stratum.Sample, mine.Sum(cell => cell.Count),
                       mine.Where(cell => !cell.Excluded).Sum(cell => cell.Count)),
            ],
            [.. cells.GroupBy(cell => cell.Channel).OrderBy(channel => channel.Key).Select(channel => new ReportedChannel(channel.Key, channel.Sum(cell => cell.Count)))],
            [.. flags.OrderByDescending(flag => flag.Counted + flag.Excluded).ThenBy(flag => flag.Flag, StringComparer.Ordinal).Select(flag => new ReportedFlag(flag.Flag, flag.Counted, flag.Excluded))],
            [.. reasons.OrderByDescending(reason => reason.Count).ThenBy(reason => reason.Key, StringComparer.Ordinal).Select(reason => new ReportedExclusion(reason.Key ?? "", reason.Count))],
            results);
    }

    private sealed record FlagRow(string Flag, int Counted, int Excluded);
}
