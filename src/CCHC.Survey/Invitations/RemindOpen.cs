using System.Globalization;
using System.Text;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Data;
using CCHC.Survey.Draws;
using CCHC.Survey.Frames;
using CCHC.Survey.Surveys;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Invitations;

/// <summary>A round of reminders: the list for telephone, message or letter of those who have not answered. What the others answered is not looked at.</summary>
public static class RemindOpen
{
    public sealed record Item(DateTimeOffset At, string By, int People);

    public sealed record Response(IReadOnlyList<Item> Items);

    public static async Task<Results<FileContentHttpResult, NotFound>> Handle(
        Guid id, CurrentUser user, SurveyDbContext db, SurveyKey key, PersonKeys keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        if (await db.FindSurveyAsync(id, user, Permissions.RunSurveys, cancellationToken) is not { } survey)
        {
            return TypedResults.NotFound();
        }

        if (survey.Status != SurveyStatus.Open)
        {
            throw new RuleViolationException("survey.not-open", "Cuộc điều tra không nhận phiếu vào lúc này nên không nhắc ai.");
        }

        var people = await PrintLabels.Open(db, id, clock.GetUtcNow()).OrderBy(person => person.Serial).ToListAsync(cancellationToken);
        if (people.Count == 0)
        {
            throw new RuleViolationException("reminder.nobody", "Không còn ai phải nhắc: mọi người được mời đã trả lời hoặc đã hết hạn.");
        }

        var serials = people.ConvertAll(person => person.Serial);
        await db.Invitations.Where(invitation => invitation.SurveyId == id && serials.Contains(invitation.Serial))
            .ExecuteUpdateAsync(invitation => invitation.SetProperty(x => x.Reminders, x => x.Reminders + 1), cancellationToken);
        db.Reminders.Add(new ReminderRound { Id = Guid.CreateVersion7(), SurveyId = id, At = clock.GetUtcNow(), By = user.DisplayName, People = people.Count });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        var byFrame = keys.FindAll(people.Select(person => person.Entry.FrameId));
        await using var text = new StringWriter(CultureInfo.InvariantCulture);
        await using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture, leaveOpen: true))
        {
            await csv.WriteRecordsAsync(people.Select(person => (person, who: person.Entry.Person(byFrame[person.Entry.FrameId]))).Select(x => (x.person, x.who, label: PrintLabels.ToItem(x.person, id, key, x.who.Name))).Select(x => new
            {
                serial = x.person.Serial, name = DownloadSample.Safe(x.who.Name), contact = DownloadSample.Safe(x.who.Contact), stratum = DownloadSample.Safe(x.person.Stratum), code = x.label.Code, path = x.label.Path,
            }), cancellationToken);
        }

        return TypedResults.File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(text.ToString())).ToArray(), "text/csv; charset=utf-8", "nhac-tra-loi.csv");
    }

    public static async Task<Results<Ok<Response>, NotFound>> List(Guid id, CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken) =>
        await db.FindSurveyAsync(id, user, Permissions.ReadSamples, cancellationToken) is null
            ? TypedResults.NotFound()
            : TypedResults.Ok(new Response(await db.Reminders.Where(round => round.SurveyId == id).OrderByDescending(round => round.At).Select(round => new Item(round.At, round.By, round.People)).ToListAsync(cancellationToken)));
}

public sealed class ReminderRound
{
    public required Guid Id { get; init; }
    public required Guid SurveyId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string By { get; init; }
    public required int People { get; init; }
}
