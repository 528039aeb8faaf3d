using System.Globalization;
using System.Text;
using System.Text.Json;
using CCHC.Sampling;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using CCHC.Survey.Draws;
using CCHC.Survey.Submissions;
using CCHC.Survey.Surveys;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CCHC.Survey.Results;

/// <summary>Every answer, one a line, for those who calculate on: streamed, so that a million need no more memory than ten. Forms are in random order and carry a running number only.</summary>
public static class DownloadAnswers
{
    private static readonly string[] Columns = ["form", "respondent_group", "channel", "stratum", "cluster", "weight", "state", "unit_code", "question_code", "value"];

    public static async Task<Results<PushStreamHttpResult, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (await db.FindSurveyAsync(id, user, Permissions.RunSurveys, cancellationToken) is not { } survey)
        {
            return TypedResults.NotFound();
        }

        GetResults.RefuseOpen(survey);
        return TypedResults.Stream(stream => WriteAsync(stream, survey, database, cancellationToken), "text/csv; charset=utf-8", "cau-tra-loi.csv");
    }

    private static async Task WriteAsync(Stream stream, SurveyCampaign survey, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var units = survey.Units.ToDictionary(unit => unit.Id, unit => unit.Code);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "SELECT respondent_group_code, channel, stratum, coalesce(cluster, ''), weight, state, answers FROM submission WHERE survey_id = $1 ORDER BY id", connection)
        { Parameters = { new() { Value = survey.Id } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16);
        await using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        await LineAsync(csv, Columns);
        for (var form = 1; await reader.ReadAsync(cancellationToken); form++)
        {
            string[] head =
            [
                form.ToString(CultureInfo.InvariantCulture), reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetDecimal(4).ToString("G29", CultureInfo.InvariantCulture),
                reader.GetString(5),
            ];
            foreach (var answer in JsonSerializer.Deserialize<List<GivenAnswer>>(reader.GetString(6), ScoringJson.Options)!)
            {
                await LineAsync(csv, [.. head, answer.UnitId is { } unit ? units.GetValueOrDefault(unit) ?? "" : "", answer.Question, answer.Raw]);
            }
        }
    }

    private static Task LineAsync(CsvWriter csv, string[] fields)
    {
        foreach (var field in fields)
        {
            csv.WriteField(DownloadSample.Safe(field));
        }

        return csv.NextRecordAsync();
    }
}
