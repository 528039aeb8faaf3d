using CCHC.Survey.Data;
using CCHC.Survey.Surveys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace CCHC.Survey.Results;

/// <summary>Reads the forms that count, one at a time, past the change tracker: there may be tens of thousands.</summary>
internal static class TallySubmissions
{
    public static async Task<IReadOnlyList<Statistic>> OfAsync(SurveyCampaign survey, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var tally = new Tally(survey, await db.SampleStrata.AsNoTracking().Where(stratum => stratum.SurveyId == survey.Id).ToListAsync(cancellationToken));
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "SELECT respondent_group_code, stratum, cluster, weight, answers::text FROM submission WHERE survey_id = $1 AND state = 'Valid'",
            (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction())
        {
            Parameters = { new() { Value = survey.Id } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            tally.Add(reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetDecimal(3), reader.GetFieldValue<byte[]>(4));
        }

        return tally.Statistics();
    }
}
