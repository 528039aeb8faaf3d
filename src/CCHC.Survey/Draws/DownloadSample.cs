using System.Globalization;
using System.Text;
using CCHC.Sampling;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using CCHC.Survey.Frames;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Draws;

/// <summary>Who was drawn, for those who call on them; the only way by which names leave a frame.</summary>
public static class DownloadSample
{
    public static async Task<Results<FileContentHttpResult, NotFound>> Handle(Guid id, CurrentUser user, SurveyDbContext db, PersonKeys keys, CancellationToken cancellationToken)
    {
        if (await GetProtocol.FindAsync(id, user, db, Permissions.RunSurveys, cancellationToken) is not var (draw, _))
        {
            return TypedResults.NotFound();
        }

        var numbers = draw.Selected.Select(person => person.Number).ToArray();
        var people = await db.FrameEntries.AsNoTracking().Where(entry => entry.FrameId == draw.FrameId && numbers.Contains(entry.Number)).ToDictionaryAsync(entry => entry.Number, cancellationToken);
        var key = keys.Find(draw.FrameId);
        await using var text = new StringWriter(CultureInfo.InvariantCulture);
        await using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture, leaveOpen: true))
        {
            // A name that begins like a formula would be one in a spreadsheet.
            csv.WriteRecords(draw.Selected.Select(person => (person, entry: people[person.Number], who: people[person.Number].Person(key))).Select(x => new
            {
                number = x.person.Number, stratum = Safe(x.person.Stratum), cluster = Safe(x.person.Cluster), reserve = x.person.Reserve ? "true" : "false", position = x.person.Position,
                weight = x.person.Weight, name = Safe(x.who.Name), contact = Safe(x.who.Contact), unit_code = Safe(x.entry.UnitCode),
            }));
        }

        return TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", "mau.csv");
    }

    internal static string? Safe(string? text) => text is ['=' or '+' or '-' or '@' or '\t', ..] && !text.Skip(1).All(letter => char.IsDigit(letter) || letter == ' ') ? "'" + text : text;
}
