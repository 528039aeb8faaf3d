using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using CCHC.Survey.Frames;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Invitations;

/// <summary>Codes of those who have not answered, to be printed; made anew each time, for they are not stored.</summary>
public static class PrintLabels
{
    private const int MostAtOnce = 500;

    public sealed record Item(int Serial, string Code, string Path, string Stratum, string? Cluster, string? Name);

    public sealed record Response(string SurveyName, IReadOnlyList<Item> Items, int Total);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, int? from, int? to, CurrentUser user, SurveyDbContext db, SurveyKey key, PersonKeys people, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindSurveyAsync(id, user, Permissions.RunSurveys, cancellationToken) is not { } survey)
        {
            return TypedResults.NotFound();
        }

        var open = Open(db, id, clock.GetUtcNow()).Where(person => person.Serial >= (from ?? 1) && person.Serial <= (to ?? int.MaxValue));
        var found = await open.OrderBy(person => person.Serial).Take(MostAtOnce).ToListAsync(cancellationToken);
        var byFrame = people.FindAll(found.Select(person => person.Entry.FrameId));
        return TypedResults.Ok(new Response(survey.Name, [.. found.Select(person => ToItem(person, id, key, person.Entry.Person(byFrame[person.Entry.FrameId]).Name))], await open.CountAsync(cancellationToken)));
    }

    internal static Item ToItem(Person person, Guid surveyId, SurveyKey key, string? name)
    {
        var code = PersonalCode.Of(key, surveyId, person.Serial);
        return new Item(person.Serial, PersonalCode.Printed(code), $"/khao-sat/{code}", person.Stratum, person.Cluster, name);
    }

    /// <summary>Everybody who may still answer, with the person's name from the frame; who asked to be forgotten is not asked again.</summary>
    internal static IQueryable<Person> Open(SurveyDbContext db, Guid surveyId, DateTimeOffset now) =>
        from invitation in db.Invitations
        where invitation.SurveyId == surveyId && !invitation.Answered && !invitation.Waiting && !invitation.Withdrawn && (invitation.ExpiresAt == null || invitation.ExpiresAt > now)
        join entry in db.FrameEntries on new { invitation.FrameId, invitation.Number } equals new { entry.FrameId, entry.Number }
        where !db.FrameErasures.Any(erasure => erasure.FrameId == entry.FrameId && erasure.Number == entry.Number)
        select new Person { Serial = invitation.Serial, Stratum = invitation.Stratum, Cluster = invitation.Cluster, Entry = entry };

    internal sealed class Person
    {
        public int Serial { get; init; }
        public required string Stratum { get; init; }
        public string? Cluster { get; init; }
        public required FrameEntry Entry { get; init; }
    }
}
